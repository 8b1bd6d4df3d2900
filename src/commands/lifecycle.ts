/** Commands 退订, 暂停, 恢复: end, pause or resume one subscription of a channel, or all. */

import { subscriptionOf } from '../delivery/subscription-row.ts';
import { endSubscription, pauseSubscription, resumeSubscription } from '../delivery/subscriptions.ts';
import { type Calendar, nearestWorkday } from '../digest/calendar/working-days.ts';
import { formatDate, formatMoment } from '../digest/request/format-schedule.ts';
import { type DayNumber, textOfDay } from '../shared/day.ts';
import {
  actorOf,
  type CommandContext,
  type CommandReply,
  chooseOne,
  done,
  type NumberedSubscription,
  namesOf,
  notFound,
  refused,
  subscriptionsHere,
} from './context.ts';
import type { SubscriptionSelector } from './parse.ts';
import type { PauseEnd } from './pause-date.ts';
import { requestOf } from './subscribe.ts';

/** Those that are meant, or why none is. `unsaid`: what no number means. */
async function chosen(
  context: CommandContext,
  which: SubscriptionSelector,
  unsaid: 'ask' | 'all',
): Promise<NumberedSubscription[] | CommandReply> {
  const { live, ended } = await subscriptionsHere(context);
  if (typeof which === 'number') {
    const one = live.find(({ number }) => number === which);
    return one ? [one] : notFound(context, which, live, ended);
  }
  if (!live.length) return refused(context, [context.say('none')]);
  if (which === undefined && unsaid === 'ask' && live.length > 1) return chooseOne(context, live, true);
  return live;
}

export async function unsubscribe(context: CommandContext, which: SubscriptionSelector): Promise<CommandReply> {
  const { deliveryContext, say, sender } = context;
  const rows = await chosen(context, which, 'ask');
  if (!Array.isArray(rows)) return rows;
  await deliveryContext.db.transaction(async (tx) => {
    for (const { row } of rows) await endSubscription(deliveryContext, tx, row, actorOf(sender));
  });
  const again = rows.map(({ row }) => say('subscribeAgain', { words: requestOf(context, subscriptionOf(row)) }));
  return done(context, [say('unsubscribed', { names: namesOf(context, rows) }), ...again]);
}

function badUntil(
  context: CommandContext,
  until: Exclude<PauseEnd, { day: number } | { workdays: number }>,
): CommandReply {
  const { say, language, today } = context;
  if ('which' in until) {
    const choices = until.which.map((day) => {
      const question = say('withWords', { command: say('pause'), words: say('untilDay', { date: textOfDay(day) }) });
      return { label: formatDate(day, today, language), question };
    });
    return refused(context, [say('whichUntil')], { choices });
  }
  if ('past' in until) return refused(context, [say('pastUntil', { date: formatDate(until.past, today, language) })]);
  if ('far' in until) return refused(context, [say('farUntil', { words: until.far })]);
  return refused(context, [say('badUntil', { words: until.unread })]);
}

/** When one of them is next sent, as stored now: it shows better than a date what a change means. */
async function nextOf(context: CommandContext, number: number): Promise<string> {
  const { say, language, deliveryContext } = context;
  const { live } = await subscriptionsHere(context);
  const row = live.find((one) => one.number === number)?.row;
  if (!row?.nextAt) return say('never');
  return say('nextOne', { time: formatMoment(row.nextAt, row.timeZone, deliveryContext.now(), language) });
}

/** The working day on which digests are sent again, after so many without: 3 from Friday on is Wednesday. */
function afterWorkdays(calendar: Calendar, today: DayNumber, count: number): DayNumber {
  let day = today;
  for (let n = 0; n < count; n++) day = nearestWorkday(calendar, day + 1, 1);
  return day;
}

export async function pauseSome(
  context: CommandContext,
  which: SubscriptionSelector,
  pauseEnd: PauseEnd | undefined,
): Promise<CommandReply> {
  const { deliveryContext, say, sender, language, today } = context;
  const until =
    pauseEnd && 'workdays' in pauseEnd
      ? { day: afterWorkdays(deliveryContext.calendar, today, pauseEnd.workdays) }
      : pauseEnd;
  if (until && !('day' in until)) return badUntil(context, until);
  const rows = await chosen(context, which, 'all');
  if (!Array.isArray(rows)) return rows;
  const suspended = rows.filter(({ row }) => row.state === 'suspended');
  const already = rows.filter(({ row }) => row.state === 'paused' && !until);
  const able = rows.filter((one) => !suspended.includes(one) && !already.includes(one));
  for (const { row } of able)
    await pauseSubscription(deliveryContext, row, actorOf(sender), until && textOfDay(until.day));
  const notices = suspended.map((one) =>
    say('suspendedNow', { names: namesOf(context, [one]), why: one.row.stateReason ?? '' }),
  );
  if (already.length) notices.push(say('pausedAlready', { names: namesOf(context, already) }));
  if (!able.length) return refused(context, notices);
  const names = namesOf(context, able);
  const head = until
    ? say('paused', { names, date: formatDate(until.day, today, language) })
    : say('pausedOpen', { names });
  const [only, ...others] = able;
  const after = until && only && !others.length ? [await nextOf(context, only.number)] : [];
  return done(context, [head, ...after, ...notices]);
}

export async function resumeSome(context: CommandContext, which: SubscriptionSelector): Promise<CommandReply> {
  const { deliveryContext, say, sender } = context;
  const rows = await chosen(context, which, 'all');
  if (!Array.isArray(rows)) return rows;
  const stopped = rows.filter(({ row }) => row.state !== 'active');
  if (!stopped.length) return refused(context, [say('running', { names: namesOf(context, rows) })]);
  for (const { row } of stopped) await resumeSubscription(deliveryContext, row, actorOf(sender));
  const [only, ...others] = stopped;
  const next = only && !others.length ? [await nextOf(context, only.number)] : [];
  return done(context, [say('resumed', { names: namesOf(context, stopped) }), ...next]);
}
