/** Points and periods of time in official wording, found in plain text: 2025年6月底前, 2024.3-2025.6, 三季度末. */
import { ordinal, readYear } from '../text/numbers.ts';

export interface FoundDate {
  start: number;
  end: number;
  /** First month of the period, where it has a beginning that is printed. */
  from?: string;
  /** Last month, as YYYY-MM; undefined where no year can be read. */
  month?: string;
  /** The year is not printed: it is that of the date before, or of the notice. */
  inferredYear?: true;
  /** Printed as a limit: with 前, 底 or 末 behind it, or 到 before it. */
  limit: boolean;
  /** A year and nothing else. */
  bare: boolean;
}

interface Point {
  end: number;
  year?: number;
  yearsOn?: number;
  first: number;
  last: number;
  closed: boolean;
  bare: boolean;
}

const chinese = '〇零一二三四五六七八九';
const year = `(?<y>20\\d\\d|(?<!\\d)\\d\\d|[二2][〇零0][${chinese}\\d]{2})\\s*年`;
const month = '(?<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\\s*月份?';
const day = `(?:\\s*(?<d>3[01]|[12]\\d|0?[1-9]|[二三]?十[${chinese}]?|[一二三四五六七八九])\\s*[日号])?`;
const edge = '(?<q>底|末|上旬|中旬|下旬|初)?';
const relative = '(?<r>今年|明年|本年|当年|次年)?\\s*';
const season = '(?:第?(?<s>[一二三四1-4])季度|(?<h>[上下])半年)(?<q>底|末|内)?';

/** Forms of one point in time, tried in this order at one place. */
const pointForms: readonly [name: string, form: RegExp][] = [
  ['year and month', new RegExp(`${year}\\s*${month}${day}${edge}`, 'y')],
  ['year and season', new RegExp(`${year}\\s*${season}`, 'y')],
  ['year', new RegExp(`${year}(?<q>年底|年末|底|末|内)?`, 'y')],
  ['numeric', /(?<!\d)(?<y>20\d\d)[./-](?<m>1[0-2]|0?[1-9])(?:[./-](?<d>3[01]|[12]\d|0?[1-9]))?(?!\d)月?(?<q>底|末)?/y],
  ['month', new RegExp(`(?<![\\d年.])${relative}(?<!\\d)${month}${day}${edge}`, 'y')],
  ['season', new RegExp(`${relative}(?<![年])${season}`, 'y')],
  ['end of the year', /(?<r>今年|明年|本年|当年|次年)?(?<!\d)年(?<q>底|末|内)/y],
];
/** 2026年汛期前, 2026年初: a year with an event or a season behind it, whose month nobody has printed. */
const event =
  '主汛期|汛期?|雨季|台风季|枯水期|防火期|旺季|黄金周|春节|元旦|国庆节?|中秋节?|端午节?|清明节?|五一|两会|春运|高考|中考|开学|暑假|寒假|暑期|寒期|新?学年|学期|春耕|春播|秋收|秋播|入冬|入汛|供暖季?|采暖季?|换届|[春夏秋冬][季天]?';
const undated = new RegExp(
  `(?:初|(?:全国|全省|全市|全县)?(?:${event})(?:开始|到来|来临|结束|期间)?)(?:之?前|以前|之?后|以后)?`,
  'y',
);
const dash = /\s*(?:[-—–~～至到]|——)+\s*/y;
const before = /\s*(?:之?前|以前|为止)/y;
const until = /[到至]\s*$/;

type Groups = Readonly<Record<string, string | undefined>>;

/** First and last month of what a point names: a month, a season, half a year, or a year. */
function monthsOf({ m, s, h }: Groups): { first: number; last: number } {
  if (m) return { first: ordinal(m.replace(/^0/, '')), last: ordinal(m.replace(/^0/, '')) };
  if (s) return { first: ordinal(s) * 3 - 2, last: ordinal(s) * 3 };
  if (h) return h === '上' ? { first: 1, last: 6 } : { first: 7, last: 12 };
  return { first: 1, last: 12 };
}

function pointOf(groups: Groups, end: number): Point | undefined {
  const { y, m, q, s, h, r } = groups;
  const read = y ? readYear(y) : undefined;
  if (y && read === undefined) return undefined;
  return {
    end,
    ...monthsOf(groups),
    closed: Boolean(q) && q !== '初',
    bare: !(m || s || h || q),
    ...(read === undefined ? {} : { year: read }),
    ...(r === '明年' || r === '次年' ? { yearsOn: 1 } : {}),
  };
}

function readPoint(text: string, at: number): Point | undefined {
  for (const [, form] of pointForms) {
    form.lastIndex = at;
    const found = form.exec(text);
    const point = found && pointOf(found.groups!, form.lastIndex);
    if (point) return point;
  }
  return undefined;
}

function skip(text: string, pattern: RegExp, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

const monthText = (inYear: number, number: number) => `${inYear}-${String(number).padStart(2, '0')}`;

/** The year of a point that prints none: that of the date before it, else that of the notice. */
function yearOf(point: Point, known: number | undefined): number | undefined {
  if (point.year !== undefined) return point.year;
  return known === undefined ? undefined : known + (point.yearsOn ?? 0);
}

/** Undefined where the year has a month, or nothing behind it that happens in some month of it. */
function endOfEvent(text: string, { bare, end }: Point): number | undefined {
  const event = bare ? skip(text, undated, end) : end;
  return event > end ? event : undefined;
}

/** The year counts for what follows it, and the event itself has no month. */
const eventIn = (start: number, end: number, inYear: number | undefined) => ({
  found: { start, end, bare: false, limit: false },
  ...(inYear === undefined ? {} : { year: inYear }),
});

function readPeriod(
  text: string,
  at: number,
  known: number | undefined,
): { found: FoundDate; year?: number } | undefined {
  const one = readPoint(text, at);
  if (!one) return undefined;
  const afterDash = skip(text, dash, one.end);
  const other = afterDash > one.end ? readPoint(text, afterDash) : undefined;
  const beginning = yearOf(one, known);
  const last = other ?? one;
  const ending = other ? yearOf(other, beginning) : beginning;
  const event = endOfEvent(text, last);
  if (event) return eventIn(at, event, ending);
  const end = skip(text, before, last.end);
  const printed = one.year !== undefined || other?.year !== undefined;
  const found: FoundDate = {
    start: at,
    end,
    bare: last.bare && !other,
    limit: last.closed || end > last.end || Boolean(other) || (until.test(text.slice(0, at)) && one.year !== undefined),
  };
  if (ending !== undefined) found.month = monthText(ending, last.last);
  if (other && beginning !== undefined) found.from = monthText(beginning, one.first);
  if (ending !== undefined && !printed) found.inferredYear = true;
  return { found, ...(ending === undefined ? {} : { year: ending }) };
}

/**
 * Every date in `text` (plain, see `plain`), in the order of print.
 * @param baseYear of the notice, for dates that print no year
 */
export function findDates(text: string, baseYear: number | undefined): FoundDate[] {
  const dates: FoundDate[] = [];
  let known = baseYear;
  for (let at = 0; at < text.length; at++) {
    if (!/[\d年今明本当次第上下〇零一二三四五六七八九十]/.test(text[at]!)) continue;
    const read = readPeriod(text, at, known);
    if (!read) continue;
    dates.push(read.found);
    known = read.year ?? known;
    at = read.found.end - 1;
  }
  return dates;
}
