/** Figures of a plan that several pages show: tasks by month, by unit, by group. */
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import type { PlanRecord, Task } from '../../../src/model/plan.ts';

export const tasksOf = (pack: KnowledgePack): Task[] =>
  [...pack.records.values()].filter((record): record is Task => record.kind === 'task');

/** The month of a deadline; undefined where none is printed, or no month. */
export const monthOf = (record: PlanRecord): string | undefined =>
  'deadline' in record && record.deadline?.kind === 'month' ? record.deadline.month : undefined;

export interface MonthCount {
  month: string;
  count: number;
  starred: number;
}

/** In the order of time. */
export function monthsOf(records: readonly PlanRecord[]): MonthCount[] {
  const months = new Map<string, MonthCount>();
  for (const record of records) {
    const month = monthOf(record);
    if (!month) continue;
    const counted = months.get(month) ?? { month, count: 0, starred: 0 };
    counted.count += 1;
    if (record.kind === 'task' && record.starred) counted.starred += 1;
    months.set(month, counted);
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}

export interface UnitCount {
  name: string;
  leads: number;
  helps: number;
}

/** The units of tasks, those with the most first. */
export function unitCounts(pack: KnowledgePack): UnitCount[] {
  const units = new Map<string, UnitCount>();
  const count = (name: string, role: 'leads' | 'helps') => {
    const counted = units.get(name) ?? { name, leads: 0, helps: 0 };
    counted[role] += 1;
    units.set(name, counted);
  };
  for (const { responsible, cooperating } of tasksOf(pack)) {
    for (const name of new Set(responsible.units)) count(name, 'leads');
    for (const name of new Set(cooperating?.units ?? [])) count(name, 'helps');
  }
  return [...units.values()].sort((a, b) => b.leads + b.helps - a.leads - a.helps || b.leads - a.leads);
}

export const shortName = (pack: KnowledgePack, name: string): string =>
  pack.units.units.find((unit) => unit.name === name)?.short ?? name;
