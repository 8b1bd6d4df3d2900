/** Answers about rows named by their number. */
import { recordsNumbered } from '../../knowledge/select.ts';
import { nameOf } from '../../language/format.ts';
import { readNumber } from '../../language/number.ts';
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

/** Rows by number. Undefined where the numbers only name a group, which is a filter. */
export function answerRows(context: AnswerContext, cues: readonly OutsideCue[] = []): Response | undefined {
  const { engine, formatter, asked, trace } = context;
  const annex = /附件\s*(\d{1,3}|[一二三四五六七八九十])(?!\d)/.exec(asked.text)?.[1];
  const annexes = engine.pack.plan.annexes.filter(({ number }) => number > 0).length;
  const n = annex === undefined ? undefined : readNumber(annex);
  if (n !== undefined && n > annexes) {
    trace('declined', `there is no annex ${n}`);
    return respondWith(asked, 'not_found', noSuchAnnexCard(formatter, annexes, n), []);
  }
  const rows = asked.rows.filter((row) => row.kind !== 'group');
  if (!rows.length) return undefined;
  const kindHint = asked.kinds.find((kind) => kind !== 'task' && kind !== 'group');
  const annexSaid = ({ start, end }: RowReference) => {
    const named = /附件\s*(\d{1,3}|[一二三四五六七八九十])/.exec(asked.text.slice(start, end))?.[1];
    return named === undefined ? undefined : readNumber(named);
  };
  // What stands in 附件2 is for the plan to say: tasks in one, support in another.
  const wanted = rows.map((row) => {
    const annex = annexSaid(row);
    const printed = engine.pack.plan.annexes.find(({ number }) => annex !== undefined && number === annex)?.kind;
    const kind = printed ?? row.kind ?? kindHint ?? 'task';
    return { kind, number: row.number, ids: row.ids ?? recordsNumbered(engine.pack, kind, row.number) };
  });
  const missing = wanted.find(({ ids }) => !ids.length);
  if (missing) {
    const all = [...engine.pack.records.values()].filter((record) => record.kind === missing.kind);
    trace('declined', `there is no ${missing.kind}:${missing.number}`);
    const place = all[0]?.place.replace(/\s*第\d+项$|(?<=\))\d+$/, '') ?? '';
    if (!all.length) return decline(context, {}, 'the plan has no such records');
    return respondWith(
      asked,
      'not_found',
      noSuchRowCard(formatter, place || nameOf(all[0]!), all.at(-1)!.number, missing.number),
      [],
    );
  }
  const apart = wanted.find(({ ids }) => new Set(recordsOf(context, ids).map(({ place }) => place)).size > 1);
  if (apart) return askWhichPlace(context, apart.ids);
  const ids = [...new Set(wanted.flatMap((row) => row.ids))];
  const only = ids.length === 1 ? ids[0]! : undefined;
  if (only?.startsWith('measure:') && (asked.wantsList || asked.wantsCount) && asked.kinds.includes('task'))
    return stateSelect(context, {
      ask: 'select',
      kind: 'task',
      where: { ids: [...(engine.pack.tasksOf.get(only) ?? [])] },
      as: 'list',
    });
  trace('rows', ids.join(' '));
  if (only && asksProgress(context, cues)) return declineProgress(context, only);
  if (only) return stateRecord(context, only, { whole: /原文|全文|原话|full text|original/.test(asked.text) });
  // More rows than a phone shows at once are a list, a page at a time.
  const [first] = wanted;
  const listed = ids.length > mostRows || (ids.length > wanted.length && asked.wantsList);
  if (listed && wanted.every(({ kind }) => kind === first!.kind))
    return stateSelect(context, { ask: 'select', kind: first!.kind, where: { ids }, as: 'list' });
  return stateRows(context, ids.slice(0, mostRows));
}
