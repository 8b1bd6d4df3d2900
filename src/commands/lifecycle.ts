/** 退订, 暂停, 恢复: one of a channel's subscriptions, or all of them. */

import { subscriptionOf } from '../delivery/subscription-row.ts';
import { end, pause, resume } from '../delivery/subscriptions.ts';
import { textOfDay } from '../digest/calendar/day.ts';
import { sayDate, sayMoment } from '../digest/request/format-schedule.ts';
import {
  actorOf,
  done,
  type Numbered,
  namesOf,
  noSuch,
  type Reply,
  refused,
  subscriptionsHere,
  type Turn,
  whichOne,
} from './context.ts';
import type { Which } from './parse.ts';
import type { Until } from './pause-date.ts';
import { requestOf } from './subscribe.ts';

/** Those that are meant, or why none is. `unsaid`: what no number means. */
async function chosen(turn: Turn, which: Which, unsaid: 'ask' | 'all'): Promise<Numbered[] | Reply> {
  const { live, ended } = await subscriptionsHere(turn);
  if (typeof which === 'number') {
    const one = live.find(({ number }) => number === which);
    return one ? [one] : noSuch(turn, which, live, ended);
  }
  if (!live.length) return refused(turn, [turn.say('none')]);
  if (which === undefined && unsaid === 'ask' && live.length > 1) return whichOne(turn, live, true);
  return live;
}

export async function unsubscribe(turn: Turn, which: Which): Promise<Reply> {
  const { ledger, say, asker } = turn;
  const rows = await chosen(turn, which, 'ask');
  if (!Array.isArray(rows)) return rows;
  await ledger.db.transaction(async (tx) => {
    for (const { row } of rows) await end(ledger, tx, row, actorOf(asker));
  });
  const again = rows.map(({ row }) => say('subscribeAgain', { words: requestOf(turn, subscriptionOf(row)) }));
  return done(turn, [say('unsubscribed', { names: namesOf(turn, rows) }), ...again]);
}

function badUntil(turn: Turn, until: Exclude<Until, { day: number }>): Reply {
  const { say, language, today } = turn;
  if ('past' in until) return refused(turn, [say('pastUntil', { date: sayDate(until.past, today, language) })]);
  if ('far' in until) return refused(turn, [say('farUntil', { words: until.far })]);
  return refused(turn, [say('badUntil', { words: until.unread })]);
}

/** When one of them is next sent, as the ledger now has it: it tells better than a date what a change means. */
async function nextOf(turn: Turn, number: number): Promise<string> {
  const { say, language, ledger } = turn;
  const { live } = await subscriptionsHere(turn);
  const row = live.find((one) => one.number === number)?.row;
  if (!row?.nextAt) return say('never');
  return say('nextOne', { time: sayMoment(row.nextAt, row.timeZone, ledger.now(), language) });
}

export async function pauseSome(turn: Turn, which: Which, until: Until | undefined): Promise<Reply> {
  const { ledger, say, asker, language, today } = turn;
  if (until && !('day' in until)) return badUntil(turn, until);
  const rows = await chosen(turn, which, 'all');
  if (!Array.isArray(rows)) return rows;
  const suspended = rows.filter(({ row }) => row.state === 'suspended');
  const already = rows.filter(({ row }) => row.state === 'paused' && !until);
  const able = rows.filter((one) => !suspended.includes(one) && !already.includes(one));
  for (const { row } of able) await pause(ledger, row, actorOf(asker), until && textOfDay(until.day));
  const said = suspended.map((one) =>
    say('suspendedNow', { names: namesOf(turn, [one]), why: one.row.stateReason ?? '' }),
  );
  if (already.length) said.push(say('pausedAlready', { names: namesOf(turn, already) }));
  if (!able.length) return refused(turn, said);
  const names = namesOf(turn, able);
  const head = until
    ? say('paused', { names, date: sayDate(until.day, today, language) })
    : say('pausedOpen', { names });
  const [only, ...others] = able;
  const after = until && only && !others.length ? [await nextOf(turn, only.number)] : [];
  return done(turn, [head, ...after, ...said]);
}

export async function resumeSome(turn: Turn, which: Which): Promise<Reply> {
  const { ledger, say, asker } = turn;
  const rows = await chosen(turn, which, 'all');
  if (!Array.isArray(rows)) return rows;
  const stopped = rows.filter(({ row }) => row.state !== 'active');
  if (!stopped.length) return refused(turn, [say('running', { names: namesOf(turn, rows) })]);
  for (const { row } of stopped) await resume(ledger, row, actorOf(asker));
  const [only, ...others] = stopped;
  const next = only && !others.length ? [await nextOf(turn, only.number)] : [];
  return done(turn, [say('resumed', { names: namesOf(turn, stopped) }), ...next]);
}
