/** Rules for the column of people in charge: of a unit, or of an office that is no single unit's. */
import { anyOf } from '../../../query.ts';
import type { Cell, ConditionItem } from '../tokens.ts';
import { type Rule, rule, rulesFor } from './rule.ts';

type ShortOf = (unit: string) => string;

const excluded = (is: boolean | undefined) => (is ? ({ excluded: true } as const) : {});

const ofOffice = (office: string, denied?: boolean): ConditionItem => ({
  type: 'condition',
  topic: 'leader',
  condition: { column: 'leader', is: 'of', text: office },
  ...excluded(denied),
});

export function leaderRules(shortOf: ShortOf): Rule[] {
  const ofUnits = (cells: readonly Cell[], denied?: boolean): ConditionItem => ({
    type: 'condition',
    topic: 'leader',
    condition: anyOf(cells.map(([unit]) => ({ column: 'leader', is: 'of', text: shortOf(unit!) }))),
    ...excluded(denied),
  });
  const named = (item: ConditionItem) => item.topic === 'leader';
  return [
    rule({
      name: 'U person',
      left: 'units',
      right: 'person',
      when: (a, _, gap) => !gap.soft && a.cells.length === 1,
      weight: 0.3,
      make: (a) => ({ type: 'person-of', cells: a.cells, ...excluded(a.excluded) }),
    }),
    rule({
      name: 'heading U',
      left: 'leader-heading',
      right: 'units',
      when: (_, b) => !b.extra,
      weight: (_, __, gap) => 2 + gap.far,
      make: (a, b) => ofUnits(b.cells, b.excluded ?? a.negated),
    }),
    rule({
      name: 'heading person',
      left: 'leader-heading',
      right: 'person-of',
      weight: (_, __, gap) => 2 + gap.far,
      make: (a, b) => ofUnits(b.cells, b.excluded ?? a.negated),
    }),
    rule({
      name: 'person heading',
      left: 'person-of',
      right: 'leader-heading',
      weight: (_, __, gap) => 2 + gap.far,
      make: (a) => ofUnits(a.cells, a.excluded),
    }),
    rule({
      name: 'U heading',
      left: 'units',
      right: 'leader-heading',
      when: (a) => !a.extra,
      weight: (_, __, gap) => 1.2 + gap.far,
      make: (a) => ofUnits(a.cells, a.excluded),
    }),
    rule({
      name: 'person R',
      left: 'person-of',
      right: 'role',
      when: (_, b) => b.role !== 'cooperating' && !b.heading,
      weight: (_, __, gap) => 0.8 + gap.far,
      make: (a) => ofUnits(a.cells, a.excluded),
    }),
    rule({
      name: 'leader R',
      left: 'condition',
      right: 'role',
      when: (a, b) => named(a) && !b.heading,
      weight: (_, __, gap) => 0.2 + gap.far,
      make: (a) => a,
    }),
    ...rulesFor(['person', 'leader-heading'], (right) =>
      rule({
        name: 'leader person',
        left: 'condition',
        right,
        when: (a) => named(a),
        weight: (_, __, gap) => 0.5 + gap.far,
        make: (a) => a,
      }),
    ),
    rule({
      name: 'heading office',
      left: 'leader-heading',
      right: 'office',
      weight: (_, __, gap) => 1.6 + gap.far,
      make: (a, b) => ofOffice(b.office, Boolean(a.negated) || Boolean(b.negated)),
    }),
    rule({
      name: 'heading office',
      left: 'office',
      right: 'leader-heading',
      when: (a, _, gap) => !(a.negated && gap.soft),
      weight: (_, __, gap) => 1.6 + gap.far,
      make: (a, b) => ofOffice(a.office, Boolean(a.negated) || Boolean(b.negated)),
    }),
    rule({
      name: 'office R',
      left: 'office',
      right: 'role',
      when: (_, b) => b.role !== 'cooperating',
      weight: (_, __, gap) => 0.6 + gap.far,
      make: (a, b) => ofOffice(a.office, Boolean(a.negated) || Boolean(b.negated)),
    }),
    ...rulesFor(['leader-heading', 'person-of', 'office'], (right) =>
      rule({ name: `have ${right}`, left: 'have', right, weight: 0, make: (_, b) => b }),
    ),
    rule({ name: 'heading have', left: 'leader-heading', right: 'have', weight: 0, make: (a) => a }),
    rule({
      name: 'heading not',
      left: 'leader-heading',
      right: 'not',
      weight: 0.2,
      make: (a) => ({ ...a, negated: true }),
    }),
    rule({ name: 'not office', left: 'not', right: 'office', weight: 0.6, make: (_, b) => ({ ...b, negated: true }) }),
  ];
}
