/** Moves a selection by units to a column of the plan's own (业务指导) where no record names the unit as its lead or helper. */
import type { Month } from '../../knowledge/month.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Condition, Select } from '../query.ts';
import { columnsFor, holdsForAny } from './execute.ts';

function moved(condition: Condition, column: string): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => moved(part, column)) };
  if ('any' in condition) return { any: condition.any.map((part) => moved(part, column)) };
  if ('not' in condition) return { not: moved(condition.not, column) };
  return 'column' in condition && condition.column === 'units' && condition.is === 'has'
    ? { ...condition, column }
    : condition;
}

/** The query itself where it finds something, or where no column of the plan's own does. */
export function inOwnColumn(query: Select, pack: KnowledgePack, current: Month): Select {
  const { where } = query;
  if (!where || holdsForAny(query, pack, current)) return query;
  const own = columnsFor(pack)
    .list(query.kind)
    .filter(({ extra, type }) => extra && type === 'units')
    .map(({ name }) => ({ ...query, where: moved(where, name) }));
  return own.find((one) => holdsForAny(one, pack, current)) ?? query;
}
