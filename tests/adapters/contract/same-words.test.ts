/** The same fifty questions, asked through every door, get the same words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Assistant } from '../../../src/answer/assistant.ts';
import type { SavedTurn } from '../../../src/answer/dialogue/saved-turn.ts';
import { commonFolder } from '../../../src/knowledge/load-common.ts';
import type { Answer, Question } from '../../../src/model/answer.ts';
import type { Card } from '../../../src/model/card.ts';
import type { Message } from '../../../src/model/message.ts';
import { cachedCompile } from '../../../src/service/packs/compiled-packs.ts';
import { packCache } from '../../answer/ask.ts';
import { Rig as Bot, pack } from '../../bot/rig.ts';
import { openRig as openCallback } from '../callback/rig.ts';
import { openRig as openSlack } from '../slack/stand-in/rig.ts';
import { openService } from '../wechat/rigs.ts';
import { eachDoor } from './each-door.ts';
import type { Rig } from './rig.ts';
import { Scene, textOf } from './scene.ts';
import { piecesOf } from './showing.ts';

/** What can be asked, the terminal first. */
const { webhook: _webhook, robot: _robot, ...asked } = eachDoor;
const rigs: Record<string, () => Promise<Rig>> = {
  ...asked,
  'slack over HTTP': openSlack('http', 'reactions'),
  'wechat through the puppet service': openService,
  'wechat-official, verified': openCallback('verified'),
};

interface Case {
  q?: string;
  turns?: { user: string }[];
}

const questionsOf = (file: string): string[] =>
  readFileSync(join(import.meta.dirname, '../../golden/own', file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Case)
    .flatMap(({ q, turns }) => (q ? [q] : turns!.map(({ user }) => user)))
    .map((question) => question.trim());

const spread = (all: readonly string[], count: number) =>
  Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]!);

/** Companies, officials and noisy typing, what the plan does not say among them, and dialogues whole from their start. */
const questions = [
  ...spread(questionsOf('enterprise.jsonl'), 15),
  ...spread(questionsOf('officials.jsonl'), 15),
  ...spread(questionsOf('noisy.jsonl'), 10),
  ...questionsOf('dialogues.jsonl').slice(0, 10),
];

/**
 * Answers each question once: what is told depends on the turn before, the words and the moment alone
 * (`tests/answer/golden.test.ts`), and it is the doors that are compared here.
 */
class RememberingAssistant extends Assistant {
  private readonly known = new Map<string, { answer: Answer; turn: SavedTurn | undefined }>();

  override answer(question: Question): Answer {
    const { text, at, conversation, user, plan } = question;
    const key = JSON.stringify([this.turnOf(conversation, user, at), text, at, plan]);
    const before = this.known.get(key);
    const answer = before?.answer ?? super.answer(question);
    if (before) this.resume(conversation, user, before.turn);
    else this.known.set(key, { answer: structuredClone(answer), turn: this.turnOf(conversation, user, at) });
    return structuredClone(answer);
  }
}
const assistant = new RememberingAssistant([pack], { compile: cachedCompile(packCache, commonFolder) });
const current = { assistant, packs: [pack] };

const unspaced = (text: string) => text.replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '');

interface Told {
  card: Omit<Card, 'id'>;
  shown: string;
}

async function askAll(open: () => Promise<Rig>): Promise<Told[]> {
  const scene = new Scene(await open(), 30_000);
  const bot = new Bot(undefined, { limits: { person: 10_000, room: 10_000 }, current: () => current });
  const told: Told[] = [];
  let card: Card | undefined;
  scene.receive = async (message: Message) => {
    expect(textOf(message)).toBe(questions[told.length]);
    card = await bot.bot.receive({ ...message, at: bot.clock });
    return card;
  };
  try {
    await scene.start();
    for (const question of questions) {
      const before = scene.rig.shown('direct').length;
      card = undefined;
      await scene.tell('direct', question);
      const shown = await scene.until(() => {
        const after = unspaced(
          scene.rig
            .shown('direct')
            .slice(before)
            .map(({ text }) => text)
            .join(''),
        );
        const missing = card ? piecesOf(card).filter((piece) => !after.includes(unspaced(piece))) : ['an answer'];
        expect(missing).toEqual([]);
        return after;
      });
      const { id: _id, ...same } = card!;
      told.push({ card: same, shown });
    }
  } finally {
    await scene.close();
  }
  return told;
}

it('says the same in every door', async () => {
  expect(new Set(questions).size).toBeGreaterThan(45);
  expect(questions).toHaveLength(50);
  const [first, ...others] = Object.entries(rigs);
  const expected = await askAll(first![1]);
  expect(expected.every(({ shown }) => shown.length > 4)).toBe(true);
  for (const [name, open] of others) {
    const told = await askAll(open);
    expect(
      told.map(({ card }) => card),
      name,
    ).toEqual(expected.map(({ card }) => card));
  }
});
