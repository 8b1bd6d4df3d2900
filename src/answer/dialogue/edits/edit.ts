/** Edits of the last query: add, replace, remove or drop a condition, join another set, change the role. */
import { allOf, anyOf, type Condition, conjuncts, type Select, type Test } from '../../query.ts';

/** What a condition is about; a new one on the same thing replaces the old one. */
export type Slot = 'units' | 'month' | 'number' | 'other' | string;

const unitColumns = new Set(['responsible', 'cooperating', 'units']);

function slotOfTest({ column, is }: Test): Slot {
  if (unitColumns.has(column)) return is === 'empty' || is === 'count' ? 'cells' : 'units';
  if (column === 'deadline' || column === 'period') return 'month';
  return column;
}

/** The slot that all parts of a condition share; `other` where they are of several. */
function slotOf(condition: Condition): Slot {
  if ('ids' in condition) return 'ids';
  if ('not' in condition) return slotOf(condition.not);
  if ('column' in condition) return slotOfTest(condition);
  const slots = new Set(('all' in condition ? condition.all : condition.any).map(slotOf));
  return slots.size === 1 ? [...slots][0]! : 'other';
}

/** Does the condition leave something out, rather than ask for it? */
const excludes = (condition: Condition) => 'not' in condition || ('column' in condition && condition.is === 'has-none');

/** The same, or asks that a flag is not set. */
export const leavesOut = (condition: Condition) =>
  excludes(condition) || ('column' in condition && condition.is === 'no');

type Column = 'responsible' | 'cooperating' | 'units';

/** The role in which the query names its units, where it is one. */
function roleOf(where: Condition | undefined): Column | undefined {
  const roles = new Set(
    conjuncts(where).flatMap((one) => ('column' in one && slotOf(one) === 'units' ? [one.column as Column] : [])),
  );
  return roles.size === 1 ? [...roles][0] : undefined;
}

/** Puts every unit of a condition into another role. */
function inRole(condition: Condition, role: Column): Condition {
  if ('all' in condition) return { all: condition.all.map((one) => inRole(one, role)) };
  if ('any' in condition) return { any: condition.any.map((one) => inRole(one, role)) };
  if ('not' in condition) return { not: inRole(condition.not, role) };
  if ('column' in condition && slotOf(condition) === 'units') return { ...condition, column: role };
  return condition;
}

/** Does the query name units? */
export const unitsNamed = ({ where, as }: Select): boolean =>
  [...conjuncts(where), ...(typeof as === 'object' && 'compare' in as ? as.compare : [])].some(
    (one) => slotOf(one) === 'units',
  );

export type Mode = 'narrow' | 'replace' | 'join';

const withWhere = (query: Select, conditions: readonly Condition[]): Select => {
  const { where: _, ...rest } = query;
  const where = allOf(distinct(conditions));
  return where ? { ...rest, where } : rest;
};

/** A condition said twice holds once. */
function distinct(conditions: readonly Condition[]): Condition[] {
  const seen = new Map(conditions.map((one) => [JSON.stringify(one), one]));
  return [...seen.values()];
}

/** What a query lists, whatever form it is stated in: the sets that it compares stand together. */
export function listed(query: Select): Select {
  const { as, ...rest } = query;
  const sides = typeof as === 'object' && 'compare' in as ? [anyOf(as.compare)] : [];
  return { ...withWhere({ ...rest, as: 'list' }, [...conjuncts(query.where), ...sides]) };
}

/** What was listed, as a query for a list: of the most or the fewest the rows themselves, since the winner is found anew. */
export function listShown({ query, ids }: { query: Select; ids: readonly string[] }): Select {
  const { as } = query;
  const ranked = typeof as === 'object' && ('most' in as || 'least' in as);
  return ranked ? { ask: 'select', kind: query.kind, where: { ids: [...ids] }, as: 'list' } : listed(query);
}

/** The role of the units that are replaced, else the one by which the records were counted. */
export function roleNamed({ as }: Select, replaced: readonly Condition[]): Column | undefined {
  const counted = typeof as === 'object' && 'each' in as && unitColumns.has(as.each) ? (as.each as Column) : undefined;
  const compared = typeof as === 'object' && 'compare' in as ? roleOf(allOf(as.compare)) : undefined;
  return roleOf(allOf(replaced)) ?? counted ?? compared;
}

/** A unit named without a role (公安呢) takes the role of the one that it replaces. */
function inherited(stated: Condition, role: Column | undefined): Condition {
  return role && 'column' in stated && stated.column === 'units' && slotOf(stated) === 'units'
    ? inRole(stated, role)
    : stated;
}

/** A condition without its negation. */
function positive(condition: Condition): { test: Condition; negated: boolean } {
  if ('not' in condition) return { test: condition.not, negated: true };
  if ('column' in condition && condition.is === 'has-none') return { test: { ...condition, is: 'has' }, negated: true };
  if ('column' in condition && condition.is === 'no') return { test: { ...condition, is: 'yes' }, negated: true };
  return { test: condition, negated: false };
}

/** Do the units of one test include those of the other, whatever role either asks for? */
function sameUnits(one: Condition, other: Condition): boolean {
  if (!('units' in one) || !('units' in other) || one.units.join() !== other.units.join()) return false;
  return one.column === other.column || other.column === 'units';
}

const exact = (one: Condition) => 'column' in one && (one.is === 'on' || one.is === 'within');

/** Two things that no record can be at once: due in two months, led by two units. */
function excludesBoth(one: Condition, other: Condition): boolean {
  if (!('column' in one && 'column' in other) || one.column !== other.column) return false;
  if (JSON.stringify(one) === JSON.stringify(other)) return false;
  if (exact(one) && exact(other)) return true;
  return (
    one.column === 'responsible' &&
    one.is === 'has' &&
    other.is === 'has' &&
    !one.units.some((unit) => other.units.includes(unit))
  );
}

