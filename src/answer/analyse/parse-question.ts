/** Parses a question: units in roles, periods, tokens, rows, aspects, and what is left over as the subject itself. */

import type { Day } from '../../knowledge/month.ts';
import type { UnitCondition } from '../../knowledge/select.ts';
import { type Period, readPeriods } from '../../language/period.ts';
import type { RecordKind } from '../../model/plan.ts';
import type { Token } from '../text/lexer.ts';
import { chinese } from '../text/text.ts';
import { blank, restOf } from './rest.ts';
import { type RowReference, readPlaces, readRows } from './rows.ts';
import { readUnits } from './units.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Aspect = 'responsible' | 'cooperating' | 'leader' | 'deadline' | 'star' | 'target' | 'content' | 'place';

export interface ParsedQuestion {
  text: string;
  english: boolean;
  tokens: Token[];
  units: UnitCondition[];
  /** Named like a unit, with a role, but no unit of this plan (教育局牵头). */
  unknownUnits: string[];
  periods: Period[];
  rows: RowReference[];
  groups: number[];
  kinds: RecordKind[];
  starred: boolean | undefined;
  noCooperating: boolean;
  status: 'overdue' | 'open' | 'ongoing' | undefined;
  order: 'earliest' | 'latest' | undefined;
  superlative: 'most' | 'least' | undefined;
  compares: boolean;
  aspects: Set<Aspect>;
  /** Columns of the plan's own that are asked by name. */
  columns: string[];
  wantsList: boolean;
  wantsCount: boolean;
  /** Asks whether something holds (是不是, …吗). */
  wantsYesNo: boolean;
  /** What the fixed meanings and fillers leave: the subject, if there is one. */
  rest: string;
  terms: Token[];
}

/** Does the question hold a word of this meaning? */
export function hasToken({ tokens }: Pick<ParsedQuestion, 'tokens'>, tag: string): boolean {
  return tokens.some((token) => token.tag === tag);
}

const aspectOfTag: Record<string, Aspect> = {
  'ask.leader': 'leader',
  'ask.deadline': 'deadline',
  'ask.left': 'deadline',
  'ask.done': 'deadline',
  'ask.target': 'target',
  'ask.content': 'content',
  'ask.which': 'place',
  'ask.unit': 'responsible',
  star: 'star',
};

/** Tags whose words are part of the way of asking, not of the subject. */
const structural =
  /^(?:unit|joint|role|ask|star|coop|time|order|compare|not|kind|group|back|more|only|switch|correct|cancel|pick|original|doc|subject|about|help|level|next|previous|samegroup)/;

/** Short question words that also stand inside other words (不, 没, 管) count only where nothing else claims the place. */
const softTags = new Set(['ask.yesno', 'switch', 'about', 'role.responsible', 'order.most', 'compare']);

/** 谁牵头的多, 哪家配合得少. */
const moreOf = /(?:谁|哪个|哪家|哪边).{0,8}多(?!少|久|长|大)/;
const lessOf = /(?:谁|哪个|哪家|哪边).{0,8}(?<!多)少/;

/** 带不带星: a verb before its own denial asks whether. */
const asksWhether = (text: string, { text: word, start }: Token) =>
  /^[不没]/.test(word) && start > 0 && text[start - 1] === word[1];

const kindsCounted: readonly [RegExp, RecordKind][] = [
  [/^(?:主要)?措施/, 'measure'],
  [/^(?:预期)?指标/, 'indicator'],
  [/^支持/, 'support'],
  [/^(?:组织)?保障/, 'guarantee'],
  [/^阶段/, 'phase'],
];

/** 68条里谁家牵头最多, 17条措施列一下: the number of all there are, not a row. */
function isWhole(text: string, { kind, number, start, end, ordinal }: RowReference, { pack }: Vocabulary): boolean {
  const after = text.slice(end);
  const named = /^\d{1,3}[条个项]/.test(text.slice(start, end)) && kindsCounted.find(([word]) => word.test(after))?.[1];
  const within = /^(?:任务)?(?:里|中|当中|之中|按|分|全部|都|一共|各)/.test(after);
  if (ordinal || !(within || named)) return false;
  const counted = named || kind || 'task';
  return number === [...pack.records.values()].filter((record) => record.kind === counted).length;
}

/** 头一个阶段, 最后那个阶段: the first and the last of a kind. */
function readEnds(text: string, { pack }: Vocabulary): RowReference[] {
  const found = /(?:(头一?|首|打头)|(最后|末尾?|最末))(?:的|那|这)?(?:一)?个?(阶段|指标|措施)/.exec(text);
  if (!found) return [];
  const kind = ({ 阶段: 'phase', 指标: 'indicator', 措施: 'measure' } as const)[found[3] as '阶段'];
  const numbers = [...pack.records.values()].flatMap((record) => (record.kind === kind ? [record.number] : []));
  const number = found[1] ? Math.min(...numbers) : Math.max(...numbers);
  if (!numbers.length) return [];
  return [{ kind, number, start: found.index, end: found.index + found[0].length, ordinal: false }];
}

type HasTag = (tag: string) => boolean;

/** Values by the tags of the words that give them; the first tag that is there counts. */
type ByTag<T> = readonly (readonly [tag: string, value: T])[];

const statuses: ByTag<'ongoing' | 'open' | 'overdue'> = [
  ['time.ongoing', 'ongoing'],
  ['time.open', 'open'],
  ['time.overdue', 'overdue'],
];
const orders: ByTag<'earliest' | 'latest'> = [
  ['order.earliest', 'earliest'],
  ['order.latest', 'latest'],
];
const stars: ByTag<boolean> = [
  ['star.not', false],
  ['star', true],
];

