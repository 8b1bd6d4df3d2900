/** Fits the weights that choose the kind of answer: `npm run train:routes -- FILES… [--fresh]`; the same files give the same weights. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Route, routeChances, routes, type Weights, weightFiles } from '../src/answer/choose/routes.ts';
import { type RouteExample, routeExamples } from './route-examples.ts';

const root = resolve(import.meta.dirname, '..');

/** Chosen by fitting on all writers but one in turn: more epochs and a smaller penalty remember single questions. */
const epochs = 20;
const penalty = 3e-3;
const rate = 0.25;

type OwnWeights = Record<Route, Record<string, number>>;

/** One step of AdaGrad for one example. */
function step({ features, possible, right }: RouteExample, weights: OwnWeights, squares: Map<string, number>): void {
  const chances = routeChances(features, possible, weights);
  const total = chances.reduce((sum, { route, chance }) => sum + (right.has(route) ? chance : 0), 0);
  for (const { route, chance } of chances) {
    const error = (right.has(route) ? chance / Math.max(total, 1e-9) : 0) - chance;
    if (Math.abs(error) < 1e-5) continue;
    const own = weights[route];
    for (const [name, value] of features) {
      const gradient = error * value - penalty * (own[name] ?? 0);
      const square = (squares.get(`${route} ${name}`) ?? 1) + gradient * gradient;
      squares.set(`${route} ${name}`, square);
      own[name] = (own[name] ?? 0) + (rate * gradient) / Math.sqrt(square);
    }
  }
}

/** AdaGrad on the likelihood of the right routes, with a quadratic penalty; examples in a fixed shuffled order. */
function fitWeights(examples: readonly RouteExample[]): Weights {
  const weights = Object.fromEntries(routes.map((route) => [route, {}])) as OwnWeights;
  const squares = new Map<string, number>();
  const usable = examples.filter(({ right, possible }) => right.size > 0 && right.size < possible.size);
  const order = usable.map((_, i) => i).sort((a, b) => ((a * 7919) % 10007) - ((b * 7919) % 10007));
  for (let epoch = 0; epoch < epochs; epoch++) for (const i of order) step(usable[i]!, weights, squares);
  return weights;
}

const least = 0.03;
function rounded(weights: Weights): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([route, own]) => [
      route,
      Object.fromEntries(
        Object.entries(own)
          .filter(([, value]) => Math.abs(value) >= least)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => [name, Math.round(value * 100) / 100]),
      ),
    ]),
  );
}

function report(examples: readonly RouteExample[], weights: Weights, show: boolean): string[] {
  const bySet = new Map<string, { n: number; ok: number; possible: number }>();
  for (const { set, features, possible, right, id, text } of examples) {
    const tally = bySet.get(set) ?? { n: 0, ok: 0, possible: 0 };
    bySet.set(set, tally);
    const [top] = routeChances(features, possible, weights);
    tally.n++;
    tally.possible += Number(right.size > 0);
    const ok = top !== undefined && right.has(top.route);
    tally.ok += Number(ok);
    if (show && !ok)
      console.log(`${id}\t${text}\t${top?.route} ${top?.chance.toFixed(2)}, right: ${[...right].join(' ') || '-'}`);
  }
  return [...bySet].map(
    ([set, { n, ok, possible }]) =>
      `${set.padEnd(20)} ${String(n).padStart(4)}  right ${((100 * ok) / n).toFixed(1)}  some route right ${((100 * possible) / n).toFixed(1)}`,
  );
}

const args = process.argv.slice(2);
const cut = args.indexOf('--test');
const files = args.filter((arg) => !arg.startsWith('--'));
const testing = cut < 0 ? [] : args.slice(cut + 1).filter((arg) => !arg.startsWith('--'));
/** Fits for packs without phrasings, whose search finds less. */
const fresh = args.includes('--fresh');
const examples = routeExamples(
  files.filter((file) => !testing.includes(file)),
  fresh,
);
const weights = rounded(fitWeights(examples));
console.log(report(examples, weights, args.includes('--show')).join('\n'));
if (testing.length)
  console.log(
    ['— not fitted on —', ...report(routeExamples(testing, fresh), weights, args.includes('--show-test'))].join('\n'),
  );
if (!args.includes('--dry'))
  writeFileSync(
    join(root, `src/answer/choose/${weightFiles[fresh ? 'fresh' : 'phrased']}`),
    `${JSON.stringify(weights, null, 2)}\n`,
  );
