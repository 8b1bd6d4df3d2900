/** Builds conditions on flags, groups, rows, texts and cells: together, or alternatives where no record can hold both. */
import { anyOf, type Condition, notOf } from '../../../query.ts';
import type { Topic } from '../tokens.ts';
import type { Draft } from './frame.ts';
import type { Gathered, NamedUnits, Statement } from './gather.ts';
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

/** Conditions on one column: alternatives where no record can hold both, then what is excluded. */
function conditionsOn(draft: Draft, topic: Topic, statements: readonly Statement[]): Condition[] {
  const unique = distinct(statements);
  const positive = unique.filter(({ excluded }) => !excluded).map(({ condition }) => condition);
  const excluded = unique.filter((one) => one.excluded).map(({ condition }) => notOf(condition));
  if (!positive.length) return excluded;
  if (positive.length > 1) draft.add(`several:${topic}`, topic === 'group' ? -0.3 : -0.6);
  const either = alternatives.includes(topic) || (topic === 'rows' && !overlap(positive));
  return [...(either ? [anyOf(positive)] : positive), ...excluded];
}

/** Conditions on all columns, topic by topic. */
export function topicConditions(draft: Draft, topics: ReadonlyMap<Topic, readonly Statement[]>): Condition[] {
  return [...topics].flatMap(([topic, statements]) => conditionsOn(draft, topic, statements));
}

/** Conditions on flags; of two on one flag the last counts. */
export function flagConditions(draft: Draft, flags: readonly Statement[]): Condition[] {
  const byColumn = new Map<string, Condition>();
  const values = new Set<string>();
  for (const { condition, excluded } of flags) {
    if (!('column' in condition) || (condition.is !== 'yes' && condition.is !== 'no')) continue;
    const yes = (condition.is === 'yes') !== excluded;
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
  if (!alone.count && !together) return [];
  if (draft.kind === 'support') {
    if (alone.count && together && !alone.denied) {
      draft.add('alone:both', 0);
      return [];
    }
    const several = together > 0 || alone.denied;
    return [{ column: 'responsible', is: 'count', ...(several ? { atLeast: 2 } : { atLeast: 1, atMost: 1 }) }];
  }
  if (!alone.count || together) {
    draft.add('together:task', -0.6);
    return [];
  }
  const settled = (condition: Condition) => 'is' in condition && ['count', 'only', 'empty'].includes(condition.is);
  if (parts.some(settled) || units.some((one) => !one.excluded && settled(one.condition))) return [];
  draft.add('alone:task', -0.8);
  return [{ column: 'cooperating', is: 'empty' }];
}
