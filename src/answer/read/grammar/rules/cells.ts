/** Rules for cells that are counted or empty, and for units that act alone or with others. */
import type { ConditionItem, CountItem } from '../tokens.ts';
import { rule } from './rule.ts';

const emptyCell: ConditionItem = {
  type: 'condition',
  topic: 'empty',
  condition: { column: 'cooperating', is: 'empty' },
};

const counted = ({ atLeast, atMost }: CountItem): ConditionItem => ({
  type: 'condition',
  topic: 'count',
  condition: { column: 'cooperating', is: 'count', atLeast, ...(atMost === undefined ? {} : { atMost }) },
});

/** A cell that holds one unit, before the unit is named. */
const holdsOne = ({ topic, condition, excluded }: ConditionItem) =>
  topic === 'count' && !excluded && 'is' in condition && condition.is === 'count' && condition.atMost === 1;

export const cellRules = [
  // 配合单位只有一家：法院.
  rule({
    name: 'one U',
    left: 'condition',
    right: 'units',
    when: (a, b, gap) => holdsOne(a) && b.cells.length === 1 && /^[:,是 ]*$/.test(gap.text),
    weight: (_, __, gap) => 1 + gap.far,
    make: (_, b) => ({
      type: 'condition',
      topic: 'unit',
      condition: { column: 'cooperating', is: 'only', units: [...b.cells[0]!] },
      cells: b.cells,
      role: 'cooperating',
    }),
  }),
  rule({
    name: (a, b) => `R count${a.heading ? 'h' : ''}${b.sure ? '!' : ''}`,
    left: 'role',
    right: 'count',
    when: (a) => a.role === 'cooperating' && !a.negated,
    weight: (a, b, gap) => (a.heading ? 1 : 0.4) + (b.sure ? 0.4 : -0.3) + gap.far,
    make: (_, b) => counted(b),
  }),
  rule({
    name: (a) => `count R${a.sure ? '!' : ''}`,
    left: 'count',
    right: 'role',
    when: (_, b) => b.role === 'cooperating' && !b.negated,
    weight: (a, _, gap) => 0.5 + (a.sure ? 0.4 : -0.2) + gap.far,
    make: (a) => counted(a),
  }),
  rule({ name: 'have count', left: 'have', right: 'count', weight: 0, make: (_, b) => b }),
  rule({ name: 'only count', left: 'only', right: 'count', weight: 0.2, make: (_, b) => ({ ...b, sure: true }) }),
  rule({
    name: (a) => `R empty${a.heading ? 'h' : ''}`,
    left: 'role',
    right: 'empty',
    when: (a) => a.role === 'cooperating' && !a.negated,
    weight: (a, _, gap) => (a.heading ? 1.3 : 0.3) + (gap.comma ? -0.8 : gap.soft ? -0.1 : 0),
    make: () => emptyCell,
  }),
  rule({
    name: 'not Rh empty',
    left: 'not',
    right: 'role',
    when: (_, b, gap) => b.role === 'cooperating' && Boolean(b.heading) && !gap.soft,
    weight: 0.8,
    make: () => emptyCell,
  }),
  rule({
    name: 'not alone',
    left: 'not',
    right: 'alone',
    when: (_, b) => !b.negated,
    weight: 0.8,
    make: () => ({ type: 'alone', negated: true }),
  }),
  // 单独的也算, 联合的也要: nothing new.
  rule({
    name: 'together included',
    left: 'together',
    right: 'included',
    weight: 0.9,
    make: () => ({ type: 'nothing' }),
  }),
  rule({ name: 'together included', left: 'together', right: 'also', weight: 0.9, make: () => ({ type: 'nothing' }) }),
  rule({ name: 'together included', left: 'alone', right: 'included', weight: 0.9, make: () => ({ type: 'nothing' }) }),
  rule({ name: 'together included', left: 'alone', right: 'also', weight: 0.9, make: () => ({ type: 'nothing' }) }),
  rule({
    name: 'together excepted',
    left: 'together',
    right: 'excepted',
    weight: 0.6,
    make: () => ({ type: 'alone' }),
  }),
  rule({ name: 'alone excepted', left: 'alone', right: 'excepted', weight: 0.6, make: () => ({ type: 'together' }) }),
  rule({ name: 'others excepted', left: 'others', right: 'excepted', weight: 0.5, make: () => ({ type: 'nothing' }) }),
];
