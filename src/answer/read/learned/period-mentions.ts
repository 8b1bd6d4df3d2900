/** Spans of months named in a question, without their direction: 前, 后, 起 and the like are left to the learned roles. */
import { type Day, type Month, monthOf, yearOf } from '../../../knowledge/month.ts';
import { readNumber } from '../../../language/number.ts';
import {
  bareMonth,
  halfSpan,
  type MonthSpan,
  oneMonth,
  type PeriodContext,
  periodContext,
  quarterAround,
  quarterSpan,
  yearOffsets,
  yearSpan,
} from '../../../language/period/months.ts';
import { readPeriods } from '../../../language/period.ts';

/** `from` and `to` are included; a missing one is open (only where the shared reader has read a direction already). */
export interface PeriodSpan {
  start: number;
  end: number;
  from?: Month;
  to?: Month;
  /** Which form the words have: a month, a day, a quarter … */
  sign: string;
  namesYear: boolean;
  /** Set for a bare month: its number, so that a year said before may be taken over. */
  number?: number;
}

const yearWord =
  '(20\\d\\d年?|2[3-9]年|二[〇零]二[四五六七八九]年?|二[四五六七八九]年|今年|明年|去年|前年|后年|本年度?|当年|来年|翌年)?的?';
const monthWord = '(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元)';

type Read = (groups: (string | undefined)[], context: PeriodContext) => Omit<PeriodSpan, 'start' | 'end'> | undefined;

const digitOf = (character: string) => readNumber(character) ?? 0;

function yearOfWord(word: string | undefined, { now }: PeriodContext): number | undefined {
  if (!word) return undefined;
  const digits = /^(20\d\d|2\d)/.exec(word)?.[1];
  if (digits) return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
  if (word[0] === '二') return 2020 + digitOf(word.replace('年', '').at(-1)!);
  return now.year + (yearOffsets[word[0]!] ?? 0);
}

const monthNumber = (word: string) => (word === '元' ? 1 : readNumber(word.replace(/^0/, ''))!);

const year = (y: number, sign: string): ReturnType<Read> => ({ ...yearSpan(y), sign, namesYear: true });
const one = (m: Month, sign: string, namesYear = true): NonNullable<ReturnType<Read>> => ({
  ...oneMonth(m),
  sign,
  namesYear,
});
const quarter = (span: MonthSpan, namesYear: boolean): ReturnType<Read> => ({ ...span, sign: 'Q', namesYear });

/** 3到6月, 3、4两个月: two months that share a word. */
const pair: Read = ([y, a, joint, b], context) => {
  const first = monthNumber(a!);
  const last = monthNumber(b!);
  if (/^[,和跟与及]$/.test(joint!) && last !== first + 1) return undefined;
  const namedYear = yearOfWord(y, context);
  const own = monthOf(namedYear ?? context.now.year, first);
  const length = (last - first + 12) % 12;
  // This year's, unless nothing of the plan is due in them but something is in another year's.
  const inPlan = context.due.some((m) => m >= own && m <= own + length);
  const from = namedYear !== undefined || inPlan ? own : bareMonth(first, context);
  const to = from + length;
  return { from, to, sign: 'H', namesYear: namedYear !== undefined };
};

function monthRead(
  y: string | undefined,
  m: string,
  day: string | undefined,
  context: PeriodContext,
): ReturnType<Read> {
  const namedYear = yearOfWord(y, context);
  const number = monthNumber(m);
  const sign = day && day !== '初' ? 'D' : 'M';
  if (namedYear !== undefined) return one(monthOf(namedYear, number), sign);
  return { ...one(bareMonth(number, context), sign, false), number };
}

const relativeMonths: [RegExp, number, string][] = [
  [/^下下/, 2, 'F'],
  [/^上上/, -2, 'P'],
  [/^[下次]/, 1, 'F'],
  [/^上/, -1, 'P'],
];

const relativeMonth: Read = ([word], { current }) => {
  const [, offset, sign] = relativeMonths.find(([pattern]) => pattern.test(word!)) ?? [/^/, 0, 'R'];
  return one(current + offset, sign);
};

