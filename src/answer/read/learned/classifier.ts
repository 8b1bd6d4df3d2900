/** Scores labels with the weights of a trained logistic regression, as they are kept in the model file. */
import type { FeatureMap } from './features.ts';

/** Log-probability by label. */
export type Distribution = Map<string, number>;

/** One classifier in the model file: `weights` holds a line for each feature, `name TAB label:weight …` (see `encodeWeights`). */
export interface ClassifierData {
  labels: string[];
  weights: string;
}

/** Weights are kept in tenths. */
const scale = 10;
const firstLabel = 'a'.charCodeAt(0);

/** Labels are letters and weights are tenths: `a12b-3`. */
export function encodeWeights(
  weights: Iterable<readonly [name: string, byLabel: readonly number[]]>,
  least: number,
): string {
  const lines: string[] = [];
  for (const [name, byLabel] of weights) {
    const parts = byLabel.flatMap((weight, label) => {
      const tenths = Math.round(weight * scale);
      return Math.abs(weight) < least || tenths === 0 ? [] : [`${String.fromCharCode(firstLabel + label)}${tenths}`];
    });
    if (parts.length) lines.push(`${name}\t${parts.join('')}`);
  }
  return lines.sort().join('\n');
}

function decodeWeights(weights: string): Map<string, Float64Array | number[]> {
  const found = new Map<string, number[]>();
  for (const line of weights.split('\n')) {
    const tab = line.lastIndexOf('\t');
    if (tab < 0) continue;
    const pairs: number[] = [];
    for (const [, label, tenths] of line.slice(tab + 1).matchAll(/([a-z])(-?\d+)/g))
      pairs.push(label!.charCodeAt(0) - firstLabel, Number(tenths) / scale);
    found.set(line.slice(0, tab), pairs);
  }
  return found;
}

/** @returns the distribution restricted to some labels */
export function restrict(distribution: Distribution, allowed: (label: string) => boolean): Distribution {
  const kept = [...distribution].filter(([label]) => allowed(label));
  const total = Math.log(kept.reduce((sum, [, logp]) => sum + Math.exp(logp), 0));
  return new Map(kept.map(([label, logp]) => [label, logp - total]));
}

export class Classifier {
  readonly labels: readonly string[];
  private readonly weights: ReadonlyMap<string, ArrayLike<number>>;

  constructor({ labels, weights }: ClassifierData) {
    this.labels = labels;
    this.weights = decodeWeights(weights);
  }

  logProbabilities(features: FeatureMap): Distribution {
    const scores = new Float64Array(this.labels.length);
    for (const [name, value] of features) {
      const pairs = this.weights.get(name);
      if (!pairs) continue;
      for (let at = 0; at < pairs.length; at += 2) scores[pairs[at]!]! += value * pairs[at + 1]!;
    }
    const top = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const total = top + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - top), 0));
    return new Map(this.labels.map((label, at) => [label, scores[at]! - total]));
  }
}

/** Mean of several distributions over the same labels, normalised. */
export function geometricMean(all: readonly Distribution[]): Distribution {
  if (all.length === 1) return all[0]!;
  const mean = new Map<string, number>();
  for (const label of all[0]!.keys())
    mean.set(label, all.reduce((sum, one) => sum + (one.get(label) ?? -9), 0) / all.length);
  return restrict(mean, () => true);
}

/** Of several mentions of one phrase, the one that most clearly has a role decides. */
export function mostDecided(all: readonly Distribution[], none: string): Distribution {
  return all.reduce((best, one) => ((one.get(none) ?? 0) < (best.get(none) ?? 0) ? one : best));
}
