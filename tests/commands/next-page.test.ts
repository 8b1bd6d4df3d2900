/** 更多 after a digest: its further pages, to each person at their own pace, and not where the assistant's list is meant. */
import { expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import { Rig } from '../bot/rig.ts';
import { fakeDoor } from '../delivery/rig.ts';
import { desk } from './rig.ts';

/** A digest of two pages has been sent to the room at nine. */
async function sentDigest() {
  const it = await desk('2025-06-03T08:00+08:00');
  await it.tell('订阅 每天9:00 本月到期');
  const { one } = it;
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  await one.materialise();
  const { door, posted } = fakeDoor(() => {}, {
    send: async (channel, card, key) => {
      posted.push({ channel, card, key });
      return { message: 'm', at: one.clock };
    },
  });
  await one.work(door);
  return { ...it, posted, door };
}

it('goes on with the digest that the channel got, once for each person', async () => {
  const { tell, say, posted } = await sentDigest();
  expect(posted[0]!.card.choices).toEqual([{ label: '更多', question: '更多' }]);
  const { card, outcome } = await tell('更多');
  expect(outcome).toBe('command:more');
  expect(card.title).toBe(posted[0]!.card.title);
  const shown = [posted[0]!.card, card].flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === 'list' ? block.items.map(({ id }) => id) : [])),
  );
  expect(shown).toHaveLength(27);
  expect(new Set(shown).size).toBe(27);
  expect((await tell('还有吗？')).text).toBe('这份提醒已经全部看完了。');
  expect((await tell('more', { user: 'U2' })).card).toEqual(card);
  expect((await tell('more', { user: 'U2' })).text).toBe('That was all of this digest.');
  expect(await say('更多', { channel: 'elsewhere' })).toBeUndefined();
});

it('leaves 更多 to the assistant where its own answer is newer, or the digest old', async () => {
  const { one, say, tell } = await sentDigest();
  const later = new Date(one.clock.getTime() + 60_000);
  one.clock = later;
  expect(await say('更多', { lastAnsweredAt: later })).toBeUndefined();
  const before = new Date('2025-06-03T08:59:00+08:00');
  expect((await tell('更多', { lastAnsweredAt: before })).outcome).toBe('command:more');
  one.clock = new Date('2025-06-06T09:30:00+08:00');
  expect(await say('更多', { user: 'U3' })).toBeUndefined();
});

it('goes on with a preview that is newer than the digest, and with the digest that is newer than the preview', async () => {
  const { one, tell, say, door } = await sentDigest();
  await tell('预览 逾期', { user: 'U4' });
  expect((await tell('更多', { user: 'U4' })).text).toContain('完成时限已过');
  await tell('预览 公安 本月到期', { user: 'U4' });
  expect(await say('更多', { user: 'U4' })).toBeUndefined();
  expect((await tell('更多', { user: 'U5' })).text).not.toContain('完成时限已过');
  one.clock = new Date('2025-06-04T09:00:05+08:00');
  await one.materialise();
  await one.work(door);
  expect((await tell('更多', { user: 'U4' })).text).toContain('2025年6月4日');
});

it('through the bot: the digest first, then the list that was asked for, then a preview, each to its end', async () => {
  const { one, parts } = await sentDigest();
  const bot = new Rig(one.store, { commands: createCommands(parts), commandsForAnyone: new Set(['fake']) });
  const ask = async (text: string) => {
    bot.clock = new Date(bot.clock.getTime() + 60_000);
    one.clock = bot.clock;
    return bot.words(text, { door: 'fake', channel: 'room', direct: false, user: 'zoe' });
  };
  bot.clock = one.clock;
  expect(await ask('更多')).toMatch(/^2025年6月30日到期/);
  const list = await ask('市场监管局牵头的任务有哪些');
  expect(list).toContain('回复“更多”看后面的');
  expect(await ask('更多')).not.toMatch(/^2025年6月30日到期|已经全部看完/);
  expect(await ask('预览 逾期')).toContain('预览“');
  expect(await ask('更多')).toContain('（完成时限已过）· ');
  expect(await ask('24号任务谁牵头')).toContain('市市场监管局');
  expect(await ask('更多')).not.toContain('（完成时限已过）· ');
});
