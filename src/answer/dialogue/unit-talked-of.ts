/** The unit that was talked of, named again where a turn points at it: 这家一共支持几件事, 不是它牵头的呢. */
import { unitsIn } from '../../knowledge/select.ts';
import type { PlanRecord } from '../../model/plan.ts';
import { chooseReading } from '../choose/readings.ts';
import { allOf, conjuncts } from '../query.ts';
import { stateSelect } from '../respond/state.ts';
import { type Followed, focusOf, has, type Leaning } from './leaning.ts';

/** 这家, 该单位: the unit that leads what was talked of, or that the last list was about. */
const unitPronoun = /(?:[这那该](?:一)?(?:家单位|家|个?单位|个?部门|个?局)|他们(?:局|单位|部门)?)/;

function unitTalkedOf({ turn, context }: Pick<Leaning, 'context' | 'turn'>): string | undefined {
  const tests = conjuncts(turn.list?.query.where).flatMap((one) => ('units' in one ? one.units : []));
  if (!turn.focus.length && new Set(tests).size === 1) return tests[0];
  const [only, ...others] = focusOf(turn);
  const record: PlanRecord | undefined = only && !others.length ? context.engine.pack.records.get(only) : undefined;
  const units = record ? unitsIn(record, 'responsible') : [];
  return units.length === 1 ? units[0] : undefined;
}

const nameOf = (unit: string) => unit.replace(/[(（].*$/, '');

/** 这家一共支持几件事: the same question with the unit's name. */
export function aboutItsUnit(leaning: Leaning): Followed {
  const { context } = leaning;
  const { asked } = context;
  if (has(context, 'shown.both')) return undefined;
  if (!unitPronoun.test(asked.text) || !(asked.wantsList || asked.wantsCount) || asked.units.length) return undefined;
  const unit = unitTalkedOf(leaning);
  if (!unit) return undefined;
  return { restart: asked.text.replace(unitPronoun, nameOf(unit)) };
}

/** 除了这个他还给别的任务当配合单位没有, 它家去年到期的: what the unit talked of leads, supports, or either. */
export function ofItsUnit(leaning: Leaning): Followed {
  const { context, analysis, turn } = leaning;
  const unit = unitTalkedOf(leaning);
  if (!unit || context.asked.units.length || !/[他它她]|[这那该]家|单位|部门/.test(context.asked.text))
    return undefined;
  const [role] = context.asked.tokens.flatMap(({ tag }) =>
    tag === 'role.cooperating' ? ['cooperating'] : tag === 'role.responsible' ? ['responsible'] : [],
  );
  const kind = focusOf(turn)[0]?.startsWith('support:') ? 'support' : 'task';
  const besides = /除了|除开|别的|其[他它]/.test(context.asked.text) ? focusOf(turn) : [];
  const where = allOf([
    { column: role ?? 'units', is: 'has', units: [unit] },
    ...conjuncts(chooseReading(analysis)?.read.query.where),
    ...(besides.length ? [{ not: { ids: [...besides] } }] : []),
  ])!;
  return stateSelect(context, { ask: 'select', kind, where, as: context.asked.wantsCount ? 'count' : 'list' });
}

/** 它牵头的, 不是它配合的, 只由它一家落实的: what it leads or supports can only be a unit's. */
const inRole =
  /(?:它|该局|该单位|该院|这家)(?=(?:家)?也?(?:一家|自己|单独|独家|独自)*(?:牵头|配合|负责|参与|主责|协办|落实|办)的)/;
/** 我们局, 本单位: the one that the asker named. */
const ownUnit = /(?:我们|咱们?|我|本)(?:这个?)?(?:局|委|院|办|单位|部门)/;

/** The only unit that the lists shown were about, newest first. */
function unitNamedBefore({ list, earlier }: Leaning['turn']): string | undefined {
  for (const shown of [list, ...earlier.map((one) => one.list)]) {
    const units = new Set(conjuncts(shown?.query.where).flatMap((one) => ('units' in one ? one.units : [])));
    if (units.size === 1) return [...units][0];
  }
  return undefined;
}

/** The turn with the name of the unit in place of the word that points at it. */
export function withUnitNamed({ context, turn }: Pick<Leaning, 'context' | 'turn'>): string | undefined {
  const { text, units } = context.asked;
  if (units.length) return undefined;
  const [pattern, unit] = inRole.test(text)
    ? [inRole, unitTalkedOf({ context, turn })]
    : ownUnit.test(text)
      ? [ownUnit, unitNamedBefore(turn)]
      : [];
  return pattern && unit && text.replace(pattern, nameOf(unit));
}
