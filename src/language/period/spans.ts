/** Every possible period at every place of a text, for the grammar, which chooses: a point with what stands before and after it, ranges, festivals, spells. `period.ts` reads one. */
import type { Day, Month } from '../../knowledge/month.ts';
import { periodContext } from './months.ts';
import { type Calendar, type Point, pointsAt, rangeOf, reachOf, sticky } from './points.ts';
import { bareRanges, englishPeriods, festivals, spells } from './whole.ts';

/** Bounds are inclusive; a missing one is open. Competing readings of the same words stand side by side. */
export interface MonthReading {
  start: number;
  end: number;
  from?: Month;
  to?: Month;
  /** How specific the wording is: a range with both ends above a bare year. */
  weight: number;
  /** A span to the end of this year that begins now (年底前). */
  restOfYear?: true;
  /** A single month, quarter or half without a bound. */
  point?: true;
  /** A whole year. */
  bare?: true;
}

type Bounds = { from?: Month | undefined; to?: Month | undefined };
type More = Pick<MonthReading, 'restOfYear' | 'point' | 'bare'>;

/** Collects the readings of one text. */
class Collector {
  readonly found: MonthReading[] = [];
  readonly text: string;
  readonly calendar: Calendar;
  private readonly points = new Map<number, Point[]>();

  constructor(text: string, calendar: Calendar) {
    this.text = text;
    this.calendar = calendar;
  }

  pointsAt(at: number): Point[] {
    let points = this.points.get(at);
    if (!points) {
      points = pointsAt(this.text, at, this.calendar);
      this.points.set(at, points);
    }
    return points;
  }

  add(start: number, end: number, { from, to }: Bounds, weight: number, more: More = {}): void {
    if (from !== undefined && to !== undefined && from > to) return;
    this.found.push({
      start,
      end,
      weight,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...more,
    });
  }

  reach(pattern: RegExp, at: number): number {
    return reachOf(pattern, this.text, at);
  }
}

const startWord = sticky('(?:从|自|自从|打从|打|由|于|始于)(?:了)?');
const stop = sticky('(?:为止|止|截止|之间|期间|这段时间|这段|这一段|这一区间内?|区间内?|中间|内|以前|之前|前)*');
const by = sticky(
  '(?:及|和|或|或者)(?:其)?(?:以前|之前|更早|前)(?:为止)?|为止|(?:以|之)内|(?:以前|之前|前)?\\(?含(?:当月|本月)\\)?',
);
const before = sticky('(?:这天|当月)?(?:的)?(?:之前|以前|前头|前面|前(?!\\d|[一二三四五六七八九十]+[项条个]|[头面]))');
const since = sticky(
  '(?:份|这)?(?:(?:及|或|和|以及|跟|或者)(?:其|本月)?(?:以后|之后|往后|后)|起(?:往后|以后|算起)?|开始(?:往后|以后)?|(?:开始)?算起|以来|(?:到期)?(?:的)?(?:加|和|跟|及|以及|还有)(?:到期的)?(?:再)?往后|往后(?:的)?都算)',
);
const after = sticky('(?:份)?(?:的)?(?:之后|以后|过后|过了(?=才|再)|过完|往后|后头|后面|后)(?!半年)');
const link = sticky(
  '(?:份)?(?:起|开始|开始算|算起|起算|开始数|以后|往后)?(?:一直|往后|往后数)?[,、 ]?(?:到|至|-|数到|算到|止于|直到|排到)(?!期|点|时限)',
);
const beginning = sticky('(?:份)?(?:起|开始)[,、 ]?');
const withWord = sticky('(?:份)?(?:跟|和|与)');
const wholeTail = sticky('(?:这个月|当月|全年|份|来|再|的)*');
const thanLater = sticky('(?:份)?(?:还|更|要|再)*(?:晚|迟|靠后|往后)(?:些|的|到)?');
const thanEarlier = sticky('(?:份)?(?:还|更|要|再)*(?:早|靠前)(?:些|的)?');

