/** What every command handler works with: sender, channel, language, database; and how replies are built. */

import type { DeliveryContext } from '../delivery/context.ts';
import type { SubscriptionRow } from '../delivery/subscription-row.ts';
import { channelSubscriptions } from '../delivery/subscriptions.ts';
import { formatDate } from '../digest/request/format-schedule.ts';
import { dayAt } from '../knowledge/month.ts';
import type { Language } from '../language/answer-phrases.ts';
import type { Block, Card, Choice } from '../model/card.ts';
import type { Sender } from '../model/command.ts';
import { type DayNumber, numberOfDay } from '../shared/day.ts';
import { timeZoneOf } from '../shared/zone.ts';
import type { Command } from './parse.ts';
import { commandSpeaker, type SayCommand } from './phrases/phrases.ts';

export interface CommandServices {
  deliveryContext: DeliveryContext;
  /** Whether the door can push. */
  canPush: (door: string) => boolean;
}

export interface CommandContext extends CommandServices {
  sender: Sender;
  name: Command['name'];
  language: Language;
  say: SayCommand;
  /** Time zone of the channel where a subscription has no other. */
  zone: string;
  today: DayNumber;
  /** Id of the plan that is meant where none is named; absent where the channel chose none. */
  plan?: string;
}

/** `outcome` goes into the question log: what was done, or refused. */
export interface CommandReply {
  card: Card;
  outcome: string;
}

export function dayOf(at: Date, zone: string): DayNumber {
  const { year, month, day } = dayAt(at, zone);
  return numberOfDay(year, month, day);
}

export function commandContext(
  parts: CommandServices,
  sender: Sender,
  name: Command['name'],
  language: Language,
  plan?: string,
): CommandContext {
  const zone = timeZoneOf(parts.deliveryContext.packs);
  return {
    ...parts,
    sender,
    name,
    language,
    say: commandSpeaker(language),
    zone,
    today: dayOf(sender.at, zone),
    ...(plan ? { plan } : {}),
  };
}

export function cardOf(texts: readonly string[], more: Partial<Card> = {}): Card {
  const blocks = texts.filter(Boolean).map((text): Block => ({ type: 'text', text }));
  return { blocks, choices: [], sources: [], ...more };
}

const reply =
  (kind: string) =>
  (context: CommandContext, texts: readonly string[], more?: Partial<Card>): CommandReply => ({
    card: cardOf(texts, more),
    outcome: `${kind}:${context.name}`,
  });
export const done = reply('command');
export const refused = reply('refused');

/** `slack:U123 Ann`: who changed something, so that machine and people can read it. */
export const actorOf = ({ door, user, userName }: Sender): string =>
  [`${door}:${user}`, userName].filter(Boolean).join(' ');

/** The name of an actor, where one is known. */
export const actorName = (actor: string): string => /^\S+ (.+)$/.exec(actor)?.[1] ?? actor.replace(/^[^:]*:/, '');

export const onDay = ({ language, today, zone }: CommandContext, at: Date): string =>
  formatDate(dayOf(at, zone), today, language);

export interface NumberedSubscription {
  /** Its place among all that the channel ever had: it stays when others end. */
  number: number;
  row: SubscriptionRow;
}

/** @param db a transaction, where the answer must not change before something is written */
export async function subscriptionsHere(
  { deliveryContext, sender }: CommandContext,
  db: Pick<DeliveryContext['db'], 'select'> = deliveryContext.db,
): Promise<{ live: NumberedSubscription[]; ended: Set<number> }> {
  const all = (await channelSubscriptions({ db }, sender.door, sender.channel)).map((row, index) => ({
    number: index + 1,
    row,
  }));
  return {
    live: all.filter(({ row }) => row.state !== 'ended'),
    ended: new Set(all.filter(({ row }) => row.state === 'ended').map(({ number }) => number)),
  };
}

export const nameOf = ({ say }: CommandContext, { number }: Pick<NumberedSubscription, 'number'>): string =>
  say('unnamed', { number });
export const namesOf = (context: CommandContext, rows: readonly NumberedSubscription[]): string =>
  rows.map((one) => nameOf(context, one)).join(context.say('join'));

/** One choice for each subscription, and one for all where that makes sense. */
export function chooseOne(
  context: CommandContext,
  live: readonly NumberedSubscription[],
  withAll: boolean,
): CommandReply {
  const { say, name } = context;
  const command = say(name);
  const choices: Choice[] = live.map(({ number, row }) => {
    const question = say('withNumber', { command, number });
    return { label: `${question} ${row.requestText}`.trim(), question };
  });
  if (withAll) {
    const question = say('withAll', { command });
    choices.push({ label: question, question });
  }
  return refused(context, [say('whichOne', { count: live.length })], { choices });
}

/** Why there is no subscription of that number. */
export function notFound(
  context: CommandContext,
  number: number,
  live: readonly NumberedSubscription[],
  ended: ReadonlySet<number>,
): CommandReply {
  const { say } = context;
  if (ended.has(number)) return refused(context, [say('endedAlready', { number })]);
  if (!live.length) return refused(context, [say('noSuchAtAll', { number })]);
  return refused(context, [say('noSuch', { number, numbers: namesOf(context, live) })]);
}
