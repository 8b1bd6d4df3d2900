/** Fits a multinomial logistic regression with an L2 penalty on sparse features, and writes it as the model file keeps it. */
import { type ClassifierData, encodeWeights } from '../../src/answer/read/learned/classifier.ts';
import type { FeatureMap } from '../../src/answer/read/learned/features.ts';
import { minimise } from './lbfgs.ts';

/** Feature maps as rows of a sparse matrix; filled once, used by every classifier over the same examples. */
export class Rows {
  readonly names: string[] = [];
  private readonly index = new Map<string, number>();
  private readonly columns: Int32Array[] = [];
  private readonly values: Float32Array[] = [];

  get size(): number {
    return this.columns.length;
  }

  add(features: FeatureMap): void {
    const columns = new Int32Array(features.size);
    const values = new Float32Array(features.size);
    let at = 0;
    for (const [name, value] of features) {
      let column = this.index.get(name);
      if (column === undefined) {
        column = this.names.length;
        this.index.set(name, column);
        this.names.push(name);
      }
      columns[at] = column;
      values[at++] = value;
    }
    this.columns.push(columns);
    this.values.push(values);
  }

  row(at: number): { columns: Int32Array; values: Float32Array } {
    return { columns: this.columns[at]!, values: this.values[at]! };
  }
}

export interface Labelled {
  row: number;
  label: string;
  weight: number;
}

export interface FitOptions {
  /** Inverse strength of the penalty. */
  c: number;
  /** A feature of fewer examples than this is left out. */
  minCount: number;
  iterations: number;
  /** Smaller weights are left out of the model. */
  prune: number;
}

interface Packed {
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
  names: string[];
}

/** Rows of the examples with the columns that occur often enough, numbered anew. */
function pack(rows: Rows, examples: readonly Labelled[], minCount: number): Packed {
  const counts = new Int32Array(rows.names.length);
  let total = 0;
  for (const { row } of examples) for (const column of rows.row(row).columns) counts[column]!++;
  const renumbered = new Int32Array(rows.names.length).fill(-1);
  const names: string[] = [];
  for (const [column, count] of counts.entries())
    if (count >= minCount) {
      renumbered[column] = names.length;
      names.push(rows.names[column]!);
      total += count;
    }
  const starts = new Int32Array(examples.length + 1);
  const columns = new Int32Array(total);
  const values = new Float32Array(total);
  let end = 0;
  for (const [at, { row }] of examples.entries()) {
    const own = rows.row(row);
    for (const [i, column] of own.columns.entries()) {
      const kept = renumbered[column]!;
      if (kept < 0) continue;
      columns[end] = kept;
      values[end++] = own.values[i]!;
    }
    starts[at + 1] = end;
  }
  return { starts, columns, values, names };
}

/** Turns scores into probabilities in place; returns the log of the normaliser. */
function softmax(scores: Float64Array): number {
  let top = scores[0]!;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = Math.exp(scores[k]! - top);
    sum += scores[k]!;
  }
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
  return top + Math.log(sum);
}

/** The penalty, which also begins the gradient anew. */
export function penalty(point: Float64Array, gradient: Float64Array, c: number): number {
  let loss = 0;
  for (let i = 0; i < point.length; i++) {
    loss += (point[i]! * point[i]!) / (2 * c);
    gradient[i] = point[i]! / c;
  }
  return loss;
}

/** The scores of the labels for the example at `at`, written into `scores`. */
function score({ starts, columns, values }: Packed, at: number, point: Float64Array, scores: Float64Array): void {
  scores.fill(0);
  for (let i = starts[at]!; i < starts[at + 1]!; i++) {
    const base = columns[i]! * scores.length;
    const value = values[i]!;
    for (let k = 0; k < scores.length; k++) scores[k]! += value * point[base + k]!;
  }
}

/** Adds the share of the example at `at` to the gradient; `errors` are the probabilities less the answer. */
function spread(packed: Packed, at: number, weight: number, errors: Float64Array, gradient: Float64Array): void {
  const { starts, columns, values } = packed;
  for (let i = starts[at]!; i < starts[at + 1]!; i++) {
    const base = columns[i]! * errors.length;
    const value = values[i]! * weight;
    for (let k = 0; k < errors.length; k++) gradient[base + k]! += value * errors[k]!;
  }
}

/** Fits one classifier. Its cost grows with examples × features × labels. */
export function fitLogistic(
  rows: Rows,
  examples: readonly Labelled[],
  { c, minCount, iterations, prune }: FitOptions,
): ClassifierData {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  if (labels.length < 2) return { labels: labels.length ? labels : ['none'], weights: '' };
  const packed = pack(rows, examples, minCount);
  const { names } = packed;
  const answers = examples.map(({ label }) => labels.indexOf(label));
  const n = labels.length;
  const scores = new Float64Array(n);
  const objective = (point: Float64Array, gradient: Float64Array): number => {
    let loss = penalty(point, gradient, c);
    for (const [at, { weight }] of examples.entries()) {
      score(packed, at, point, scores);
      const answer = answers[at]!;
      const own = scores[answer]!;
      loss += weight * (softmax(scores) - own);
      scores[answer]! -= 1;
      spread(packed, at, weight, scores, gradient);
    }
    return loss;
  };
  const point = minimise(objective, new Float64Array(names.length * n), { iterations, tolerance: 1e-5 });
  const byName = names.map((name, at) => [name, [...point.subarray(at * n, (at + 1) * n)]] as const);
  return { labels, weights: encodeWeights(byName, prune) };
}