type Relation = (found: Collector, start: number, point: Point, word: string) => void;

const byRelation: Relation = (found, start, point, word) => {
  const { current } = found.calendar;
  const length = found.reach(stop, point.end);
  const end = point.end + length;
  const exclusive =
    point.kind === 'month' && /(?:之前|以前|前)$/.test(found.text.slice(point.end, end)) && !/^[不最]/.test(word);
  found.add(start, end, { to: exclusive ? point.from - 1 : point.to }, 3.2);
  if (point.kind === 'year-end' && /^[卡赶]/.test(word) && !point.numeric)
    found.add(start, end, { from: current, to: point.to }, 3, { restOfYear: true });
  if (point.kind === 'month' && /^(?:截止|卡在)/.test(word)) found.add(start, point.end, point, 3.15);
};

const untilRelation: Relation = (found, start, point) => {
  const { current } = found.calendar;
  const length = found.reach(stop, point.end);
  const end = point.end + length;
  if (point.kind === 'year-end' && !point.numeric)
    found.add(start, end, { from: current, to: point.to }, 2.8, { restOfYear: true });
  else if (point.to < current || length || point.kind === 'end') found.add(start, end, { to: point.to }, 2.6);
  found.add(start, end, { from: current, to: point.to }, 2.4);
};

const thanRelation: Relation = (found, start, point) => {
  const later = found.reach(thanLater, point.end);
  const earlier = found.reach(thanEarlier, point.end);
  if (later) found.add(start, point.end + later, { from: point.to + 1 }, 3.4);
  if (earlier) found.add(start, point.end + earlier, { to: point.from - 1 }, 3.4);
};

const afterRelation: Relation = (found, start, point) =>
  found.add(start, point.end + found.reach(wholeTail, point.end), { from: point.to + 1 }, 3.1);
const beforeRelation: Relation = (found, start, point) => found.add(start, point.end, { to: point.from - 1 }, 3.1);
const fromRelation: Relation = (found, start, point) => found.add(start, point.end, { from: point.from }, 3.2);

/** What is said before a point and bounds it. */
const leading: readonly [RegExp, Relation][] = [
  [
    sticky('(?:不晚于|不迟于|不超过|最晚(?:到|在|是)?|最迟(?:到|在)?|截至|截止到|截止|晚不过|赶在|卡在)(?:了)?|<=|≤'),
    byRelation,
  ],
  [sticky('(?:不早于|最早(?:到|在)?|早不过)|>=|≥'), fromRelation],
  [sticky('(?:晚于|迟于|过了|过完|超过|迟过|晚过|后于)|>(?!=)'), afterRelation],
  [sticky('(?:早于|先于|早过|提前于|不到)|<(?!=)'), beforeRelation],
  [sticky('比'), thanRelation],
  [sticky('到(?!期|点|时)'), untilRelation],
];

function readLeading(found: Collector, start: number): void {
  for (const [pattern, relation] of leading) {
    const length = found.reach(pattern, start);
    if (!length) continue;
    const word = found.text.slice(start, start + length);
    for (const point of found.pointsAt(start + length)) relation(found, start, point, word);
  }
}

/** 6月到8月, 3月起到年底止; the words between end at `at`. */
function readRangeTo(found: Collector, start: number, first: Point, at: number, closed: boolean): void {
  for (const last of found.pointsAt(at + found.reach(startWord, at))) {
    const tail = found.reach(stop, last.end);
    if (closed && !found.text.slice(last.end, last.end + tail).includes('止')) continue;
    found.add(start, last.end + tail, rangeOf(first, last), tail ? 4.4 : 4.2);
  }
}

/** 6月和7月: months side by side. */
function readNeighbours(found: Collector, start: number, first: Point, at: number): void {
  for (const last of found.pointsAt(at)) {
    const { from, to } = rangeOf(first, last);
    if (last.kind === 'month' && last.from === first.to + 1) found.add(start, last.end, { from, to }, 3.2);
  }
}

