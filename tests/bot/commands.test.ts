/** Commands through the bot: who may, what the log keeps of them, and which 更多 is meant. */
import { expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import { createHome } from '../../src/commands/home.ts';
import type { DeliveryContext } from '../../src/delivery/context.ts';
import { workingCalendar } from '../../src/digest/calendar/working-days.ts';
import { question } from '../../src/store/schema.ts';
import { freshStore } from '../store/database.ts';
import { group, pack, Rig, wordsOf } from './rig.ts';

async function commanded() {
  const store = await freshStore();
  const rig = new Rig(store, {
    admins: [{ door: 'test', user: 'boss' }],
    limits: { person: 1_000, room: 1_000 },
  });
  const deliveryContext: DeliveryContext = {
    db: store.db,
    packs: [pack],
    calendar: workingCalendar(),
    now: () => rig.clock,
    warn: () => {},
  };
  const telling = { deliveryContext, canPush: () => true };
  rig.parts.commands = createCommands(telling);
  rig.parts.home = createHome(telling);
  return { store, rig };
}

it('an admin subscribes a room, another is told who may; the log has both, and neither counts as a question', async () => {
  const { store, rig } = await commanded();
  expect(await rig.words('订阅 每个工作日9:00 公安 本月到期', group('ann'))).toContain('boss');
  const card = await rig.say('订阅 每个工作日9:00 公安 本月到期', group('boss'));
  expect(wordsOf(card)).toContain('9:00');
  expect(card?.id).toBeDefined();
  const outcomes = (await store.db.select().from(question).orderBy(question.id)).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['refused:subscribe', 'command:subscribe']);
  const home = await rig.say('', { content: { type: 'visit', channels: ['room'] } });
  expect(wordsOf(home)).toContain('公安');
});

it('makes one subscription of eight equal requests at once, and keeps the limit of a channel', async () => {
  const { store, rig } = await commanded();
  const words = await Promise.all(
    Array.from({ length: 8 }, (_, n) => rig.words('订阅 每周一9:00 公安', { ...group('boss'), thread: `t${n}` })),
  );
  expect(words.filter((text) => /接下来/.test(text))).toHaveLength(1);
  const more = await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      rig.words(`订阅 每周一${n}:00 公安`, { ...group('boss'), channel: 'full', thread: `t${n}` }),
    ),
  );
  expect(more.filter((text) => text.includes('这里已有 20 条订阅，最多 20 条'))).toHaveLength(4);
  const { rows } = await store.pool.query<{ channel: string; n: number }>(
    'select channel, count(*)::int n from subscription group by channel order by channel',
  );
  expect(rows).toEqual([
    { channel: 'full', n: 20 },
    { channel: 'room', n: 1 },
  ]);
});

it('a fortnight begins with the next such day; a month end is the working day before; a pause counts working days', async () => {
  const { rig } = await commanded();
  const admin = group('boss');
  // A Tuesday, ten in the morning.
  expect(await rig.words('订阅 每两周周二9:00 公安', admin)).toMatch(/接下来：6月17日/);
  expect(await rig.words('订阅 每两周周二11:00 公安', admin)).toMatch(/接下来：6月10日/);
  const monthEnd = await rig.words('订阅 每月最后一天9:00 公安', admin);
  expect(monthEnd).toMatch(/接下来：6月30日.*7月31日.*8月29日/);
  expect(monthEnd).not.toContain('没有31日');
  expect(await rig.words('暂停 1 3个工作日', admin)).toContain('6月13日');
  const asked = await rig.say('暂停到本周二', admin);
  expect(asked?.choices.map(({ question }) => question)).toEqual(['暂停 到2025-06-11', '暂停 到2025-06-17']);
  expect(await rig.words(asked!.choices[1]!.question, admin)).toContain('6月17日');
});

it('更多 after a preview goes on with the preview, after a list with the list', async () => {
  const { rig } = await commanded();
  const boss = group('boss');
  await rig.say('订阅 每个工作日9:00 30天内 逾期 例行职责 阶段', boss);
  rig.pass(1_000);
  const preview = await rig.words('预览', boss);
  rig.pass(1_000);
  const page = await rig.words('更多', boss);
  expect(preview).toContain('更多');
  expect(page).not.toMatch(/共 \d+ 项。回复“更多”/);
  rig.pass(1_000);
  await rig.say('市公安局配合的任务有哪些', boss);
  rig.pass(1_000);
  expect(await rig.words('更多', boss)).toMatch(/第 9—\d+ 项|已全部列完/);
});

it('a command between does not break the dialogue', async () => {
  const { rig } = await commanded();
  await rig.say('第24项的责任单位', group('boss'));
  rig.pass(1_000);
  await rig.say('本群设置', group('boss'));
  rig.pass(1_000);
  expect((await rig.say('那完成时限呢', group('boss')))?.sources[0]).toContain('第24项');
});
