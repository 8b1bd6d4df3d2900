/** Rules for lists of units and the words around them: joined, excluded, alone, with others. */
import type { UnitsItem } from '../tokens.ts';
import { rule, without } from './rule.ts';

const sameCells = (a: UnitsItem, b: UnitsItem) => JSON.stringify(a.cells) === JSON.stringify(b.cells);

/** Nobody lists more units in one question. */
const maxCells = 8;

/** Two lists become one: neither excluded alone, no other condition inside. */
function joinable(a: UnitsItem, b: UnitsItem, plain: boolean): boolean {
  const alike = !a.excluded === !b.excluded && !a.pronoun && (!b.pronoun || Boolean(b.second && b.lead));
  return alike && a.cells.length + b.cells.length <= maxCells && (plain || b.lead !== undefined);
}

const joinOf = (a: UnitsItem, b: UnitsItem) => (a.together || b.together ? 'and' : (b.join ?? a.join));

export const unitRules = [
  rule({
    name: (_, b) => `U U${b.lead ?? ''}`,
    left: 'units',
    right: 'units',
    when: (a, b, gap) => joinable(a, b, gap.plain) && !sameCells(a, b) && !a.extra?.length && !b.extra?.length,
    weight: (_, b, gap) => (gap.comma ? (b.had && !b.lead ? -0.7 : 0.1) : 0.5) + (b.lead ? 0.2 : 0),
    make: (a, b) => {
      const join = joinOf(a, b);
      return {
        ...without(a, 'weak', 'join'),
        cells: [...a.cells, ...b.cells],
        ...(join ? { join } : {}),
        ...(a.only || b.only ? { only: true } : {}),
      };
    },
  }),
  rule({
    name: 'U=U',
    left: 'units',
    right: 'units',
    when: (a, b, gap) => joinable(a, b, gap.plain) && sameCells(a, b),
    weight: 0.2,
    make: (a) => a,
  }),
  rule({
    name: 'U=pronoun',
    left: 'units',
    right: 'units',
    when: (a, b, gap) => Boolean(b.pronoun) && !a.pronoun && gap.text === '' && sameCells(a, b),
    weight: 0.1,
    make: (a) => a,
  }),
  rule({
    name: 'and U',
    left: 'and',
    right: 'units',
    when: (_, b) => !b.lead,
    weight: 0,
    make: (_, b) => ({ ...b, lead: 'and' }),
  }),
  rule({ name: 'or U', left: 'or', right: 'units', weight: 0.2, make: (_, b) => ({ ...b, join: 'or', lead: 'or' }) }),
  rule({
    name: 'have U',
    left: 'have',
    right: 'units',
    when: (_, b) => !b.had,
    weight: 0.1,
    make: (_, b) => ({ ...b, had: true }),
  }),
  rule({
    name: 'both U',
    left: 'both',
    right: 'units',
    weight: 0.1,
    make: (_, b) => (b.cells.length > 1 ? { ...b, join: 'and' } : { ...b, together: true }),
  }),
  rule({
    name: (a) => (a.variant === 'weak' ? 'only? U' : 'only U'),
    left: 'only',
    right: 'units',
    when: (_, __, gap) => !gap.soft,
    weight: (a) => (a.variant === 'weak' ? -0.9 : 0),
    make: (_, b) => ({ ...b, only: true }),
  }),
  rule({
    name: 'not U',
    left: 'not',
    right: 'units',
    when: (_, b, gap) => !b.excluded && !gap.soft,
    weight: 0.2,
    make: (_, b) => ({ ...b, excluded: true }),
  }),
  rule({
    name: 'except U',
    left: 'except',
    right: 'units',
    when: (_, b) => !b.excluded,
    weight: (_, __, gap) => 0.4 + gap.far - (gap.soft && !gap.text.includes(':') ? 1 : 0),
    make: (_, b) => ({ ...b, excluded: true }),
  }),
  rule({
    name: 'U both',
    left: 'units',
    right: 'both',
    when: (a) => a.cells.length > 1 && a.join !== 'or',
    weight: (_, __, gap) => 0.4 + gap.far,
    make: (a) => ({ ...a, join: 'and' }),
  }),
  rule({
    name: 'U either',
    left: 'units',
    right: 'either',
    when: (a) => a.cells.length > 1,
    weight: (_, __, gap) => 0.6 + gap.far,
    make: (a) => ({ ...a, join: 'or' }),
  }),
  rule({
    name: 'U also',
    left: 'units',
    right: 'also',
    weight: 0,
    make: (a, b) => (b.variant === 'or' ? { ...a, also: true } : a),
  }),
  rule({
    name: 'U alone',
    left: 'units',
    right: 'no-others',
    weight: (_, __, gap) => 0.2 + gap.far,
    make: (a) => (a.shared ? without(a, 'shared') : { ...a, only: true }),
  }),
  rule({
    name: 'U alone',
    left: 'units',
    right: 'alone',
    when: (_, b) => !b.negated,
    weight: (_, __, gap) => 0.2 + gap.far,
    make: (a) => (a.shared ? without(a, 'shared') : { ...a, only: true }),
  }),
  rule({
    name: 'U~ together',
    left: 'units',
    right: 'together',
    when: (a) => Boolean(a.excluded),
    weight: (_, __, gap) => 1.4 + gap.far,
    make: (a) => ({ ...without(a, 'excluded'), more: true }),
  }),
  rule({
    name: 'U~ no-others',
    left: 'units',
    right: 'no-others',
    when: (a) => Boolean(a.excluded),
    weight: (_, __, gap) => 2 + gap.far,
    make: (a) => ({ ...without(a, 'excluded'), only: true }),
  }),
  rule({
    name: (a) => (a.only ? 'only U one' : 'U one'),
    left: 'units',
    right: 'one',
    weight: (a) => (a.only ? 0.5 : -0.4),
    make: (a) => ({ ...a, only: true }),
  }),
  rule({
    name: 'U together',
    left: 'units',
    right: 'together',
    when: (a) => !a.excluded,
    weight: (_, __, gap) => 0.3 + gap.far,
    make: (a) => (a.only ? without(a, 'only') : { ...a, shared: true }),
  }),
  rule({
    name: 'U together',
    left: 'units',
    right: 'alone',
    when: (a, b) => Boolean(b.negated) && !a.excluded,
    weight: (_, __, gap) => 0.3 + gap.far,
    make: (a) => (a.only ? without(a, 'only') : { ...a, shared: true }),
  }),
  rule({
    name: (a) => (a.excluded ? 'U~ excepted' : 'U excepted'),
    left: 'units',
    right: 'excepted',
    when: (a, b) => b.variant !== 'single' || Boolean(a.excluded),
    weight: (_, __, gap) => 0.4 + gap.far,
    make: (a) => ({ ...a, excluded: true }),
  }),
  // 公安7月到期的、检察院牵头的: a condition said inside the phrase of a unit.
  rule({
    name: 'U C',
    left: 'units',
    right: 'condition',
    when: (a, b) => b.topic !== 'unit' && !a.pronoun && (a.extra?.length ?? 0) < 2 && !b.lead,
    weight: (_, __, gap) => -0.05 + gap.far,
    make: (a, b) => ({ ...a, extra: [...(a.extra ?? []), b] }),
  }),
];
