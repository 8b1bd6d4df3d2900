/** Months that words of the calendar stand for: a bare month, a quarter, a half, a year, and what ends within some days. */
import { type Day, type Month, monthOf, numberOf, yearOf } from '../../knowledge/month.ts';
import { type DayNumber, lastOfMonth, numberOfDay } from '../../shared/day.ts';

/** What a period is read against. */
export interface PeriodContext {
  now: Day;
  current: Month;
  /** Months in which something is due, in order: they settle the year of a bare month. */
  due: readonly Month[];
}

/** Both ends are included. */
export interface MonthSpan {
  from: Month;
  to: Month;
}

export const periodContext = (now: Day, due: readonly Month[]): PeriodContext => ({
  now,
  current: monthOf(now.year, now.month),
  due,
});

export const oneMonth = (month: Month): MonthSpan => ({ from: month, to: month });
export const yearSpan = (year: number): MonthSpan => ({ from: monthOf(year, 1), to: monthOf(year, 12) });
/** @param quarter from 1 */
export const quarterSpan = (year: number, quarter: number): MonthSpan => ({
  from: monthOf(year, quarter * 3 - 2),
  to: monthOf(year, quarter * 3),
});
export const halfSpan = (year: number, isFirst: boolean): MonthSpan => {
  const from = monthOf(year, isFirst ? 1 : 7);
  return { from, to: from + 5 };
};
/** The quarter that a month lies in, or one so many quarters later. */
export const quarterAround = (month: Month, later = 0): MonthSpan => {
  const from = month - (month % 3) + later * 3;
  return { from, to: from + 2 };
};

/** Years from this one, by the first character: 今年, 本年度, 明年, 来年. */
export const yearOffsets: Readonly<Record<string, number>> = {
  今: 0,
  本: 0,
  当: 0,
  明: 1,
  来: 1,
  翌: 1,
  下: 1,
  后: 2,
  去: -1,
  上: -1,
  前: -2,
};

const yearDigits = '零一二三四五六七八九';

/** 2024, 24 and 二四 alike. */
export function fullYear(text: string): number {
  const digits = text
    .replace(/〇/g, '零')
    .replace(/[零一二三四五六七八九]/g, (digit) => String(yearDigits.indexOf(digit)));
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}

/** The month of a bare number: this year's, unless nothing is due then but in another year, the nearest of them. */
export function bareMonth(number: number, { now, current, due }: PeriodContext): Month {
  const own = monthOf(now.year, number);
  if (due.includes(own)) return own;
  const others = due.filter((month) => numberOf(month) === number);
  return others.sort((a, b) => Math.abs(a - current) - Math.abs(b - current))[0] ?? own;
}

/** As `bareMonth`, but only next year and last year are looked at: 7月前, asked long after the plan, means this year's. */
export function bareMonthNearby(number: number, { now, due }: PeriodContext): Month {
  const own = monthOf(now.year, number);
  return [own, own + 12, own - 12].find((month) => due.includes(month)) ?? own;
}

/** A deadline is a month and means its last day. */
export const lastDayOf = (month: Month): DayNumber => lastOfMonth(yearOf(month), numberOf(month));

/** The last month whose last day lies within so many days; the one before the present where none does. */
export function lastMonthWithin(days: number, { now, current }: PeriodContext): Month {
  const until = numberOfDay(now.year, now.month, now.day) + days;
  let last = current - 1;
  while (lastDayOf(last + 1) <= until) last++;
  return last;
}
