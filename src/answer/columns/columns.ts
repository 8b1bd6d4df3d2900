/** Columns of each kind of record as data: name, type, words and how a record is read; conditions and counts are generic over them. */
import { parseMonth } from '../../knowledge/month.ts';
import { unitsIn } from '../../knowledge/select.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { deadlinesOf, type PlanRecord, type RecordKind } from '../../model/plan.ts';
import { extraColumns } from './extra.ts';
import { groupsOf } from './groups.ts';
import { rowText } from './record-words.ts';
import type { Column, Months } from './types.ts';

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
const text: Column = { name: 'text', type: 'text', read: rowText };
const title: Column = {
  name: 'title',
  type: 'text',
  read: (record) => ('title' in record ? record.title.text : undefined),
};
const starred: Column = { name: 'starred', type: 'flag', read: (record) => record.kind === 'task' && record.starred };
const responsible: Column = { name: 'responsible', type: 'units', read: (record) => unitsIn(record, 'responsible') };
const cooperating: Column = { name: 'cooperating', type: 'units', read: (record) => unitsIn(record, 'cooperating') };
const units: Column = { name: 'units', type: 'units', read: (record) => unitsIn(record, 'any') };
const leader: Column = {
  name: 'leader',
  type: 'text',
  read: (record) => ('leader' in record ? record.leader?.text : undefined),
};
const measuredIn: Column = {
  name: 'measuredIn',
  type: 'text',
  read: (record) => (record.kind === 'indicator' ? record.measuredIn.text : undefined),
};
const target: Column = {
  name: 'target',
  type: 'number',
  read: (record) => (record.kind === 'indicator' ? numberIn(record.target.text) : undefined),
};

function periodOf(record: PlanRecord): Months {
  if (record.kind !== 'phase') return [];
  const to = parseMonth(record.to);
  return [{ from: record.from ? parseMonth(record.from) : to, to }];
}

/** Every month that is stated; a deadline from which no month can be told has no end. */
function deadlineOf(record: PlanRecord): Months {
  const stated = deadlinesOf(record);
  const months = stated.flatMap((one) => (one.kind === 'month' ? [parseMonth(one.month)] : []));
  if (months.length) return months.map((month) => ({ from: month, to: month }));
  return stated.length ? ['ongoing'] : [];
}

const deadline: Column = { name: 'deadline', type: 'month', read: deadlineOf };
const period: Column = { name: 'period', type: 'month', read: periodOf };

/** Measures and guarantees by the tasks that carry them out. */
function reverse(links: KnowledgePack['tasksOf'], kind: RecordKind): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [id, tasks] of links) {
    if (!id.startsWith(`${kind}:`)) continue;
    for (const task of tasks) found.set(task, [...(found.get(task) ?? []), id]);
  }
  return found;
}

/** Columns that a kind has wherever it stands. */
const always: Readonly<Record<RecordKind, readonly Column[]>> = {
  task: [number, text],
  support: [number, text],
  indicator: [number, text, measuredIn, target],
  measure: [number, title, text],
  group: [number, title, text],
  phase: [number, title, text, period],
  guarantee: [number, title, text],
};

/** The fields of records that a column needs; `prints` finds the heading that says that there is one, though all of it be empty. */
const stated: readonly { column: Column; field: string; role: string }[] = [
  { column: responsible, field: 'responsible', role: 'responsible' },
  { column: cooperating, field: 'cooperating', role: 'cooperating' },
  { column: units, field: 'responsible', role: 'responsible' },
  { column: leader, field: 'leader', role: 'leader' },
  { column: deadline, field: 'deadline', role: 'deadline' },
];

/** Columns that this plan states of a kind: a plan without deadlines has no such column, so nothing is "0" there. */
function statedColumns(pack: KnowledgePack, kind: RecordKind): Column[] {
  const records = [...pack.records.values()].filter((record) => record.kind === kind);
  const printed = new Set(
    pack.plan.annexes.filter((annex) => annex.kind === kind).flatMap(({ columns }) => Object.keys(columns)),
  );
  const own = stated
    .filter(({ field, role }) => printed.has(role) || records.some((record) => field in record))
    .map(({ column }) => column);
  const tokens =
    records.some((record) => record.kind === 'task' && record.starred) ||
    pack.plan.annexes.some(({ note }) => note?.text.includes('★'));
  return kind === 'task' && tokens ? [starred, ...own] : own;
}

/** @returns the columns of every kind of record in this pack */
export function columnsOf(pack: KnowledgePack): Columns {
  const measuresOf = reverse(pack.tasksOf, 'measure');
  const guaranteesOf = reverse(pack.tasksOf, 'guarantee');
  const { headingsOf, membersOf } = groupsOf(pack);
  const links = (
    name: string,
    kind: RecordKind,
    read: (id: string, record: PlanRecord) => readonly string[],
  ): Column => ({
    name,
    type: 'reference',
    kind,
    read: (record) => read(record.id, record),
  });
  const tasks = links('tasks', 'task', (id) => pack.tasksOf.get(id) ?? []);
  /** A task stands under the groups of the measures that it carries out as well. */
  const groupsOfTask = (record: PlanRecord): string[] => {
    const carried = (measuresOf.get(record.id) ?? []).flatMap((id) => {
      const measure = pack.records.get(id);
      return measure ? headingsOf(measure) : [];
    });
    return [...new Set([...carried, ...headingsOf(record)])];
  };
  const group = links('group', 'group', (_, record) => headingsOf(record));
  const grouped = (kind: RecordKind) =>
    [...pack.records.values()].some((record) => record.kind === kind && headingsOf(record).length > 0);
  const references: Partial<Record<RecordKind, readonly Column[]>> = {
    task: [
      links('measure', 'measure', (id) => measuresOf.get(id) ?? []),
      links('guarantee', 'guarantee', (id) => guaranteesOf.get(id) ?? []),
      links('group', 'group', (_, record) => groupsOfTask(record)),
    ],
    measure: [group, tasks],
    ...(grouped('support') ? { support: [group] } : {}),
    ...(grouped('indicator') ? { indicator: [group] } : {}),
    group: [links('measures', 'measure', (id) => membersOf(id, 'measure'))],
    guarantee: [tasks],
  };
  const byKind = new Map(
    (Object.keys(always) as RecordKind[]).map((kind) => {
      const list = [...always[kind], ...statedColumns(pack, kind), ...(references[kind] ?? [])];
      return [kind, [...list, ...extraColumns(pack, kind, new Set(list.map(({ name }) => name)))]];
    }),
  );
  const byName = new Map([...byKind].map(([kind, list]) => [kind, new Map(list.map((one) => [one.name, one]))]));
  return { of: (kind, name) => byName.get(kind)?.get(name), list: (kind) => byKind.get(kind)! };
}

/** What a month of this kind of record is called: tasks have a deadline, phases a period. */
export const monthColumn = (kind: RecordKind): string => (kind === 'phase' ? 'period' : 'deadline');
