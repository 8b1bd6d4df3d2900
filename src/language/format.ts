/** Formats dates, deadlines, units and sources for cards, in the language and on the day of the asker. */

import { type Day, type Month, monthOf, numberOf, parseMonth, yearOf } from '../knowledge/month.ts';
import { citedHead } from '../model/pack/cited-name.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import { deadlinesOf, type PlanRecord, type RecordKind } from '../model/plan.ts';
import { type Language, type PhraseKey, type Phrases, type Say, type SayQuery, speaker } from './answer-phrases.ts';
import type { QueryPhraseKey } from './query-phrases.ts';

export interface Formatter {
  say: Say;
  sayQuery: SayQuery;
  language: Language;
  pack: KnowledgePack;
  now: Day;
}

export function formatterFor(pack: KnowledgePack, now: Day, language: Language, phrases?: Phrases): Formatter {
  const spoken = speaker(language, phrases);
  const count = pack.plan.faults?.length ?? 0;
  return { ...(count ? unsure(spoken, count) : spoken), language, pack, now };
}

/** Sentences that something is not there, and what a plan that was read with faults says instead. */
const denials = {
  answer: new Map<PhraseKey, 'incomplete' | 'unread'>([
    ...(['notStated', 'stranger', 'notFound', 'noSuchAnnex', 'noSuchRow'] as const).map(
      (key) => [key, 'incomplete'] as const,
    ),
    ['noCooperating', 'unread'],
    ['notPrinted', 'unread'],
  ]),
  query: new Set<QueryPhraseKey>(['none', 'noneAll', 'no', 'lacking']),
};

/** What could not be read may hold what is asked: it is never said to be missing from the plan. */
function unsure(
  { say, sayQuery }: Pick<Formatter, 'say' | 'sayQuery'>,
  count: number,
): Pick<Formatter, 'say' | 'sayQuery'> {
  return {
    say: (key, slots) => {
      const instead = denials.answer.get(key);
      return instead ? say(instead, { count }) : say(key, slots);
    },
    sayQuery: (key, slots) => (denials.query.has(key) ? say('incomplete', { count }) : sayQuery(key, slots)),
  };
}

/** Months by their names in English, January first. */
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const currentMonth = ({ now }: Formatter): Month => monthOf(now.year, now.month);

/** 2025年6月, June 2025. */
export function formatMonth({ say, language }: Formatter, month: Month): string {
  const number = numberOf(month);
  return say('month', { year: yearOf(month), month: language === 'en' ? monthNames[number - 1]! : number });
}

/** A column's own heading in the plan's table (责任单位), by its role. */
export function column({ pack }: Formatter, kind: RecordKind, role: string): string {
  return pack.plan.annexes.find((annex) => annex.kind === kind)?.columns[role] ?? '';
}

/** Two remarks in brackets become one. */
const brackets = (between: string) => (between === '）（' ? '；' : '; ');

/** Every deadline with what the calendar says of it; never whether it was met. */
export function formatDeadline(formatter: Formatter, record: PlanRecord): string | undefined {
  const stated = deadlinesOf(record);
  if (!stated.length) return undefined;
  const current = currentMonth(formatter);
  const texts = stated.map((deadline) => {
    if (deadline.kind !== 'month') return deadline.cell.text;
    const month = parseMonth(deadline.month);
    const date = formatMonth(formatter, month);
    const phrase = formatter.say(month < current ? 'passed' : month === current ? 'dueThisMonth' : 'within', { date });
    return deadline.inferredYear
      ? formatter.say('yearInferred', { date: phrase }).replace(/）（|\) \(/, brackets)
      : phrase;
  });
  return texts.join(formatter.say('semicolon'));
}

const citation = ({ pack }: Formatter, place: string) => `${citedHead(pack)}${place}`.trim();

export function sourceOf(formatter: Formatter, records: readonly PlanRecord[]): string[] {
  const places = [...new Set(records.map((record) => record.place))];
  return places.length ? [citation(formatter, joinPlaces(places))] : [];
}

/** The source beside rows that show their own numbers: 附件1 is enough. */
export function sourceOfRows(formatter: Formatter, records: readonly PlanRecord[]): string[] {
  const tables = [...new Set(records.map(({ place }) => place.replace(/\s*第\d+项$/, '')))];
  return tables.length ? [citation(formatter, joinPlaces(tables))] : [];
}

/** 附件1 第24项, 附件1 第25项 → 附件1 第24、25项. */
function joinPlaces(places: readonly string[]): string {
  const rows = new Map<string, string[]>();
  for (const place of places) {
    const match = /^(.*)第(\d+)项$/.exec(place);
    const head = match ? match[1]! : place;
    const list = rows.get(head) ?? [];
    if (match) list.push(match[2]!);
    rows.set(head, list);
  }
  const parts = [...rows].map(([head, numbers]) => (numbers.length ? `${head}第${numbers.join('、')}项` : head));
  return parts.join('；');
}

export const units = (names: readonly string[]) => names.join('、');

/** A unit as lists name it: the first of its names, without the office in brackets. */
export function shortName({ pack }: Formatter, name: string): string {
  return pack.units.units.find((unit) => unit.name === name)?.short ?? name;
}

/** Cuts at a length, at punctuation if there is some near; the cut is marked. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const stop = Math.max(cut.lastIndexOf('，'), cut.lastIndexOf('、'), cut.lastIndexOf('。'), cut.lastIndexOf('；'));
  const head = stop > length * 0.6 ? cut.slice(0, stop) : cut;
  return `${head}…`;
}

/** A record in one line: its title where it has one, else its own words; a part of an item begins with the item. */
export function nameOf(record: PlanRecord): string {
  if ('title' in record) return record.title.text;
  return 'item' in record && record.item
    ? `${record.item.text.replace(/[。；，、]$/, '')}：${record.text.text}`
    : record.text.text;
}
