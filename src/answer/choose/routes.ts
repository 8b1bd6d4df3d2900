/** Which kind of answer a question asks for: a log-linear choice over its features, with weights fitted on the corpus. */
import { readFileSync } from 'node:fs';
import type { Features } from './features.ts';

export const routes = ['set', 'rows', 'record', 'need', 'document', 'duties', 'outside', 'social', 'unclear'] as const;
export type Route = (typeof routes)[number];

/** Weight by feature and route; a feature without weight counts nothing. */
export type Weights = Partial<Record<Route, Record<string, number>>>;

/** Weights by what the pack has: questions written for its records, or only the records as imported. */
export const weightFiles = { phrased: 'route-weights.json', fresh: 'route-weights-fresh.json' } as const;
const committed = new Map<string, Weights>();

/** The weights that `npm run train:routes` wrote, and `npm run train:routes -- --fresh`. */
export function committedWeights(phrased: boolean): Weights {
  const file = weightFiles[phrased ? 'phrased' : 'fresh'];
  let weights = committed.get(file);
  if (!weights) {
    weights = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Weights;
    committed.set(file, weights);
  }
  return weights;
}

/** Probability of each possible route. */
export function routeChances(
  features: Features,
  possible: ReadonlySet<Route>,
  weights: Weights,
): { route: Route; chance: number }[] {
  const scored = routes
    .filter((route) => possible.has(route))
    .map((route) => {
      const own = weights[route] ?? {};
      let score = 0;
      for (const [name, value] of features) score += (own[name] ?? 0) * value;
      return { route, score };
    });
  const top = scored.reduce((best, { score }) => Math.max(best, score), Number.NEGATIVE_INFINITY);
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - top), 0);
  return scored
    .map(({ route, score }) => ({ route, chance: Math.exp(score - top) / total }))
    .sort((a, b) => b.chance - a.chance);
}
