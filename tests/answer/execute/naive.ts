/** Evaluates queries straight over the records as they are imported, apart from the executor: what property tests compare with. */
import type { Condition, Select, Test } from '../../../src/answer/query.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import type { PlanRecord, RecordKind } from '../../../src/model/plan.ts';

/** A cell as plain data: units and links as lists, a period as two months (`YYYY-MM`), `forever` without end. */
type Cell = string[] | string | number | boolean | { from: string; to: string } | 'forever' | undefined;
export type Type = 'units' | 'links' | 'text' | 'number' | 'flag' | 'month';

const tasksBehind = (pack: KnowledgePack, id: string) => pack.tasksOf.get(id) ?? [];
const groupOf = (pack: KnowledgePack, measure: string): string[] => {
  const record = pack.records.get(measure);
  return record?.kind === 'measure' && record.group ? [`group:${record.group}`] : [];
};
const carriedOutBy = (pack: KnowledgePack, kind: string, task: string) =>
  [...pack.records.keys()].filter((id) => id.startsWith(kind) && tasksBehind(pack, id).includes(task));

function cellUnits(record: PlanRecord, role: 'responsible' | 'cooperating'): string[] {
  if (record.kind !== 'task' && record.kind !== 'support') return [];
  if (role === 'cooperating' && record.kind !== 'task') return [];
  return record[role]?.units ?? [];
}

export function cellOf(record: PlanRecord, column: string, pack: KnowledgePack): Cell {
  switch (column) {
    case 'number':
      return record.number;
    case 'text':
      return record.text.text;
    case 'title':
      return 'title' in record ? record.title.text : undefined;
    case 'starred':
      return record.kind === 'task' && record.starred;
    case 'responsible':
    case 'cooperating':
      return cellUnits(record, column);
    case 'units':
      return [...cellUnits(record, 'responsible'), ...cellUnits(record, 'cooperating')];
    case 'leader':
      return 'leader' in record ? record.leader?.text : undefined;
    case 'measuredIn':
      return record.kind === 'indicator' ? record.measuredIn.text : undefined;
    case 'target':
      return record.kind === 'indicator' ? Number.parseFloat(record.target.text.replace(/[^\d.]/g, '')) : undefined;
    case 'measure':
    case 'guarantee':
      return carriedOutBy(pack, column, record.id);
    case 'group':
      return record.kind === 'measure'
        ? groupOf(pack, record.id)
        : [...new Set(carriedOutBy(pack, 'measure', record.id).flatMap((id) => groupOf(pack, id)))];
    case 'tasks':
      return [...tasksBehind(pack, record.id)];
    case 'measures':
      return [...pack.records.keys()].filter(
        (id) => id.startsWith('measure:') && groupOf(pack, id).includes(record.id),
      );
    default:
      return dateOf(record);
  }
}

function dateOf(record: PlanRecord): Cell {
  if (record.kind === 'phase') return { from: record.from ?? record.to, to: record.to };
  if (record.kind !== 'task' || !record.deadline) return undefined;
  return record.deadline.kind === 'month' ? { from: record.deadline.month, to: record.deadline.month } : 'forever';
}

const tight = (text: string) => text.split(/\s/).join('').toLowerCase();

/** Months as text compare as they follow one another. */
function monthHolds(cell: Cell, test: Test, current: string): boolean {
  if (test.is === 'empty') return cell === undefined;
  if (cell === 'forever') return test.is === 'open' || test.is === 'ongoing';
  if (typeof cell !== 'object' || Array.isArray(cell)) return false;
  const { from, to } = cell;
  switch (test.is) {
    case 'on':
      return from <= test.month && test.month <= to;
    case 'before':
      return from < test.month;
    case 'by':
      return from <= test.month;
    case 'after':
      return to > test.month;
    case 'from':
      return to >= test.month;
    case 'within':
      return from <= test.to && to >= test.from;
    case 'past':
      return from < current;
    case 'open':
      return to >= current;
    default:
      return false;
  }
}

function listHolds(cell: readonly string[], test: Test): boolean {
  switch (test.is) {
    case 'has':
      return cell.filter((name) => test.units.includes(name)).length > 0;
    case 'has-all':
      return test.units.filter((name) => cell.includes(name)).length === test.units.length;
    case 'has-none':
      return cell.filter((name) => test.units.includes(name)).length === 0;
    case 'only':
      return cell.length > 0 && [...new Set(cell)].sort().join() === [...new Set(test.units)].sort().join();
    case 'count':
      return cell.length >= (test.atLeast ?? 0) && cell.length <= (test.atMost ?? cell.length);
    case 'linked':
      return cell.filter((id) => test.to.includes(id)).length > 0;
    default:
      return cell.length === 0;
  }
}

/** 市政府领导 is any of 市政府主要领导, 市政府分管领导: its characters in their order; any other office begins the name. */
function holdsOffice(person: string, office: string): boolean {
  if (person.indexOf(office) === 0) return true;
  return office.endsWith('领导') && new RegExp([...office].join('.*')).test(person);
}

function textHolds(cell: Cell, test: Test): boolean {
  const text = typeof cell === 'string' ? tight(cell) : '';
  if (test.is === 'empty') return text === '';
  if (test.is === 'contains') return text.split(tight(test.text)).length > 1;
  if (test.is === 'equals') return cell !== undefined && text === tight(test.text);
  return test.is === 'of' && text.split('、').some((person) => holdsOffice(person, tight(test.text)));
}

