/** Chooses among the answers that a question could have: a log-linear choice with weights fitted on golden questions. */
import { readFileSync } from 'node:fs';
import type { Features } from './features.ts';
import type { Route } from './routes.ts';

/** Weight by feature; a feature without weight counts nothing. */
export type Weights = Readonly<Record<string, number>>;

/** Weights by what the pack has: questions written for its records, or only the records as imported. */
export const weightFiles = { phrased: 'answer-weights.json', fresh: 'answer-weights-fresh.json' } as const;
const committed = new Map<string, Weights>();

/** The weights that `npm run train:answers` wrote, and `npm run train:answers -- --fresh`. */
export function committedWeights(phrased: boolean): Weights {
  const file = weightFiles[phrased ? 'phrased' : 'fresh'];
  let weights = committed.get(file);
  if (!weights) {
    weights = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Weights;
    committed.set(file, weights);
  }
  return weights;
}

/** An answer to choose, as far as the choice sees it. */
export interface Choosable {
  route: Route;
  /** What speaks for this answer beside others of its kind. */
  features: Features;
}

type NamedValue = [name: string, value: number];

/** The features of the question, named for a kind of answer. */
const questionFeatures = (route: Route, ofQuestion: Features): NamedValue[] =>
  Array.from(ofQuestion, ([name, value]) => [`${route} if ${name}`, value]);

/** The features of a candidate by name: those of the question, each for the kind of answer, and its own. */
export const featuresFor = (candidate: Choosable, ofQuestion: Features): NamedValue[] => [
  ...questionFeatures(candidate.route, ofQuestion),
  ...ownFeatures(candidate),
];

const ownFeatures = ({ route, features }: Choosable): NamedValue[] =>
  Array.from(features, ([name, value]) => [`${route} with ${name}`, value]);

const scoreOf = (features: readonly NamedValue[], weights: Weights): number =>
  features.reduce((score, [name, value]) => score + (weights[name] ?? 0) * value, 0);

/** Probability of each candidate, in their order. The part of the question is counted once for each kind of answer. */
export function chancesOf(candidates: readonly Choosable[], ofQuestion: Features, weights: Weights): number[] {
  const ofRoute = new Map(
    [...new Set(candidates.map(({ route }) => route))].map((route) => [
      route,
      scoreOf(questionFeatures(route, ofQuestion), weights),
    ]),
  );
  return softmax(
    candidates.map((candidate) => ofRoute.get(candidate.route)! + scoreOf(ownFeatures(candidate), weights)),
  );
}

/** Scores as probabilities. */
export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - top));
  const total = raised.reduce((sum, value) => sum + value, 0);
  return raised.map((value) => value / total);
}
