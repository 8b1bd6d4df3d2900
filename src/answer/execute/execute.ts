/** Executes a selection: the records that a query holds for, and counts by the column that it asks for. */
import type { Month } from '../../knowledge/month.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanRecord } from '../../model/plan.ts';
import { type Columns, columnsOf, monthColumn } from '../columns/columns.ts';
import type { Column, MonthSpan } from '../columns/types.ts';
import type { Form, Select } from '../query.ts';
import { compileCondition, type Lacking } from './condition.ts';

/** Records that share a value of the column asked for; `value` is a unit, a text, a record's id, or a month as a number. */
export interface Share {
  value: string | Month;
  ids: string[];
}

export interface Selection {
  query: Select;
  /** In the document's order. */
  records: PlanRecord[];
  /** By the column asked for, or by the conditions compared; in the order in which they are told. */
  shares: Share[];
  /** Conditions that this kind of record can't be tested for: the plan does not state such a thing. */
  lacking: Lacking[];
}

const columnsByPack = new WeakMap<KnowledgePack, Columns>();

/** Columns of a pack, made once. */
export function columnsFor(pack: KnowledgePack): Columns {
  let columns = columnsByPack.get(pack);
  if (!columns) {
    columns = columnsOf(pack);
    columnsByPack.set(pack, columns);
  }
  return columns;
}

const isSpan = (value: MonthSpan | 'ongoing'): value is MonthSpan => value !== 'ongoing';

/** The single values that a record has in a column: what records are counted by. */
function valuesOf(column: Column, record: PlanRecord): (string | Month)[] {
  switch (column.type) {
    case 'units':
    case 'reference':
      return [...new Set(column.read(record))];
    case 'month':
      return [
        ...new Set(
          column
            .read(record)
            .filter(isSpan)
            .map(({ to }) => to),
        ),
      ];
    case 'text':
    case 'number': {
      const value = column.read(record);
      return value === undefined ? [] : [value];
    }
    case 'flag':
      return [column.read(record) ? 'yes' : 'no'];
  }
}

/** A name that stands for many units at once is not counted as one of them. */
const collective = /成员单位/;

function sharesOf(column: Column, records: readonly PlanRecord[], except: readonly string[]): Share[] {
  const shares = new Map<string | Month, string[]>();
  for (const record of records)
    for (const value of valuesOf(column, record)) {
      if (typeof value === 'string' && (except.includes(value) || (column.type === 'units' && collective.test(value))))
        continue;
      const ids = shares.get(value);
      if (ids) ids.push(record.id);
      else shares.set(value, [record.id]);
    }
  return [...shares].map(([value, ids]) => ({ value, ids }));
}

/** Months in their order, other values by how many records share them. */
function inOrder(shares: Share[], column: Column): Share[] {
  if (column.type === 'month' || column.type === 'number')
    return shares.sort((a, b) => Number(a.value) - Number(b.value));
  return shares.sort((a, b) => b.ids.length - a.ids.length);
}

function edgeOf(records: readonly PlanRecord[], column: Column | undefined, order: Select['order'], current: Month) {
  if (column?.type !== 'month') return [];
  const dated = records.flatMap((record) =>
    column
      .read(record)
      .filter(isSpan)
      .filter(({ to }) => order !== 'next' || to >= current)
      .map(({ to }) => ({ record, at: to })),
  );
  const months = dated.map(({ at }) => at);
  const edge =
    order === 'latest'
      ? months.reduce((a, b) => Math.max(a, b), 0)
      : months.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return [...new Set(dated.filter(({ at }) => at === edge).map(({ record }) => record))];
}

function shareColumn(form: Form): { name: string; keep?: 'most' | 'least'; except: readonly string[] } | undefined {
  if (typeof form === 'string' || 'compare' in form) return undefined;
  if ('each' in form) return { name: form.each, except: [] };
  if ('most' in form) return { name: form.most, keep: 'most', except: form.except ?? [] };
  return { name: form.least, keep: 'least', except: form.except ?? [] };
}

/** Compiles the tests of a selection; `meeting` goes through the records that meet them, none where a column is lacking. */
function prepare(query: Select, pack: KnowledgePack, current: Month) {
  const columns = columnsFor(pack);
  const scope = { columns, records: pack.records, kind: query.kind, current };
  const lacking: Lacking[] = [];
  const compared = typeof query.as === 'object' && 'compare' in query.as ? query.as.compare : [];
  const sides = compared.map((side) => compileCondition(side, scope, lacking));
  const holds = query.where ? compileCondition(query.where, scope, lacking) : () => true;
  function* meeting(): Generator<PlanRecord> {
    if (lacking.length) return;
    for (const record of pack.records.values())
      if (record.kind === query.kind && holds(record) && (!sides.length || sides.some((side) => side(record))))
        yield record;
  }
  return { columns, lacking, sides, meeting };
}

/** Whether a selection holds for any record: what a reader needs to know of a candidate. */
export function holdsForAny(query: Select, pack: KnowledgePack, current: Month): boolean {
  return !prepare(query, pack, current).meeting().next().done;
}

/** Executes a selection over a pack, as seen in the month `current`. The only reader of sets of records. */
export function execute(query: Select, pack: KnowledgePack, current: Month): Selection {
  const { columns, lacking, sides, meeting } = prepare(query, pack, current);
  let records = [...meeting()];
  if (query.order) {
    const column = columns.of(query.kind, monthColumn(query.kind));
    if (!column) lacking.push({ kind: query.kind, column: monthColumn(query.kind) });
    records = edgeOf(records, column, query.order, current);
  }
  const done = (shares: Share[]): Selection => ({ query, records, shares, lacking });
  if (sides.length)
    return done(
      sides.map((side, index) => ({
        value: String(index),
        ids: records.filter(side).map((record) => record.id),
      })),
    );
  const by = shareColumn(query.as);
  if (!by) return done([]);
  const column = columns.of(query.kind, by.name);
  if (!column) {
    lacking.push({ kind: query.kind, column: by.name });
    records = [];
    return done([]);
  }
  const shares = inOrder(sharesOf(column, records, by.except), column);
  if (!by.keep) return done(shares);
  const counts = shares.map(({ ids }) => ids.length);
  const edge = by.keep === 'most' ? Math.max(0, ...counts) : Math.min(Number.POSITIVE_INFINITY, ...counts);
  const winners = shares.filter(({ ids }) => ids.length === edge);
  const kept = new Set(winners.flatMap(({ ids }) => ids));
  records = records.filter(({ id }) => kept.has(id));
  return done([...winners, ...shares.filter((share) => !winners.includes(share))]);
}
