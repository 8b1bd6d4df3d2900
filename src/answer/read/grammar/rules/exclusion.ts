/** Rules for taking away conditions, and for the words that join, announce or widen them. */
import { notOf } from '../../../query.ts';
import type { ConditionItem, Topic } from '../tokens.ts';
import { type Rule, rule, rulesFor, without } from './rule.ts';

/** A condition on units is denied at once; the others are denied where the query is put together. */
export const excludedOf = (item: ConditionItem): ConditionItem =>
  item.topic === 'unit' ? { ...item, condition: notOf(item.condition), excluded: true } : { ...item, excluded: true };

const deniable: readonly Topic[] = ['month', 'leader', 'text', 'group', 'rows', 'column'];

const denyWeight = (item: ConditionItem) =>
  item.topic === 'flag' ? 0.8 : item.topic === 'month' ? 0.1 : item.topic === 'unit' ? 0 : 0.3;

const mayDeny = (item: ConditionItem) =>
  !item.excluded && (item.topic === 'flag' || item.topic === 'unit' || (deniable.includes(item.topic) && !item.status));

const closes = (item: ConditionItem, single: boolean) => !item.extra && (!single || Boolean(item.excluded));

export const exclusionRules: Rule[] = [
  rule({
    name: (_, b) => `except C:${b.topic}`,
    left: 'except',
    right: 'condition',
    when: (_, b) => !b.excluded && !b.status,
    weight: (_, __, gap) => 0.6 + gap.far - (gap.soft && !gap.text.includes(':') ? 1 : 0),
    make: (_, b) => excludedOf(b),
  }),
  rule({
    name: 'C~ excepted',
    left: 'condition',
    right: 'excepted',
    when: (a, b) => closes(a, b.variant === 'single') && Boolean(a.excluded),
    weight: (_, __, gap) => 0.4 + gap.far,
    make: (a) => a,
  }),
  rule({
    name: (a) => `C:${a.topic} excepted`,
    left: 'condition',
    right: 'excepted',
    when: (a, b) => closes(a, b.variant === 'single') && !a.excluded && !a.status,
    weight: (_, __, gap) => 0.6 + gap.far,
    make: (a) => excludedOf(a),
  }),
  // 过期的不算: what is still open.
  rule({
    name: 'past excepted',
    left: 'condition',
    right: 'excepted',
    when: (a, b) => closes(a, b.variant === 'single') && !a.excluded && a.status === 'past',
    weight: (_, __, gap) => 0.8 + gap.far,
    make: (a) => ({ ...a, condition: { column: 'deadline', is: 'open' }, status: 'open' }),
  }),
  rule({
    name: (_, b) => `not C:${b.topic}`,
    left: 'not',
    right: 'condition',
    when: (_, b, gap) => !gap.soft && mayDeny(b),
    weight: (_, b) => denyWeight(b),
    make: (_, b) => excludedOf(b),
  }),
  rule({
    name: 'and C',
    left: 'and',
    right: 'condition',
    when: (_, b) => !b.lead,
    weight: 0,
    make: (_, b) => ({ ...b, lead: 'and' }),
  }),
  rule({
    name: 'or C',
    left: 'or',
    right: 'condition',
    when: (_, b) => !b.lead,
    weight: 0.2,
    make: (_, b) => ({ ...b, lead: 'or' }),
  }),
  ...rulesFor(['have', 'only', 'both'], (left) =>
    rule({
      name: `${left} C`,
      left,
      right: 'condition',
      when: (_, b) => !b.had,
      weight: 0,
      make: (_, b) => ({ ...b, had: true }),
    }),
  ),
  rule({
    name: 'C also',
    left: 'condition',
    right: 'also',
    weight: 0.1,
    make: (a, b) => (b.variant === 'or' ? { ...a, also: true } : a),
  }),
  rule({
    name: 'C either',
    left: 'condition',
    right: 'either',
    when: (a) => a.topic === 'unit',
    weight: (_, __, gap) => 0.3 + gap.far,
    make: (a) => ({ ...without(a, 'also'), lead: 'or' }),
  }),
  // 本月的也算, 过期的也算: nothing new.
  rule({
    name: (a) => (a.status === 'past' ? 'past included' : a.point ? 'point included' : 'month included'),
    left: 'condition',
    right: 'included',
    when: (a) => a.topic === 'month',
    weight: (a, _, gap) => (a.status === 'past' ? 0.6 : a.point ? 0.3 : -0.6) + gap.far,
    make: () => ({ type: 'nothing' }),
  }),
];
