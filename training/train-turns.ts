/** Fits the weights that choose how a turn of a dialogue goes on: `npm run train:turns [-- --test NAME…] [--show]`; the same files give the same weights. */
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { renderText } from '../adapters/shared/plain-text.ts';
import { answerTurn, readTurnBefore } from '../src/answer/dialogue/answer-turn.ts';
import type { Candidate } from '../src/answer/dialogue/choose/candidates.ts';
import { type TurnWeights, turnChances, turnWeightsFile } from '../src/answer/dialogue/choose/choose-turn.ts';
import { type TurnFeatures, turnFeatures } from '../src/answer/dialogue/choose/turn-features.ts';
import { Memory, type Turn, turnAfter } from '../src/answer/dialogue/memory.ts';
import type { Response } from '../src/answer/response.ts';
import { type GoldenQuestion, judge, readGolden } from '../src/knowledge/golden.ts';
import { loadPack } from '../src/knowledge/load.ts';
import { type Fault, SetupError } from '../src/model/fault.ts';
import { asker } from './asking.ts';
import { minimise } from './learned/lbfgs.ts';

const root = resolve(import.meta.dirname, '..');
const pack = loadPack(join(root, 'knowledge/xian-ip'));
const ask = asker(pack);

interface Example {
  set: string;
  id: string;
  text: string;
  ways: string[][];
  features: TurnFeatures[];
  right: boolean[];
  weight: number;
}

const isRight = ({ expected }: GoldenQuestion, { outcome, records, card }: Response) =>
  judge(expected, { kind: outcome, records, text: renderText(card) }).right;

function example(set: string, golden: GoldenQuestion, turn: Turn, weight: number): [Example, Candidate[]] {
  const { leaning, candidates } = readTurnBefore(ask(golden.question.text, golden.question.at), turn);
  const found: Example = {
    set,
    id: golden.id,
    text: golden.question.text,
    ways: candidates.map(({ ways }) => ways),
    features: turnFeatures(candidates, leaning),
    right: candidates.map(({ response }) => isRight(golden, response)),
    weight,
  };
  return [found, candidates];
}

/** Of the right ways the one that the words sound like most; −1 where none is right. */
function likeliestRight({ features, right }: Example): number {
  const chance = (at: number) => features[at]!.get('chance')!;
  return right.reduce((best, isRight, at) => (isRight && (best < 0 || chance(at) > chance(best)) ? at : best), -1);
}

/** Turns of one dialogue up to the first that no way answers; after each a right answer is what was said. */
function* turnsOf(set: string, dialogue: readonly GoldenQuestion[]): Generator<{ example?: Example; turn?: Turn }> {
  const memory = new Memory();
  for (const golden of dialogue) {
    const { conversation, user, at, text } = golden.question;
    const before = memory.recall(conversation, user, at);
    let said: Response | undefined;
    if (before) {
      const [found, candidates] = example(set, golden, before, 1);
      yield { example: found };
      said = candidates[likeliestRight(found)]?.response;
    } else {
      const first = answerTurn(ask(text, at), undefined);
      said = isRight(golden, first) ? first : undefined;
    }
    if (!said) return;
    const turn = turnAfter(said, { text, at, pack: pack.id }, before);
    if (!turn) continue;
    memory.keep(conversation, user, turn);
    yield { turn };
  }
}

const golden = join(root, 'tests/golden');
const files = readdirSync(golden, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.jsonl') && !/^corpus\/sets|^kinds|^sample/.test(name))
  .sort()
  .map((name) => join(golden, name));

/** Single questions come after somebody's turn, any of them: what is asked next need not go on from it. */
const singleWeight = 0.2;

interface Asked {
  examples: Example[];
  turns: Turn[];
  singles: [set: string, GoldenQuestion][];
}

/** The dialogues of a file as examples, and what its questions leave for others to come after. */
function readSet(file: string): Asked {
  const set = relative(golden, file).replace(/\.jsonl$/, '');
  const faults: Fault[] = [];
  const byConversation = Map.groupBy(
    readGolden(file, pack.facts.timeZone, faults),
    ({ question }) => question.conversation,
  );
  if (faults.length) throw new SetupError(`${file} cannot be read.`, faults);
  const [dialogues, singles] = [true, false].map((several) =>
    [...byConversation.values()].filter(([first]) => first!.id.includes('/') === several),
  ) as [GoldenQuestion[][], GoldenQuestion[][]];
  const steps = dialogues.flatMap((dialogue) => [...turnsOf(set, dialogue)]);
  return {
    examples: steps.flatMap((step) => step.example ?? []),
    turns: steps.flatMap(({ turn }) => turn ?? []),
    singles: singles.map(([single]) => [set, single!]),
  };
}

function readExamples(): Example[] {
  const sets = files.map(readSet);
  const turns = sets.flatMap((one) => one.turns);
  const afterTurns = sets
    .flatMap(({ singles }) => singles)
    .map(([set, single], at) => {
      const before = turns[(at * 7919) % turns.length]!;
      const moment = single.question.at.getTime() - 60_000;
      return example(`${set} after a turn`, single, { ...before, atMs: moment }, singleWeight)[0];
    });
  return [...sets.flatMap(({ examples }) => examples), ...afterTurns];
}

/** Inverse strength of the penalty. */
const c = 0.5;
/** A feature of fewer candidates than this is left out. */
const minCount = 3;
const iterations = 150;
/** Smaller weights are left out. */
const least = 0.02;

interface Packed {
  names: string[];
  rows: { columns: Int32Array; values: Float64Array }[][];
  usable: Example[];
}

function packed(examples: readonly Example[]): Packed {
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
function fitWeights(examples: readonly Example[]): TurnWeights {
  const { names, rows, usable } = packed(examples);
  const found = minimise(
    (point, gradient) => {
      let loss = 0;
      for (let i = 0; i < point.length; i++) {
        loss += (point[i]! * point[i]!) / (2 * c);
        gradient[i] = point[i]! / c;
      }
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

function report(examples: readonly Example[], weights: TurnWeights, show: boolean): string[] {
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
const examples = readExamples();
const isTested = ({ set }: Example) => testing.some((name) => set.startsWith(name));
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
  if (!testing.length) writeFileSync(turnWeightsFile, `${JSON.stringify(weights, null, 1)}\n`);
}

/** Writers of one round are held out together. */
function foldOf(set: string): string {
  return basename(dirname(set)) || set;
}
