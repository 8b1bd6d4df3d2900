/** What goes out, and what each error of a puppet means for it. */
import { expect, it } from 'vitest';
import { plain } from '../contract/scene.ts';
import { openDoor } from './open-door.ts';
import { mentionOf, Stage } from './stage/stage.ts';
import { VirtualClock } from './virtual-clock.ts';

const mention = mentionOf('小助手');

it.each<[string, object, object]>([
  ['not logged in, no this.__currentUserId yet.', {}, { outcome: 'retry' }],
  ['NO CLIENT', {}, { outcome: 'retry' }],
  ['No connection established. Last error: connect ECONNREFUSED', { code: 14 }, { outcome: 'retry' }],
  ['Connection dropped', { code: 14 }, { outcome: 'unknown' }],
  ['read ECONNRESET', {}, { outcome: 'unknown' }],
  ['Deadline exceeded', { code: 4 }, { outcome: 'unknown' }],
  ['Received RST_STREAM with code 2', { code: 13 }, { outcome: 'unknown' }],
  ['call timed out', {}, { outcome: 'unknown' }],
  ['操作过于频繁，请稍后再试', {}, { outcome: 'retry', retryAfterMs: 60_000 }],
  ['quota', { code: 8 }, { outcome: 'retry', retryAfterMs: 60_000 }],
  ['room 1@chatroom does not exist', {}, { outcome: 'final' }],
  ['你已被移出群聊', {}, { outcome: 'final' }],
  ['not a friend', { code: 7 }, { outcome: 'final' }],
  ['the client is busy', {}, { outcome: 'retry', retryAfterMs: undefined }],
])('takes %j %j for %j', async (message, code, means) => {
  const stage = new Stage();
  const { door } = await openDoor(stage);
  stage.error = Object.assign(new Error(message), code);
  await expect(door.send(stage.group.id, plain('到期提醒'), 'k')).rejects.toMatchObject(means);
  expect(stage.posted).toEqual([]);
});

it('says that a card is half shown, and does not call that refused', async () => {
  const stage = new Stage();
  const { door } = await openDoor(stage);
  const post = stage.posting.bind(stage);
  stage.posting = async (to, text, mentions, act) => {
    if (stage.posted.length === 1) throw new Error('the client is busy');
    await post(to, text, mentions, act);
  };
  const long = plain(Array.from({ length: 300 }, (_, n) => `第${n}项任务，还很远`).join('\n'));
  const sent = door.send(stage.group.id, long, 'k');
  await expect(sent).rejects.toMatchObject({ outcome: 'unknown', message: expect.stringContaining('1 of 2') });
});

it('is not held up by a puppet that never names a group', async () => {
  const stage = new Stage();
  const { door, waitForText } = await openDoor(stage);
  const group = stage.open('失联群');
  const roomList = stage.puppet.roomList.bind(stage.puppet);
  stage.puppet.roomList = () => new Promise(() => {});
  const refused = expect(door.send(group.id, plain('到期提醒'), 'k')).rejects.toMatchObject({ outcome: 'retry' });
  stage.say({ text: '还在吗' });
  await waitForText('还在吗');
  await refused;
  expect(await stage.waitFor('ann', 1)).toEqual(['回声：还在吗']);
  stage.puppet.roomList = roomList;
  await door.send(group.id, plain('到期提醒'), 'k');
  expect(await stage.waitFor(group.id, 1)).toEqual(['到期提醒']);
});

it('tries a refused reply again, and one that may have arrived not', async () => {
  const stage = new Stage();
  const clock = new VirtualClock(new Date());
  const { waitForText, noted } = await openDoor(stage, { now: clock.now, wait: clock.wait });
  stage.refusal = 'refused';
  stage.say({ text: '第一句' });
  await waitForText('第一句');
  await clock.advance(10_000);
  expect(await stage.waitFor('ann', 1)).toEqual(['回声：第一句']);
  stage.error = new Error('Connection dropped');
  stage.say({ text: '第二句' });
  await noted('a reply to ann was not sent: Connection dropped');
  stage.say({ text: '第三句' });
  await waitForText('第三句');
  await clock.advance(10_000);
  expect(await stage.waitFor('ann', 2)).toEqual(['回声：第一句', '回声：第三句']);
});

