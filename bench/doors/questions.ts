/** 200 groups × 5 people ask within a minute through one door; how long each reply took. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../src/model/message.ts';
import { openBot, questions } from './bot.ts';
import type { Platform } from './platforms.ts';

const groups = 200;
const people = 5;
/** For answers that are still under way at the end of the minute. */
const graceMs = 30_000;

export interface Answered {
  asked: number;
  tookMs: number[];
}

const warmUp = (text: string): Message => ({
  ...{ id: text, door: 'bench', channel: 'warm-up', direct: true, user: 'warm-up', at: new Date() },
  content: { type: 'text', text },
});

/** `withinMs`: the time over which the questions are spread. */
export async function askThrough(platform: Platform, withinMs: number): Promise<Answered> {
  const { door, ask } = platform;
  const bot = openBot();
  const askedAt = new Map<string, number>();
  const tookMs: number[] = [];
  platform.onShow((_to, text) => {
    // A reply of many messages is there with its first.
    const person = /提问人(\w+)。/.exec(text)?.[1] ?? '';
    const at = askedAt.get(person);
    if (at === undefined) return;
    askedAt.delete(person);
    tookMs.push(performance.now() - at);
  });
  // The first answers load what the others find.
  for (const text of questions) await bot.receive(warmUp(text));
  await door.start(async (message: Message) => {
    const card = await bot.receive(message);
    return card && { ...card, title: `提问人${message.user}。` };
  });
  const context = Array.from({ length: groups * people }, async (_, n) => {
    await sleep(Math.random() * withinMs);
    const person = `p${n}`;
    askedAt.set(person, performance.now());
    ask!(n % groups, person, questions[n % questions.length]!);
  });
  await Promise.all(context);
  const until = performance.now() + graceMs;
  while (askedAt.size && performance.now() < until) await sleep(50);
  await door.stop();
  return { asked: groups * people, tookMs };
}
