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

interface ScoredRecord {
  id: string;
  score: number;
}

/** Records reranked: how many of the best hits are looked at again. */
const maxReranked = 40;

/** The next nearest, for who says that this was not meant. */
const maxCandidates = 5;

/** The records nearest to a question, best first. */
function nearestRecords({ engine, asked }: AnswerContext): ScoredRecord[] {
  const named = new Set(asked.units.filter((unit) => !unit.not).flatMap((unit) => unit.units));
  const called = new Set(asked.terms.map((term) => term.value));
  const places = new Set(
    engine.pack.servicePoints
      .filter(({ id }) => called.has(`channel:${id}`))
      .flatMap((point) => point.records.slice(0, 1)),
  );
  const regular = new Set(engine.pack.duties.flatMap((duty) => duty.records.slice(0, 1)));
  return engine
    .rank(asked.text)
    .hits.filter((hit) => isRecord(hit.id))
    .slice(0, maxReranked)
    .map(({ id, score }) => ({
      id,
      score: score * rerank(engine.pack.records.get(id)!, asked, { named, regular, places }),
    }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** A subject of a few characters that as many records meet as well is asked back. */
const shortSubject = 4;
const nearShare = 0.82;
const minNear = 3;
const maxNear = 4;

function askWhichOf(context: AnswerContext, records: readonly ScoredRecord[], best: number): Response | undefined {
  const { asked, formatter, trace } = context;
  const near = records.filter(({ score }) => score > best * nearShare).slice(0, maxNear);
  const length = [asked.rest, ...asked.terms.map((term) => term.text)].join('').replace(/\s/g, '').length;
  if (near.length < minNear || length > shortSubject || length === 0) return undefined;
  trace('asked back', `${near.length} records are equally near`);
  const ids = near.map(({ id }) => id);
  const aspect = [...asked.aspects][0];
  const card = whichOfCard(
    formatter,
    recordsOf(context, ids),
    (one) => `${one.place}${aspect ? column(formatter, one.kind, aspect) : ''}`,
  );
  return respondWith(asked, 'clarify', card, ids, { candidates: ids });
}

/** States the record that a question's words mean; undefined where no record shares a word with it. */
export function answerSubject(context: AnswerContext): Response | undefined {
  const records = nearestRecords(context);
  context.trace(
    'found',
    records
      .slice(0, 5)
      .map((hit) => `${hit.id} ${hit.score.toFixed(1)}`)
      .join(' · '),
  );
  const top = rowFor(context, records);
  if (!top) return undefined;
  const back = askWhichOf(context, records, top.score);
  if (back) return back;
  const others = records.filter(({ id }) => id !== top.id).slice(0, maxCandidates);
  return { ...stateRecord(context, top.id), candidates: others.map(({ id }) => id) };
}

/** A row this near is meant where the paragraph that came first has no such column. */
const nearRow = 0.6;
const columns: Aspect[] = ['responsible', 'cooperating', 'leader', 'deadline', 'place', 'star'];

/** Where a column is asked and a paragraph came first: the row of the annex that carries it out, if that is near too. */
function rowFor({ engine, asked }: AnswerContext, records: readonly { id: string; score: number }[]) {
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
  /** First records of the channels that are called by name. */
  places: ReadonlySet<string>;
}

/** Small preferences among near equals: a unit that was named, the kind that holds what was asked. */
function rerank(record: PlanRecord, asked: ParsedQuestion, { named, regular, places }: Preferences): number {
  let factor = places.has(record.id) ? 1.15 : 1;
  if (named.size && unitsIn(record, 'responsible').some((unit) => named.has(unit))) factor *= 1.15;
  else if (named.size && unitsIn(record, 'cooperating').some((unit) => named.has(unit))) factor *= 1.07;
  if (asked.kinds.includes(record.kind)) factor *= record.kind === 'task' ? 1.06 : 1.15;
  const level = (tag: string) => hasToken(asked, tag);
  if (record.kind === 'support' && level('level.above')) factor *= 1.2;
  if (record.kind === 'support' && !level('level.above') && !asked.kinds.includes('support')) factor *= 0.92;
  if (record.kind === 'support' && level('level.own') && !level('level.above')) factor *= 0.75;
  const rowAsked =
    asked.aspects.has('deadline') ||
    asked.aspects.has('responsible') ||
    asked.aspects.has('cooperating') ||
    asked.aspects.has('leader');
  if (rowAsked && (record.kind === 'measure' || record.kind === 'group')) factor *= 0.9;
  if (asked.aspects.has('target') && record.kind === 'indicator') factor *= 1.08;
  // The annex of support names no cooperating units and no deadlines.
  if (record.kind === 'support' && (asked.aspects.has('cooperating') || asked.aspects.has('deadline'))) factor *= 0.8;
  if (level('ask.interval') && regular.has(record.id)) factor *= 1.35;
  return factor;
}
