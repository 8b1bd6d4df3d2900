/** Points of the calendar as people name them (a month, a quarter, a half, a year, now), each with the months that it covers. */
import { type Month, monthOf, numberOf, yearOf } from '../../knowledge/month.ts';
import { readNumber } from '../number.ts';
import {
  bareMonthNearby,
  fullYear,
  halfSpan,
  type PeriodContext,
  quarterAround,
  quarterSpan,
  yearOffsets,
  yearSpan,
} from './months.ts';

export interface Point {
  end: number;
  from: Month;
  to: Month;
  kind: 'month' | 'end' | 'quarter' | 'half' | 'year' | 'year-end' | 'now';
  /** The year is written in digits: the point is no guess, and a year's end in it is that month alone. */
  numeric: boolean;
  /** A month without a year: a range settles it by its other end. */
  yearless: boolean;
}

export interface Calendar extends PeriodContext {
  /** The year named last: 同年, 当年. */
  lastYear: number;
}

export const monthNumber = '(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])';
export const yearWord = '(?:今年|明年|去年|前年|后年|同年|当年|本年|20\\d\\d年?|2\\d年)';
const digitBefore = /[\d.]/;

export const sticky = (pattern: string): RegExp => new RegExp(pattern, 'y');

/** Matches a sticky pattern at a place. */
function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** How far a sticky pattern reaches from a place; 0 where it does not match. */
export const reachOf = (pattern: RegExp, text: string, at: number): number =>
  matchAt(pattern, text, at)?.[0].length ?? 0;

export const ordinal = (text: string): number => (text === '元' ? 1 : (readNumber(text) ?? Number(text)));

/** 今年, 2025年, 25年, 同年 as a year. */
export function yearNamed(word: string | undefined, calendar: Calendar): number | undefined {
  if (!word) return undefined;
  if (word.startsWith('同') || word.startsWith('当')) return calendar.lastYear;
  const offset = yearOffsets[word[0]!];
  return offset === undefined ? fullYear(word.replace('年', '')) : calendar.now.year + offset;
}

type PointReader = {
  pattern: RegExp;
  read: (match: RegExpExecArray, calendar: Calendar, text: string) => Omit<Point, 'end'> | undefined;
};

const plain = { numeric: false, yearless: false };

function quarterOf(match: RegExpExecArray, calendar: Calendar): Omit<Point, 'end'> | undefined {
  const [matched, relative, year, number] = match;
  const offset = relative?.startsWith('上') ? -1 : relative?.startsWith('下') ? 1 : 0;
  if (!relative && !matched.includes('季度')) return undefined;
  const span = relative
    ? quarterAround(calendar.current, offset)
    : quarterSpan(yearNamed(year, calendar) ?? calendar.now.year, ordinal(number!));
  return { ...span, kind: 'quarter', ...plain };
}

