/** The filter of the task table: parameters of the address on one side, conditions of a typed query on the other. */
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
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
  /** A condition of a typed query as JSON, for what the other parameters can't say. */
  where?: string;
}

const month = /^\d{4}-(0[1-9]|1[0-2])$/;
const states = ['past', 'open', 'ongoing', 'empty'];
const textLength = 200;

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
    ...(where ? { where } : {}),
  };
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Faults of the address are told by the reader of queries.
    return text;
  }
};

function dueCondition(due: string): object {
  return month.test(due) ? { column: 'deadline', is: 'on', month: due } : { column: 'deadline', is: due };
}

/** The typed query of a filter, as plain JSON. */
export function toQuery({ unit, role, due, star, group, words, where }: TaskFilter): object {
  const all = [
    ...(unit ? [{ column: role ?? 'units', is: 'has', units: [unit] }] : []),
    ...(due ? [dueCondition(due)] : []),
    ...(star ? [{ column: 'starred', is: star }] : []),
    ...(group ? [{ column: 'group', is: 'linked', to: [`group:${group}`] }] : []),
    ...(words ? [{ column: 'text', is: 'contains', text: words }] : []),
    ...(where ? [parseJson(where)] : []),
  ];
  return { ask: 'select', kind: 'task', as: 'list', ...(all.length ? { where: { all } } : {}) };
}

type Parameters = Record<string, string | undefined>;

type Json = Record<string, unknown>;

const only = (list: unknown): string | undefined =>
  Array.isArray(list) && list.length === 1 ? String(list[0]) : undefined;

function unitParameter({ column, is, units }: Json): Parameters | undefined {
  const unit = is === 'has' ? only(units) : undefined;
  if (unit === undefined || !['units', 'responsible', 'cooperating'].includes(String(column))) return undefined;
  return column === 'units' ? { unit } : { unit, role: String(column) };
}

function dueParameter({ column, is, month: on }: Json): Parameters | undefined {
  if (column !== 'deadline') return undefined;
  if (is === 'on') return { due: String(on) };
  return states.includes(String(is)) ? { due: String(is) } : undefined;
}

/** What one condition is as a parameter; undefined where only JSON says it. */
function asParameter(condition: Json): Parameters | undefined {
  const { column, is, to, text } = condition;
  if (column === 'starred' && (is === 'yes' || is === 'no')) return { star: is };
  if (column === 'text' && is === 'contains') return { words: String(text) };
  const group = column === 'group' && is === 'linked' ? only(to) : undefined;
  if (group !== undefined) return { group: group.replace(/^group:/, '') };
  return unitParameter(condition) ?? dueParameter(condition);
}

/** The address of a page of tasks for a typed query: parameters where they say it, JSON for the rest. */
export function tasksHref(view: View, pack: KnowledgePack, page: string, query: object): string {
  const where = 'where' in query ? (query.where as Record<string, unknown>) : undefined;
  const conditions = (where === undefined ? [] : Array.isArray(where.all) ? where.all : [where]) as Record<
    string,
    unknown
  >[];
  const parameters: Parameters = {};
  const rest: object[] = [];
  for (const condition of conditions) {
    const said = asParameter(condition);
    if (said && Object.keys(said).every((name) => !(name in parameters))) Object.assign(parameters, said);
    else rest.push(condition);
  }
  if (rest.length) parameters.where = JSON.stringify(rest.length > 1 ? { all: rest } : rest[0]);
  return planHref(view, pack, page, parameters);
}

export const filterHref = (view: View, pack: KnowledgePack, page: string, filter: TaskFilter, more: Parameters = {}) =>
  planHref(view, pack, page, { ...filter, ...more });
