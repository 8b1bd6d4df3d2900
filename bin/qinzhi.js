#!/usr/bin/env node
/** The launcher: plain JavaScript, so that a Node too old for TypeScript can still say what to do. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `qinzhi needs Node.js 22.18 or newer; this is ${process.versions.node}.\n` +
      'Run it through npm (npm run ask -- …), which uses the Node that npm ci installed, or install Node 24.\n',
  );
  process.exit(1);
}
const { enableCompileCache } = await import('node:module');
enableCompileCache();
const { main } = await import('../src/main.ts');
await main(process.argv.slice(2));
