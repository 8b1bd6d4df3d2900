/** Rules for roles and headings of cells: denied, only, both, one and not the other. */
import type { RoleItem } from '../tokens.ts';
import { type Option, rule } from './rule.ts';

const oneOfTwo = (a: RoleItem, b: RoleItem) => a.role !== b.role && a.role !== 'any' && b.role !== 'any';
/** What two roles keep when they become one: still headings where both were. */
const heading = (a: RoleItem, b: RoleItem) => (a.heading && b.heading ? ({ heading: true } as const) : {});
const openEnded = (a: RoleItem, b: RoleItem) => !a.negatedAfter && !b.negatedAfter;

/** 只配合: cooperating and not leading, or merely cooperating. */
function onlyRole(b: RoleItem): Option[] {
  if (b.heading) {
    const only: Option = { item: { ...b, only: true }, weight: -0.2, tag: ' heading' };
    const narrowed: Option = { item: { ...b, narrowed: true }, weight: 0.2, tag: ' heading narrowed' };
    return b.role === 'cooperating' ? [only, narrowed] : [only];
  }
  if (b.role === 'any') return [{ item: b, weight: -0.1, tag: '' }];
  return [
    { item: { ...b, narrowed: true }, weight: 0.2, tag: ' narrowed' },
    { item: b, weight: 0, tag: '' },
  ];
}

