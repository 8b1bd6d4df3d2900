/** Ranks the candidate queries of a question: their labels' likelihood and their consistency, weighed by the model. */
import type { Month } from '../../../knowledge/month.ts';
import type { RecordKind } from '../../../model/plan.ts';
import { execute } from '../../execute/execute.ts';
import type { Select } from '../../query.ts';
import type { Candidate } from './assemble.ts';
import { candidatesOf } from './candidates.ts';
import { type Consistency, consistencyOf, consistencyScore, type Outcome } from './consistency.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { Scores } from './scores.ts';

export interface Weighed {
  candidate: Candidate;
  features: Consistency;
  /** The same for candidates that answer with the same set in the same way. */
  answer: string;
}

export interface Ranked {
  best: Candidate;
  /** Share of the candidates' probability that has this answer. */
  posterior: number;
}

const isPlain = (as: Select['as']) => typeof as === 'string';

/** Sizes of sets, by kind of record. */
function sizeOf(gazetteer: Gazetteer): Map<RecordKind, number> {
  const sizes = new Map<RecordKind, number>();
  for (const { kind } of gazetteer.pack.plan.records) sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
  return sizes;
}

const sizes = new WeakMap<Gazetteer, Map<RecordKind, number>>();

/** Executes each distinct query once; the form list, count or exists does not change a set. */
export function weigh(scores: Scores, gazetteer: Gazetteer, current: Month): Weighed[] {
  const outcomes = new Map<string, { outcome: Outcome; answer: string }>();
  const ofKind = sizes.get(gazetteer) ?? sizeOf(gazetteer);
  sizes.set(gazetteer, ofKind);
  const outcomeOf = (query: Select) => {
    const plain = isPlain(query.as);
    const key = JSON.stringify(plain ? { ...query, as: 'list' } : query);
    let found = outcomes.get(key);
    if (!found) {
      const { records, lacking, shares } = execute(query, gazetteer.pack, current);
      const as = plain ? 'set' : JSON.stringify(query.as);
      found = {
        outcome: { size: records.length, of: ofKind.get(query.kind) ?? 0, lacking: lacking.length > 0 },
        answer: `${query.kind} ${as} ${shares.length} ${records.map(({ id }) => id).join(' ')}`,
      };
      outcomes.set(key, found);
    }
    return found;
  };
  return candidatesOf(scores, gazetteer).map(({ candidate, kindLogp }) => {
    const { outcome, answer } = outcomeOf(candidate.query);
    return { candidate, answer, features: consistencyOf(candidate, kindLogp, outcome) };
  });
}

/** @returns one for each distinct answer, best first */
export function rank(weighed: readonly Weighed[], weights: Readonly<Record<string, number>>): Ranked[] {
  const scored = weighed.map((one) => ({ ...one, score: consistencyScore(one.features, weights) }));
  const top = scored.reduce((best, { score }) => Math.max(best, score), Number.NEGATIVE_INFINITY);
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - top), 0);
  const byAnswer = new Map<string, Ranked & { score: number }>();
  for (const { candidate, answer, score } of scored) {
    const share = Math.exp(score - top) / total;
    const before = byAnswer.get(answer);
    if (!before) byAnswer.set(answer, { best: candidate, posterior: share, score });
    else {
      before.posterior += share;
      if (score > before.score) Object.assign(before, { best: candidate, score });
    }
  }
  return [...byAnswer.values()].sort((a, b) => b.posterior - a.posterior);
}
