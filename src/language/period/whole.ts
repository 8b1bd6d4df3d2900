/** Periods that are said as a whole: ranges with one 月, festivals, spells from now on, days of this month, and English. */
import { type Month, monthOf } from '../../knowledge/month.ts';
import { partsOf } from '../../shared/day.ts';
import { englishMonth, monthNumber as englishMonthNumber } from '../date.ts';
import { readNumber } from '../number.ts';
import {
  bareMonthNearby,
  halfSpan,
  lastDayOf,
  lastMonthWithin,
  type MonthSpan,
  oneMonth,
  quarterSpan,
  yearSpan,
} from './months.ts';
import { type Calendar, monthNumber, ordinal, yearNamed, yearWord } from './points.ts';

export interface WholePeriod {
  start: number;
  end: number;
  from: Month | undefined;
  to: Month | undefined;
  weight: number;
  point?: true;
}

const span = (match: RegExpExecArray) => ({ start: match.index, end: match.index + match[0].length });

const bareRange = new RegExp(
  `(?:从|自|打)?(${yearWord})?的?(${monthNumber})(?:月份?)?(?:起)?(?:到|至|-|数到)(${yearWord})?(${monthNumber})月(?:份)?(?:底|末|(?:\\d{1,2})[日号])?(?:为止|止|之间|期间|这段时间|中间|内)*`,
  'g',
);

/** The year in which something is due, for a range whose months name none. */
function shiftToDue(from: Month, to: Month, due: readonly Month[]): MonthSpan {
  const within = (shift: number) => due.some((month) => month >= from + shift && month <= to + shift);
  const shift = within(0) ? 0 : ([12, -12].find(within) ?? 0);
  return { from: from + shift, to: to + shift };
}

function monthsOfRange(match: RegExpExecArray, calendar: Calendar): MonthSpan {
  const [, firstYear, first, lastYear, last] = match;
  const opening = yearNamed(firstYear, calendar);
  const closing = yearNamed(lastYear, calendar);
  const a = ordinal(first!);
  const b = ordinal(last!);
  const year = opening ?? (closing === undefined ? calendar.now.year : a <= b ? closing : closing - 1);
  const from = monthOf(year, a);
  const end = monthOf(closing ?? year, b);
  const to = end < from ? end + 12 : end;
  return opening === undefined && closing === undefined ? shiftToDue(from, to, calendar.due) : { from, to };
}

/** 今年3到7月, 7-12月: the first month stands without 月. */
export function* bareRanges(text: string, calendar: Calendar): Iterable<WholePeriod> {
  for (const match of text.matchAll(bareRange))
    if (!/[\d.第月]/.test(text[match.index - 1] ?? ''))
      yield { ...span(match), ...monthsOfRange(match, calendar), weight: 4.2 };
}

/** The month in which something has to be done before a festival, or at it. */
const festivalMonths: readonly [RegExp, (calendar: Calendar) => Month][] = [
  [/元旦(?:节)?/g, ({ now, current }) => (now.month === 1 ? current - 1 : monthOf(now.year, 12))],
  [/国庆(?:节)?/g, ({ now }) => monthOf(now.year, 9)],
  [/五一(?:节)?/g, ({ now }) => monthOf(now.year, 4)],
];
const beforeFestival = /^(?:这天)?(?:之前|以前|前)/;
const springQuarter = /(?:过完年|年后|开年|开春)(?:的)?(?:头一个|第一个|一|首)?(?:季度?)?/g;

export function* festivals(text: string, calendar: Calendar): Iterable<WholePeriod> {
  for (const [pattern, monthIn] of festivalMonths)
    for (const match of text.matchAll(pattern)) {
      const { start, end } = span(match);
      const before = beforeFestival.exec(text.slice(end))?.[0].length ?? 0;
      const month = monthIn(calendar);
      yield { start, end: end + before, from: before ? undefined : month, to: month, weight: 2.4 };
    }
  for (const match of text.matchAll(springQuarter)) {
    const year = calendar.now.month >= 10 ? calendar.now.year + 1 : calendar.now.year;
    yield { ...span(match), from: monthOf(year, 1), to: monthOf(year, 3), weight: 2.4 };
  }
}

/** The months whose last day lies within a number of days, the present one among them. */
const withinDays = (days: number, calendar: Calendar): MonthSpan => ({
  from: calendar.current,
  to: Math.max(lastMonthWithin(days, calendar), calendar.current),
});

