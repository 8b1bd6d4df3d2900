/** Fits a conditional logit: among the candidates of an example some are right, and their features say which. */
import { minimise } from './lbfgs.ts';
import { penalty } from './logistic.ts';

/** Names of features as columns, shared by all examples of a fit. */
export class FeatureColumns {
  readonly names: string[] = [];
  private readonly columnOf = new Map<string, number>();

  of(name: string): number {
    let column = this.columnOf.get(name);
    if (column === undefined) {
      column = this.names.length;
      this.columnOf.set(name, column);
      this.names.push(name);
    }
    return column;
  }
}

interface Row {
  columns: Int32Array;
  values: Float32Array;
}

/** One example: a row of features for each candidate. */
export interface ChoiceExample {
  rows: Row[];
  right: readonly boolean[];
  weight: number;
}

/** Features of one candidate as a row. */
export function rowOf(features: Iterable<[string, number]>, columns: FeatureColumns): Row {
  const found = [...features].filter(([, value]) => value !== 0);
  return {
    columns: Int32Array.from(found, ([name]) => columns.of(name)),
    values: Float32Array.from(found, ([, value]) => value),
  };
}

export interface ChoiceOptions {
  /** Inverse strength of the penalty. */
  c: number;
  /** A feature of fewer candidates than this is left out. */
  minCount: number;
  iterations: number;
  /** Smaller weights are left out. */
  least: number;
}

function countsOf(examples: readonly ChoiceExample[], size: number): Int32Array {
  const counts = new Int32Array(size);
  for (const { rows } of examples) for (const { columns } of rows) for (const column of columns) counts[column]!++;
  return counts;
}

/** The rows with the columns that are kept, numbered anew. */
const keptRows = ({ rows }: ChoiceExample, place: Int32Array): Row[] =>
  rows.map(({ columns, values }) => {
    const at = [...columns.keys()].filter((i) => place[columns[i]!]! >= 0);
    return {
      columns: Int32Array.from(at, (i) => place[columns[i]!]!),
      values: Float32Array.from(at, (i) => values[i]!),
    };
  });

function scoreOf({ columns, values }: Row, weights: Float64Array): number {
  let score = 0;
  for (let i = 0; i < columns.length; i++) score += weights[columns[i]!]! * values[i]!;
  return score;
}

/** Adds the gradient of one example; gives its loss: the likelihood that none of its right candidates is taken. */
function addExample(rows: readonly Row[], { right, weight }: ChoiceExample, point: Float64Array, to: Float64Array) {
  const scores = rows.map((row) => scoreOf(row, point));
  const top = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - top));
  const all = raised.reduce((sum, value) => sum + value, 0);
  const good = raised.reduce((sum, value, i) => (right[i] ? sum + value : sum), 0);
  for (const [i, { columns, values }] of rows.entries()) {
    const error = weight * (raised[i]! / all - (right[i] ? raised[i]! / good : 0));
    for (let j = 0; j < columns.length; j++) to[columns[j]!]! += error * values[j]!;
  }
  return weight * Math.log(all / good);
}

/** Maximises the likelihood that some right candidate is taken, less a quadratic penalty; weights by name of the feature. */
export function fitChoice(
  examples: readonly ChoiceExample[],
  { names }: FeatureColumns,
  { c, minCount, iterations, least }: ChoiceOptions,
): Record<string, number> {
  const usable = examples.filter(({ right }) => right.includes(true) && right.includes(false));
  const counts = countsOf(usable, names.length);
  const kept = [...names.keys()].filter((column) => counts[column]! >= minCount);
  const place = new Int32Array(names.length).fill(-1);
  for (const [at, column] of kept.entries()) place[column] = at;
  const rows = usable.map((example) => keptRows(example, place));
  const found = minimise(
    (point, gradient) => {
      let loss = penalty(point, gradient, c);
      for (const [at, example] of usable.entries()) loss += addExample(rows[at]!, example, point, gradient);
      return loss;
    },
    new Float64Array(kept.length),
    { iterations, tolerance: 1e-6 },
  );
  return Object.fromEntries(
    kept
      .flatMap((column, at): [string, number][] =>
        Math.abs(found[at]!) >= least ? [[names[column]!, Math.round(found[at]! * 100) / 100]] : [],
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The place of the candidate that the weights take. */
export function takenBy({ rows }: ChoiceExample, weights: Float64Array): number {
  const scores = rows.map((row) => scoreOf(row, weights));
  return scores.indexOf(Math.max(...scores));
}

/** Weights by column. */
export const weightsByColumn = ({ names }: FeatureColumns, weights: Readonly<Record<string, number>>): Float64Array =>
  Float64Array.from(names, (name) => weights[name] ?? 0);
