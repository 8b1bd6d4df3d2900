/** Chooses among the ways in which a turn may go on: a log-linear choice with weights fitted on dialogues. */
import { readFileSync } from 'node:fs';
import { softmax } from '../../choose/choose-answer.ts';
import type { Leaning } from '../leaning.ts';
import type { Candidate } from './candidates.ts';
import { type TurnFeatures, turnFeatures } from './turn-features.ts';

export type TurnWeights = Readonly<Record<string, number>>;

export const turnWeightsFile = new URL('turn-weights.json', import.meta.url);
let committed: TurnWeights | undefined;

/** The weights that `npm run train:turns` wrote. */
export function committedTurnWeights(): TurnWeights {
  committed ??= JSON.parse(readFileSync(turnWeightsFile, 'utf8')) as TurnWeights;
  return committed;
}

/** Probability of each candidate, in their order. */
export function turnChances(features: readonly TurnFeatures[], weights: TurnWeights): number[] {
  return softmax(
    features.map((own) => {
      let score = 0;
      for (const [name, value] of own) score += (weights[name] ?? 0) * value;
      return score;
    }),
  );
}

export interface Chosen extends Candidate {
  /** 0…1. */
  chance: number;
}

/** The candidates, the likeliest first. */
export function rankTurn(
  candidates: readonly Candidate[],
  leaning: Leaning,
  weights = committedTurnWeights(),
): Chosen[] {
  const chances = turnChances(turnFeatures(candidates, leaning), weights);
  return candidates
    .map((candidate, at) => ({ ...candidate, chance: chances[at]! }))
    .sort((a, b) => b.chance - a.chance);
}