/** One asks for what the other leaves out (只要3月的, then 不是3月的那几条). */
function contradicts(one: Condition, other: Condition): boolean {
  const [a, b] = [positive(one), positive(other)];
  if (a.negated === b.negated) return false;
  const [asked, left] = a.negated ? [b.test, a.test] : [a.test, b.test];
  return JSON.stringify(asked) === JSON.stringify(left) || sameUnits(asked, left);
}

/** The conditions that new ones take the place of: those on the same column, else on the same kind of thing. */
function replacedBy(fresh: readonly Condition[], old: readonly Condition[]): Set<Condition> {
  const asked = old.filter((one) => !excludes(one));
  const replaced = fresh
    .filter((one) => !excludes(one))
    .flatMap((one) => {
      const sameColumn = asked.filter((other) => 'column' in one && 'column' in other && one.column === other.column);
      return slotOf(one) === 'units' && sameColumn.length
        ? sameColumn
        : asked.filter((other) => slotOf(other) === slotOf(one));
    });
  return new Set([...replaced, ...old.filter((one) => fresh.some((other) => contradicts(one, other)))]);
}

/** 把市场监管局排除, of a count by leads: the unit is left out in the role by which the records are counted. */
function leftOutAsCounted(one: Condition, before: Select): Condition {
  const role = roleNamed(before, []);
  const { test } = positive(one);
  return role && excludes(one) && 'column' in test && test.column === 'units' && slotOf(test) === 'units'
    ? inRole(one, role)
    : one;
}

/**
 * The last query with what this turn says of it.
 * @param found whether any record meets a query: two units that some record names together stand side by side
 */
export function editSelect(before: Select, stated: Select, mode: Mode, found?: (query: Select) => boolean): Select {
  const old = conjuncts(before.where);
  const fresh = conjuncts(stated.where);
  const order = stated.order ?? before.order;
  const base: Select = { ...before, as: stated.as, ...(order ? { order } : {}) };
  const clashes = (one: Condition) => fresh.some((other) => contradicts(one, other) || excludesBoth(one, other));
  if (mode === 'narrow') {
    const own = fresh.map((one) => leftOutAsCounted(one, before));
    const all = withWhere(base, [...old, ...own]);
    return found?.(all) ? all : withWhere(base, [...old.filter((one) => !clashes(one)), ...own]);
  }
  const gone = replacedBy(fresh, old);
  const kept = old.filter((one) => !gone.has(one));
  const replaced = old.filter((one) => gone.has(one) && !excludes(one));
  const filled = fresh.map((one) => (excludes(one) ? one : inherited(one, roleNamed(before, replaced))));
  if (mode === 'replace') return withWhere(base, [...kept, ...filled]);
  const [was, also] = [allOf(replaced), allOf(filled)];
  if (!was || !also) return withWhere(base, old);
  return withWhere(base, [...kept, anyOf([was, also])]);
}

/** The last query without what the turn says does not matter (也不限市场监管局牵头): those conditions, else all of their kind. */
export function dropConditions(before: Select, stated: readonly Condition[]): Select {
  const tests = stated.map((one) => positive(one).test);
  const old = conjuncts(before.where);
  const exact = old.filter((one) =>
    tests.some((test) => sameUnits(one, test) || JSON.stringify(one) === JSON.stringify(test)),
  );
  const slots = new Set(tests.map(slotOf));
  // A unit that the query does not name lifts nothing (不管区县).
  const gone = exact.length ? exact : old.filter((one) => slots.has(slotOf(one)) && slotOf(one) !== 'units');
  return withWhere(
    before,
    old.filter((one) => !gone.includes(one)),
  );
}

/** The query without what it says of some slots (时间放开, 别管单位了). */
export function dropSlots(before: Select, slots: ReadonlySet<Slot>): Select {
  return withWhere(
    before,
    conjuncts(before.where).filter((one) => !slots.has(slotOf(one))),
  );
}

/** The query in another role (配合的呢), or in both (配合的也算上); what was said of the cells of that role no longer holds. */
export function changeRole(before: Select, role: Column): Select {
  const old = conjuncts(before.where);
  const kept = old.filter((one) => {
    if (excludes(one)) return slotOf(one) !== 'units';
    return !('column' in one && slotOf(one) === 'cells' && (one.column === role || role === 'units'));
  });
  const { as } = before;
  const sides = typeof as === 'object' && 'compare' in as ? as.compare.map((one) => inRole(one, role)) : undefined;
  return withWhere(
    sides ? { ...before, as: { compare: sides } } : before,
    kept.map((one) => inRole(one, role)),
  );
}

/** What a query asks for besides units, as conditions to add to another one. */
export const besidesUnits = (stated: Select | undefined): Condition[] =>
  conjuncts(stated?.where).filter((one) => !['units', 'cells', 'other'].includes(slotOf(one)));

/** Takes back the exclusion of what is named (带星的放回来). */
export function restore(before: Select, stated: Select): Select {
  const slots = new Set(conjuncts(stated.where).map(slotOf));
  const left = conjuncts(before.where).filter((one) => slots.has(slotOf(one)) && leavesOut(one));
  const tests = conjuncts(stated.where).map((one) => positive(one).test);
  const named = left.filter((one) => tests.some((test) => sameUnits(positive(one).test, test)));
  const slotsToDrop = named.length ? named : left;
  return withWhere(
    before,
    conjuncts(before.where).filter((one) => !slotsToDrop.includes(one)),
  );
}
