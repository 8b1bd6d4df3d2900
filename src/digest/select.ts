/** Selects the tasks of a subscription, and those that a digest at a given time has to list. */
import type { Day, Month } from '../knowledge/month.ts';
import { monthOf, numberOf, yearOf } from '../knowledge/month.ts';
import { emptyFilter, monthDue, select } from '../knowledge/select.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Task } from '../model/plan.ts';
import type { Due, Scope, Subscription } from '../model/subscription.ts';
import { type DayNumber, lastOfMonth } from '../shared/day.ts';
import { dayIn, leadDay, moveOff, type SlotContext, slotBefore } from './calendar/slots.ts';
import { type Calendar, workdaysUntil } from './calendar/working-days.ts';

export const deadlineDay = (month: Month): DayNumber => lastOfMonth(yearOf(month), numberOf(month));

/** The plans that are named; where none is, all that no other plan has replaced. */
export const packsOf = (packs: readonly KnowledgePack[], scope: Scope): KnowledgePack[] =>
  packs.filter(({ id, facts }) =>
    scope.plans.length ? scope.plans.includes(id) : !packs.some((other) => other.id === facts.successor),
  );

/** The tasks of one plan that the subscription is about, whenever they are due. */
export function scopedTasks(pack: KnowledgePack, scope: Scope, current: Month): Task[] {
  const filter = emptyFilter('task');
  filter.units = scope.units.map(({ unit, role }) => ({ units: [unit], role, not: false, text: unit }));
  if (scope.starredOnly) filter.starred = true;
  filter.groups = scope.groups;
  return select(pack, filter, current).filter((record) => record.kind === 'task');
}

/** What the slots of a subscription hang on: its timing, the calendar and the deadlines that it is about. */
export function slotContext(
  { scope, timing }: Pick<Subscription, 'scope' | 'timing'>,
  packs: readonly KnowledgePack[],
  calendar: Calendar,
): SlotContext {
  const months = new Set<Month>();
  for (const pack of packsOf(packs, scope))
    for (const task of scopedTasks(pack, scope, 0)) {
      const month = monthDue(task);
      if (month !== undefined) months.add(month);
    }
  return { timing, calendar, deadlines: [...months].sort((a, b) => a - b).map(deadlineDay) };
}

export interface Moment {
  subscription: Subscription;
  calendar: Calendar;
  /** The moment that the digest was meant for, and its day in the subscription's zone. */
  at: Date;
  day: Day;
  today: DayNumber;
}

export function momentOf(subscription: Subscription, calendar: Calendar, at: Date): Moment {
  const today = dayIn(at, subscription.timing.zone);
  const date = new Date(today * 86_400_000);
  const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  return { subscription, calendar, at, day, today };
}

function isDue(due: Due, month: Month, { day, today, calendar }: Moment): boolean {
  const current = monthOf(day.year, day.month);
  if (due === 'this-month') return month === current;
  if (due === 'next-month') return month === current + 1;
  const end = deadlineDay(month);
  if (end < today) return false;
  return due.unit === 'day' ? end - today <= due.within : workdaysUntil(calendar, today, end) <= due.within;
}

/** The test by which a digest picks months: a reminder belongs to the first digest on or after its day. */
export function monthTest(packs: readonly KnowledgePack[], moment: Moment): (month: Month) => boolean {
  const { subscription, calendar, today, at, day } = moment;
  const { content, timing } = subscription;
  const current = monthOf(day.year, day.month);
  let since = today - 1;
  if (content.leads.length) {
    const before = slotBefore(slotContext(subscription, packs, calendar), at);
    if (before) since = dayIn(before.at, timing.zone);
  }
  const reminded = (month: Month) =>
    content.leads.some((lead) => {
      const on = moveOff(leadDay(deadlineDay(month), lead, calendar), timing.dayOff, calendar);
      return on > since && on <= today;
    });
  return (month) =>
    (month >= current && content.due.some((due) => isDue(due, month, moment))) ||
    (month >= current && reminded(month)) ||
    (content.overdue && month < current);
}

/** Years of which the digest speaks by the weekday rule. */
export function uncoveredYears({ calendar, day }: Moment, months: readonly Month[]): number[] {
  const years = new Set<number>();
  const current = monthOf(day.year, day.month);
  for (const month of months) {
    if (month < current) continue;
    for (let year = day.year; year <= yearOf(month); year++) if (!calendar.covers(year)) years.add(year);
  }
  return [...years];
}