function readRanges(found: Collector, start: number, first: Point): void {
  const linked = found.reach(link, first.end);
  const begun = found.reach(beginning, first.end);
  const joined = found.reach(withWord, first.end);
  if (linked) readRangeTo(found, start, first, first.end + linked, false);
  // 3月起7月止: without a word for “to”, the range has to be closed.
  if (begun) readRangeTo(found, start, first, first.end + begun, !linked);
  if (joined && first.kind === 'month') readNeighbours(found, start, first, first.end + joined);
}

/** 前 after a day or an end holds its month; after a bare month, a year or now it does not. */
function readBefore(found: Collector, start: number, point: Point, end: number): void {
  const { current } = found.calendar;
  if (point.kind === 'end' || (point.kind === 'year-end' && point.numeric))
    found.add(start, end, { to: point.to }, 3.1);
  else if (point.kind === 'year-end') {
    found.add(start, end, { from: current, to: point.to }, 3.1, { restOfYear: true });
    found.add(start, end, { to: point.to }, 2.7);
  } else if (point.kind === 'now') found.add(start, end, { to: current - 1 }, 2.6);
  else found.add(start, end, { to: point.from - 1 }, 3.1);
}

function readTrailing(found: Collector, start: number, point: Point, started: boolean): void {
  const { end } = point;
  const byLength = found.reach(by, end);
  const beforeLength = found.reach(before, end);
  const sinceLength = found.reach(since, end);
  const afterLength = found.reach(after, end);
  if (byLength) found.add(start, end + byLength, { to: point.to }, 3.1);
  if (beforeLength && !started) readBefore(found, start, point, end + beforeLength);
  if (sinceLength || (started && afterLength))
    found.add(start, end + (sinceLength || afterLength), { from: point.from }, 3.1);
  else if (afterLength)
    found.add(start, end + afterLength, { from: point.kind === 'now' ? point.from : point.to + 1 }, 2.9);
}

/** The point itself, without a bound. */
function readBare(found: Collector, start: number, point: Point, started: boolean): void {
  const { current } = found.calendar;
  switch (point.kind) {
    case 'now':
      if (started) found.add(start, point.end, { from: current }, 1.6);
      return;
    case 'year-end':
      found.add(start, point.end, { from: current, to: point.to }, 2.1, { restOfYear: true });
      found.add(start, point.end, point, 1.7);
      return;
    case 'year':
      found.add(start, point.end, point, 1.9, { bare: true });
      return;
    case 'month':
    case 'end':
      found.add(start, point.end, point, point.yearless ? 2.1 : 2.3, { point: true });
      return;
    default:
      found.add(start, point.end, point, 2.4, { point: true });
  }
}

/** Drops a period inside a longer one of about the same weight. */
const widest = (found: readonly MonthReading[]): MonthReading[] =>
  found.filter(
    (one) =>
      !found.some(
        (other) =>
          other !== one &&
          other.start <= one.start &&
          other.end >= one.end &&
          other.end - other.start > one.end - one.start &&
          other.weight + 0.4 >= one.weight,
      ),
  );

/** Every period named in a clean text, with all its readings. */
export function readMonths(text: string, now: Day, due: readonly Month[]): MonthReading[] {
  const calendar = { ...periodContext(now, due), lastYear: now.year };
  const found = new Collector(text, calendar);
  for (let at = 0; at < text.length; at++) {
    readLeading(found, at);
    const started = found.reach(startWord, at);
    for (const point of found.pointsAt(at + started)) {
      readRanges(found, at, point);
      readTrailing(found, at, point, started > 0);
      readBare(found, at, point, started > 0);
    }
  }
  for (const source of [bareRanges, festivals, spells, englishPeriods])
    for (const { start, end, weight, from, to, point } of source(text, calendar))
      found.add(start, end, { from, to }, weight, point ? { point } : {});
  return widest(found.found);
}
