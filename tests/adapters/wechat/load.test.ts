/** What is optional is loaded on demand, and when it is missing one message says how to install it. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { loadWechaty } from '../../../adapters/wechat/load.ts';
import { tempFolder } from '../../cli/launch.ts';
import { stagePuppet } from './stage/stage.ts';

const root = resolve(import.meta.dirname, '../../..');
const node = join(root, 'node_modules/.bin/node');

/** The program without its optional packages: its sources, and of the packages only what the door itself needs. */
function bare(): string {
  const folder = tempFolder();
  for (const room of ['src/model', 'src/shared', 'adapters'])
    cpSync(join(root, room), join(folder, room), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'node_modules/qrcode'), join(folder, 'node_modules/qrcode'));
  return folder;
}

it('says with one command each what to install, and loads nothing before it is started', async () => {
  const folder = bare();
  const script = `
    const { doors } = await import('./adapters/index.ts');
    const pace = { spacingMs: [1000, 2000], perRoomPerMinute: 10 };
    const wechat = { module: 'wechaty', puppet: 'wechaty-puppet-service', puppetOptions: {}, folder: 'account', friends: 'none', pace };
    const rooms = () => ({});
    const context = { output: process.stdout, note: console.error, now: () => new Date(), rooms };
    console.log(await doors.wechat.open({ webhook: { timeoutMs: 1 } }, context));
    const door = await doors.wechat.open({ webhook: { timeoutMs: 1 }, wechat }, context);
    console.log(door.name);
    await door.start(async () => undefined).catch((error) => console.log(error.name + '\\n' + error.message));
    await door.stop();`;
  const { stdout } = await promisify(execFile)(node, ['--input-type=module', '--eval', script], { cwd: folder });
  expect(stdout.trim().split('\n')).toEqual([
    'undefined',
    'wechat',
    'SetupError',
    "WeChat can't be reached:",
    '  QINZHI_WECHAT_MODULE  wechaty is not installed; run: npm install wechaty@1.20.2',
    '  QINZHI_WECHAT_PUPPET  wechaty-puppet-service is not installed; run: npm install wechaty-puppet-service@1.19.9',
  ]);
});

it('takes any module and puppet by name, and says when one is neither', async () => {
  const folder = tempFolder();
  const fork = join(folder, 'fork.mjs');
  writeFileSync(fork, `export * from ${JSON.stringify(import.meta.resolve('wechaty'))}; export const fork = true;`);
  const { wechaty } = await loadWechaty(fork, stagePuppet);
  expect(wechaty).toMatchObject({ fork: true });
  await expect(loadWechaty('node:fs', 'node:path')).rejects.toThrow(
    /node:path is no puppet[\s\S]*node:fs is not wechaty/,
  );
  // A package that breaks is not one that is missing.
  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, `import 'not-there-either';`);
  await expect(loadWechaty('wechaty', broken)).rejects.toThrow('not-there-either');
});
