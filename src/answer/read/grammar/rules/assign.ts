/** Rules that put units into a role, or add a second role to units that are in one. */
import { allOf, type Condition, notOf } from '../../../query.ts';
import type { ConditionItem, RoleItem, UnitsItem } from '../tokens.ts';
import { hasUnits, inRole } from './in-role.ts';
import { type Gap, type Option, type Rule, rule, without } from './rule.ts';

type Higher = ReadonlySet<string>;

const isOnly = (condition: Condition) => 'is' in condition && condition.is === 'only';

function assignedItem(units: UnitsItem, role: RoleItem, condition: Condition): ConditionItem {
  const negated = 'not' in condition;
  return {
    type: 'condition',
    topic: 'unit',
    condition,
    cells: units.cells,
    role: role.role,
    ...(negated ? { excluded: true } : {}),
    ...(units.extra ? { extra: units.extra } : {}),
    ...(units.also || role.also ? { also: true } : {}),
    ...(units.lead === 'or' && !negated ? { lead: 'or' } : {}),
  };
}

/** Whether all of several units are meant, any of them, only they, or one. */
function quantifier(condition: Condition): string {
  if ('all' in condition) return 'all';
  if ('any' in condition) return 'any';
  return isOnly(condition) ? 'only' : 'one';
}

/** The feature of how several units were joined; empty for one unit. */
function joinTag(units: UnitsItem, role: RoleItem, condition: Condition): string {
  if (units.cells.length < 2 && !isOnly(condition)) return '';
  const side = role.role === 'responsible' ? 'l' : 'c';
  return `+join:${units.join ?? '?'}${role.together ? 'b' : ''}:${side}:${quantifier(condition)}`;
}

const assigned = (units: UnitsItem, role: RoleItem, higher: Higher): Option[] =>
  inRole(units, role, higher).map(({ condition, weight }) => ({
    item: assignedItem(units, role, condition),
    weight,
    tag: joinTag(units, role, condition),
  }));

const far = (gap: Gap) => (gap.soft ? ' far' : '');
const pause = (gap: Gap, short: number) => (gap.comma ? -1 : gap.soft ? short : 0);

/** 配合单位里有…: a role that comes first needs a mark that units follow. */
const announces = (role: RoleItem, units: UnitsItem) =>
  role.negatedAfter || role.had || units.had || role.combined ? 1.1 : 0;

/** One more role of the same unit is joined only where a word says so: X牵头或配合. */
const says = (item: ConditionItem, role: RoleItem) => Boolean(role.lead || role.also || item.also);
const single = (item: ConditionItem) =>
  item.topic === 'unit' && !item.extra && 'is' in item.condition && item.condition.is === 'has' && item.role !== 'any';

export const assignRules = (higher: Higher): Rule[] => [
  rule({
    name: (a, b, gap) => `U R${b.heading ? 'h' : ''}${far(gap)}${a.weak ? ' weak' : ''}`,
    left: 'units',
    right: 'role',
    when: (_, b) => !b.negatedAfter,
    weight: (a, b, gap) =>
      (a.weak && b.role === 'any' ? -0.4 : 1.8) + (b.heading && !b.had ? -0.6 : 0) + pause(gap, -0.3),
    make: (a, b) => assigned(a, b, higher),
  }),
  rule({
    name: (a, _, gap) => `R${a.heading ? 'h' : ''} U${far(gap)}`,
    left: 'role',
    right: 'units',
    when: (_, b) => !b.pronoun,
    weight: (a, b, gap) =>
      (a.heading ? 1.9 : announces(a, b)) - (a.narrowed ? 1 : 0) - (b.lead === 'and' ? 1.5 : 0) + pause(gap, -0.4),
    make: (a, b) => assigned(b, a, higher),
  }),
  rule({
    name: 'C R any',
    left: 'condition',
    right: 'role',
    when: (a, b) => single(a) && !b.negated && b.role !== a.role && b.role !== 'any' && says(a, b),
    weight: (_, __, gap) => 0.7 + gap.far,
    make: (a) => ({ ...without(a, 'also'), condition: hasUnits(a.cells![0]!, 'any'), role: 'any' }),
  }),
  rule({
    name: 'C R-',
    left: 'condition',
    right: 'role',
    when: (a, b) => single(a) && Boolean(b.negated) && b.role !== a.role,
    weight: (_, __, gap) => 0.8 + gap.far,
    make: (a, b) => ({ ...a, condition: allOf([a.condition, notOf(hasUnits(a.cells![0]!, b.role))])! }),
  }),
];
