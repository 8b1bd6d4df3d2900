/** The account: logging in and out, falling and standing up, what is old, who becomes a friend, what lies on the disk. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { waitAfter } from '../../../adapters/wechat/session.ts';
import { tempFolder } from '../../cli/launch.ts';
import { plain } from '../contract/scene.ts';
import { openDoor } from './open-door.ts';
import { Stage } from './stage/stage.ts';

const minuteMs = 60_000;

it('shows the login code once in the terminal and as a picture, for nobody else, until the login', async () => {
  const stage = new Stage();
  stage.logsIn = false;
  const folder = tempFolder();
  const output = new PassThrough();
  const { noted } = await openDoor(stage, { folder, output, login: false });
  const file = join(folder, 'login.png');
  stage.scan('https://login.example/code-1');
  await expect.poll(() => String(output.read() ?? '')).toContain(`it is also in ${file}`);
  stage.scan('https://login.example/code-1');
  const picture = readFileSync(file);
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // A new one takes its place.
  stage.scan('https://login.example/code-2');
  await expect.poll(() => String(output.read() ?? '')).toContain('▄');
  expect(readFileSync(file).equals(picture)).toBe(false);
  stage.login(stage.self);
  await noted('logged in as 小助手');
  await expect.poll(() => readdirSync(folder)).not.toContain('login.png');
});

it('keeps the session of the account out of the working directory and from the eyes of others', async () => {
  const stage = new Stage();
  const before = readdirSync(process.cwd());
  const folder = join(tempFolder(), 'deep', 'account');
  const { door } = await openDoor(stage, { folder });
  await stage.puppet.memory.set('secret', 'session');
  await stage.puppet.memory.save();
  await door.stop();
  const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
  expect(Object.fromEntries(modes)).toEqual({ 'account.memory-card.json': 0o600, 'heard-until': 0o600 });
  expect(readFileSync(join(folder, 'account.memory-card.json'), 'utf8')).toContain('session');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(process.cwd())).toEqual(before);
});

it('says which folder it cannot use, and how to name another', async () => {
  const stage = new Stage();
  const folder = join(tempFolder(), 'taken');
  writeFileSync(folder, 'a file');
  await expect(openDoor(stage, { folder })).rejects.toThrow(/taken .*QINZHI_WECHAT_FOLDER names another one/);
});

it('hears nothing older than a minute at a first start, and nothing from before its last stop', async () => {
  const stage = new Stage();
  const folder = tempFolder();
  const start = new Date('2026-11-23T01:00:00.700Z').getTime();
  const at = (ms: number) => new Date(start + ms);
  const first = await openDoor(stage, { folder, now: () => at(0) });
  stage.say({ text: '一小时前', at: at(-60 * minuteMs) });
  stage.say({ text: '刚过一分钟', at: at(-minuteMs - 2_000) });
  stage.say({ text: '不到一分钟', at: at(-minuteMs + 2_000) });
  await first.waitForText('不到一分钟');
  expect(first.texts()).toEqual(['不到一分钟']);
  await first.door.stop();

  // Away for half an hour; the platform tells all of it at the login.
  const second = await openDoor(stage, { folder, now: () => at(30 * minuteMs) });
  stage.say({ text: '停之前', at: at(-2_000) });
  stage.say({ text: '不在的时候', at: at(10 * minuteMs) });
  // WeChat tells whole seconds: this one came after the stop, in the same second.
  stage.say({ text: '同一秒', at: at(100) });
  await second.waitForText('同一秒');
  expect(second.texts()).toEqual(['不在的时候', '同一秒']);
  await second.door.stop();

  const weekMs = 7 * 24 * 60 * minuteMs;
  const third = await openDoor(stage, { folder, now: () => at(weekMs) });
  stage.say({ text: '好几天前', at: at(3 * 24 * 60 * minuteMs) });
  stage.say({ text: '一小时前', at: at(weekMs - 60 * minuteMs) });
  await third.waitForText('一小时前');
  expect(third.texts()).toEqual(['一小时前']);
});

it('logs out and in again without a restart: nothing is answered twice, what waits goes out then', async () => {
  const stage = new Stage();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { door, waitForText, noted, notes, texts } = await openDoor(stage, {
    receive: async ({ content: what }) => {
      if (what.type === 'text' && what.text === '慢') await gate;
      return plain(`答${what.type === 'text' ? what.text : ''}`);
    },
  });
  const old = stage.say({ text: '快', at: new Date(Date.now() - 5_000) });
  await stage.waitFor('ann', 1);
  stage.say({ text: '慢' });
  await waitForText('慢');
  await stage.puppet.logout('kicked');
  await noted('logged out (kicked)');
  await expect(door.send('ann', plain('到期提醒'), 'k')).rejects.toMatchObject({ outcome: 'retry' });
  open();
  stage.login(stage.self);
  await expect.poll(() => notes.filter((line) => line.includes('logged in as')).length).toBe(2);
  expect(await stage.waitFor('ann', 2)).toEqual(['答快', '答慢']);
  stage.tell(old);
  stage.say({ text: '又来' });
  await waitForText('又来');
  expect(texts()).toEqual(['快', '慢', '又来']);
  await door.send('ann', plain('到期提醒'), 'k');
  expect(stage.starts).toBe(1);
});

it('starts a puppet that ended again, and one that does not start until it does', async () => {
  const stage = new Stage();
  stage.brokenStarts = 1;
  const { waitForText, notes, noted } = await openDoor(stage, { firstWaitMs: 20 });
  expect(stage.starts).toBe(2);
  await noted('the puppet is broken; starts again in 1 s');
  stage.say({ text: '在吗' });
  await waitForText('在吗');
  await stage.puppet.stop();
  await noted('the puppet ended; starts again');
  await expect.poll(() => notes.filter((line) => line.includes('logged in as')).length).toBe(2);
  stage.say({ text: '还在吗' });
  await waitForText('还在吗');
  expect(await stage.waitFor('ann', 2)).toEqual(['回声：在吗', '回声：还在吗']);
});

it('waits longer after each start that fails, up to five minutes', () => {
  const waits = Array.from({ length: 11 }, (_, n) => waitAfter(n + 1, 1000) / 1000);
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

it('survives an error that a puppet reports', async () => {
  const stage = new Stage();
  const { waitForText, noted } = await openDoor(stage);
  stage.puppet.emit('error', { data: 'something odd' } as never);
  await noted('something odd');
  stage.puppet.emit('message', { messageId: 'never-was' });
  stage.say({ text: '在吗' });
  await waitForText('在吗');
  expect(stage.starts).toBe(1);
});

it.each<['none' | 'all' | string[], string, boolean]>([
  ['none', '我是秦知的用户', false],
  ['all', '', true],
  [['秦知', '方案'], '想问方案', true],
  [['秦知', '方案'], '交个朋友', false],
])('set to %j, a request with the words %j is accepted: %j', async (friends, hello, accepted) => {
  const stage = new Stage();
  const { noted, received } = await openDoor(stage, { friends });
  stage.ask('request-1', stage.ann, hello);
  await noted(accepted ? 'accepted 王处长' : 'a request of 王处长');
  expect(stage.accepted).toEqual(accepted ? ['request-1'] : []);
  expect(received).toEqual([]);
});

it('greets a new friend', async () => {
  const stage = new Stage();
  const { received } = await openDoor(stage);
  stage.befriend('request-1', stage.ann);
  expect(await stage.waitFor('ann', 1)).toEqual(['回声：visit']);
  expect(received).toMatchObject([{ direct: true, channel: 'ann', user: 'ann', content: { type: 'visit' } }]);
});
