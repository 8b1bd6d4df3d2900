/** What every command works with: who asks, where, in which language, and the ledger. */

import type { Ledger } from '../delivery/context.ts';
import type { SubscriptionRow } from '../delivery/subscription-row.ts';
import { channelSubscriptions } from '../delivery/subscriptions.ts';
import { type DayNumber, numberOfDay } from '../digest/calendar/day.ts';
import { sayDate } from '../digest/request/format-schedule.ts';
import { dayAt } from '../knowledge/month.ts';
import type { Language } from '../language/answer-phrases.ts';
import type { Block, Card, Choice } from '../model/card.ts';
import type { Asker } from '../model/command.ts';
import { timeZoneOf } from '../model/zone.ts';
import type { Command } from './parse.ts';
import { commandSpeaker, type SayCommand } from './phrases.ts';

export interface Parts {
  ledger: Ledger;
  /** Can this door send without being asked? */
  canPush: (door: string) => boolean;
}

export interface Turn extends Parts {
  asker: Asker;
  name: Command['name'];
  language: Language;
  say: SayCommand;
  /** The zone in which this place tells the time, where a subscription has no other. */
  zone: string;
  today: DayNumber;
}

/** `outcome` goes into the question log: what was done, or refused. */
export interface Reply {
  card: Card;
  outcome: string;
}

export function dayOf(at: Date, zone: string): DayNumber {
  const { year, month, day } = dayAt(at, zone);
  return numberOfDay(year, month, day);
}

export function turnOf(parts: Parts, asker: Asker, name: Command['name'], language: Language): Turn {
  const zone = timeZoneOf(parts.ledger.packs);
  return { ...parts, asker, name, language, say: commandSpeaker(language), zone, today: dayOf(asker.at, zone) };
}

export function cardOf(texts: readonly string[], more: Partial<Card> = {}): Card {
  const blocks = texts.filter(Boolean).map((text): Block => ({ type: 'text', text }));
  return { blocks, choices: [], sources: [], ...more };
}

const reply =
  (kind: string) =>
  (turn: Turn, texts: readonly string[], more?: Partial<Card>): Reply => ({
    card: cardOf(texts, more),
    outcome: `${kind}:${turn.name}`,
  });
export const done = reply('command');
export const refused = reply('refused');

/** `slack:U123 Ann`: who changed something, so that machine and people can read it. */
export const actorOf = ({ door, user, userName }: Asker): string =>
  [`${door}:${user}`, userName].filter(Boolean).join(' ');

/** The name of an actor, where one is known. */
export const whoIs = (actor: string): string => /^\S+ (.+)$/.exec(actor)?.[1] ?? actor.replace(/^[^:]*:/, '');

export const onDay = ({ language, today, zone }: Turn, at: Date): string => sayDate(dayOf(at, zone), today, language);

export interface Numbered {
  /** Its place among all that the channel ever had: it stays when others end. */
  number: number;
  row: SubscriptionRow;
}

export async function subscriptionsHere({ ledger, asker }: Turn): Promise<{ live: Numbered[]; ended: Set<number> }> {
  const all = (await channelSubscriptions(ledger, asker.door, asker.channel)).map((row, index) => ({
    number: index + 1,
    row,
  }));
  return {
    live: all.filter(({ row }) => row.state !== 'ended'),
    ended: new Set(all.filter(({ row }) => row.state === 'ended').map(({ number }) => number)),
  };
}

export const nameOf = ({ say }: Turn, { number }: Pick<Numbered, 'number'>): string => say('unnamed', { number });
export const namesOf = (turn: Turn, rows: readonly Numbered[]): string =>
  rows.map((one) => nameOf(turn, one)).join(turn.say('join'));

/** One choice for each subscription, and one for all where that makes sense. */
export function whichOne(turn: Turn, live: readonly Numbered[], withAll: boolean): Reply {
  const { say, name } = turn;
  const command = say(name);
  const choices: Choice[] = live.map(({ number, row }) => {
    const question = say('withNumber', { command, number });
    return { label: `${question} ${row.said}`.trim(), question };
  });
  if (withAll) {
    const question = say('withAll', { command });
    choices.push({ label: question, question });
  }
  return refused(turn, [say('whichOne', { count: live.length })], { choices });
}

/** Why there is no subscription of that number. */
export function noSuch(turn: Turn, number: number, live: readonly Numbered[], ended: ReadonlySet<number>): Reply {
  const { say } = turn;
  if (ended.has(number)) return refused(turn, [say('endedAlready', { number })]);
  if (!live.length) return refused(turn, [say('noSuchAtAll', { number })]);
  return refused(turn, [say('noSuch', { number, numbers: namesOf(turn, live) })]);
}