it('spaces replies over the whole account, tells a long lag, and has a push come back later', async () => {
  const stage = new Stage();
  const clock = new VirtualClock(new Date());
  const pace = { spacingMs: [1000, 2000], perRoomPerMinute: 10 } as const;
  const times: number[] = [];
  const { door, noted, texts } = await openDoor(stage, { now: clock.now, wait: clock.wait, pace });
  expect(door.sendInterval).toEqual({ channelMs: 6000, doorMs: 1500 });
  stage.seen.on('posted', () => times.push(clock.now().getTime()));
  const groups = Array.from({ length: 10 }, (_, n) => stage.open(`群${n}`));
  for (let n = 0; n < 50; n += 1) stage.say({ in: groups[n % 10]!, text: `${mention}问${n}` });
  await expect.poll(() => texts().length).toBe(50);
  await clock.advance(0);
  expect(door.lagMs).toBe(50 * 1500);
  await noted('39 messages wait; the last goes out in about 60 s');
  await expect(door.send(groups[0]!.id, plain('到期提醒'), 'k')).rejects.toMatchObject({
    outcome: 'retry',
    retryAfterMs: 50 * 1500,
  });
  await clock.advance(10 * 60_000);
  expect(stage.posted).toHaveLength(50);
  const gaps = times.slice(1).map((at, n) => at - times[n]!);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
  expect(door.lagMs).toBe(0);
  // In the order in which they were asked, in each group.
  for (const group of groups) {
    const numbers = stage.posted.filter(({ to }) => to === group.id).map(({ text }) => Number(/\d+/.exec(text)![0]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
});

it('hears a very long text whole, and shows a very long answer whole', async () => {
  const stage = new Stage();
  stage.limit = 2000;
  const { waitForText } = await openDoor(stage);
  const text = Array.from({ length: 2_000 }, (_, n) => `第${n}行，知识产权👍🏽`).join('\n');
  stage.say({ text });
  await waitForText(text);
  const count = Math.ceil(text.length / 2000);
  await stage.waitFor('ann', count);
  await expect.poll(() => stage.posted.map((one) => one.text).join('\n')).toBe(`回声：${text}`);
});

it('reads a number by the card that is seen, not by one that still waits', async () => {
  const stage = new Stage();
  const clock = new VirtualClock(new Date());
  const pace = { spacingMs: [1000, 1000], perRoomPerMinute: 10 } as const;
  const { waitForText } = await openDoor(stage, {
    now: clock.now,
    wait: clock.wait,
    pace,
    receive: async ({ content: what }) => {
      const asked = what.type === 'text' ? what.text : '';
      return { ...plain(`选一个${asked}`), choices: [{ label: '甲', question: `${asked}的甲？` }] };
    },
  });
  stage.say({ text: '一' });
  await stage.waitFor('ann', 1);
  stage.say({ text: '二' });
  await waitForText('二');
  stage.say({ text: '1' });
  await waitForText('一的甲？');
});

it('reads a number as a choice of the card that this person saw last in that group', async () => {
  const stage = new Stage();
  const choose = (tag: string) => ({
    ...plain(`选一个${tag}`),
    choices: [{ label: `甲${tag}`, question: `甲${tag}归谁管？` }],
  });
  const { group, bob } = stage;
  const { door, waitForText } = await openDoor(stage, {
    receive: async ({ content: what, user }) => (what.type === 'text' && what.text === '问' ? choose(user) : undefined),
  });
  stage.say({ in: group, text: `${mention}问` });
  stage.say({ in: group, text: `${mention}问`, by: bob });
  await stage.waitFor(group.id, 2);
  stage.say({ in: group, text: `${mention}1` });
  await waitForText('甲ann归谁管？');
  stage.say({ in: group, text: `${mention}１`, by: bob });
  await waitForText('甲bob归谁管？');
  stage.say({ text: '1' });
  await waitForText('1');
  // Pushed to a group, a card is everybody's.
  const other = stage.open('别的群');
  await door.send(other.id, choose('push'), 'k');
  stage.say({ in: other, text: `${mention}1`, by: bob });
  await waitForText('甲push归谁管？');
});

it('reports a file that is refused, and keeps the card', async () => {
  const stage = new Stage();
  const { door, noted } = await openDoor(stage);
  const file = {
    name: '任务.xlsx',
    type: 'text/csv',
    data: Buffer.from('表格').toString('base64'),
    instead: '没有发出来',
  };
  stage.fileError = new Error('the puppet sends no files');
  await door.send(stage.group.id, { ...plain('早报'), file }, 'k1');
  await noted('the file 任务.xlsx was not sent: the puppet sends no files');
  const other = { ...file, name: '另一份.xlsx' };
  await door.send(stage.group.id, { ...plain('再来'), file: other }, 'k2');
  expect(stage.posted.map(({ text }) => text)).toEqual(['早报', '没有发出来', '再来']);
  expect(stage.files).toEqual([{ to: stage.group.id, name: other.name, data: file.data }]);
});
