/** Columns of each kind of record as data: name, type and how a record is read; conditions and counts are generic over them. */
import { type Month, parseMonth } from '../knowledge/month.ts';
import { monthDue, unitsIn } from '../knowledge/select.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { PlanRecord, RecordKind } from '../model/plan.ts';

/** A span of months, both ends included; a missing start means the end alone. */
export interface MonthSpan {
  from: Month;
  to: Month;
}

interface Typed<T extends string, V> {
  name: string;
  type: T;
  read: (record: PlanRecord) => V;
}

export type Column =
  | Typed<'units', readonly string[]>
  | Typed<'month', MonthSpan | 'ongoing' | undefined>
  | Typed<'text', string | undefined>
  | Typed<'number', number | undefined>
  | Typed<'flag', boolean>
  /** Ids of linked records, all of one kind. */
  | (Typed<'reference', readonly string[]> & { kind: RecordKind });

type OfKind = Readonly<Record<RecordKind, readonly Column[]>>;

/** Columns of a pack by kind, by name. */
export interface Columns {
  of: (kind: RecordKind, name: string) => Column | undefined;
  list: (kind: RecordKind) => readonly Column[];
}

/** The first number that a text prints. */
export function numberIn(text: string): number | undefined {
  const digits = /\d+(?:\.\d+)?/.exec(text.replace(/(?<=\d)[,，](?=\d{3})/g, ''))?.[0];
  return digits === undefined ? undefined : Number(digits);
}

const number: Column = { name: 'number', type: 'number', read: (record) => record.number };
const text: Column = { name: 'text', type: 'text', read: (record) => record.text.text };
const title: Column = {
  name: 'title',
  type: 'text',
  read: (record) => ('title' in record ? record.title.text : undefined),
};
const responsible: Column = { name: 'responsible', type: 'units', read: (record) => unitsIn(record, 'responsible') };
const leader: Column = {
  name: 'leader',
  type: 'text',
  read: (record) => ('leader' in record ? record.leader?.text : undefined),
};

function periodOf(record: PlanRecord): MonthSpan | undefined {
  if (record.kind !== 'phase') return undefined;
  const to = parseMonth(record.to);
  return { from: record.from ? parseMonth(record.from) : to, to };
}

function deadlineOf(record: PlanRecord): MonthSpan | 'ongoing' | undefined {
  if (record.kind !== 'task' || !record.deadline) return undefined;
  const month = monthDue(record);
  return month === undefined ? 'ongoing' : { from: month, to: month };
}

/** Measures and guarantees by the tasks that carry them out. */
function reverse(links: KnowledgePack['tasksOf'], kind: RecordKind): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [id, tasks] of links) {
    if (!id.startsWith(`${kind}:`)) continue;
    for (const task of tasks) found.set(task, [...(found.get(task) ?? []), id]);
  }
  return found;
}

/** @returns the columns of every kind of record in this pack */
export function columnsOf(pack: KnowledgePack): Columns {
  const measuresOf = reverse(pack.tasksOf, 'measure');
  const guaranteesOf = reverse(pack.tasksOf, 'guarantee');
  const groupOf = (measure: string): string[] => {
    const record = pack.records.get(measure);
    return record?.kind === 'measure' && record.group !== undefined ? [`group:${record.group}`] : [];
  };
  const measuresIn = new Map<string, string[]>();
  for (const record of pack.records.values())
    for (const group of groupOf(record.id)) measuresIn.set(group, [...(measuresIn.get(group) ?? []), record.id]);
  const tasks: Column = {
    name: 'tasks',
    type: 'reference',
    kind: 'task',
    read: (record) => pack.tasksOf.get(record.id) ?? [],
  };
  const of: OfKind = {
    task: [
      number,
      text,
      { name: 'starred', type: 'flag', read: (record) => record.kind === 'task' && record.starred },
      responsible,
      { name: 'cooperating', type: 'units', read: (record) => unitsIn(record, 'cooperating') },
      { name: 'units', type: 'units', read: (record) => unitsIn(record, 'any') },
      leader,
      { name: 'deadline', type: 'month', read: deadlineOf },
      { name: 'measure', type: 'reference', kind: 'measure', read: (record) => measuresOf.get(record.id) ?? [] },
      { name: 'guarantee', type: 'reference', kind: 'guarantee', read: (record) => guaranteesOf.get(record.id) ?? [] },
      {
        name: 'group',
        type: 'reference',
        kind: 'group',
        read: (record) => [...new Set((measuresOf.get(record.id) ?? []).flatMap(groupOf))],
      },
    ],
    support: [number, text, responsible, { ...responsible, name: 'units' }, leader],
    indicator: [
      number,
      text,
      {
        name: 'measuredIn',
        type: 'text',
        read: (record) => (record.kind === 'indicator' ? record.measuredIn.text : undefined),
      },
      {
        name: 'target',
        type: 'number',
        read: (record) => (record.kind === 'indicator' ? numberIn(record.target.text) : undefined),
      },
    ],
    measure: [
      number,
      title,
      text,
      { name: 'group', type: 'reference', kind: 'group', read: (record) => groupOf(record.id) },
      tasks,
    ],
    group: [
      number,
      title,
      text,
      {
        name: 'measures',
        type: 'reference',
        kind: 'measure',
        read: (record) => measuresIn.get(record.id) ?? [],
      },
    ],
    phase: [number, title, text, { name: 'period', type: 'month', read: periodOf }],
    guarantee: [number, title, text, tasks],
  };
  const byName = new Map(Object.entries(of).map(([kind, list]) => [kind, new Map(list.map((one) => [one.name, one]))]));
  return { of: (kind, name) => byName.get(kind)?.get(name), list: (kind) => of[kind] };
}

/** What a month of this kind of record is called: tasks have a deadline, phases a period. */
export const monthColumn = (kind: RecordKind): string => (kind === 'phase' ? 'period' : 'deadline');
