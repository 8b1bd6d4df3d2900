/** Working days with make-up days (调休) and the years they are known for; other years count Monday to Friday. */
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { z } from 'zod';
import { type DayNumber, partsOf, textOfDay, weekdayOf } from '../../shared/day.ts';

const days = z.record(z.iso.date(), z.string());

/** Days off and make-up days as published, by date; `years` are those whose arrangement is complete here. */
export const Holidays = z.strictObject({
  $schema: z.string().optional(),
  years: z.array(z.int().min(1990).max(2200)).default([]),
  holidays: days.default({}),
  workdays: days.default({}),
});
export type Holidays = z.infer<typeof Holidays>;

export interface Calendar {
  isWorkday(day: DayNumber): boolean;
  /** False: the year's arrangement is not published or not known here, and weekdays count. */
  covers(year: number): boolean;
}

/** What the package knows. A year without an entry is not covered: there it would take 1 January for a working day. */
function shipped(): Holidays {
  const { holidays, workdays } = published;
  const years = [...new Set(Object.keys(holidays).map((date) => Number(date.slice(0, 4))))];
  return { years, holidays, workdays };
}

/** Later files go before earlier ones, and all of them before the package. */
export function workingCalendar(overrides: readonly Holidays[] = []): Calendar {
  const working = new Map<string, boolean>();
  const years = new Set<number>();
  for (const source of [shipped(), ...overrides]) {
    for (const date of Object.keys(source.holidays)) working.set(date, false);
    for (const date of Object.keys(source.workdays)) working.set(date, true);
    for (const year of source.years) years.add(year);
  }
  return {
    isWorkday: (day) => working.get(textOfDay(day)) ?? weekdayOf(day) < 6,
    covers: (year) => years.has(year),
  };
}

/** The next year that is missing, reported from 1 November: arrangements are published about then. */
export function missingYear(calendar: Calendar, today: DayNumber): number | undefined {
  const { year, month } = partsOf(today);
  if (!calendar.covers(year)) return year;
  return month >= 11 && !calendar.covers(year + 1) ? year + 1 : undefined;
}

/** Working days after `from`, up to and with `to`. */
export function workdaysUntil(calendar: Calendar, from: DayNumber, to: DayNumber): number {
  let count = 0;
  for (let day = from + 1; day <= to; day++) if (calendar.isWorkday(day)) count++;
  return count;
}

/** No arrangement takes a month off; a calendar that does is not searched for ever. */
const maxBreakDays = 40;

/** The nearest working day from `day` on, in one direction. */
export function nearestWorkday(calendar: Calendar, day: DayNumber, step: 1 | -1): DayNumber {
  for (let n = 0; n <= maxBreakDays; n++) if (calendar.isWorkday(day + n * step)) return day + n * step;
  return day;
}

/** The `count`th working day before `day`, which itself does not count. */
export function workdaysBefore(calendar: Calendar, day: DayNumber, count: number): DayNumber {
  let at = day;
  for (let n = 0; n < count; n++) at = nearestWorkday(calendar, at - 1, -1);
  return at;
}
