/** Computes the slots of a schedule (between two instants, the next, the previous) and what happens to missed ones. */
import { Temporal } from 'temporal-polyfill';
import { type Day, dayAt } from '../../knowledge/month.ts';
import type { DayOff, Late, Lead, Schedule, Timing } from '../../model/subscription.ts';
import {
  type DayNumber,
  dayMs,
  dayOfText,
  lastOfMonth,
  mondayOf,
  numberOfDay,
  partsOf,
  textOfDay,
  weekdayOf,
} from '../../shared/day.ts';
import { cronDays } from './cron.ts';
import { type Calendar, nearestWorkday, workdaysBefore } from './working-days.ts';

export interface SlotContext {
  timing: Timing;
  calendar: Calendar;
  /** Last days of the months in which something of the subscription is due; only reminders need them. */
  deadlines: readonly DayNumber[];
}

export interface Slot {
  at: Date;
  /** The day that the schedule named, where another was taken (day off, quiet hours). */
  movedFrom?: DayNumber;
}

/** Further than a slot is moved: by days off, by a quiet night, or not at all. */
const reachOf = ({ dayOff, quiet }: Timing) => (dayOff === 'send' ? (quiet ? 2 : 1) : 42);
/** 29 February may be eight years away, and on a given weekday forty. */
const horizonDays = 41 * 366;

export const dayIn = (at: Date, zone: string): DayNumber => {
  const { year, month, day }: Day = dayAt(at, zone);
  return numberOfDay(year, month, day);
};

const secondsOf = (time: string) => Number(time.slice(0, 2)) * 3600 + Number(time.slice(3, 5)) * 60;

/** Another day where this one is off and the subscription does not send on days off. */
export function moveOff(day: DayNumber, dayOff: DayOff, calendar: Calendar): DayNumber {
  if (dayOff === 'send') return day;
  return nearestWorkday(calendar, day, dayOff === 'next' ? 1 : -1);
}

export function leadDay(deadline: DayNumber, lead: Lead, calendar: Calendar): DayNumber {
  return lead.unit === 'day' ? deadline - lead.count : workdaysBefore(calendar, deadline, lead.count);
}

function nthWorkday(calendar: Calendar, first: DayNumber, last: DayNumber, nth: number): DayNumber | undefined {
  let left = Math.abs(nth);
  const step = nth > 0 ? 1 : -1;
  for (let day = nth > 0 ? first : last; day >= first && day <= last; day += step)
    if (calendar.isWorkday(day) && --left === 0) return day;
  return undefined;
}

function periodAround(day: DayNumber, every: 'month' | 'quarter' | 'year'): [DayNumber, DayNumber] {
  const { year, month } = partsOf(day);
  const length = { month: 1, quarter: 3, year: 12 }[every];
  const first = month - ((month - 1) % length);
  return [numberOfDay(year, first, 1), lastOfMonth(year, first + length - 1)];
}

/** Does the schedule name this day? */
function dayTest(schedule: Schedule, { calendar, deadlines }: SlotContext): (day: DayNumber) => boolean {
  switch (schedule.kind) {
    case 'daily':
      return () => true;
    case 'workdays':
      return (day) => calendar.isWorkday(day);
    case 'weekly':
      return (day) => schedule.weekdays.includes(weekdayOf(day));
    case 'fortnightly': {
      const first = mondayOf(dayOfText(schedule.from));
      return (day) => schedule.weekdays.includes(weekdayOf(day)) && (mondayOf(day) - first) % 14 === 0;
    }
    case 'month-days':
      return (day) => {
        const { year, month, day: number } = partsOf(day);
        const last = partsOf(lastOfMonth(year, month)).day;
        return schedule.days.some((wanted) => Math.min(wanted, last) === number);
      };
    case 'month-weekday':
      return (day) => {
        if (weekdayOf(day) !== schedule.weekday) return false;
        const { year, month, day: number } = partsOf(day);
        return schedule.nth > 0 ? Math.ceil(number / 7) === schedule.nth : day + 7 > lastOfMonth(year, month);
      };
    case 'nth-workday':
      return (day) => {
        if (!calendar.isWorkday(day)) return false;
        const [first, last] = periodAround(day, schedule.every);
        return nthWorkday(calendar, first, last, schedule.nth) === day;
      };
    case 'before-deadlines': {
      const days = new Set(deadlines.flatMap((end) => schedule.leads.map((lead) => leadDay(end, lead, calendar))));
      return (day) => days.has(day);
    }
    case 'once': {
      const on = dayOfText(schedule.on);
      return (day) => day === on;
    }
    case 'cron':
      return cronDays(schedule.expression).on;
  }
}

const timesOf = (schedule: Schedule): readonly number[] =>
  schedule.kind === 'cron' ? cronDays(schedule.expression).seconds : schedule.at.map(secondsOf);

/** Where the quiet hours move a time of day: the seconds, and whether it is the day after. */
function afterQuiet(seconds: number, quiet: Timing['quiet']): { seconds: number; nextDay: boolean } {
  if (!quiet) return { seconds, nextDay: false };
  const [from, to] = [secondsOf(quiet.from), secondsOf(quiet.to)];
  if (from < to) return { seconds: seconds >= from && seconds < to ? to : seconds, nextDay: false };
  if (seconds >= from) return { seconds: to, nextDay: true };
  return { seconds: Math.max(seconds, to), nextDay: false };
}

