/** What speaks for or against a candidate query beside the words: an empty or contradictory set, mentions without a role. */
import { conjuncts } from '../../query.ts';
import type { Candidate } from './assemble.ts';

/** What the records say of a candidate. */
export interface Outcome {
  size: number;
  /** Records of the kind in the plan. */
  of: number;
  lacking: boolean;
}

export type Consistency = Record<string, number>;

const count = <T>(list: readonly T[], holds: (one: T) => boolean) => list.filter(holds).length;

/** Every feature is 0, 1 or a small number; `logp` is that of the labels. */
export function consistencyOf(candidate: Candidate, kindLogp: number, { size, of, lacking }: Outcome): Consistency {
  const { query, chosen, picks, logp, contradictory, flips } = candidate;
  const conditions = conjuncts(query.where);
  const role = (type: string, holds: (role: string) => boolean) =>
    count(chosen, ({ mention, role: its }) => mention.type === type && holds(its));
  const none = (given: string) => given === 'none';
  const label = (id: string) => picks.find((pick) => pick.id === id)?.label;
  const positives = chosen.filter(({ mention, role: its }) => mention.type === 'unit' && its.startsWith('+'));
  const rows = (which: string) => role('number', (its) => its === which);
  const bounded = role('period', (its) => /^(?:on|lo|hi)/.test(its));
  const aggregate = typeof query.as === 'object';
  const compare = typeof query.as === 'object' && 'compare' in query.as;
  const found: Consistency = {
    logp: logp + kindLogp,
    flips,
    empty: Number(size === 0),
    'every record': Number(size >= of * 0.97 && !aggregate),
    'most records': Number(size > of * 0.45),
    lacking: Number(lacking),
    contradictory: Number(contradictory),
    'no condition': Number(conditions.length === 0 && !aggregate && query.kind === 'task'),
    'five conditions': Number(conditions.length >= 5),
    'unit unused': role('unit', none) + role('office', none),
    'period unused': role('period', none),
    'term unused': role('term', none),
    'named unused': count(
      chosen,
      ({ mention, role: its }) => mention.type === 'term' && mention.named && !mention.quoted && none(its),
    ),
    'quoted unused': count(chosen, ({ mention, role: its }) => mention.type === 'term' && mention.quoted && none(its)),
    'flag unused': role('flag', none),
    'group unused': role('group', none),
    'number unused': role('number', none),
    'two texts': Number(count(chosen, ({ role: its }) => its === 'text') > 1),
    'half a range': Number(rows('row_lo') !== rows('row_hi')),
    'next with a period': Number(query.order === 'next' && bounded > 0),
    'or of different roles': Number(label('join') === 'or' && new Set(positives.map(({ role: its }) => its)).size > 1),
    'two leads': Number(label('join') === 'and' && count(positives, ({ role: its }) => its === '+lead') > 1),
    'leader beside roles': Number(
      role('unit', (its) => its === 'leader') > 0 && role('unit', (its) => !none(its) && its !== 'leader') > 0,
    ),
    'months apart': Number(role('period', (its) => its === 'on') > 1),
    'compares one': Number(label('op') === 'compare' && !compare),
    'compares more': Number(compare && role('unit', (its) => its === 'cmp') > 2),
    'aggregate of many': Number(aggregate && conditions.length >= 3),
    'status beside a period': Number(label('status') !== 'none' && label('status') !== undefined && bounded > 0),
    'support unasked': Number(query.kind === 'support' && conditions.length === 0),
  };
  return found;
}

export const consistencyScore = (features: Consistency, weights: Readonly<Record<string, number>>): number =>
  Object.entries(features).reduce((sum, [name, value]) => sum + value * (weights[name] ?? 0), 0);