export const roleRules = [
  rule({
    name: 'have R',
    left: 'have',
    right: 'role',
    when: (_, b) => !b.had,
    weight: 0,
    make: (_, b) => ({ ...b, had: true }),
  }),
  rule({
    name: 'only R',
    left: 'only',
    right: 'role',
    when: (_, b, gap) => !b.negated && !gap.soft,
    weight: 0,
    make: (_, b) => onlyRole(b),
  }),
  rule({
    name: 'both R',
    left: 'both',
    right: 'role',
    when: (_, __, gap) => !gap.soft,
    weight: 0.1,
    make: (_, b) => ({ ...b, together: true }),
  }),
  rule({
    name: 'not R',
    left: 'not',
    right: 'role',
    when: (_, b, gap) => !b.negated && !gap.soft,
    weight: 0.5,
    make: (_, b) => ({ ...b, negated: true }),
  }),
  rule({
    name: 'and R',
    left: 'and',
    right: 'role',
    when: (_, b) => !b.lead,
    weight: 0,
    make: (_, b) => ({ ...b, lead: 'and' }),
  }),
  rule({
    name: 'or R',
    left: 'or',
    right: 'role',
    when: (_, b) => !b.lead,
    weight: 0.1,
    make: (_, b) => ({ ...b, lead: 'or' }),
  }),
  rule({
    name: 'R have',
    left: 'role',
    right: 'have',
    when: (a) => !a.had,
    weight: 0,
    make: (a) => ({ ...a, had: true }),
  }),
  rule({
    name: 'R only',
    left: 'role',
    right: 'only',
    when: (a, _, gap) => !gap.soft && Boolean(a.heading),
    weight: (_, b) => (b.variant === 'weak' ? -0.1 : 0.3),
    make: (a) => ({ ...a, only: true }),
  }),
  rule({
    name: 'R both',
    left: 'role',
    right: 'both',
    when: (_, __, gap) => !gap.soft,
    weight: 0.1,
    make: (a) => ({ ...a, together: true }),
  }),
  rule({
    name: 'R not-only',
    left: 'role',
    right: 'not-only',
    when: (a, _, gap) => !gap.soft && Boolean(a.heading),
    weight: 0.6,
    make: (a) => ({ ...a, more: true }),
  }),
  rule({
    name: 'R not',
    left: 'role',
    right: 'not',
    when: (a) => !a.negatedAfter,
    weight: (a) => (a.heading ? 0.3 : 0.1),
    make: (a) => ({ ...a, negatedAfter: true }),
  }),
  rule({
    name: 'R also',
    left: 'role',
    right: 'also',
    weight: 0.1,
    make: (a, b) => (b.variant === 'or' && !a.combined ? { ...a, also: true } : a),
  }),
  rule({
    name: 'R together',
    left: 'role',
    right: 'together',
    when: (a) => Boolean(a.heading),
    weight: (_, __, gap) => 0.3 + gap.far,
    make: (a) => ({ ...a, shared: true }),
  }),
  // 牵头配合都算.
  rule({
    name: 'R R any',
    left: 'role',
    right: 'role',
    when: (a, b) => openEnded(a, b) && oneOfTwo(a, b) && !a.negated && !b.negated && !a.narrowed && !b.narrowed,
    weight: (_, __, gap) => 0.9 + (gap.comma ? -0.3 : 0),
    make: (a, b) => ({ type: 'role', role: 'any', combined: true, ...heading(a, b) }),
  }),
  // 既不牵头也不配合.
  rule({
    name: 'R- R-',
    left: 'role',
    right: 'role',
    when: (a, b) => openEnded(a, b) && oneOfTwo(a, b) && Boolean(a.negated) && Boolean(b.negated),
    weight: (_, __, gap) => 1 + (gap.comma ? -0.3 : 0),
    make: (a, b) => ({ type: 'role', role: 'any', negated: true, ...heading(a, b) }),
  }),
  // 配合但不牵头.
  rule({
    name: 'R R- narrowed',
    left: 'role',
    right: 'role',
    when: (a, b) => openEnded(a, b) && oneOfTwo(a, b) && Boolean(a.negated) !== Boolean(b.negated),
    weight: (_, __, gap) => 0.9 + (gap.comma ? -0.2 : 0),
    make: (a, b) => ({ type: 'role', role: a.negated ? b.role : a.role, narrowed: true, ...heading(a, b) }),
  }),
  rule({
    name: (_, b) => (b.negated ? 'Rany Rneg' : 'Rany Rany'),
    left: 'role',
    right: 'role',
    when: (a, b) => openEnded(a, b) && Boolean(a.combined) && b.role === 'any',
    weight: 0.5,
    make: (a, b) => ({
      type: 'role',
      role: 'any',
      combined: true,
      ...(b.negated ? { negated: true } : {}),
      ...heading(a, b),
    }),
  }),
  rule({
    name: 'Rany Rcombined',
    left: 'role',
    right: 'role',
    when: (a, b) =>
      openEnded(a, b) && !a.combined && a.role === 'any' && Boolean(b.combined) && !a.negated && !b.negated,
    weight: (_, __, gap) => 0.5 + gap.far,
    make: (a, b) => ({ type: 'role', role: 'any', combined: true, ...heading(a, b) }),
  }),
  // 有份但不牵头.
  rule({
    name: 'Rany R-',
    left: 'role',
    right: 'role',
    when: (a, b) =>
      openEnded(a, b) && a.role === 'any' && !a.combined && !a.negated && b.role !== 'any' && Boolean(b.negated),
    weight: (_, __, gap) => 0.5 + gap.far,
    make: (a, b) => ({ type: 'role', role: 'any', without: b.role, ...heading(a, b) }),
  }),
  rule({
    name: 'R=R',
    left: 'role',
    right: 'role',
    when: (a, b, gap) => openEnded(a, b) && a.role === b.role && Boolean(a.negated) === Boolean(b.negated) && !gap.soft,
    weight: 0.1,
    make: (a, b) => ({
      ...a,
      ...(a.heading || b.heading ? { heading: true } : {}),
      ...(a.narrowed || b.narrowed ? { narrowed: true } : {}),
    }),
  }),
  // 参与配合: the narrower of the two.
  rule({
    name: 'R~Rany',
    left: 'role',
    right: 'role',
    when: (a, b, gap) =>
      openEnded(a, b) &&
      !gap.soft &&
      !a.negated &&
      !b.negated &&
      a.role !== b.role &&
      (a.role === 'any' || b.role === 'any') &&
      !a.combined &&
      !b.combined,
    weight: 0,
    make: (a, b) => (a.role === 'any' ? b : a),
  }),
  rule({
    name: 'R Rneg',
    left: 'role',
    right: 'role',
    when: (a, b, gap) =>
      openEnded(a, b) && a.role !== 'any' && b.role === 'any' && Boolean(b.negated) && !a.negated && !gap.soft,
    weight: 0.4,
    make: (a) => ({ ...a, negated: true }),
  }),
  rule({ name: 'have others', left: 'have', right: 'others', weight: 0, make: (_, b) => b }),
  rule({
    name: 'others R',
    left: 'others',
    right: 'role',
    when: (_, b, gap) => b.role === 'responsible' && !gap.soft,
    weight: 1,
    make: () => ({ type: 'other-lead' }),
  }),
  rule({
    name: 'R others',
    left: 'role',
    right: 'others',
    when: (a, _, gap) => a.role === 'responsible' && !gap.soft,
    weight: 1.2,
    make: () => ({ type: 'other-lead' }),
  }),
];
