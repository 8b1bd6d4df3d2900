/** The form of the answer: a list or count, a count for each value, the most or fewest, a comparison. */
import type { Edge } from '../chart.ts';
import { type Role, roleColumn } from '../tokens.ts';
import type { Draft, Frame } from './frame.ts';
import type { Gathered, NamedUnits } from './gather.ts';

export type FormName = 'list' | 'each' | 'most' | 'least' | 'compare';

interface Naming {
  /** Cells that are named and not excluded, each once. */
  cells: number;
  /** Their roles, and those that stand apart. */
  roles: number;
}

function naming(positive: readonly NamedUnits[], { roles }: Gathered): Naming {
  const cells = new Set(positive.flatMap(({ item }) => (item.cells ?? []).map((cell) => cell.join('+'))));
  const own = new Set(positive.map(({ item }) => ('role' in item ? item.role : undefined)));
  return { cells: cells.size, roles: own.size + new Set(roles.map(({ role }) => role)).size };
}

const hasColumn = ({ kind }: Draft, { columns }: Frame, column: string): boolean =>
  columns.of(kind, column) !== undefined;

function ranked(draft: Draft, frame: Frame, { cells }: Naming, by: 'most' | 'least'): FormName {
  const { cues } = frame;
  draft.order = undefined;
  if (cues.has('ask.month') && hasColumn(draft, frame, 'deadline')) {
    draft.as = by === 'most' ? { most: 'deadline' } : { least: 'deadline' };
    return by;
  }
  if (cues.has('ask.group') && cells === 0 && hasColumn(draft, frame, 'group')) {
    draft.as = by === 'most' ? { most: 'group' } : { least: 'group' };
    return by;
  }
  if (!cues.has('ask.unit')) return 'list';
  if (cells === 0) {
    draft.as = by === 'most' ? { most: 'units' } : { least: 'units' };
    return by;
  }
  return cells >= 2 ? 'compare' : 'list';
}

function counted(draft: Draft, frame: Frame, { cells }: Naming): FormName {
  const { cues } = frame;
  if (cues.any('form.listed', 'form.by-month', 'form.by-time') && hasColumn(draft, frame, 'deadline')) {
    draft.as = { each: 'deadline' };
    return 'each';
  }
  if (cues.has('form.each.unit') && cells > 1 && cues.has('ask.count')) return 'compare';
  if (!cues.has('form.each.unit') || cells > 0) return 'list';
  draft.as = { each: 'units' };
  return 'each';
}

/** Which form the cues ask for; units are counted by a role that is set once all roles are known. */
export function formOf(draft: Draft, frame: Frame, gathered: Gathered, edges: readonly Edge[]): FormName {
  const { cues } = frame;
  if (!hasColumn(draft, frame, 'responsible')) return 'list';
  const positive = gathered.units.filter(({ excluded }) => !excluded);
  const named = naming(positive, gathered);
  const most = cues.has('form.most');
  const least = cues.has('form.least');
  const edge = edges.some(({ item }) => item.type === 'earliest' || item.type === 'latest' || item.type === 'previous');
  if ((most || least) && (!edge || cues.has('ask.unit'))) return ranked(draft, frame, named, most ? 'most' : 'least');
  if (cues.has('form.compare') && !most && !least) {
    if (named.cells >= 2 || (named.cells === 1 && named.roles >= 2)) return 'compare';
  }
  if (cues.any('form.each', 'form.listed') && !edge) return counted(draft, frame, named);
  return 'list';
}

/** The first role that is not `any`, apart from units or of one. */
export const roleIn = ({ roles, units }: Gathered): Role | undefined =>
  [...roles.map(({ role }) => role), ...units.map(({ role }) => role)].find((role) => role !== 'any');

/** Puts the role by which units are counted into the form. */
export function settleRole(draft: Draft, role: Role, except: readonly string[]): void {
  const column = roleColumn[role];
  const { as } = draft;
  if (typeof as === 'string' || 'compare' in as) return;
  if ('each' in as && as.each === 'units') draft.as = { each: column };
  const more = except.length ? { except: [...except] } : {};
  if ('most' in as && as.most === 'units') draft.as = { most: column, ...more };
  if ('least' in as && as.least === 'units') draft.as = { least: column, ...more };
}
