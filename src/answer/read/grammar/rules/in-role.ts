/** The conditions that units in a role mean: each, all, only, none, with others; with a preference for each reading. */
import { allOf, anyOf, type Condition, notOf } from '../../../query.ts';
import { type Cell, type Role, type RoleItem, roleColumn, type UnitsItem } from '../tokens.ts';

export interface RoleReading {
  condition: Condition;
  weight: number;
}

export const hasUnits = (cell: Cell, role: Role): Condition => ({
  column: roleColumn[role],
  is: 'has',
  units: [...cell],
});

const both = (parts: Condition[]): Condition => allOf(parts)!;

/** A leading role that is a heading, or a cell of a higher level, may hold nothing else; a leading unit otherwise does anyway. */
const takesOnly = (role: RoleItem, units: string[], higher: ReadonlySet<string>) =>
  role.role !== 'responsible' || role.heading || units.every((unit) => higher.has(unit));

function narrowing(cell: Cell, { role, narrowed, without }: RoleItem): Condition[] {
  if (narrowed) return [notOf(hasUnits(cell, role === 'cooperating' ? 'responsible' : 'cooperating'))];
  return without ? [notOf(hasUnits(cell, without))] : [];
}

function severalCells(parts: Condition[], units: UnitsItem, role: RoleItem): RoleReading[] {
  const all = both(parts);
  const some = anyOf(parts);
  if (units.join === 'or') return [{ condition: some, weight: 0.3 }];
  // A task has one lead: two leads are an alternative.
  if (role.role === 'responsible') {
    const joined = units.join === 'and' || role.together;
    return [
      { condition: some, weight: 0.2 },
      { condition: all, weight: joined ? -1.5 : -2 },
    ];
  }
  if (units.join === 'and' || role.together)
    return [
      { condition: all, weight: 0.4 },
      { condition: some, weight: -0.9 },
    ];
  return [
    { condition: all, weight: 0.1 },
    { condition: some, weight: 0 },
  ];
}

/** What units in a role may mean, each with a preference. */
export function inRole(units: UnitsItem, role: RoleItem, higher: ReadonlySet<string>): RoleReading[] {
  const shared: Condition[] = units.shared || role.shared ? [{ column: 'responsible', is: 'count', atLeast: 2 }] : [];
  const parts = units.cells.map((cell) => both([hasUnits(cell, role.role), ...shared]));
  const names = [...new Set(units.cells.flat())];
  const negated = Boolean(role.negated) !== Boolean(role.negatedAfter) || Boolean(units.excluded);
  if (negated) return [{ condition: notOf(anyOf(parts)), weight: 0 }];
  if (units.more || role.more)
    return [
      {
        condition: both([
          ...names.map((name) => hasUnits([name], role.role)),
          { column: roleColumn[role.role], is: 'count', atLeast: names.length + 1 },
        ]),
        weight: 0.6,
      },
    ];
  const narrowed = parts.map((part, at) => both([part, ...narrowing(units.cells[at]!, role)]));
  if ((units.only || role.only) && takesOnly(role, names, higher))
    return [
      { condition: { column: roleColumn[role.role], is: 'only', units: names }, weight: 1.2 },
      { condition: anyOf(narrowed), weight: -0.8 },
    ];
  if (narrowed.length === 1) return [{ condition: narrowed[0]!, weight: 0 }];
  return severalCells(narrowed, units, role);
}
