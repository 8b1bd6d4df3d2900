/** Turns what is said of flags, groups, rows, texts and cells into conditions: together, or alternatives where no record can hold both. */
import { anyOf, type Condition, notOf } from '../../../query.ts';
import type { Topic } from '../tokens.ts';
import type { Draft } from './frame.ts';
import type { Gathered, NamedUnits, Said } from './gather.ts';
import { distinct } from './units.ts';

/** Is a condition one on the deadline's month? */
export const monthly = (condition: Condition): boolean =>
  'any' in condition
    ? condition.any.every(monthly)
    : 'column' in condition && condition.column === 'deadline' && condition.is !== 'ongoing';

/** Rows that overlap hold together; others are alternatives. */
function overlap(conditions: readonly Condition[]): boolean {
  const spans = conditions.flatMap((one) => ('is' in one && one.is === 'between' ? [one] : []));
  return Math.max(...spans.map(({ low }) => low)) <= Math.min(...spans.map(({ high }) => high));
}

const alternatives: readonly Topic[] = ['group', 'leader'];

/** Several conditions on one column: alternatives where no record can hold both. */
export function topicConditions(draft: Draft, topics: ReadonlyMap<Topic, readonly Said[]>): Condition[] {
  const parts: Condition[] = [];
  for (const [topic, said] of topics) {
    const unique = distinct(said);
    const positive = unique.filter(({ excluded }) => !excluded).map(({ condition }) => condition);
    if (positive.length > 1) draft.add(`several:${topic}`, topic === 'group' ? -0.3 : -0.6);
    const either = alternatives.includes(topic) || (topic === 'rows' && !overlap(positive));
    if (positive.length) parts.push(...(either ? [anyOf(positive)] : positive));
    for (const { condition, excluded } of unique) if (excluded) parts.push(notOf(condition));
  }
  return parts;
}

/** The last thing said of each flag counts. */
export function flagConditions(draft: Draft, flags: readonly Said[]): Condition[] {
  const byColumn = new Map<string, Condition>();
  const values = new Set<string>();
  for (const said of flags) {
    const { condition } = said;
    if (!('column' in condition) || (condition.is !== 'yes' && condition.is !== 'no')) continue;
    const yes = (condition.is === 'yes') !== said.excluded;
    byColumn.set(condition.column, { column: condition.column, is: yes ? 'yes' : 'no' });
    values.add(`${condition.column} ${yes}`);
  }
  if (values.size > byColumn.size) draft.add('flag:both', -1.2);
  return [...byColumn.values()];
}

/** One unit by itself, or with others: of the lead's cell where a kind has no other, else of the cooperating cell. */
export function aloneConditions(
  draft: Draft,
  { alone, together }: Gathered,
  parts: readonly Condition[],
  units: readonly NamedUnits[],
): Condition[] {
  if (!alone.said && !together) return [];
  if (draft.kind === 'support') {
    if (alone.said && together && !alone.denied) {
      draft.add('alone:both', 0);
      return [];
    }
    const several = together > 0 || alone.denied;
    return [{ column: 'responsible', is: 'count', ...(several ? { atLeast: 2 } : { atLeast: 1, atMost: 1 }) }];
  }
  if (!alone.said || together) {
    draft.add('together:task', -0.6);
    return [];
  }
  const settled = (condition: Condition) => 'is' in condition && ['count', 'only', 'empty'].includes(condition.is);
  if (parts.some(settled) || units.some((one) => !one.excluded && settled(one.condition))) return [];
  draft.add('alone:task', -0.8);
  return [{ column: 'cooperating', is: 'empty' }];
}
