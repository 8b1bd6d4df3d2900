/** Filters: a set of records by unit, role, period, ★, group …, and its order. */
import type { KnowledgePack } from '../model/pack/pack.ts';
import { deadlinesOf, type PlanRecord, type RecordKind, type Task } from '../model/plan.ts';
import { type Month, parseMonth } from './month.ts';

export type Role = 'responsible' | 'cooperating' | 'any';

export interface UnitCondition {
  /** Any of these names satisfies it: a joint name (区县) stands for several. */
  units: string[];
  role: Role;
  not: boolean;
  text: string;
}

export interface Filter {
  kind: RecordKind;
  units: UnitCondition[];
  /** Several units with the same role: each of them, or one of them. */
  unitsJoin: 'all' | 'some';
  strangers: string[];
  periods: { from?: Month; to?: Month }[];
  starred?: boolean | undefined;
  noCooperating?: boolean;
  status?: 'overdue' | 'open' | 'ongoing' | undefined;
  order?: 'earliest' | 'latest' | undefined;
  groups: number[];
  /** Ids that the set is taken from: the tasks of a measure, a list shown before, records of one topic. */
  among?: string[] | undefined;
  leader?: string | undefined;
  topic?: string | undefined;
}

export function emptyFilter(kind: RecordKind): Filter {
  return { kind, units: [], unitsJoin: 'some', strangers: [], periods: [], groups: [] };
}

/** The first month that a record states. */
export function monthDue(record: PlanRecord): Month | undefined {
  const first = deadlinesOf(record).find((deadline) => deadline.kind === 'month');
  return first && parseMonth(first.month);
}

export function unitsIn(record: PlanRecord, role: UnitCondition['role']): readonly string[] {
  if (!('responsible' in record)) return [];
  const responsible = record.responsible?.units ?? [];
  const cooperating = record.cooperating?.units ?? [];
  if (role === 'responsible') return responsible;
  return role === 'cooperating' ? cooperating : [...responsible, ...cooperating];
}

function meets(record: PlanRecord, condition: UnitCondition): boolean {
  return unitsIn(record, condition.role).some((unit) => condition.units.includes(unit)) !== condition.not;
}

/** Is every character of `part` in `whole`, in this order? 市政府领导 stands in 市政府主要领导. */
export function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (character === part[at]) at++;
  return at === part.length;
}

/** Groups of tasks follow the measures that the curated links give them. */
function tasksOfGroup(pack: KnowledgePack, group: number): Set<string> {
  const ids = new Set<string>();
  for (const record of pack.records.values())
    if (record.kind === 'measure' && record.group === group)
      for (const id of pack.tasksOf.get(record.id) ?? []) ids.add(id);
  return ids;
}

function periodHolds(record: PlanRecord, periods: Filter['periods']): boolean {
  if (!periods.length) return true;
  if (record.kind === 'phase') {
    const from = record.from ? parseMonth(record.from) : undefined;
    const to = parseMonth(record.to);
    return periods.some((p) => (p.from === undefined || to >= p.from) && (p.to === undefined || (from ?? to) <= p.to));
  }
  const due = monthDue(record);
  return (
    due !== undefined &&
    periods.some((p) => (p.from === undefined || due >= p.from) && (p.to === undefined || due <= p.to))
  );
}

/** Are the units of a record those of the filter? */
function unitsHold(record: PlanRecord, { units, unitsJoin }: Filter): boolean {
  const [wanted, unwanted] = [units.filter(({ not }) => !not), units.filter(({ not }) => not)];
  const meetsUnit = (unit: (typeof units)[number]) => meets(record, unit);
  const holds = unitsJoin === 'all' ? wanted.every(meetsUnit) : !wanted.length || wanted.some(meetsUnit);
  return holds && unwanted.every(meetsUnit);
}

/** The records that satisfy a filter, in the document's order; where one unit is asked in any role, those it leads first. */
export function select(pack: KnowledgePack, filter: Filter, current: Month): PlanRecord[] {
  if (filter.strangers.length) return [];
  const inGroups = filter.groups.map((group) => tasksOfGroup(pack, group));
  const among = filter.among && new Set(filter.among);
  const found = [...pack.records.values()].filter((record) => {
    if (record.kind !== filter.kind || among?.has(record.id) === false) return false;
    if (!unitsHold(record, filter) || !periodHolds(record, filter.periods)) return false;
    if (record.kind === 'measure' && filter.groups.length) return filter.groups.includes(record.group ?? 0);
    if (inGroups.length && !inGroups.some((ids) => ids.has(record.id))) return false;
    if (record.kind === 'task') return taskHolds(record, filter, current);
    return true;
  });
  const ordered = filter.order ? edge(found, filter.order) : found;
  const positive = filter.units.filter(({ not }) => !not);
  const lead = positive.length === 1 && positive[0]!.role === 'any' ? positive[0]! : undefined;
  if (!lead) return ordered;
  const leads = (record: PlanRecord) => meets(record, { ...lead, role: 'responsible' });
  return [...ordered.filter(leads), ...ordered.filter((record) => !leads(record))];
}

function taskHolds(task: Task, filter: Filter, current: Month): boolean {
  if (filter.starred !== undefined && task.starred !== filter.starred) return false;
  if (filter.noCooperating && task.cooperating?.units.length) return false;
  if (filter.leader && !isWithin(filter.leader, task.leader?.text ?? '')) return false;
  const due = monthDue(task);
  if (filter.status === 'ongoing' && task.deadline?.kind !== 'ongoing') return false;
  if (filter.status === 'overdue' && !(due !== undefined && due < current)) return false;
  if (filter.status === 'open' && due !== undefined && due < current) return false;
  return true;
}

/** The earliest or the latest of a set: all that share that month. */
function edge(records: readonly PlanRecord[], order: 'earliest' | 'latest'): PlanRecord[] {
  const months = records.map(monthDue).filter((m) => m !== undefined);
  const at = order === 'earliest' ? Math.min(...months) : Math.max(...months);
  return records.filter((record) => monthDue(record) === at);
}

const numbered = new WeakMap<KnowledgePack, Map<string, string[]>>();

/** Ids of the records of a kind with a number: several where numbers restart, or where a row has parts. */
export function recordsNumbered(pack: KnowledgePack, kind: RecordKind, number: number): readonly string[] {
  let byNumber = numbered.get(pack);
  if (!byNumber) {
    byNumber = new Map();
    for (const record of pack.records.values()) {
      const key = `${record.kind}:${record.number}`;
      const same = byNumber.get(key);
      if (same) same.push(record.id);
      else byNumber.set(key, [record.id]);
    }
    numbered.set(pack, byNumber);
  }
  return byNumber.get(`${kind}:${number}`) ?? [];
}