const firstOf = <T>(has: HasTag, values: ByTag<T>): T | undefined => values.find(([tag]) => has(tag))?.[1];

function superlativeOf(text: string, has: HasTag): ParsedQuestion['superlative'] {
  if (has('order.most') || moreOf.test(text)) return 'most';
  return has('order.least') || lessOf.test(text) ? 'least' : undefined;
}

/** Rows by number, else the first or last of a kind. */
function rowsIn(text: string, vocabulary: Vocabulary): RowReference[] {
  const named = readPlaces(text, readRows(text), vocabulary.places).filter((row) => !isWhole(text, row, vocabulary));
  return named.length ? named : readEnds(text, vocabulary);
}

/** Columns that are asked for, by the words for them and the roles that no unit was given. */
function aspectsIn(tokens: readonly Token[], roles: readonly Aspect[], has: HasTag): Set<Aspect> {
  const byWord = tokens.flatMap(({ tag }) => aspectOfTag[tag] ?? []);
  const aspects = new Set<Aspect>([...byWord, ...roles]);
  if (aspects.has('cooperating') && !has('role.responsible')) aspects.delete('responsible');
  if (has('role.which')) aspects.add('responsible').add('cooperating');
  // 是不是过期了 asks when it is due.
  if (has('time.overdue') && has('ask.yesno') && !has('ask.list') && !has('ask.count')) aspects.add('deadline');
  return aspects;
}

/** The words whose meaning is fixed. A soft one inside a word of the pack's own is part of that. */
function structuralTokens(tokens: readonly Token[], terms: readonly Token[]): Token[] {
  const insideTerm = ({ start, end }: Token) => terms.some((term) => term.start <= start && end <= term.end);
  return tokens.filter((token) => structural.test(token.tag) && !(softTags.has(token.tag) && insideTerm(token)));
}

/** Words of the pack's own, where no word with a fixed meaning begins at the same place. */
function termsIn(tokens: readonly Token[]): Token[] {
  const fixed = new Set(tokens.filter(({ tag }) => structural.test(tag)).map(({ start }) => start));
  return tokens.filter(({ tag, start }) => tag === 'term' && !fixed.has(start));
}

function groupNumbers(tokens: readonly Token[], { pack }: Vocabulary): number[] {
  const groups = tokens.filter(({ tag }) => tag === 'group');
  return groups.flatMap(({ value }) => pack.records.get(value)?.number ?? []);
}

const kindsIn = (tokens: readonly Token[]): RecordKind[] => [
  ...new Set(tokens.filter(({ tag }) => tag.startsWith('kind.')).map(({ tag }) => tag.slice(5) as RecordKind)),
];

/** Facts of the document that two words ask for together (通知是哪天落款的, 文件全名); each by the words that it takes. */
const composedFacts: readonly (readonly [tag: string, ...words: string[]])[] = [
  ['doc.issued', 'paper', 'paper.issuing', 'ask.deadline'],
  ['doc.issuer', 'paper', 'paper.issuing', 'ask.unit'],
  ['doc.title', 'paper', 'paper.name'],
  // What the mark means is asked of the document, not for the tasks that bear it.
  ['doc.star', 'star', 'ask.meaning'],
];

const ofDocument = (has: (tag: string) => boolean): Token[] =>
  composedFacts
    .filter(([, ...words]) => words.every(has))
    .map(([tag]) => ({ tag, value: '', text: tag, start: 0, end: 0 }));

/** Parses a cleaned text; `now` is the day on which it is asked. */
export function parseQuestion(text: string, now: Day, vocabulary: Vocabulary): ParsedQuestion {
  const rows = rowsIn(text, vocabulary);
  const withoutRows = blank(text, rows);
  const periods = readPeriods(withoutRows, now, vocabulary.due);
  const open = blank(withoutRows, periods);
  const tokens = vocabulary.keywords.read(open);
  const has = (tag: string) => tokens.some((token) => token.tag === tag);
  const terms = termsIn(tokens);
  const used = structuralTokens(tokens, terms);
  const { units, unknownUnits, roles } = readUnits(open, tokens, vocabulary);
  const aspects = aspectsIn(tokens, roles, has);
  tokens.push(...ofDocument(has));
  const whether = tokens.some((token) => token.tag === 'star.not' && asksWhether(open, token));
  const starred = whether ? undefined : firstOf(has, stars);
  // 55项不带星: of a row it is asked, not a condition.
  if (whether || (starred === false && rows.length)) aspects.add('star');
  return {
    text,
    english: !chinese.test(text) && /[a-z]{2}/.test(text),
    tokens,
    units,
    unknownUnits,
    periods,
    rows,
    groups: groupNumbers(tokens, vocabulary),
    kinds: kindsIn(tokens),
    starred,
    noCooperating: has('coop.none'),
    status: firstOf(has, statuses),
    order: firstOf(has, orders),
    superlative: superlativeOf(text, has),
    compares: has('compare'),
    aspects,
    columns: [...new Set(tokens.filter(({ tag }) => tag === 'ask.column').map(({ value }) => value))],
    wantsList: has('ask.list') || has('ask.which') || /哪[两三四五六七八九十]/.test(text),
    wantsCount: has('ask.count') || has('shown.count'),
    wantsYesNo: has('ask.yesno') || whether,
    rest: restOf(text, [...rows, ...periods, ...used], vocabulary),
    terms,
  };
}