const readers: readonly (readonly [RegExp, Read])[] = (
  [
    [`${yearWord}${monthWord}(?:月份?)?(到|至|-|—+|–|--|,|和|跟|与|及)${monthWord}(?:这?两?个?)月份?(?!\\d)`, pair],
    [
      `(?<![\\d.])(20\\d\\d|2[3-9])[.\\-/](1[0-2]|0?[1-9])(?!\\d)月?(底|末)?`,
      ([y, m, day], context) => monthRead(`${y}年`, m!, day, context),
    ],
    [
      `${yearWord}${monthWord}月份?(\\d{1,2}[日号]|底|末|初|三十一?[日号])?(?!大)`,
      ([y, m, day], context) => monthRead(y, m!, day, context),
    ],
    [
      `${yearWord}(上|下|前|后)半年`,
      ([y, which], context) => {
        const span = halfSpan(yearOfWord(y, context) ?? context.now.year, /[上前]/.test(which!));
        return { ...span, sign: 'H', namesYear: y !== undefined };
      },
    ],
    [
      `${yearWord}(?:第|头)?([一二三四1-4])季度?(?!个)`,
      ([y, which], context) =>
        quarter(quarterSpan(yearOfWord(y, context) ?? context.now.year, digitOf(which!)), y !== undefined),
    ],
    [
      `${yearWord}(?:年底|年末|年尾|岁末|年终|收官)`,
      ([y], context) => one(monthOf(yearOfWord(y, context) ?? context.now.year, 12), 'E', y !== undefined),
    ],
    ['(20\\d\\d年|2[3-9]年|今年|明年|去年)(?:底|末)', ([y], context) => one(monthOf(yearOfWord(y, context)!, 12), 'E')],
    ['年内|年度内', (_, { now }) => year(now.year, 'Y')],
    [
      '(本|这个?|当|眼下这个?|当前这个?|下个?|上个?)一?季度?(?!节)',
      ([word], { current }) => {
        const offset = word![0] === '下' ? 1 : word![0] === '上' ? -1 : 0;
        return quarter(quarterAround(current, offset), true);
      },
    ],
    ['((?:本|这个?|当|(?<!一)下下个?|下一?个?|上上个?|上一?个?|次)月)(?:份|底|末)?', relativeMonth],
    ['今天|今儿个?|目前|眼下|(?<!出)现在|当下|此刻|如今', (_, { current }) => one(current, 'W')],
    [
      '(20\\d\\d年度?|20\\d\\d(?![\\d.号项条])|2[3-9]年|今年|明年|后年|去年|前年|本年度?)(?:全年|整年|一整年|一年|这一年|度)?',
      ([y], context) => year(yearOfWord(y, context)!, 'Y'),
    ],
  ] satisfies [string, Read][]
).map(([pattern, read]) => [new RegExp(pattern, 'g'), read]);

/** 24年7月到12月: a bare month takes the year said just before it. */
function inheritYears(spans: PeriodSpan[], text: string): void {
  for (const [at, span] of spans.entries()) {
    const before = spans[at - 1];
    if (span.number === undefined || !before?.from) continue;
    const between = text.slice(before.end, span.start);
    if (before.namesYear && between.length <= 8 && /[MDY]/.test(before.sign)) {
      const m = monthOf(yearOf(before.from), span.number);
      span.from = span.to = before.sign !== 'Y' && m < before.from ? m + 12 : m;
      span.namesYear = true;
    } else if (/^.{0,2}(?:到|至|-|—).{0,2}$/.test(between) && span.from! < before.from)
      span.from = span.to = span.from! + 12;
  }
}

/** Windows of days and English months: what the shared reader knows beyond the patterns here. */
function furtherSpans(text: string, taken: readonly PeriodSpan[], { now, due }: PeriodContext): PeriodSpan[] {
  if (!/[天日周月]|期|[a-z]{3}/.test(text)) return [];
  const rest = [...text];
  for (const { start, end } of taken) rest.fill('#', start, end);
  return readPeriods(rest.join(''), now, due).flatMap(({ start, end, from, to }) => {
    if (/#/.test(rest.slice(start, end).join(''))) return [];
    const window = /[天日周星礼]|day|week|month/.test(text.slice(start, end));
    const bounds = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    return [{ start, end, ...bounds, sign: window ? 'H' : 'M', namesYear: true }];
  });
}

/**
 * @param due months in which something is due, in order
 * @returns spans from left to right, none over another
 */
export function findPeriods(text: string, now: Day, due: readonly Month[]): PeriodSpan[] {
  const context = periodContext(now, due);
  const found: PeriodSpan[] = [];
  const free = (start: number, end: number) => found.every((other) => end <= other.start || start >= other.end);
  for (const [pattern, read] of readers)
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (!match[0] || !free(match.index, end)) continue;
      const span = read(match.slice(1), context);
      if (span) found.push({ start: match.index, end, ...span });
    }
  found.sort((a, b) => a.start - b.start);
  inheritYears(found, text);
  return [...found, ...furtherSpans(text, found, context)].sort((a, b) => a.start - b.start);
}
