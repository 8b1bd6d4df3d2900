/** Fits the weights that choose how a turn of a dialogue goes on: `npm run train:turns [-- NAME… to test on] [--folds] [--show]`; the same files give the same weights. */
import { writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type TurnWeights, turnChances, turnWeightsFile } from '../src/answer/dialogue/choose/choose-turn.ts';
import { minimise } from './learned/lbfgs.ts';
import { penalty } from './learned/logistic.ts';
import { readTurnExamples, type TurnExample } from './turn-examples.ts';

/** Inverse strength of the penalty. */
const c = 1;
/** A feature of fewer candidates than this is left out. */
const minCount = 3;
const iterations = 150;
/** Smaller weights are left out. */
const least = 0.02;

interface Packed {
  names: string[];
  rows: { columns: Int32Array; values: Float64Array }[][];
  usable: TurnExample[];
}

function packed(examples: readonly TurnExample[]): Packed {
  const usable = examples.filter(({ right }) => right.includes(true) && right.includes(false));
  const counts = new Map<string, number>();
  for (const { features } of usable)
    for (const own of features) for (const name of own.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].flatMap(([name, count]) => (count >= minCount ? [name] : [])).sort();
  const index = new Map(names.map((name, at) => [name, at]));
  const rows = usable.map(({ features }) =>
    features.map((own) => {
      const kept = [...own].filter(([name]) => index.has(name));
      return {
        columns: Int32Array.from(kept, ([name]) => index.get(name)!),
        values: Float64Array.from(kept, ([, value]) => value),
      };
    }),
  );
  return { names, rows, usable };
}

/** Maximises the likelihood that some right way is taken, less a quadratic penalty. */
function fitWeights(examples: readonly TurnExample[]): TurnWeights {
  const { names, rows, usable } = packed(examples);
  const found = minimise(
    (point, gradient) => {
      let loss = penalty(point, gradient, c);
      for (const [at, { right, weight }] of usable.entries()) {
        const own = rows[at]!;
        const scores = own.map(({ columns, values }) => {
          let score = 0;
          for (const [i, column] of columns.entries()) score += point[column]! * values[i]!;
          return score;
        });
        const top = Math.max(...scores);
        const raised = scores.map((score) => Math.exp(score - top));
        const all = raised.reduce((sum, value) => sum + value, 0);
        const good = raised.reduce((sum, value, i) => (right[i] ? sum + value : sum), 0);
        loss += weight * Math.log(all / good);
        for (const [i, { columns, values }] of own.entries()) {
          const error = weight * (raised[i]! / all - (right[i] ? raised[i]! / good : 0));
          for (const [j, column] of columns.entries()) gradient[column]! += error * values[j]!;
        }
      }
      return loss;
    },
    new Float64Array(names.length),
    { iterations, tolerance: 1e-6 },
  );
  return Object.fromEntries(
    names.flatMap((name, at) => (Math.abs(found[at]!) >= least ? [[name, Math.round(found[at]! * 100) / 100]] : [])),
  );
}

function report(examples: readonly TurnExample[], weights: TurnWeights, show: boolean): string[] {
  const tallies = new Map<string, { n: number; right: number; some: number }>();
  for (const { set, id, text, ways, features, right } of examples) {
    const tally = tallies.get(set) ?? { n: 0, right: 0, some: 0 };
    tallies.set(set, tally);
    const chances = turnChances(features, weights);
    const best = chances.indexOf(Math.max(...chances));
    tally.n++;
    tally.right += Number(right[best]);
    tally.some += Number(right.includes(true));
    if (show && !right[best]) {
      const meant = ways.flatMap((names, at) => (right[at] ? [names.join(' ')] : [])).join(' / ');
      console.log(`${id}\t${text}\t${ways[best]!.join(' ')} ${chances[best]!.toFixed(2)}, right: ${meant || '-'}`);
    }
  }
  const percent = (part: number, of: number) => ((100 * part) / of).toFixed(1);
  return [...tallies].map(
    ([set, { n, right, some }]) =>
      `${set.padEnd(34)} ${String(n).padStart(4)}  right ${percent(right, n)}  some way right ${percent(some, n)}`,
  );
}

const args = process.argv.slice(2);
const testing = args.filter((arg) => !arg.startsWith('--'));
const show = args.includes('--show');
const examples = readTurnExamples();
const isTested = ({ set }: TurnExample) => testing.some((name) => set.startsWith(name));
if (args.includes('--folds')) {
  const folds = [...new Set(examples.map(({ set }) => foldOf(set)))];
  const lines = folds.flatMap((fold) => {
    const weights = fitWeights(examples.filter(({ set }) => foldOf(set) !== fold));
    return report(
      examples.filter(({ set }) => foldOf(set) === fold),
      weights,
      show,
    );
  });
  console.log(lines.join('\n'));
} else {
  const weights = fitWeights(examples.filter((one) => !isTested(one)));
  console.log(report(testing.length ? examples.filter(isTested) : examples, weights, show).join('\n'));
  if (!testing.length) writeFileSync(turnWeightsFile, `${JSON.stringify(weights, null, 2)}\n`);
}

/** Writers of one round are held out together. */
function foldOf(set: string): string {
  return basename(dirname(set)) || set;
}
