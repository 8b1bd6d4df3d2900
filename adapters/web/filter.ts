/** The filter of the task table: parameters of the address on one side, conditions of a typed query on the other. */
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import { dueStates, type Parameters, taskParameters } from '../../src/shared/list-address.ts';
import { planHref, type View } from './view/view.ts';

export interface TaskFilter {
  unit?: string;
  role?: 'responsible' | 'cooperating';
  /** A month (2025-06), or what has passed, is still open, or has no end. */
  due?: string;
  star?: 'yes' | 'no';
  /** Number of a group of measures. */
  group?: string;
  words?: string;
  /** Numbers of rows: 20.30.51. */
  rows?: string;
  /** A condition of a typed query as JSON, for what the other parameters can't say. */
  where?: string;
}

const month = /^\d{4}-(0[1-9]|1[0-2])$/;
const states: readonly string[] = dueStates;
const textLength = 200;

const rowsIn = (rows: string | null): Pick<TaskFilter, 'rows'> =>
  rows && /^\d{1,5}(\.\d{1,5}){0,999}$/.test(rows) ? { rows } : {};

export function readFilter(query: URLSearchParams): TaskFilter {
  const get = (name: string) => query.get(name)?.trim().slice(0, textLength) || undefined;
  const [unit, role, due, star, group, words] = ['unit', 'role', 'due', 'star', 'group', 'words'].map(get);
  const where = query.get('where') || undefined;
  return {
    ...(unit ? { unit } : {}),
    ...(unit && (role === 'responsible' || role === 'cooperating') ? { role } : {}),
    ...(due && (month.test(due) || states.includes(due)) ? { due } : {}),
    ...(star === 'yes' || star === 'no' ? { star } : {}),
    ...(group && /^\d+$/.test(group) ? { group } : {}),
    ...(words ? { words } : {}),
    ...rowsIn(query.get('rows')),
    ...(where ? { where } : {}),
  };
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The reader of queries reports faults of the address.
    return text;
  }
};

function dueCondition(due: string): object {
  return month.test(due) ? { column: 'deadline', is: 'on', month: due } : { column: 'deadline', is: due };
}

/** The typed query of a filter, as plain JSON. */
export function toQuery({ unit, role, due, star, group, words, rows, where }: TaskFilter): object {
  const all = [
    ...(unit ? [{ column: role ?? 'units', is: 'has', units: [unit] }] : []),
    ...(due ? [dueCondition(due)] : []),
    ...(star ? [{ column: 'starred', is: star }] : []),
    ...(group ? [{ column: 'group', is: 'linked', to: [`group:${group}`] }] : []),
    ...(words ? [{ column: 'text', is: 'contains', text: words }] : []),
    ...(rows ? [{ ids: rows.split('.').map((number) => `task:${number}`) }] : []),
    ...(where ? [parseJson(where)] : []),
  ];
  return { ask: 'select', kind: 'task', as: 'list', ...(all.length ? { where: { all } } : {}) };
}

/** The address of a page of tasks for a typed query: parameters where they say it, JSON for the rest. */
export const tasksHref = (view: View, pack: KnowledgePack, page: string, query: object): string =>
  planHref(view, pack, page, taskParameters(query));

export const filterHref = (view: View, pack: KnowledgePack, page: string, filter: TaskFilter, more: Parameters = {}) =>
  planHref(view, pack, page, { ...filter, ...more });
