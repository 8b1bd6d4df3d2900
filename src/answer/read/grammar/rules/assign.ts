/** Rules that put units into a role, and say more of units that are in one. */
import { allOf, notOf } from '../../../query.ts';
import type { ConditionItem, RoleItem, UnitsItem } from '../tokens.ts';
import { hasUnits, inRole } from './in-role.ts';
import { type Gap, type Option, type Rule, rule, without } from './rule.ts';

type Higher = ReadonlySet<string>;

function assigned(units: UnitsItem, role: RoleItem, higher: Higher): Option[] {
  return inRole(units, role, higher).map(({ condition, weight }) => {
    const negated = 'not' in condition;
    const only = 'is' in condition && condition.is === 'only';
    const item: ConditionItem = {
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
    const kind = 'all' in condition ? 'all' : 'any' in condition ? 'any' : only ? 'only' : 'one';
    const several = units.cells.length > 1 || only;
    const tag = `+join:${units.join ?? '?'}${role.together ? 'b' : ''}:${role.role === 'responsible' ? 'l' : 'c'}:${kind}`;
    return { item, weight, tag: several ? tag : '' };
  });
}

const far = (gap: Gap) => (gap.soft ? ' far' : '');
const pause = (gap: Gap, short: number) => (gap.comma ? -1 : gap.soft ? short : 0);

/** 配合单位里有…: a role said first needs a mark that units follow. */
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
