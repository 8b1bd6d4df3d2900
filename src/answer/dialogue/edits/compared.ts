/** Turns that set units side by side: two that are named, one more beside those compared, or beside that of the last list. */
import { allOf, type Condition, conjuncts, type Select } from '../../query.ts';
import { stateSelect } from '../../respond/state.ts';
import type { Followed, Leaning } from '../leaning.ts';
import { besidesUnits, roleNamed } from './edit.ts';
import { queryStated } from './query-stated.ts';

/** The last query for these sets beside one another; what else it asks for holds for all. */
function sideBySide(before: Select, rest: readonly Condition[], compare: Condition[]): Select {
  const { where: _, order: __, ...base } = before;
  const where = allOf(rest);
  return { ...base, ...(where ? { where } : {}), as: { compare } };
}

/** 我想比的是公安局跟检察院, 这两家哪家多: two units side by side, in the role that the list names. */
export function comparedUnits({ context }: Leaning, before: Select, stated: Select): Followed {
  const units = context.asked.units.filter(({ not }) => !not);
  const compares =
    context.asked.compares ||
    /[比多少]/.test(context.asked.text) ||
    (typeof before.as === 'object' && 'compare' in before.as && !/都|同时|共同|一起/.test(context.asked.text));
  if (units.length !== 2 || !compares || typeof stated.as === 'object') return undefined;
  const sides = units.map(({ units: names, role }) => ({
    column: role === 'any' ? (roleNamed(before, conjuncts(before.where)) ?? 'units') : role,
    is: 'has' as const,
    units: names,
  }));
  return stateSelect(context, sideBySide(before, besidesUnits(before), sides));
}

export function besideEachOther(leaning: Leaning): Followed {
  const before = leaning.turn.list?.query;
  const stated = queryStated(leaning.context, leaning.analysis);
  return before && stated && comparedUnits(leaning, before, stated);
}

/** 跟检察院比，牵头谁多些: the unit of the last list beside the one that is named. */
export function comparedWithNamed({ context, turn }: Leaning): Followed {
  const before = turn.list?.query;
  const [named, ...others] = context.asked.units;
  if (!before || typeof before.as === 'object' || !named || others.length || named.not) return undefined;
  const conditions = conjuncts(before.where);
  const own = conditions.filter((one) => 'units' in one && one.is === 'has');
  const [side] = own;
  if (own.length !== 1 || !side || !('column' in side) || side.is !== 'has') return undefined;
  const role = named.role === 'any' ? side.column : named.role;
  const column = before.kind === 'support' ? side.column : role;
  const sides = [side.units, named.units].map((units) => ({ column, is: 'has' as const, units }));
  const rest = conditions.filter((one) => one !== side);
  return stateSelect(context, sideBySide(before, rest, sides));
}

/** 检察院也拉进来: one more set beside those that are compared. */
export function comparedWith({ context }: Leaning, before: Select, stated: Select): Followed {
  const { as } = before;
  if (typeof as !== 'object' || !('compare' in as)) return undefined;
  const role = roleNamed(before, []);
  const [only, ...more] = conjuncts(stated.where);
  if (!only || more.length || !('units' in only)) return undefined;
  const side = only.column === 'units' && role ? { ...only, column: role } : only;
  return stateSelect(context, { ...before, as: { compare: [...as.compare, side] } });
}
