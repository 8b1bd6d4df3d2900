/** Patterns of periods in Chinese and English (2025年6月, 下半年, next month), each with the months that it stands for. */
import { type Month, monthOf, yearOf } from '../../knowledge/month.ts';
import { numberOfDay } from '../../shared/day.ts';
import { englishMonth, monthNumber } from '../date.ts';
import { durationUnit } from '../duration.ts';
import { numeral, readNumber } from '../number.ts';
import {
  bareMonth,
  fullYear,
  halfSpan,
  lastMonthWithin,
  oneMonth,
  type PeriodContext,
  quarterAround,
  quarterSpan,
  yearOffsets,
  yearSpan,
} from './months.ts';

const count = `${numeral}|半`;
const month = '(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])';
const absoluteYear = '(20\\d\\d)\\s*年?\\s*度?';
const year = '(20\\d\\d|[2-9]\\d|(?:二[零〇])?[二三][零〇一二三四五六七八九])\\s*年';
const spokenYear = '(今年|本年度?|明年|后年|去年|前年|当年|上一年|下一年)';

type Bounds = { from?: Month; to?: Month; own?: Month; relative?: boolean };
type Reader = (groups: (string | undefined)[], context: PeriodContext) => Bounds | undefined;

const relativeYear = (text: string, { now }: PeriodContext) => now.year + (yearOffsets[text[0]!] ?? 0);

const within = (days: number, context: PeriodContext): Bounds => ({
  from: context.current,
  to: lastMonthWithin(days, context),
  relative: true,
});

const quarterNumber = (text: string) => readNumber(text.replace(/[第季度q\s]/g, ''))!;

