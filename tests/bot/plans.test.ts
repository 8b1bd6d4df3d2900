/** Several plans in one service: a group's own, another that is named, what a greeting lists, and digests of what was subscribed. */
import { expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import type { DeliveryContext } from '../../src/delivery/context.ts';
import { subscriptionOf } from '../../src/delivery/subscription-row.ts';
import { channelSubscriptions } from '../../src/delivery/subscriptions.ts';
import { workingCalendar } from '../../src/digest/calendar/working-days.ts';
import { composeDigest } from '../../src/digest/compose.ts';
import { audit, registration } from '../../src/store/schema.ts';
import { openAssistant } from '../answer/ask.ts';
import { fourPacks as packs } from '../answer/plans/four-packs.ts';
import { freshStore } from '../store/database.ts';
import { group, Rig, wordsOf } from './rig.ts';

const assistant = openAssistant(packs);

async function scene() {
  const store = await freshStore();
  const current = { assistant, packs };
  const rig = new Rig(store, {
    current: () => current,
    admins: [{ door: 'test', user: 'boss' }],
    limits: { person: 1_000, room: 1_000 },
  });
  rig.clock = new Date('2026-05-20T02:00:00Z');
  const calendar = workingCalendar();
  const deliveryContext: DeliveryContext = { db: store.db, packs, calendar, now: () => rig.clock, warn: () => {} };
  rig.parts.commands = createCommands({ deliveryContext, canPush: () => true });
  const card = async (text: string, user = 'boss', channel = 'room') => {
    rig.pass(3_600_000);
    return rig.say(text, group(user, channel));
  };
  const words = async (text: string, user = 'boss', channel = 'room') => wordsOf(await card(text, user, channel));
  const source = async (text: string, channel = 'room') => (await card(text, 'boss', channel))?.sources.join() ?? '';
  return { store, rig, card, words, source, deliveryContext, calendar };
}

it('a group chooses its plan; questions, registrations and subscriptions are of it, and another may be named', async () => {
  const { store, words, source, deliveryContext, calendar } = await scene();
  expect(await words('本群方案')).toContain('没有定下默认');
  expect(await words('本群方案 蓝桥', 'ann')).toContain('boss');
  expect(await words('本群方案 蓝桥')).toContain('按《蓝桥市城市公园与绿道建设三年行动计划》回答');
  expect(await source('第12项谁牵头')).toContain('蓝桥');
  expect(await source('西安第12项谁牵头')).toContain('61号');
  expect(await source('第12项谁牵头', 'other room')).not.toBe('');

  expect(await words('完成 12')).toContain('已完成');
  expect(await store.db.select({ pack: registration.pack }).from(registration)).toEqual([{ pack: 'lanqiao' }]);
  await words('订阅 每天9:00 逾期');
  await words('订阅 每天9:00 逾期', 'boss', 'other room');
  await words('订阅 每天9:00 逾期 养老服务方案', 'boss', 'third room');
  const scopes: string[][] = [];
  for (const channel of ['room', 'other room', 'third room']) {
    const [row] = await channelSubscriptions(deliveryContext, 'test', channel);
    const subscription = subscriptionOf(row!);
    scopes.push(subscription.scope.plans);
    const { cards } = composeDigest({ subscription, packs, calendar, at: new Date('2029-05-21T01:00:00Z') });
    const text = cards.flatMap(({ sources }) => sources).join();
    const named = { room: '蓝桥', 'other room': '修订版', 'third room': '云岭' }[channel]!;
    expect(text, channel).toContain(named);
    // The plan that was replaced is in a digest only where it was subscribed by its name.
    expect(/云岭[^，]*（2025—2026年）》附件/.test(text), channel).toBe(channel === 'third room');
  }
  expect(scopes).toEqual([['lanqiao'], [], ['yunling']]);

  expect(await words('本群设置')).toContain('默认方案：《蓝桥市');
  expect(await words('本群方案 火星计划')).toContain('没有叫“火星计划”的方案');
  expect(await words('本群方案 不限')).toContain('不再限定');
  const actions = (await store.db.select({ action: audit.action }).from(audit)).map(({ action }) => action);
  expect(actions.filter((action) => action === 'channel.plan')).toHaveLength(2);
});

it('a plan that is chosen after a question about another one is asked at once', async () => {
  const { rig } = await scene();
  const soon = async (text: string) => {
    rig.pass(1_000);
    return (await rig.say(text, group('boss')))?.sources.join() ?? '';
  };
  expect(await soon('西安第12项谁牵头')).toContain('61号');
  await soon('本群方案 城市公园与绿道');
  expect(await soon('第12项')).toContain('蓝桥');
  // Another that is named is stayed with.
  expect(await soon('西安第12项谁牵头')).toContain('61号');
  expect(await soon('配合单位呢')).toContain('61号');
});

it('lists the plans where they are asked for', async () => {
  const { card } = await scene();
  for (const asked of ['有哪些方案', '能问哪几份文件？', '这里有几份方案']) {
    const shown = await card(asked);
    expect(shown?.choices.map(({ label }) => label).join(), asked).toContain('蓝桥市城市公园与绿道建设三年行动计划');
  }
});

it('a greeting lists the plans in force, the group’s own first', async () => {
  const { words } = await scene();
  const first = await words('你好', 'ann');
  expect(first).toContain('下面 3 份方案');
  expect(first.match(/《[^》]+》/g)).toHaveLength(3);
  expect(first).toContain('（2027年修订版）');
  await words('本群方案 云岭');
  const lines = (await words('你好', 'ben')).split('\n');
  expect(lines[1]).toBe('《云岭市居家社区养老服务提升行动方案》（2027年修订版）（这里默认问它）');
});

it('is understood in English, and a question about the plan stays a question', async () => {
  const { card, words } = await scene();
  expect(await words('group plan lanqiao')).toContain('are answered from');
  expect(await words('group plan')).toContain('蓝桥');
  for (const question of ['本群方案有哪些任务', '这个方案是谁印发的'])
    expect((await card(question))?.sources).not.toEqual([]);
});