const readers: readonly PointReader[] = [
  {
    // 2025.6, 2025/6
    pattern: sticky('(20\\d\\d|2\\d)[./](1[0-2]|0?[1-9])(?!\\d)(?:月份?|这个)?'),
    read: ([, year, number], calendar, before) => {
      if (digitBefore.test(before)) return undefined;
      const named = yearNamed(`${year}年`, calendar)!;
      calendar.lastYear = named;
      const month = monthOf(named, Number(number));
      return { from: month, to: month, kind: 'month', numeric: true, yearless: false };
    },
  },
  {
    // 6、7月; 六和七月两个月
    pattern: sticky(`(${yearWord})?的?(${monthNumber})月?(?:[,、和跟与](${monthNumber}))(?:两个|这两个|俩)?月份?`),
    read: ([, year, first, second], calendar, before) => {
      if (/[\d.第]/.test(before)) return undefined;
      const named = yearNamed(year, calendar) ?? calendar.now.year;
      const from = monthOf(named, ordinal(first!));
      const to = monthOf(named, ordinal(second!));
      return to === from + 1 ? { from, to, kind: 'half', ...plain } : undefined;
    },
  },
  {
    // 2025年6月, 6月底, 六月三十日
    pattern: sticky(
      `(${yearWord})?的?(元|${monthNumber})月(?:份)?(底|末|(?:\\d{1,2}|[一二三]?十[一二三四五六七八九]?)[日号])?(?:当月|本身|那个月)?`,
    ),
    read: ([matched, year, number, end], calendar, before) => {
      if (digitBefore.test(before) || (before === '十' && /^[一二三四五六七八九]/.test(matched))) return undefined;
      const named = yearNamed(year, calendar);
      if (named) calendar.lastYear = named;
      const month = named ? monthOf(named, ordinal(number!)) : bareMonthNearby(ordinal(number!), calendar);
      return { from: month, to: month, kind: end ? 'end' : 'month', numeric: Boolean(year), yearless: !year };
    },
  },
  {
    pattern: sticky('(本月|这个月|这月|当月|上个月|上月|下个月|下月|下下个月|眼下这个月)(?:份)?(底|末)?'),
    read: ([, word, end], { current }) => {
      const offset = word!.startsWith('上') ? -1 : word!.startsWith('下下') ? 2 : word!.startsWith('下') ? 1 : 0;
      return { from: current + offset, to: current + offset, kind: end ? 'end' : 'month', ...plain };
    },
  },
  {
    pattern: sticky('(?:现在|眼下|目前|今天|这会儿|今日|即日|当下|此刻|眼前|当前)'),
    read: (_, { current }) => ({ from: current, to: current, kind: 'now', ...plain }),
  },
  {
    pattern: sticky(`(?:(本|这个?|这一|当|上个?|下个?)季度?|(${yearWord})?第?([一二三四1-4])季度?(?!度))`),
    read: quarterOf,
  },
  {
    pattern: sticky(`(${yearWord})?的?(上|下|前|后)半年`),
    read: ([, year, which], calendar) => {
      const first = which === '上' || which === '前';
      const span = halfSpan(yearNamed(year, calendar) ?? calendar.now.year, first);
      return { ...span, kind: 'half', numeric: Boolean(year?.startsWith('2')), yearless: false };
    },
  },
  {
    pattern: sticky(`(${yearWord}|年|岁)(?:年)?(底|末|终)(?!下)`),
    read: ([, year], calendar) => {
      const named = year === '年' || year === '岁' ? undefined : yearNamed(year, calendar);
      const month = monthOf(named ?? calendar.now.year, 12);
      return { from: month, to: month, kind: 'year-end', numeric: year!.startsWith('2'), yearless: false };
    },
  },
  {
    pattern: sticky(
      '(今年|明年|去年|前年|后年|20\\d\\d年?|2\\d年)(?:全年|一整年|整年|年内|这一年|一年|度)?(?<=年.*|度)|(20\\d\\d)(?![\\d.号项条个])',
    ),
    read: ([, word, digits], calendar, before) => {
      if (digitBefore.test(before)) return undefined;
      const year = yearNamed(word ?? `${digits}年`, calendar)!;
      calendar.lastYear = year;
      const numeric = Boolean(digits ?? word!.startsWith('2'));
      return { ...yearSpan(year), kind: 'year', numeric, yearless: false };
    },
  },
];

/** Every point that begins at `at`. */
export function pointsAt(text: string, at: number, calendar: Calendar): Point[] {
  const before = text[at - 1] ?? '';
  return readers.flatMap(({ pattern, read }) => {
    const match = matchAt(pattern, text, at);
    const point = match && read(match, calendar, before);
    return point ? [{ ...point, end: at + match[0].length }] : [];
  });
}

/** A month without its year takes the year of the other end of a range. */
export function rangeOf(first: Point, last: Point): { from: Month; to: Month } {
  let { from } = first;
  let { to } = last;
  if (last.yearless) {
    to = monthOf(yearOf(from), numberOf(to));
    if (to < from) to += 12;
  }
  if (first.yearless && !last.yearless) {
    from = monthOf(yearOf(to), numberOf(from));
    if (from > to) from -= 12;
  }
  return { from, to };
}