/** Patterns by what they say, the more specific first; each is tried at every place and the longest match wins. */
const readers: [string, Reader][] = [
  // Ranges: 2025年3月到6月, 3至6月, 2024年12月—2025年6月.
  [
    `(?:从)?(?:${year}|${spokenYear})?\\s*${month}\\s*月?(?:份)?\\s*(?:到|至|-|—|–|~)+\\s*(?:${year}|${spokenYear})?\\s*${month}\\s*月(?:份|底)?`,
    (g, c) => {
      const y1 = g[0] ? fullYear(g[0]) : g[1] ? relativeYear(g[1], c) : undefined;
      const y2 = g[3] ? fullYear(g[3]) : g[4] ? relativeYear(g[4], c) : undefined;
      const m1 = readNumber(g[2]!)!;
      const m2 = readNumber(g[5]!)!;
      const to =
        y2 !== undefined ? monthOf(y2, m2) : y1 !== undefined ? monthOf(y1 + (m2 < m1 ? 1 : 0), m2) : bareMonth(m2, c);
      const from = y1 !== undefined ? monthOf(y1, m1) : monthOf(yearOf(to) - (m1 > m2 ? 1 : 0), m1);
      return { from, to };
    },
  ],
  [
    `(20\\d\\d)\\s*[.\\-/]\\s*${month}(?!\\d)\\s*(?:到|至|-|—|–|~)+\\s*(20\\d\\d)\\s*[.\\-/]\\s*${month}(?!\\d)`,
    (g) => ({ from: monthOf(+g[0]!, readNumber(g[1]!)!), to: monthOf(+g[2]!, readNumber(g[3]!)!) }),
  ],
  [
    `(?:${year}|${spokenYear})?\\s*第?(q?[1-4一二三四])\\s*(?:到|至|-|—)\\s*第?(q?[1-4一二三四])\\s*季度?`,
    (g, c) => {
      const y = g[0] ? fullYear(g[0]) : g[1] ? relativeYear(g[1], c) : c.now.year;
      return { from: quarterSpan(y, quarterNumber(g[2]!)).from, to: quarterSpan(y, quarterNumber(g[3]!)).to };
    },
  ],
  // One month.
  [
    `(?:${year}|${spokenYear}的?|(20\\d\\d)\\s*[.\\-/])\\s*${month}(?!\\d)\\s*(?:月份?|(?=[^\\d月]|$))(?:\\s*\\d{1,2}\\s*[日号])?`,
    (g, c) => {
      const y = g[0] ? fullYear(g[0]) : g[1] ? relativeYear(g[1], c) : Number(g[2]);
      return oneMonth(monthOf(y, readNumber(g[3]!)!));
    },
  ],
  [
    `${month}\\s*月份?(?!\\d)`,
    (g, c) => ({ ...oneMonth(bareMonth(readNumber(g[0]!)!, c)), own: monthOf(c.now.year, readNumber(g[0]!)!) }),
  ],
  // Quarters and halves.
  [
    `(?:${absoluteYear}|${year}|${spokenYear})?的?\\s*(?:第([1-4一二三四])季度?|([1-4一二三四])季度|q([1-4]))`,
    (g, c) => {
      const y = g[0] ? Number(g[0]) : g[1] ? fullYear(g[1]) : g[2] ? relativeYear(g[2], c) : undefined;
      const q = quarterNumber((g[3] ?? g[4] ?? g[5])!);
      return quarterSpan(y ?? c.now.year, q);
    },
  ],
  [
    `(?:${year}|${spokenYear})?的?\\s*(上半年|下半年|前半年|后半年)`,
    (g, c) => halfSpan(g[0] ? fullYear(g[0]) : g[1] ? relativeYear(g[1], c) : c.now.year, /[上前]/.test(g[2]![0]!)),
  ],
  // Year ends and years.
  [
    `(?:${year}|${spokenYear})\\s*(?:年?底|年末|岁末)`,
    (g, c) => oneMonth(monthOf(g[0] ? fullYear(g[0]) : relativeYear(g[1]!, c), 12)),
  ],
  ['(?:年底|年末|岁末|年尾|年根)(?=之?前|以前|截止|到期)?', (_, c) => oneMonth(monthOf(c.now.year, 12))],
  ['(?:年内|本年度|年度内|这一年|今年内|今年年内)', (_, c) => ({ ...yearSpan(c.now.year), relative: true })],
  [`(?:${year}|(20\\d\\d)(?![\\d.\\-/年]))(?:度|内|全年)?`, (g) => yearSpan(fullYear((g[0] ?? g[1])!))],
  [spokenYear, (g, c) => ({ ...yearSpan(relativeYear(g[0]!, c)), relative: true })],
  // Near months and quarters.
  [
    '(?:本月|这个月|这月|当月|本月份|这个月份|月内|月底|月末|本月底|这个月底)',
    (_, c) => ({ ...oneMonth(c.current), relative: true }),
  ],
  ['(?:下个?月|次月|下一个月|来月)(?:份|底|末)?', (_, c) => ({ ...oneMonth(c.current + 1), relative: true })],
  ['(?:上个?月|上一个月)(?:份|底|末)?', (_, c) => ({ ...oneMonth(c.current - 1), relative: true })],
  ['(?:下下个?月)(?:份|底|末)?', (_, c) => ({ ...oneMonth(c.current + 2), relative: true })],
  ['(?:本|这个?|当)季度?(?:内|末|底)?', (_, c) => ({ ...quarterAround(c.current), relative: true })],
  ['(?:下个?|下一个?)季度?', (_, c) => ({ ...quarterAround(c.current, 1), relative: true })],
  ['(?:上个?|上一个?)季度?', (_, c) => ({ ...quarterAround(c.current, -1), relative: true })],
  ['(?:本周|这周|这个?星期|本星期|这个?礼拜)(?:内)?', (_, c) => within(7, c)],
  // Within some time from now.
  [
    `(?:未来|今后|接下来|往后|近|最近|后)?的?\\s*(${count})\\s*(个?工作日|天|日|周|个?星期|个?礼拜|个月|年)\\s*(?:之内|以内|内|里|到期|要到期|就到期)`,
    (g, c) => spell(g[0]!, g[1]!, c),
  ],
  [
    `(?:未来|今后|接下来|往后|近|最近)的?\\s*(${count})\\s*(个?工作日|天|日|周|个?星期|个?礼拜|个月|年)`,
    (g, c) => spell(g[0]!, g[1]!, c),
  ],
  // English.
  [
    `(?:(?:q([1-4])|(first|second|third|fourth) quarter)(?: of)?\\s*(20\\d\\d)?)`,
    (g, c) => {
      const q = g[0] ? Number(g[0]) : ['first', 'second', 'third', 'fourth'].indexOf(g[1]!) + 1;
      return quarterSpan(g[2] ? Number(g[2]) : c.now.year, q);
    },
  ],
  [
    `(?:(first|second) half)(?: of)?\\s*(20\\d\\d)?`,
    (g, c) => halfSpan(g[1] ? Number(g[1]) : c.now.year, g[0] === 'first'),
  ],
  [
    `(?:the )?end of (?:the year\\b|(20\\d\\d)|this year)`,
    (g, c) => oneMonth(monthOf(g[0] ? Number(g[0]) : c.now.year, 12)),
  ],
  [
    `\\b(${englishMonth})\\.?,?\\s*(?:of )?(20\\d\\d)?\\b`,
    (g, c) => {
      const number = monthNumber(g[0]!);
      return g[1]
        ? oneMonth(monthOf(Number(g[1]), number))
        : g[0] === 'may'
          ? undefined
          : oneMonth(bareMonth(number, c));
    },
  ],
  ['\\bthis month\\b', (_, c) => ({ ...oneMonth(c.current), relative: true })],
  ['\\bnext month\\b', (_, c) => ({ ...oneMonth(c.current + 1), relative: true })],
  ['\\blast month\\b', (_, c) => ({ ...oneMonth(c.current - 1), relative: true })],
  ['\\bthis quarter\\b', (_, c) => ({ ...quarterAround(c.current), relative: true })],
  ['\\bthis year\\b', (_, c) => ({ ...yearSpan(c.now.year), relative: true })],
  ['\\bnext year\\b', (_, c) => ({ ...yearSpan(c.now.year + 1), relative: true })],
  ['\\blast year\\b', (_, c) => ({ ...yearSpan(c.now.year - 1), relative: true })],
  ['\\b(?:within|in)(?: the next)?\\s*(\\d{1,3})\\s*(day|week|month)s?\\b', (g, c) => spell(g[0]!, g[1]!, c)],
];

function spell(amount: string, unit: string, context: PeriodContext): Bounds | undefined {
  const n = readNumber(amount);
  if (n === undefined) return undefined;
  const { now } = context;
  switch (durationUnit(unit)) {
    case 'workday':
      return within(Math.ceil((n * 7) / 5), context);
    case 'day':
      return within(n, context);
    case 'week':
      return within(n * 7, context);
    case 'month': {
      const days = numberOfDay(now.year, now.month + n, now.day) - numberOfDay(now.year, now.month, now.day);
      return within(Math.round(days), context);
    }
    case 'year':
      return within(Math.round(n * 365), context);
  }
}

export const patterns = readers.map(([pattern, read]) => ({ pattern: new RegExp(pattern, 'y'), read }));
