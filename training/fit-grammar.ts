/** Fits the grammar reader's weights on files of the corpus (`npm run train:grammar`): log-linear over its candidates, regularised, deterministic. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Engine } from '../src/answer/engine.ts';
import { type FittedReading, GrammarReader } from '../src/answer/read/grammar/reader.ts';
import { loadPack } from '../src/knowledge/load.ts';
import { loadGrammar, loadSpeech } from '../src/knowledge/load-common.ts';
import { parseMonth } from '../src/knowledge/month.ts';
import { dayOf, goldOf, readQuestions, type SetQuestion, setOf } from './score-sets.ts';

const weightsFile = new URL('../src/answer/read/grammar/weights.json', import.meta.url);
/** A weight beyond this would overrule what rules say by themselves. */
const bound = 3;
/** Costs of skipped words may be scaled, never turned into gains. */
const scaleBounds = [-0.5, 1.5] as const;
const scales = ['gap', 'skip'];
const negligible = 0.02;
const tiny = 1e-4;

interface Settings {
  epochs: number;
  rate: number;
  l2: number;
}

/** A deterministic order of questions that differs from epoch to epoch. */
function shuffled(length: number, epoch: number): number[] {
  const key = (index: number) => (index * 7919 + epoch * 104_729) % 1009;
  return [...Array(length).keys()].sort((a, b) => key(a) - key(b) || a - b);
}

/** How each feature should change so that right readings are likelier; undefined where there is nothing to choose. */
function gradient(readings: readonly FittedReading[], right: readonly boolean[]): Map<string, number> | undefined {
  if (!right.some(Boolean) || right.every(Boolean)) return undefined;
  const best = Math.max(...readings.map(({ score }) => score));
  const shares = readings.map(({ score }) => Math.exp(score - best));
  const all = shares.reduce((sum, share) => sum + share, 0);
  const good = shares.reduce((sum, share, at) => sum + (right[at] ? share : 0), 0);
  const changes = new Map<string, number>();
  for (const [at, { features }] of readings.entries()) {
    const change = (right[at] ? shares[at]! / good : 0) - shares[at]! / all;
    if (Math.abs(change) < tiny) continue;
    for (const [feature, value] of features) changes.set(feature, (changes.get(feature) ?? 0) + change * value);
  }
  return changes;
}

/** AdaGrad on the marginal likelihood, drawn towards the weights that rules carry by themselves. */
class Fitter {
  readonly weights: Record<string, number> = {};
  private readonly squares = new Map<string, number>();
  private readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  step(changes: ReadonlyMap<string, number>): void {
    const { rate, l2 } = this.settings;
    for (const [feature, raw] of changes) {
      const weight = this.weights[feature] ?? 0;
      const change = raw - l2 * weight;
      const square = (this.squares.get(feature) ?? 0.5) + change * change;
      this.squares.set(feature, square);
      const [low, high] = scales.includes(feature) ? scaleBounds : [-bound, bound];
      this.weights[feature] = Math.min(high, Math.max(low, weight + (rate * change) / Math.sqrt(square)));
    }
  }

  /** Weights worth keeping, by name. */
  result(): Record<string, number> {
    const kept = Object.entries(this.weights).filter(([, weight]) => Math.abs(weight) >= negligible);
    return Object.fromEntries(
      kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, weight]) => [name, Number(weight.toFixed(3))]),
    );
  }
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      pack: { type: 'string', default: 'knowledge/xian-ip' },
      epochs: { type: 'string', default: '5' },
      rate: { type: 'string', default: '0.15' },
      l2: { type: 'string', default: '0.02' },
      test: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
    },
  });
  const pack = loadPack(values.pack);
  const engine = new Engine(pack, loadSpeech());
  const settings = { epochs: Number(values.epochs), rate: Number(values.rate), l2: Number(values.l2) };
  const fitter = new Fitter(settings);
  // The reader sees every change of the weights at once.
  const reader = new GrammarReader(pack, loadGrammar(), {
    weights: fitter.weights,
    correct: (text) => engine.spelling.correct(text),
  });
  const files = positionals.flatMap(readQuestions);
  const tests = values.test.flatMap(readQuestions);
  const rightOf = (question: SetQuestion, readings: readonly FittedReading[]) => {
    const gold = goldOf(question);
    return readings.map(({ query }) => setOf(query, pack, parseMonth(question.now)) === gold);
  };
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    let right = 0;
    for (const index of shuffled(files.length, epoch)) {
      const question = files[index]!;
      const readings = reader.readFitted(question.q, dayOf(question.now));
      const good = rightOf(question, readings);
      if (good[0]) right++;
      const changes = gradient(readings, good);
      if (changes) fitter.step(changes);
    }
    process.stdout.write(`epoch ${epoch + 1}: ${((100 * right) / files.length).toFixed(1)}% right while fitting\n`);
  }
  const correct = tests.filter((question) => rightOf(question, reader.readFitted(question.q, dayOf(question.now)))[0]);
  if (tests.length) process.stdout.write(`held out: ${((100 * correct.length) / tests.length).toFixed(1)}%\n`);
  const result = fitter.result();
  writeFileSync(values.out ?? weightsFile, `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${Object.keys(result).length} weights\n`);
}

if (import.meta.main) main();
