/** Answers about rows named by their number. */
import { recordsNumbered } from '../../knowledge/select.ts';
import { nameOf } from '../../language/format.ts';
import { readNumber } from '../../language/number.ts';
import type { RecordKind } from '../../model/plan.ts';
import type { OutsideCue } from '../analyse/outside-topics.ts';
import type { RowReference } from '../analyse/rows.ts';
import { columnName } from '../compose/describe.ts';
import { noSuchAnnexCard, noSuchRowCard, whichOfCard } from '../compose/others.ts';
import { type AnswerContext, type Response, recordsOf, respondWith } from '../response.ts';
import { stateRecord, stateRows, stateSelect } from './state.ts';
import { asksProgress, decline, declineProgress } from './unstated.ts';

/** Rows told in full side by side. */
const mostRows = 5;

/** A number that stands in several tables: each by its place, as a whole question. */
function askWhichPlace(context: AnswerContext, ids: readonly string[]): Response {
  const { asked, formatter, trace } = context;
  trace('asked back', `${ids.length} records have this number`);
  const byPlace = new Map(recordsOf(context, ids).map((record) => [record.place, record]));
  const records = [...byPlace.values()].slice(0, mostRows);
  const aspect = [...asked.aspects].find((one) => columnName(formatter, records[0]!.kind, one) !== one);
  const card = whichOfCard(
    formatter,
    records,
    (record) => `${record.place}${aspect ? columnName(formatter, record.kind, aspect) : ''}`,
  );
  return respondWith(
    asked,
    'clarify',
    card,
    records.map(({ id }) => id),
    { candidates: records.map(({ id }) => id) },
  );
}

const annexNamed = /附件\s*(\d{1,3}|[一二三四五六七八九十])/;
const annexAlone = /附件\s*(\d{1,3}|[一二三四五六七八九十])(?!\d)/;

/** The number of the annex that a text names. */
function annexIn(text: string, pattern: RegExp): number | undefined {
  const named = pattern.exec(text)?.[1];
  return named === undefined ? undefined : readNumber(named);
}

/** 附件9 of a plan with two. */
function declineAnnex({ engine, formatter, asked, trace }: AnswerContext): Response | undefined {
  const annexes = engine.pack.plan.annexes.filter(({ number }) => number > 0).length;
  const n = annexIn(asked.text, annexAlone);
  if (n === undefined || n <= annexes) return undefined;
  trace('declined', `there is no annex ${n}`);
  return respondWith(asked, 'not_found', noSuchAnnexCard(formatter, annexes, n), []);
}

/** A row that is asked for, with the records that have its number. */
interface WantedRow {
  kind: RecordKind;
  number: number;
  ids: readonly string[];
}

function wantedRows({ engine: { pack }, asked }: AnswerContext, rows: readonly RowReference[]): WantedRow[] {
  const kindHint = asked.kinds.find((kind) => kind !== 'task' && kind !== 'group');
  return rows.map((row) => {
    const { number } = row;
    // What stands in 附件2 is for the plan to say: tasks in one, support in another.
    const annex = annexIn(asked.text.slice(row.start, row.end), annexNamed);
    const printed = annex === undefined ? undefined : pack.plan.annexes.find((one) => one.number === annex)?.kind;
    const kind = printed ?? row.kind ?? kindHint ?? 'task';
    return { kind, number, ids: row.ids ?? recordsNumbered(pack, kind, number) };
  });
}

function declineRow(context: AnswerContext, { kind, number }: WantedRow): Response {
  const { engine, formatter, asked, trace } = context;
  const all = [...engine.pack.records.values()].filter((record) => record.kind === kind);
  const [first] = all;
  trace('declined', `there is no ${kind}:${number}`);
  if (!first) return decline(context, {}, 'the plan has no such records');
  const place = first.place.replace(/\s*第\d+项$|(?<=\))\d+$/, '') || nameOf(first);
  return respondWith(asked, 'not_found', noSuchRowCard(formatter, place, all.at(-1)!.number, number), []);
}

/** 第3条措施有哪些任务: the tasks of a measure, not the measure. */
const asksTasksOf = (id: string, { kinds, wantsList, wantsCount }: AnswerContext['asked']): boolean =>
  id.startsWith('measure:') && (wantsList || wantsCount) && kinds.includes('task');

function stateTasksOf(context: AnswerContext, measure: string): Response {
  const ids = [...(context.engine.pack.tasksOf.get(measure) ?? [])];
  return stateSelect(context, { ask: 'select', kind: 'task', where: { ids }, as: 'list' });
}

function stateRow(context: AnswerContext, id: string, cues: readonly OutsideCue[]): Response {
  if (asksTasksOf(id, context.asked)) return stateTasksOf(context, id);
  context.trace('rows', id);
  if (asksProgress(context, cues)) return declineProgress(context, id);
  return stateRecord(context, id, { whole: /原文|全文|原话|full text|original/.test(context.asked.text) });
}

function stateSeveral(context: AnswerContext, wanted: readonly WantedRow[], ids: readonly string[]): Response {
  context.trace('rows', ids.join(' '));
  const { kind } = wanted[0]!;
  // More rows than a phone shows at once are a list, a page at a time.
  const listed = ids.length > mostRows || (ids.length > wanted.length && context.asked.wantsList);
  if (listed && wanted.every((row) => row.kind === kind))
    return stateSelect(context, { ask: 'select', kind, where: { ids: [...ids] }, as: 'list' });
  return stateRows(context, ids.slice(0, mostRows));
}

/** Rows by number. Undefined where the numbers only name a group, which is a filter. */
export function answerRows(context: AnswerContext, cues: readonly OutsideCue[] = []): Response | undefined {
  const declined = declineAnnex(context);
  if (declined) return declined;
  const rows = context.asked.rows.filter(({ kind }) => kind !== 'group');
  if (!rows.length) return undefined;
  const wanted = wantedRows(context, rows);
  const missing = wanted.find(({ ids }) => !ids.length);
  if (missing) return declineRow(context, missing);
  const apart = wanted.find(({ ids }) => new Set(recordsOf(context, ids).map(({ place }) => place)).size > 1);
  if (apart) return askWhichPlace(context, apart.ids);
  const ids = [...new Set(wanted.flatMap((row) => row.ids))];
  return ids.length === 1 ? stateRow(context, ids[0]!, cues) : stateSeveral(context, wanted, ids);
}
