/** Twenty commands and three digests say the same words through every door that can take them. */
import { describe, expect, it } from 'vitest';
import { createCommands } from '../../../src/commands/commands.ts';
import type { DeliveryContext } from '../../../src/delivery/context.ts';
import { workingCalendar } from '../../../src/digest/calendar/working-days.ts';
import { composeDigest } from '../../../src/digest/compose.ts';
import { validateSubscription } from '../../../src/digest/request/validate.ts';
import type { Card } from '../../../src/model/card.ts';
import { Rig as Bot, pack } from '../../bot/rig.ts';
import { freshStore } from '../../store/database.ts';
import { openRig as openCallback } from '../callback/rig.ts';
import { eachDoor } from './each-door.ts';
import { Scene, visible, wordsOf } from './scene.ts';
import { piecesOf } from './showing.ts';

const commands = [
  '订阅 每个工作日9:00 公安 本月到期',
  '订阅 每周一8:30 市场监管局牵头',
  'subscribe every Monday 10:00 ★',
  '本群设置',
  '预览 1',
  '下次',
  '暂停 2 到10月8日',
  '恢复 2',
  '完成 24、25',
  '撤销完成 24',
  '预览 每月1日9:00 公安',
  '更多',
  '投递记录',
  '本群方案',
  'settings',
  'next 1',
  '订月',
  '暂停',
  '退订 3',
  '退订',
];

const unspaced = (text: string) => visible(text).replace(/\s/g, '');

/** An account that is not verified would have to be asked again for what takes more than the fifty milliseconds of its rig. */
const rigs: typeof eachDoor = { ...eachDoor, 'wechat-official': openCallback('verified') };

/** What the commands are answered with, each seen whole in the direct chat of that door. */
async function tellAll(name: string): Promise<Omit<Card, 'id'>[]> {
  const scene = new Scene(await rigs[name]!(), 30_000);
  const limits = { person: 10_000, room: 10_000 };
  const bot = new Bot(undefined, { limits, commandsForAnyone: new Set([name]) });
  const store = await freshStore();
  const deliveryContext: DeliveryContext = {
    ...{ db: store.db, packs: [pack], calendar: workingCalendar() },
    ...{ now: () => bot.clock, warn: () => {} },
  };
  bot.parts.commands = createCommands({ deliveryContext, canPush: () => true });
  const told: Omit<Card, 'id'>[] = [];
  let card: Card | undefined;
  scene.receive = async (message) => {
    bot.clock = new Date(bot.clock.getTime() + 1_000);
    card = await bot.bot.receive({ ...message, at: bot.clock, userName: 'Ann' });
    return card;
  };
  try {
    await scene.start();
    for (const command of commands) {
      const before = scene.rig.shown('direct').length;
      card = undefined;
      await scene.tell('direct', command);
      await scene.until(() => {
        const after = unspaced(wordsOf(scene.rig.shown('direct').slice(before)));
        const pieces = card ? piecesOf(card) : ['an answer'];
        expect(
          pieces.filter((piece) => !after.includes(unspaced(piece))),
          `${name}: ${command}: ${after}`,
        ).toEqual([]);
      });
      const { id: _id, ...same } = card!;
      told.push(same);
    }
  } finally {
    await scene.close();
  }
  return told;
}

/** Those through which somebody can write. */
const { webhook: _webhook, robot: _robot, terminal: _terminal, ...others } = eachDoor;

it('answers the same commands with the same words in every door', { timeout: 300_000 }, async () => {
  expect(commands).toHaveLength(20);
  const expected = await tellAll('terminal');
  expect(new Set(expected.map((card) => JSON.stringify(card))).size).toBeGreaterThan(12);
  for (const name of Object.keys(others)) expect(await tellAll(name), name).toEqual(expected);
});

const digests = [
  { scope: { units: [{ unit: '公安', role: 'responsible' }] }, content: { due: ['this-month'], overdue: true } },
  { scope: { starredOnly: true }, content: { due: ['next-month'] } },
  { content: { due: ['this-month'] }, language: 'en' },
].map((raw) => {
  const timing = { schedule: { kind: 'workdays', at: ['09:00'] } };
  const subscription = validateSubscription({ ...raw, timing }, [pack], 'test');
  const at = new Date('2025-06-03T01:00:00Z');
  const { cards } = composeDigest({
    ...{ subscription, packs: [pack], calendar: workingCalendar(), at, notifiedPlans: new Set<string>() },
  });
  return cards[0]!;
});

describe.each(Object.keys(eachDoor))('%s', (name) => {
  it('shows three digests whole, in the words of every other door', async () => {
    const scene = new Scene(await eachDoor[name]!(), 10_000);
    try {
      if (!scene.targets.length) return expect(scene.door.send === undefined || scene.rig.cannot.sends).toBeTruthy();
      await scene.start();
      const [place] = scene.targets;
      for (const [at, card] of digests.entries()) {
        const before = scene.rig.shown(place!).length;
        await scene.send(place!, card, `digest-${at}`);
        await scene.until(() => {
          const after = unspaced(wordsOf(scene.rig.shown(place!).slice(before)));
          expect(piecesOf(card).filter((piece) => !after.includes(unspaced(piece)))).toEqual([]);
        });
      }
    } finally {
      await scene.close();
    }
  });
});
