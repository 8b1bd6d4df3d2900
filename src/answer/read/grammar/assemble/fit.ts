/** Fits conditions to the kind of record: columns that it lacks are dropped or replaced by those that it has. */

import type { RecordKind } from '../../../../model/plan.ts';
import { type Condition, notOf, type Test } from '../../../query.ts';
import type { Draft, Frame } from './frame.ts';

/** Kinds without units of their own are hardly asked by them: such words cost nothing there. */
const unasked: readonly RecordKind[] = ['indicator', 'phase', 'measure', 'group', 'guarantee'];

/** The columns that a condition tests. */
function columnsIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(columnsIn);
  if ('any' in condition) return condition.any.flatMap(columnsIn);
  if ('not' in condition) return columnsIn(condition.not);
  return 'ids' in condition ? [] : [condition.column];
}

/** Rewrites every test of a condition. */
function mapTests(condition: Condition, rewrite: (test: Test) => Test): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => mapTests(part, rewrite)) };
  if ('any' in condition) return { any: condition.any.map((part) => mapTests(part, rewrite)) };
  if ('not' in condition) return notOf(mapTests(condition.not, rewrite));
  return 'ids' in condition ? condition : rewrite(condition);
}

/** A kind with one column of units: nobody cooperates there, and a unit of another level stands for its counterpart. */
function singleColumn(test: Test, { names }: Frame): Test {
  if (test.column === 'leader' && test.is === 'of') {
    const unit = names.pack.units.units.find(({ short }) => short === test.text)?.name;
    return unit ? { ...test, text: names.shortOf(names.counterpart(unit, names.higher)) } : test;
  }
  if (!['responsible', 'cooperating', 'units'].includes(test.column)) return test;
  const column = 'responsible';
  switch (test.is) {
    case 'has':
    case 'only':
    case 'has-all':
    case 'has-none':
      return { ...test, column, units: test.units.map((unit) => names.counterpart(unit, names.higher)) };
    case 'empty':
      return test.column === 'cooperating' ? { column, is: 'count', atLeast: 1, atMost: 1 } : { ...test, column };
    case 'count':
      return { ...test, column };
    default:
      return test;
  }
}

/** What a condition becomes for the kind of the draft; undefined where the kind has nothing to test. */
function fitOne(condition: Condition, draft: Draft, frame: Frame): Condition | undefined {
  const { kind } = draft;
  const { columns } = frame;
  let fitted = condition;
  if (kind === 'support' && !columns.of(kind, 'cooperating'))
    fitted = mapTests(fitted, (test) => singleColumn(test, frame));
  if (kind === 'phase')
    fitted = mapTests(fitted, (test) => (test.column === 'deadline' ? { ...test, column: 'period' } : test));
  return columnsIn(fitted).every((column) => columns.of(kind, column) !== undefined) ? fitted : undefined;
}

/** The conditions that the kind can be tested for; what is lost costs where the kind is usually asked by such things. */
export function fitToKind(conditions: readonly Condition[], draft: Draft, frame: Frame): Condition[] {
  return conditions.flatMap((condition) => {
    const fitted = fitOne(condition, draft, frame);
    if (fitted) return [fitted];
    const value = columnsIn(condition).includes('target');
    if (value) draft.add('value:lost', -1);
    else draft.add(`lost:${draft.kind}`, unasked.includes(draft.kind) ? 0 : -0.8);
    return [];
  });
}
