/** Turns the periods of a path into conditions: all that fit together, or one of those that contradict each other. */
import { type Month, parseMonth } from '../../../../knowledge/month.ts';
import { anyOf, type Condition, notOf, type Test } from '../../../query.ts';
import { monthText } from '../sources/periods.ts';
import type { ConditionItem } from '../tokens.ts';
import type { Draft, Frame } from './frame.ts';
import { distinct } from './units.ts';

interface Bounds {
  from: Month;
  to: Month;
}

const open: Bounds = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

const bounds: { [I in Test['is']]?: (test: Extract<Test, { is: I }>, current: Month) => Partial<Bounds> } = {
  on: ({ month }) => ({ from: parseMonth(month), to: parseMonth(month) }),
  by: ({ month }) => ({ to: parseMonth(month) }),
  before: ({ month }) => ({ to: parseMonth(month) - 1 }),
  from: ({ month }) => ({ from: parseMonth(month) }),
  after: ({ month }) => ({ from: parseMonth(month) + 1 }),
  within: ({ from, to }) => ({ from: parseMonth(from), to: parseMonth(to) }),
  past: (_, current) => ({ to: current - 1 }),
  open: (_, current) => ({ from: current }),
};

function boundsOf(condition: Condition, current: Month): Bounds {
  if (!('is' in condition)) return open;
  const read = bounds[condition.is] as ((test: Test, current: Month) => Partial<Bounds>) | undefined;
  return { ...open, ...read?.(condition, current) };
}

/** The conditions of all periods: contradicting ones are alternatives; months of one year are alternatives in it. */
export function monthConditions(draft: Draft, months: readonly ConditionItem[], { current }: Frame): Condition[] {
  const positive = distinct(months.filter(({ excluded }) => !excluded));
  const denied = months.filter(({ excluded }) => excluded).map(({ condition }) => notOf(condition));
  if (!positive.length) return denied;
  const conditions = positive.map(({ condition }) => condition);
  const spans = conditions.map((condition) => boundsOf(condition, current));
  const from = Math.max(...spans.map((span) => span.from));
  const to = Math.min(...spans.map((span) => span.to));
  if (from <= to) {
    if (positive.length > 1) draft.add('month:and', -0.3);
    return [...conditions, ...denied];
  }
  const years = positive.filter(({ bare }) => bare);
  const others = positive.filter(({ bare }) => !bare).map(({ condition }) => condition);
  const year = years.length === 1 ? boundsOf(years[0]!.condition, current) : undefined;
  const inYear = others.map((condition) => boundsOf(condition, current));
  if (year && others.length > 1 && inYear.every((span) => span.from >= year.from && span.to <= year.to)) {
    draft.add('month:year', 0.4);
    return [years[0]!.condition, anyOf(others), ...denied];
  }
  draft.add('month:or', -0.5);
  return [anyOf(conditions), ...denied];
}

/** 年底前还有哪些: a bound that lies ahead may mean what is left from now on. */
export function leftFromNow(conditions: readonly Condition[], current: Month): Condition[] | undefined {
  let found = false;
  const narrowed = conditions.map((condition) => {
    if (!('is' in condition) || condition.is !== 'by') return condition;
    const { to } = boundsOf(condition, current);
    if (to < current) return condition;
    found = true;
    return { column: condition.column, is: 'within', from: monthText(current), to: condition.month } as const;
  });
  return found ? narrowed : undefined;
}
