/** Looks a subject up among the records: the ranking, with small preferences among near equals. */
import { unitsIn } from '../../knowledge/select.ts';
import { column } from '../../language/format.ts';
import type { PlanRecord } from '../../model/plan.ts';
import { type Aspect, hasToken, type ParsedQuestion } from '../analyse/parse-question.ts';
import { whichOfCard } from '../compose/others.ts';
import { columnsFor } from '../execute/execute.ts';
import { type AnswerContext, type Response, recordsOf, respondWith } from '../response.ts';
import { isRecord } from '../retrieve/thresholds.ts';
import { stateRecord } from './state.ts';

export interface ScoredRecord {
  id: string;
  score: number;
}

/** Records reranked: how many of the best hits are looked at again. */
const maxReranked = 40;

/** The next nearest, for who says that this was not meant. */
const maxCandidates = 5;

/** The records nearest to a question, best first. */
export function nearestRecords({ engine, asked }: AnswerContext): ScoredRecord[] {
  const named = new Set(asked.units.filter((unit) => !unit.not).flatMap((unit) => unit.units));
  const regular = new Set(engine.pack.duties.flatMap((duty) => duty.records.slice(0, 1)));
  return engine
    .rank(asked.text)
    .hits.filter((hit) => isRecord(hit.id))
    .slice(0, maxReranked)
    .map(({ id, score }) => ({
      id,
      score: score * rerank(engine.pack.records.get(id)!, asked, { named, regular }),
    }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** A subject of a few characters that as many records meet as well is asked back. */
const shortSubject = 4;
const nearShare = 0.82;
const minNear = 3;
const maxNear = 4;

/** Asks back where a subject is so short that several records meet it alike. */
export function askWhichOf(
  context: AnswerContext,
  records: readonly ScoredRecord[],
  best: number,
): Response | undefined {
  const { asked, trace } = context;
  const near = records.filter(({ score }) => score > best * nearShare).slice(0, maxNear);
  const length = [asked.rest, ...asked.terms.map((term) => term.text)].join('').replace(/\s/g, '').length;
  if (near.length < minNear || length > shortSubject || length === 0) return undefined;
  trace('asked back', `${near.length} records are equally near`);
  const ids = near.map(({ id }) => id);
  return askWhichRecord(context, ids);
}

/** Asks which of several records is meant, each as a whole question. */
export function askWhichRecord(context: AnswerContext, ids: readonly string[]): Response {
  const { asked, formatter } = context;
  const aspect = [...asked.aspects][0];
  const card = whichOfCard(
    formatter,
    recordsOf(context, ids),
    (one) => `${one.place}${aspect ? column(formatter, one.kind, aspect) : ''}`,
  );
  return respondWith(asked, 'clarify', card, [...ids], { candidates: [...ids], readings: ids.map((id) => [id]) });
}

/** States one of the records near to a question; the others are kept for who says that it was not meant. */
export function stateNear(context: AnswerContext, records: readonly ScoredRecord[], id: string): Response {
  const others = records.filter((other) => other.id !== id).slice(0, maxCandidates);
  return { ...stateRecord(context, id), candidates: others.map((other) => other.id) };
}

/** A row this near is meant where the paragraph that came first has no such column. */
const nearRow = 0.6;
const columns: Aspect[] = ['responsible', 'cooperating', 'leader', 'deadline', 'place', 'star'];

/** Where a column is asked and a paragraph came first: the row of the annex that carries it out, if that is near too. */
export function rowFor({ engine, asked }: AnswerContext, records: readonly ScoredRecord[]): ScoredRecord | undefined {
  const [top] = records;
  const states = (id: string) =>
    asked.columns.some((name) => columnsFor(engine.pack).of(engine.pack.records.get(id)!.kind, name));
  if (top && asked.columns.length && !states(top.id))
    return records.find(({ id, score }) => states(id) && score > top.score * nearRow) ?? top;
  if (!top || !columns.some((aspect) => asked.aspects.has(aspect) && aspect !== 'place')) return top;
  const rows = engine.pack.tasksOf.get(top.id);
  const isRow = (id: string) => (top.id.startsWith('indicator:') ? id.startsWith('task:') : rows?.includes(id));
  return records.find((hit) => isRow(hit.id) && hit.score > top.score * nearRow) ?? top;
}

interface Preferences {
  /** Units named in the question. */
  named: ReadonlySet<string>;
  /** First records of recurring duties. */
  regular: ReadonlySet<string>;
}

interface Weighed extends Preferences {
  record: PlanRecord;
  asked: ParsedQuestion;
}

function namedUnitFactor({ record, named }: Weighed): number {
  if (!named.size) return 1;
  if (unitsIn(record, 'responsible').some((unit) => named.has(unit))) return 1.15;
  return unitsIn(record, 'cooperating').some((unit) => named.has(unit)) ? 1.07 : 1;
}

function namedKindFactor({ record: { kind }, asked }: Weighed): number {
  if (!asked.kinds.includes(kind)) return 1;
  return kind === 'task' ? 1.06 : 1.15;
}

/** Support is what the level above gives: asked for by that word, else hardly meant. */
function supportFactor({ record, asked }: Weighed): number {
  if (record.kind !== 'support') return 1;
  if (hasToken(asked, 'level.above')) return 1.2;
  return asked.kinds.includes('support') ? 1 : 0.92;
}

/** 市里 alone is not said of what the level above gives. */
const isOtherLevel = ({ record, asked }: Weighed) =>
  record.kind === 'support' && hasToken(asked, 'level.own') && !hasToken(asked, 'level.above');

const rowAspects: Aspect[] = ['deadline', 'responsible', 'cooperating', 'leader'];

/** Measures and groups have no columns of units and dates. */
function rowFactor({ record: { kind }, asked }: Weighed): number {
  const ofText = kind === 'measure' || kind === 'group';
  return ofText && rowAspects.some((aspect) => asked.aspects.has(aspect)) ? 0.9 : 1;
}

/** The annex of support names no cooperating units and no deadlines. */
const lacksColumn = ({ record, asked }: Weighed) =>
  record.kind === 'support' && (asked.aspects.has('cooperating') || asked.aspects.has('deadline'));

/** What each preference multiplies the score of a record by. */
const factors: readonly ((weighed: Weighed) => number)[] = [
  namedUnitFactor,
  namedKindFactor,
  supportFactor,
  (weighed) => (isOtherLevel(weighed) ? 0.75 : 1),
  rowFactor,
  ({ record, asked }) => (asked.aspects.has('target') && record.kind === 'indicator' ? 1.08 : 1),
  (weighed) => (lacksColumn(weighed) ? 0.8 : 1),
  ({ record, asked, regular }) => (hasToken(asked, 'ask.interval') && regular.has(record.id) ? 1.35 : 1),
];

/** Small preferences among near equals: a unit that was named, the kind that holds what was asked. */
function rerank(record: PlanRecord, asked: ParsedQuestion, preferences: Preferences): number {
  const weighed = { record, asked, ...preferences };
  return factors.reduce((product, factor) => product * factor(weighed), 1);
}