function numberHolds(cell: Cell, test: Test): boolean {
  if (test.is === 'empty') return cell === undefined;
  if (typeof cell !== 'number') return false;
  if (test.is === 'at-least') return !(cell < test.value);
  if (test.is === 'at-most') return !(cell > test.value);
  if (test.is === 'above') return cell > test.value;
  if (test.is === 'below') return cell < test.value;
  return test.is === 'between' && !(cell < test.low) && !(cell > test.high);
}

const everyColumn: Record<RecordKind, Record<string, Type>> = {
  task: {
    number: 'number',
    text: 'text',
    starred: 'flag',
    responsible: 'units',
    cooperating: 'units',
    units: 'units',
    leader: 'text',
    deadline: 'month',
    measure: 'links',
    guarantee: 'links',
    group: 'links',
  },
  support: { number: 'number', text: 'text', responsible: 'units', units: 'units', leader: 'text' },
  indicator: { number: 'number', text: 'text', measuredIn: 'text', target: 'number' },
  measure: { number: 'number', title: 'text', text: 'text', group: 'links', tasks: 'links' },
  group: { number: 'number', title: 'text', text: 'text', measures: 'links' },
  phase: { number: 'number', title: 'text', text: 'text', period: 'month' },
  guarantee: { number: 'number', title: 'text', text: 'text', tasks: 'links' },
};

/** A plan without ★ or without people in charge has no such column. */
export function columnsOf(pack: KnowledgePack, kind: RecordKind): Record<string, Type> {
  const records = [...pack.records.values()].filter((record) => record.kind === kind);
  const stated = (column: string) =>
    (column !== 'starred' && column !== 'leader') || records.some((record) => Boolean(cellOf(record, column, pack)));
  return Object.fromEntries(Object.entries(everyColumn[kind]).filter(([column]) => stated(column)));
}

export interface World {
  pack: KnowledgePack;
  kind: RecordKind;
  current: string;
}

function holds(record: PlanRecord, condition: Condition, world: World): boolean {
  if ('all' in condition) return condition.all.filter((one) => !holds(record, one, world)).length === 0;
  if ('any' in condition) return condition.any.filter((one) => holds(record, one, world)).length > 0;
  if ('not' in condition) return !holds(record, condition.not, world);
  if ('ids' in condition) return condition.ids.indexOf(record.id) >= 0;
  const cell = cellOf(record, condition.column, world.pack);
  switch (everyColumn[world.kind][condition.column]) {
    case 'units':
    case 'links':
      return listHolds(cell as string[], condition);
    case 'month':
      return monthHolds(cell, condition, world.current);
    case 'text':
      return textHolds(cell, condition);
    case 'number':
      return numberHolds(cell, condition);
    default:
      return cell === (condition.is === 'yes');
  }
}

const lastMonth = (record: PlanRecord): string | undefined => {
  const date = dateOf(record);
  return typeof date === 'object' && !Array.isArray(date) ? date.to : undefined;
};

function inOrder(records: PlanRecord[], { order }: Select, { current }: World): PlanRecord[] {
  if (!order) return records;
  const dated = records.filter((record) => (lastMonth(record) ?? '') >= (order === 'next' ? current : '0'));
  const months = dated.map((record) => lastMonth(record)!).sort();
  const edge = order === 'latest' ? months.at(-1) : months[0];
  return dated.filter((record) => lastMonth(record) === edge);
}

/** The single values of a record in a column. */
function valuesOf(record: PlanRecord, column: string, { pack, kind }: World): string[] {
  if (everyColumn[kind][column] === 'month') return [lastMonth(record)].filter((value) => value !== undefined);
  const cell = cellOf(record, column, pack);
  if (Array.isArray(cell)) return [...new Set(cell)];
  return cell === undefined ? [] : [String(cell)];
}

/** Records that share a value of a column, by value; names of many units at once are nobody's. */
function tally(records: readonly PlanRecord[], column: string, except: readonly string[], world: World) {
  const found: Record<string, string[]> = {};
  const collective = (value: string) => everyColumn[world.kind][column] === 'units' && value.includes('成员单位');
  for (const record of records)
    for (const value of valuesOf(record, column, world))
      if (!except.includes(value) && !collective(value)) found[value] = [...(found[value] ?? []), record.id];
  return found;
}

/** `values` are those that the shares are of, in the same order; none for a comparison. */
export interface Expected {
  ids: string[];
  shares: number[];
  values: string[];
}

/** What the executor should say: ids in the document's order, and the sizes of the shares. */
export function naive(query: Select, world: World): Expected {
  const { as, where } = query;
  const sides = typeof as === 'object' && 'compare' in as ? as.compare : undefined;
  let records = [...world.pack.records.values()].filter((one) => one.kind === query.kind);
  if (where) records = records.filter((one) => holds(one, where, world));
  if (sides) records = records.filter((one) => sides.some((side) => holds(one, side, world)));
  records = inOrder(records, query, world);
  const ids = (list: readonly PlanRecord[]) => list.map(({ id }) => id);
  if (sides)
    return {
      ids: ids(records),
      shares: sides.map((side) => records.filter((one) => holds(one, side, world)).length),
      values: [],
    };
  if (typeof as === 'string') return { ids: ids(records), shares: [], values: [] };
  const column = Object.values(as)[0] as string;
  const shares = tally(records, column, 'except' in as ? (as.except ?? []) : [], world);
  const sizes = Object.values(shares).map(({ length }) => length);
  const values = Object.keys(shares);
  if ('each' in as) return { ids: ids(records), shares: sizes, values };
  const edge = 'most' in as ? Math.max(...sizes) : Math.min(...sizes);
  const kept = new Set(Object.values(shares).flatMap((one) => (one.length === edge ? one : [])));
  return { ids: ids(records).filter((id) => kept.has(id)), shares: sizes, values };
}
