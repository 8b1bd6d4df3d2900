/** Rules for what the records' text says, and for the pack's own columns by their type. */
import type { Condition, Test } from '../../../query.ts';
import type { ColumnItem, ConditionItem, CountItem, TermItem } from '../tokens.ts';
import { type Rule, rule } from './rule.ts';

const contains = (text: string, denied?: boolean): ConditionItem => ({
  type: 'condition',
  topic: 'text',
  condition: { column: 'text', is: 'contains', text },
  ...(denied ? { excluded: true } : {}),
});

/** Only particles between the verb and the word. */
const adjacent = /^(?:[了到着过的有这那 ":]|关于|任务|内容|里)*$/;

export const textRules: Rule[] = [
  rule({
    name: (_, b) => `mentions term${b.quoted ? 'q' : ''}`,
    left: 'mentions',
    right: 'term',
    when: (_, __, gap) => adjacent.test(gap.text),
    weight: (_, b, gap) => 0.7 + (b.quoted ? 0.4 : 0) + gap.far * 2,
    make: (a, b) => contains(b.text, a.negated),
  }),
  rule({
    name: (a) => `term mentioned${a.quoted ? 'q' : ''}`,
    left: 'term',
    right: 'mentioned',
    when: (a, _, gap) => Boolean(a.quoted) || gap.text.length < 10,
    weight: (_, __, gap) => 0.6 + (gap.comma ? -0.3 : 0),
    make: (a) => contains(a.text),
  }),
  rule({
    name: 'text mentioned',
    left: 'condition',
    right: 'mentioned',
    when: (a, _, gap) => a.topic === 'text' && !gap.soft,
    weight: 0.3,
    make: (a) => a,
  }),
  rule({ name: 'not mentions', left: 'not', right: 'mentions', weight: 0, make: (_, b) => ({ ...b, negated: true }) }),
];

const columnCondition = (condition: Condition, { negated }: ColumnItem): ConditionItem => ({
  type: 'condition',
  topic: 'column',
  condition,
  ...(negated ? { excluded: true } : {}),
});

/** The same test on another column: what a month or a value says of the deadline or the target. */
function moved(condition: Condition, column: string): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => moved(part, column)) };
  if ('any' in condition) return { any: condition.any.map((part) => moved(part, column)) };
  if ('not' in condition) return { not: moved(condition.not, column) };
  return 'ids' in condition ? condition : ({ ...condition, column } as Test);
}

const termTest = (item: ColumnItem, { text }: TermItem): Condition => ({
  column: item.column.name,
  is: 'contains',
  text,
});
const countTest = (item: ColumnItem, { atLeast, atMost }: CountItem): Condition => ({
  column: item.column.name,
  is: 'count',
  atLeast,
  ...(atMost === undefined ? {} : { atMost }),
});
const movable = (item: ColumnItem, { topic }: ConditionItem) =>
  (topic === 'month' && item.column.type === 'month') || (topic === 'value' && item.column.type === 'number');

/** Heading of a column of the pack + what its type takes. */
export const columnRules: Rule[] = [
  rule({ name: 'column have', left: 'column', right: 'have', weight: 0, make: (a) => a }),
  rule({ name: 'column not', left: 'column', right: 'not', weight: 0.1, make: (a) => ({ ...a, negated: true }) }),
  rule({
    name: 'column units',
    left: 'column',
    right: 'units',
    when: (a) => a.column.type === 'units',
    weight: (_, __, gap) => 2 + gap.far,
    make: (a, b) =>
      columnCondition({ column: a.column.name, is: b.only ? 'only' : 'has', units: [...new Set(b.cells.flat())] }, a),
  }),
  rule({
    name: 'units column',
    left: 'units',
    right: 'column',
    when: (_, b) => b.column.type === 'units',
    weight: (_, __, gap) => 1.5 + gap.far,
    make: (a, b) => columnCondition({ column: b.column.name, is: 'has', units: [...new Set(a.cells.flat())] }, b),
  }),
  rule({
    name: 'column empty',
    left: 'column',
    right: 'empty',
    weight: (_, __, gap) => 1.6 + gap.far,
    make: (a) => columnCondition({ column: a.column.name, is: 'empty' }, a),
  }),
  rule({
    name: 'not column',
    left: 'not',
    right: 'column',
    when: (_, b, gap) => b.column.type !== 'flag' && !gap.soft,
    weight: 0.8,
    make: (_, b) => columnCondition({ column: b.column.name, is: 'empty' }, b),
  }),
  rule({
    name: 'not column flag',
    left: 'not',
    right: 'column',
    when: (_, b, gap) => b.column.type === 'flag' && !gap.soft,
    weight: 0.8,
    make: (_, b) => columnCondition({ column: b.column.name, is: 'no' }, b),
  }),
  rule({
    name: 'column count',
    left: 'column',
    right: 'count',
    when: (a) => a.column.type === 'units',
    weight: (_, __, gap) => 1.4 + gap.far,
    make: (a, b) => columnCondition(countTest(a, b), a),
  }),
  rule({
    name: 'column term',
    left: 'column',
    right: 'term',
    when: (a) => a.column.type === 'text',
    weight: (_, __, gap) => 1.2 + gap.far,
    make: (a, b) => columnCondition(termTest(a, b), a),
  }),
  rule({
    name: 'column test',
    left: 'column',
    right: 'condition',
    when: movable,
    weight: (_, __, gap) => 1.6 + gap.far,
    make: (a, b) =>
      columnCondition(moved(b.condition, a.column.name), { ...a, ...(b.excluded ? { negated: true } : {}) }),
  }),
  rule({
    name: 'test column',
    left: 'condition',
    right: 'column',
    when: (a, b) => movable(b, a),
    weight: (_, __, gap) => 1.2 + gap.far,
    make: (a, b) =>
      columnCondition(moved(a.condition, b.column.name), { ...b, ...(a.excluded ? { negated: true } : {}) }),
  }),
];
