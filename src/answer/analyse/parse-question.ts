/** Parses a question: units in roles, periods, tokens, rows, aspects, and what is left over as the subject itself. */

import type { Day } from '../../knowledge/month.ts';
import type { UnitCondition } from '../../knowledge/select.ts';
import { type Period, readPeriods } from '../../language/period.ts';
import type { RecordKind } from '../../model/plan.ts';
import type { Token } from '../text/lexer.ts';
import { chinese } from '../text/text.ts';
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

function blank(text: string, spans: Iterable<{ start: number; end: number }>): string {
  const characters = [...text.split('')];
  for (const { start, end } of spans) characters.fill(' ', start, end);
  return characters.join('');
}

const particle = /[的了吗呢吧啊呀和与及在是有不没]/;

/** 公共厕所: a character that is a filler elsewhere is none where it stands in three of the plan's own. */
function insidePrinted(piece: string, at: number, isPrinted: (triple: string) => boolean): boolean {
  if (particle.test(piece[at]!)) return false;
  return [at - 2, at - 1, at].some(
    (from) => from >= 0 && from + 3 <= piece.length && isPrinted(piece.slice(from, from + 3)),
  );
}

/** The subject: what is left once words of asking, periods, rows and fillers are gone. */
function restOf(
  text: string,
  used: { start: number; end: number }[],
  { fillers, concepts, isPrinted }: Vocabulary,
): string {
  const open = blank(text, used);
  const left = open
    .split(/[^\u3400-\u9fff\u3007a-z0-9+'-]+/)
    .map((piece) => {
      if (!chinese.test(piece)) return fillers.read(piece).some((m) => m.text === piece) ? '' : piece;
      // 条 is a filler, but not in 条例: a word of the plan's concepts is kept whole.
      const kept = concepts.read(piece);
      return blank(
        piece,
        fillers
          .read(piece)
          .filter(
            (filler) =>
              filler.text.length > 1 ||
              !(
                kept.some((word) => word.start <= filler.start && filler.end <= word.end) ||
                insidePrinted(piece, filler.start, isPrinted)
              ),
          ),
      );
    })
    .join(' ');
  return left.replace(/\s+/g, ' ').trim();
}

/** 谁牵头的多, 哪家配合得少. */
const moreOf = /(?:谁|哪个|哪家|哪边).{0,8}多(?!少|久|长|大)/;
const lessOf = /(?:谁|哪个|哪家|哪边).{0,8}(?<!多)少/;

/** 带不带星: a verb before its own denial asks whether. */
const asksWhether = (text: string, { text: said, start }: Token) =>
  /^[不没]/.test(said) && start > 0 && text[start - 1] === said[1];

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
  const said = /^\d{1,3}[条个项]/.test(text.slice(start, end)) && kindsCounted.find(([word]) => word.test(after))?.[1];
  const within = /^(?:任务)?(?:里|中|当中|之中|按|分|全部|都|一共|各)/.test(after);
  if (ordinal || !(within || said)) return false;
  const counted = said || kind || 'task';
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

export function parseQuestion(text: string, now: Day, vocabulary: Vocabulary): ParsedQuestion {
  const named = readPlaces(text, readRows(text), vocabulary.places).filter((row) => !isWhole(text, row, vocabulary));
  const rows = named.length ? named : readEnds(text, vocabulary);
  const withoutRows = blank(text, rows);
  const periods = readPeriods(withoutRows, now, vocabulary.due);
  const open = blank(withoutRows, periods);
  const tokens = vocabulary.keywords.read(open);
  const has = (tag: string) => tokens.some((token) => token.tag === tag);
  const group = (token: Token) => vocabulary.pack.records.get(token.value)?.number;
  const terms = tokens.filter(
    (token) => token.tag === 'term' && !tokens.some((o) => o.start === token.start && structural.test(o.tag)),
  );
  const used = tokens.filter(
    (token) =>
      structural.test(token.tag) &&
      !(softTags.has(token.tag) && terms.some((t) => t.start <= token.start && token.end <= t.end)),
  );
  const { units, unknownUnits, roles } = readUnits(open, tokens, vocabulary);
  const aspects = new Set<Aspect>();
  for (const { tag } of tokens) {
    const aspect = aspectOfTag[tag];
    if (aspect) aspects.add(aspect);
  }
  for (const role of roles) aspects.add(role);
  if (aspects.has('cooperating') && !tokens.some((m) => m.tag === 'role.responsible')) aspects.delete('responsible');
  if (has('role.which')) for (const role of ['responsible', 'cooperating'] as const) aspects.add(role);
  // 是不是过期了 asks when it is due.
  if (has('time.overdue') && has('ask.yesno') && !has('ask.list') && !has('ask.count')) aspects.add('deadline');
  // What the mark means is asked of the document, not for the tasks that bear it.
  if (has('star') && has('ask.meaning')) tokens.push({ tag: 'doc.star', value: '', text: '★', start: 0, end: 0 });
  const whether = tokens.some((token) => token.tag === 'star.not' && asksWhether(open, token));
  const starred = whether ? undefined : has('star.not') ? false : has('star') ? true : undefined;
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
    groups: tokens
      .filter((m) => m.tag === 'group')
      .map(group)
      .filter((n) => n !== undefined),
    kinds: [...new Set(tokens.filter((m) => m.tag.startsWith('kind.')).map((m) => m.tag.slice(5) as RecordKind))],
    starred,
    noCooperating: has('coop.none'),
    status: has('time.ongoing') ? 'ongoing' : has('time.open') ? 'open' : has('time.overdue') ? 'overdue' : undefined,
    order: has('order.earliest') ? 'earliest' : has('order.latest') ? 'latest' : undefined,
    superlative:
      has('order.most') || moreOf.test(text) ? 'most' : has('order.least') || lessOf.test(text) ? 'least' : undefined,
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
