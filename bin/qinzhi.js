#!/usr/bin/env node
/** The launcher: plain JavaScript, so that a Node too old for TypeScript can still say what to do. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  const { QINZHI_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
  const isChinese = /^zh/i.test(QINZHI_LANG || LC_ALL || LC_MESSAGES || LANG || '');
  process.stderr.write(
    isChinese
      ? `qinzhi 需要 Node.js 22.18 或更新版本，现在的是 ${process.versions.node}。\n` +
          '请通过 npm 运行（npm run ask -- …），它会使用 npm ci 装好的 Node；或者安装 Node 24。\n'
      : `qinzhi needs Node.js 22.18 or newer; this is ${process.versions.node}.\n` +
          'Run it through npm (npm run ask -- …), which uses the Node that npm ci installed, or install Node 24.\n',
  );
  process.exit(1);
}
const { enableCompileCache } = await import('node:module');
enableCompileCache();
await import('./package-scope.js');
const { main } = await import('../src/main.ts');
await main(process.argv.slice(2));
