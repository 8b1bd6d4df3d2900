/** Addresses of lists on the page: a typed query as parameters where they say it, as JSON where only that does. */

type Json = Record<string, unknown>;
/** Of an address; those without a value are left out. */
export type Parameters = Record<string, string | undefined>;

/** Tests of a deadline that a parameter names. */
export const dueStates = ['past', 'open', 'ongoing', 'empty'] as const;

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
  return dueStates.some((state) => state === is) ? { due: String(is) } : undefined;
}

/** Rows of the document's own numbers: 20.30.51, in which nothing has to be escaped. */
function rowsParameter({ ids }: Json): Parameters | undefined {
  if (!Array.isArray(ids) || !ids.length || !ids.every((id) => /^task:\d+$/.test(String(id)))) return undefined;
  return { rows: ids.map((id) => String(id).slice('task:'.length)).join('.') };
}

/** What one condition is as a parameter; undefined where only JSON says it. */
function asParameter(condition: Json): Parameters | undefined {
  const { column, is, to, text } = condition;
  if (column === 'starred' && (is === 'yes' || is === 'no')) return { star: is };
  if (column === 'text' && is === 'contains') return { words: String(text) };
  const group = column === 'group' && is === 'linked' ? only(to) : undefined;
  if (group !== undefined) return { group: group.replace(/^group:/, '') };
  return rowsParameter(condition) ?? unitParameter(condition) ?? dueParameter(condition);
}

/** The conditions of a query of tasks; its form and order are not said by them. */
export function taskParameters(query: object): Parameters {
  const where = 'where' in query ? (query.where as Json) : undefined;
  const conditions = (where === undefined ? [] : Array.isArray(where.all) ? where.all : [where]) as Json[];
  const parameters: Parameters = {};
  const rest: object[] = [];
  for (const condition of conditions) {
    const ofCondition = asParameter(condition);
    if (ofCondition && Object.keys(ofCondition).every((name) => !(name in parameters)))
      Object.assign(parameters, ofCondition);
    else rest.push(condition);
  }
  if (rest.length) parameters.where = JSON.stringify(rest.length > 1 ? { all: rest } : rest[0]);
  return parameters;
}

export function withParameters(path: string, parameters: Parameters): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(given).toString();
  return search ? `${path}?${search}` : path;
}

/** Every record that the conditions of the query hold for, in no order of its own. */
const isPlainTasks = (query: object) =>
  'kind' in query && query.kind === 'task' && !('order' in query) && 'as' in query && typeof query.as === 'string';

/**
 * Where a list can be had as a file, below the address of the page.
 * @param query a typed query as plain JSON; absent = all tasks
 */
export function listFilePath(
  pack: string,
  format: 'xlsx' | 'csv' | 'ics',
  query: object = { kind: 'task', as: 'list' },
): string {
  const parameters = isPlainTasks(query) ? taskParameters(query) : { query: JSON.stringify(query) };
  if (format === 'ics') return withParameters(`/calendar/${pack}.ics`, parameters);
  const name = isPlainTasks(query) ? 'tasks' : 'list';
  return withParameters(`/plans/${pack}/${name}.${format}`, parameters);
}

/** By which calendar programs subscribe instead of importing once. */
export const webcalAddress = (address: string): string => address.replace(/^https?:/, 'webcal:');