/** A time that the clocks skip is read as after the change; one that they show twice is the first: never lost, never twice. */
function instantOf(day: DayNumber, seconds: number, zone: string): Date {
  const wall = Temporal.PlainDateTime.from(`${textOfDay(day)}T00:00`).add({ seconds });
  return new Date(wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds);
}

/** The same, with one look at the zone for a day on which its clocks do not change. */
function instants(zone: string): (day: DayNumber, seconds: number) => Date {
  const aheadMs = new Map<DayNumber, number | undefined>();
  return (day, seconds) => {
    if (!aheadMs.has(day)) {
      const [start, end] = [day, day + 1].map((one) => one * dayMs - instantOf(one, 0, zone).getTime());
      aheadMs.set(day, start === end ? start : undefined);
    }
    const ahead = aheadMs.get(day);
    return ahead === undefined ? instantOf(day, seconds, zone) : new Date(day * dayMs + seconds * 1000 - ahead);
  };
}

/** A slot by the clock on the wall, before its zone is applied. */
interface WallSlot {
  day: DayNumber;
  seconds: number;
  /** The day that the schedule names; another than `day` where the slot was moved. */
  named: DayNumber;
}

/** Slots after one instant and up to another, in order. */
function slotsWithin(context: SlotContext, after: number, until: number): Slot[] {
  const { timing, calendar } = context;
  const reach = reachOf(timing);
  const [from, to] = [dayIn(new Date(after), timing.zone) - reach, dayIn(new Date(until), timing.zone) + reach];
  const names = dayTest(timing.schedule, context);
  const times = timesOf(timing.schedule).map((seconds) => afterQuiet(seconds, timing.quiet));
  const wall = new Map<string, WallSlot>();
  const put = (named: DayNumber, seconds: number, nextDay: boolean) => {
    const day = moveOff(nextDay ? named + 1 : named, timing.dayOff, calendar);
    const near = (day * 86_400 + seconds) * 1000;
    // No zone is further from UTC than a day; outside of that the zone's clock is not asked, which is slow.
    if (near < after - dayMs || near > until + dayMs) return;
    const key = `${day} ${seconds}`;
    // The slot of the day itself wins over one that was moved onto it.
    if (!wall.has(key) || day === named) wall.set(key, { day, seconds, named });
  };
  for (let day = from; day <= to; day++)
    if (names(day)) for (const { seconds, nextDay } of times) put(day, seconds, nextDay);
  return toInstants([...wall.values()], timing.zone).filter(({ at }) => at.getTime() > after && at.getTime() <= until);
}

/** In order; of two that fall on one instant the first. */
function toInstants(wall: readonly WallSlot[], zone: string): Slot[] {
  const slots = new Map<number, Slot>();
  const instant = instants(zone);
  for (const { day, seconds, named } of wall) {
    const at = instant(day, seconds);
    if (!slots.has(at.getTime())) slots.set(at.getTime(), day === named ? { at } : { at, movedFrom: named });
  }
  return [...slots.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Every slot after `after`, up to and with `until`. */
export function slotsBetween(context: SlotContext, after: Date, until: Date): Slot[] {
  return until <= after ? [] : slotsWithin(context, after.getTime(), until.getTime());
}

/** The next `count` slots after an instant; fewer where there are no more. */
export function nextSlots(context: SlotContext, after: Date, count: number): Slot[] {
  // Expressions for every few seconds have thousands of slots a day.
  for (let days = timesOf(context.timing.schedule).length > 24 ? 0.01 : 8; ; days *= 6) {
    const found = slotsWithin(context, after.getTime(), after.getTime() + Math.min(days, horizonDays) * dayMs);
    if (found.length >= count || days >= horizonDays) return found.slice(0, count);
  }
}

/** The last slot before an instant, in the past year. */
export function slotBefore(context: SlotContext, before: Date): Slot | undefined {
  for (const days of [1, 8, 48, 400]) {
    const found = slotsWithin(context, before.getTime() - days * dayMs, before.getTime() - 1);
    if (found.length) return found.at(-1);
  }
  return undefined;
}

/** What becomes of a slot that was not sent in time. */
type LateVerdict = { send: true } | { send: false; reason: 'superseded' | 'too-late' | 'not-wanted' };

/** By the subscription's policy, for slots (in order) that were missed until `now`. */
export function judgeLate(slots: readonly Slot[], late: Late, zone: string, now: Date): LateVerdict[] {
  return slots.map(({ at }, index) => {
    if (late.policy === 'all') return { send: true };
    if (late.policy === 'none') return { send: false, reason: 'not-wanted' };
    if (index < slots.length - 1) return { send: false, reason: 'superseded' };
    const inTime =
      late.withinHours === undefined
        ? dayIn(at, zone) === dayIn(now, zone)
        : now.getTime() - at.getTime() <= late.withinHours * 3_600_000;
    return inTime ? { send: true } : { send: false, reason: 'too-late' };
  });
}