const daySpell = /(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?)(?:天|日)(?:之内|以内|内)/g;
const weekSpell =
  /(\d{1,2}|[一二两三四])(?:个)?(?:周|星期|礼拜)(?:之内|以内|内|里)|(?:本|这|这个|这一)(?:周|星期|礼拜)(?:内)?/g;
const monthSpell = /(?:(\d{1,2}|[一二两三四五六七八九十])个月|半年|一年|一季度|一个季度)(?:之内|以内|内|里)/g;
const dayOfMonth = /(?<![\d月第到至-])(?:3[01]|[12]?\d)[号日](?=(?:就|要|得)?(?:到期|截止|前))/g;

/** Months that a spell from now on takes in, the present one among them. */
function monthsOf([matched, number]: RegExpExecArray): number {
  if (number) return ordinal(number);
  if (matched.startsWith('半年')) return 6;
  return matched.includes('季') ? 3 : 12;
}

/** 30天内, 两周内, 三个月内, 30号到期. */
export function* spells(text: string, calendar: Calendar): Iterable<WholePeriod> {
  const { now, current } = calendar;
  for (const match of text.matchAll(daySpell))
    yield { ...span(match), ...withinDays(readNumber(match[1]!) ?? 0, calendar), weight: 2.4 };
  for (const match of text.matchAll(weekSpell))
    yield { ...span(match), ...withinDays(7 * ordinal(match[1] ?? '1'), calendar), weight: 2.4 };
  for (const match of text.matchAll(monthSpell)) {
    const end = current + monthsOf(match);
    // The month at the end is whole only where the spell reaches its last day: a month from 30 November ends on 30 December.
    const isWhole = now.day >= partsOf(lastDayOf(end)).day;
    yield { ...span(match), from: current, to: Math.max(current, isWhole ? end : end - 1), weight: 2.6 };
  }
  for (const match of text.matchAll(dayOfMonth))
    yield { ...span(match), from: current, to: current, weight: 2.2, point: true };
}

const englishPoint = new RegExp(
  `\\b(?:(?<lead>by|until|before|after|since|from|through|up to|later than|earlier than)\\s+(?:the\\s+)?)?(?<end>end of\\s+)?(?:(?<name>${englishMonth})\\b\\.?,?\\s*(?:of\\s+)?(?<year>20\\d\\d)?|(?<which>this|next|last)\\s+(?<unit>month|quarter|year)\\b|q(?<q>[1-4])\\s*(?<qyear>20\\d\\d)?|(?<half>first|second) half(?: of)?\\s*(?<hyear>20\\d\\d)?|(?<alone>20\\d\\d)\\b(?!年))`,
  'g',
);
const unitMonths: Record<string, number> = { month: 1, quarter: 3, year: 12 };
const turns: Record<string, number> = { last: -1, this: 0, next: 1 };

/** The months that an English point names. */
function englishMonthsOf(groups: Record<string, string | undefined>, calendar: Calendar): MonthSpan | undefined {
  const { name, year, which, unit, q, qyear, half, hyear, alone } = groups;
  const { now, current } = calendar;
  const yearOr = (text: string | undefined) => (text ? Number(text) : now.year);
  if (name) {
    const number = englishMonthNumber(name);
    if (name === 'may' && !year) return undefined;
    return oneMonth(year ? monthOf(Number(year), number) : bareMonthNearby(number, calendar));
  }
  if (which && unit) {
    const length = unitMonths[unit]!;
    const from = Math.floor(current / length) * length + turns[which]! * length;
    return { from, to: from + length - 1 };
  }
  if (q) return quarterSpan(yearOr(qyear), Number(q));
  if (half) return halfSpan(yearOr(hyear), half === 'first');
  return alone ? yearSpan(Number(alone)) : undefined;
}

function englishBounds(lead: string | undefined, { from, to }: MonthSpan): Partial<MonthSpan> {
  if (!lead) return { from, to };
  if (lead === 'before' || lead === 'earlier than') return { to: from - 1 };
  if (lead === 'after' || lead === 'later than') return { from: to + 1 };
  return lead === 'since' || lead === 'from' ? { from } : { to };
}

export function* englishPeriods(text: string, calendar: Calendar): Iterable<WholePeriod> {
  if (!/[a-z]/.test(text)) return;
  for (const match of text.matchAll(englishPoint)) {
    const months = englishMonthsOf(match.groups!, calendar);
    if (!months) continue;
    const { from, to } = englishBounds(match.groups!.lead, match.groups!.end ? oneMonth(months.to) : months);
    yield { ...span(match), from, to, weight: match.groups!.lead ? 3.1 : 2.3 };
  }
}
