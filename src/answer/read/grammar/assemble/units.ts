/** Builds conditions on the units of a path: names that are repeated, roles that stand apart, who asks, one of several or all. */
import { anyOf, type Condition, notOf } from '../../../query.ts';
import { hasUnits, inRole } from '../rules/in-role.ts';
import type { Role, RoleItem } from '../tokens.ts';
import type { FormName } from './form.ts';
import type { Draft, Frame } from './frame.ts';
import type { Gathered, NamedUnits } from './gather.ts';

const covered = (inner: readonly string[], outer: readonly string[]) => inner.every((unit) => outer.includes(unit));
const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && covered(a, b);
const keyOf = (condition: Condition) => JSON.stringify(condition);

/** One of each condition. */
export const distinct = <T extends { condition: Condition }>(list: readonly T[]): T[] => [
  ...new Map(list.map((one) => [keyOf(one.condition), one])).values(),
];

/** Drops a name that is repeated without a role: it adds no condition. */
export function dropRepeated(draft: Draft, gathered: Gathered, form: FormName, { names }: Frame): NamedUnits[] {
  const { units } = gathered;
  const leaders = (gathered.topics.get('leader') ?? []).map(({ condition }) => keyOf(condition));
  return units.filter((one, at) => {
    if (!one.bare || one.excluded) return true;
    const other = units.find(
      (two, index) =>
        two !== one &&
        covered(one.units, two.units) &&
        (!two.bare || (!two.excluded && index > at)) &&
        (!two.excluded || form === 'most'),
    );
    if (other) {
      draft.add(other.bare ? 'again' : 'again:role', -1);
      return false;
    }
    if (leaders.some((leader) => one.units.some((unit) => leader.includes(`"${names.shortOf(unit)}"`)))) {
      draft.add('again:leader', -0.8);
      return false;
    }
    return true;
  });
}

const counts = (form: FormName) => form === 'most' || form === 'least' || form === 'each' || form === 'compare';

function attachRole(draft: Draft, units: NamedUnits[], role: RoleItem, frame: Frame): void {
  if (role.negated) {
    const positive = units.filter(({ excluded }) => !excluded);
    if (positive.length === 1) {
      draft.parts.push(notOf(hasUnits(positive[0]!.units, role.role)));
      draft.add('role:denied', -0.9);
    } else draft.add('role:lost', -2);
    return;
  }
  const bare = units.filter((one) => one.bare && !one.excluded);
  const [target] = bare;
  if (bare.length !== 1 || target?.item.type !== 'units') {
    draft.add('role:lost', -2);
    return;
  }
  const [reading] = inRole(target.item, role, frame.names.higher);
  units[units.indexOf(target)] = { ...target, condition: reading!.condition, role: role.role, bare: false };
  draft.add('role:attached', -1);
}

/** The role by which units are counted. */
function countByRole(draft: Draft, { role }: RoleItem): void {
  if (draft.role === undefined && role !== 'any') draft.role = role;
  draft.add('role:form', 1.4);
}

/** A role that is no condition: 负责或配合, beside other conditions or none. */
function weighAnyRole(draft: Draft, { combined }: RoleItem, others: boolean): void {
  const beside = combined ? 'role:both' : 'role:any';
  draft.add(others ? beside : 'role:nothing', combined ? -0.1 : -0.3);
}

/** Roles that stand apart from any unit: of the count, of the one unit, or of nothing. */
export function attachRoles(draft: Draft, units: NamedUnits[], gathered: Gathered, form: FormName, frame: Frame): void {
  const others = units.length > 0 || gathered.topics.size > 0 || gathered.months.length > 0;
  for (const role of gathered.roles) {
    if (counts(form)) countByRole(draft, role);
    else if (role.role === 'any' && !role.negated) weighAnyRole(draft, role, others);
    else attachRole(draft, units, role, frame);
  }
}

/** Is there a condition or an order besides units? */
const narrows = ({ topics, months, flags, order }: Gathered): boolean =>
  topics.size > 0 || months.length > 0 || flags.length > 0 || order.next || order.direction !== undefined;

/** Who asks is no condition; a question of nothing else would have to be about them. */
export function weighAskers(draft: Draft, units: readonly NamedUnits[], gathered: Gathered, form: FormName): void {
  const named = units.some(({ excluded }) => !excluded) || gathered.topics.has('leader');
  const isNamed = (asker: readonly string[]) => units.some((one) => covered(asker, one.units));
  const others = narrows(gathered);
  for (const asker of gathered.askers) {
    if (named) draft.add('ask:other', isNamed(asker) ? -0.2 : 0);
    else if (form === 'list') draft.add(others ? 'ask:cond' : 'ask:alone', others ? -0.9 : -3.5);
  }
}

/** The sides of a comparison: each unit in its role, or one unit in both. */
export function comparedSides(draft: Draft, units: readonly NamedUnits[], usual: Role | undefined): Condition[] {
  const role = draft.role ?? usual ?? 'any';
  const sides = units
    .filter(({ excluded }) => !excluded)
    .flatMap((one) =>
      (one.item.cells ?? []).map((cell) => ({ condition: hasUnits(cell, one.role === 'any' ? role : one.role), cell })),
    );
  const unique = distinct(sides);
  if (unique.length === 1) return [hasUnits(unique[0]!.cell, 'responsible'), hasUnits(unique[0]!.cell, 'cooperating')];
  return unique.map(({ condition }) => condition);
}

const isPlain = ({ condition }: NamedUnits) => 'is' in condition && condition.is === 'has';

/** A task has one lead, and no unit leads and cooperates in one: such conditions are alternatives. */
function contradicts(units: readonly NamedUnits[]): boolean {
  if (!units.every(isPlain)) return false;
  if (units.every(({ role }) => role === 'responsible')) return true;
  const [a, b] = units;
  return (
    units.length === 2 && same(a!.units, b!.units) && a!.role !== 'any' && b!.role !== 'any' && a!.role !== b!.role
  );
}

export interface UnitVariant {
  conditions: Condition[];
  /** Feature of a variant that is not the first. */
  name: string;
}

/** All units, or one of them: as said, or as the logic allows. */
export function unitVariants(units: readonly NamedUnits[], either: boolean, bothRoles: boolean): UnitVariant[] {
  const positive = distinct(units.filter(({ excluded }) => !excluded));
  const all = positive.map(({ condition }) => condition);
  const leads = positive.some(({ item }) => item.lead === 'or');
  const name = either || positive.some(({ item }) => item.also || item.lead === 'or') ? 'variant:and' : 'variant:or';
  if (all.length < 2) return [{ conditions: all, name }];
  const some = { conditions: [anyOf(all)], name };
  const every = { conditions: all, name };
  if (bothRoles) return [every, some];
  if (contradicts(positive)) return [some];
  if (either || leads || positive.filter(({ item }) => item.also).length >= 2) return [some, every];
  return positive.every((one) => one.role === positive[0]!.role && !one.bare) ? [every, some] : [every];
}

/** Another unit than the one named leads. */
export function applyOtherLead(draft: Draft, units: readonly NamedUnits[]): Condition[] {
  const excluded = units.filter((one) => one.excluded);
  const positive = distinct(units.filter((one) => !one.excluded));
  if (!positive.length && excluded.length === 1 && excluded[0]!.bare)
    return [notOf(hasUnits(excluded[0]!.units, 'responsible'))];
  const denied = excluded.map(({ condition }) => condition);
  if (positive.length === 1) return [...denied, notOf(hasUnits(positive[0]!.units, 'responsible'))];
  draft.add('other-lead:lost', -1.5);
  return denied;
}
