/** Fits the weights that choose the kind of answer: `npm run train:routes -- FILES… [--fresh]`; the same files give the same weights. */
import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { renderText } from '../adapters/shared/plain-text.ts';
import { type Analysis, analyse } from '../src/answer/analyse/analysis.ts';
import { type Features, featuresOf } from '../src/answer/choose/features.ts';
import { possibleRoutes } from '../src/answer/choose/possible.ts';
import { type Route, routeChances, routes, type Weights, weightFiles } from '../src/answer/choose/routes.ts';
import { handlers } from '../src/answer/respond.ts';
import type { AnswerContext } from '../src/answer/response.ts';
import { type GoldenQuestion, judge, readGolden } from '../src/knowledge/golden.ts';
import { loadPack } from '../src/knowledge/load.ts';
import type { Fault } from '../src/model/fault.ts';
import type { KnowledgePack } from '../src/model/pack/pack.ts';
import { asker } from './asking.ts';

const root = resolve(import.meta.dirname, '..');

interface Example {
  set: string;
  id: string;
  text: string;
  features: Features;
  possible: ReadonlySet<Route>;
  /** Routes whose answer is right. */
  right: ReadonlySet<Route>;
}

/** A question back that offers the right records is no wrong answer, but none to learn from either. */
function rightRoutes(context: AnswerContext, analysis: Analysis, golden: GoldenQuestion): Set<Route> {
  const right = new Set<Route>();
  for (const route of possibleRoutes(analysis, context.engine.pack)) {
    const response = handlers[route](context, analysis);
    if (!response) continue;
    const reply = { kind: response.outcome, records: response.records, text: renderText(response.card) };
    if (judge(golden.expected, reply).right) right.add(route);
  }
  return right;
}

/** The pack as it was on the day of its import: records, units and places, nothing that was written by hand afterwards. */
const asImported = (pack: KnowledgePack): KnowledgePack => ({
  ...pack,
  phrasings: [],
  needs: { facets: [], needs: [] },
  servicePoints: [],
  concepts: [],
  groupNames: {},
  duties: [],
  notes: [],
});

function examplesOf(files: readonly string[], fresh: boolean): Example[] {
  const curated = loadPack(join(root, 'knowledge/xian-ip'));
  const pack = fresh ? asImported(curated) : curated;
  const ask = asker(pack);
  const faults: Fault[] = [];
  return files.flatMap((file) =>
    readGolden(file, pack.facts.timeZone, faults)
      .filter(({ id }) => !id.includes('/'))
      .map((golden) => {
        const context = ask(golden.question.text, golden.question.at);
        const analysis = analyse(context);
        return {
          set: basename(file, '.jsonl'),
          id: golden.id,
          text: context.asked.text,
          features: featuresOf(analysis, pack),
          possible: possibleRoutes(analysis, pack),
          right: rightRoutes(context, analysis, golden),
        };
      }),
  );
}

/** Chosen by fitting on all writers but one in turn: more epochs and a smaller penalty remember single questions. */
const epochs = 20;
const penalty = 3e-3;
const rate = 0.25;

type OwnWeights = Record<Route, Record<string, number>>;

/** One step of AdaGrad for one example. */
function step({ features, possible, right }: Example, weights: OwnWeights, squares: Map<string, number>): void {
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
function fitWeights(examples: readonly Example[]): Weights {
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

function report(examples: readonly Example[], weights: Weights, show: boolean): string[] {
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
const examples = examplesOf(
  files.filter((file) => !testing.includes(file)),
  fresh,
);
const weights = rounded(fitWeights(examples));
console.log(report(examples, weights, args.includes('--show')).join('\n'));
if (testing.length)
  console.log(
    ['— not fitted on —', ...report(examplesOf(testing, fresh), weights, args.includes('--show-test'))].join('\n'),
  );
if (!args.includes('--dry'))
  writeFileSync(
    join(root, `src/answer/choose/${weightFiles[fresh ? 'fresh' : 'phrased']}`),
    `${JSON.stringify(weights, null, 2)}\n`,
  );
