/** Scores a reader of sets alone on files of the corpus: exact sets of the first reading and among the first five, by shape, and time. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Engine } from '../src/answer/engine.ts';
import { execute } from '../src/answer/execute/execute.ts';
import type { Select } from '../src/answer/query.ts';
import { GrammarReader } from '../src/answer/read/grammar/reader.ts';
import type { Reading, SetReader } from '../src/answer/read/reading.ts';
import { loadPack } from '../src/knowledge/load.ts';
import { loadGrammar, loadSpeech } from '../src/knowledge/load-common.ts';
import { type Month, parseMonth } from '../src/knowledge/month.ts';
import type { KnowledgePack } from '../src/model/pack/pack.ts';

export interface SetQuestion {
  id: string;
  now: string;
  q: string;
  gloss?: string;
  shape?: string;
  gold_set: string[] | null;
}

export const readQuestions = (path: string): SetQuestion[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SetQuestion)
    .filter(({ gold_set }) => gold_set !== null);

export function dayOf(now: string): { year: number; month: number; day: number } {
  const [year, month, day] = now.split('-').map(Number);
  return { year: year!, month: month!, day: day! };
}

const keyOf = (ids: readonly string[]) => [...ids].sort().join(' ');

/** The set that a query finds, as a key to compare by. */
export const setOf = (query: Select, pack: KnowledgePack, current: Month): string =>
  keyOf(execute(query, pack, current).records.map(({ id }) => id));

export const goldOf = ({ gold_set }: SetQuestion): string => keyOf(gold_set!);

/** The grammar reader as the assistant uses it. */
export function grammarReader(pack: KnowledgePack): GrammarReader {
  const engine = new Engine(pack, loadSpeech());
  return new GrammarReader(pack, loadGrammar(), { correct: (text) => engine.spelling.correct(text) });
}

interface Tally {
  asked: number;
  first: number;
  five: number;
}

const emptyTally = (): Tally => ({ asked: 0, first: 0, five: 0 });
const percent = (part: number, whole: number) => ((100 * part) / (whole || 1)).toFixed(1).padStart(5);

function count(tally: Tally, first: boolean, five: boolean): void {
  tally.asked++;
  if (first) tally.first++;
  if (five) tally.five++;
}

const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;

interface Scored {
  question: SetQuestion;
  readings: Reading[];
  first: boolean;
  five: boolean;
  /** Processor time in milliseconds. */
  ms: number;
}

function score(question: SetQuestion, text: string, reader: SetReader, pack: KnowledgePack): Scored {
  const started = process.cpuUsage();
  const readings = reader.read(text, dayOf(question.now));
  const { user, system } = process.cpuUsage(started);
  const sets = readings.slice(0, 5).map(({ query }) => setOf(query, pack, parseMonth(question.now)));
  const gold = goldOf(question);
  return { question, readings, first: sets[0] === gold, five: sets.includes(gold), ms: (user + system) / 1000 };
}

function describe({ question, readings: [top], five }: Scored): string {
  const reading = top
    ? `${top.score.toFixed(2)} ${JSON.stringify(top.query)}\n    ${top.trace} | ${top.left.join(' ')}`
    : 'no reading';
  return `${question.id} ${five ? '(among 5) ' : ''}${question.q}\n    ${question.gloss ?? ''}\n    ${reading}\n`;
}

const say = (name: string, { asked, first, five }: Tally) =>
  process.stdout.write(
    `${name.padEnd(24)} first ${percent(first, asked)}  five ${percent(five, asked)}  of ${asked}\n`,
  );

function tally(scored: readonly Scored[]): Tally {
  const counted = emptyTally();
  for (const { first, five } of scored) count(counted, first, five);
  return counted;
}

function sayShapes(scored: readonly Scored[]): void {
  const shapes = [...new Set(scored.map(({ question }) => question.shape ?? ''))].map(
    (shape) => [shape, tally(scored.filter(({ question }) => (question.shape ?? '') === shape))] as const,
  );
  const share = ({ first, asked }: Tally) => first / asked;
  for (const [shape, counted] of shapes.sort((a, b) => share(a[1]) - share(b[1]))) say(shape, counted);
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      pack: { type: 'string', default: 'knowledge/xian-ip' },
      shapes: { type: 'boolean' },
      show: { type: 'boolean' },
      /** Asks the stiff wording of each query instead of the question. */
      gloss: { type: 'boolean' },
    },
  });
  const pack = loadPack(values.pack);
  const reader = grammarReader(pack);
  const all: Scored[] = [];
  for (const file of positionals) {
    const scored = readQuestions(file).map((one) => score(one, values.gloss ? one.gloss! : one.q, reader, pack));
    if (values.show) for (const one of scored) if (!one.first) process.stdout.write(describe(one));
    say(file.split('/').at(-1)!, tally(scored));
    all.push(...scored);
  }
  if (values.shapes) sayShapes(all);
  const times = all.map(({ ms }) => ms).sort((a, b) => a - b);
  process.stdout.write(
    `processor time a question: p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms, most ${times.at(-1)?.toFixed(1)} ms\n`,
  );
}

if (import.meta.main) main();
