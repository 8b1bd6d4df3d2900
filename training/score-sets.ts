/** Scores a reader of sets alone on files of the corpus: exact sets of the first reading and among the first five, by shape, and time. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Engine } from '../src/answer/engine.ts';
import { execute } from '../src/answer/execute/execute.ts';
import type { Select } from '../src/answer/query.ts';
import { GrammarReader } from '../src/answer/read/grammar/reader.ts';
import type { Reading } from '../src/answer/read/reading.ts';
import { loadPack } from '../src/knowledge/load.ts';
import { loadGrammar, loadSpeech } from '../src/knowledge/load-common.ts';
import { type Month, parseMonth } from '../src/knowledge/month.ts';
import type { KnowledgePack } from '../src/model/pack.ts';

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
  return new GrammarReader(pack, loadGrammar(), { correct: (text) => engine.repairer.mend(text) });
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

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      pack: { type: 'string', default: 'knowledge/xian-ip' },
      shapes: { type: 'boolean' },
      show: { type: 'boolean' },
      gloss: { type: 'boolean' },
    },
  });
  const pack = loadPack(values.pack);
  const reader = grammarReader(pack);
  const shapes = new Map<string, Tally>();
  const times: number[] = [];
  for (const file of positionals) {
    const tally = emptyTally();
    for (const question of readQuestions(file)) {
      const started = process.cpuUsage();
      const readings: Reading[] = reader.read(values.gloss ? question.gloss! : question.q, dayOf(question.now));
      const used = process.cpuUsage(started);
      times.push((used.user + used.system) / 1000);
      const sets = readings.slice(0, 5).map(({ query }) => setOf(query, pack, parseMonth(question.now)));
      const gold = goldOf(question);
      const right = sets[0] === gold;
      count(tally, right, sets.includes(gold));
      const shape = shapes.get(question.shape ?? '') ?? emptyTally();
      count(shape, right, sets.includes(gold));
      shapes.set(question.shape ?? '', shape);
      if (values.show && !right) {
        const [top] = readings;
        process.stdout.write(
          `${question.id} ${sets.includes(gold) ? '(among 5) ' : ''}${question.q}\n    ${question.gloss ?? ''}\n    ${top ? `${top.score.toFixed(2)} ${JSON.stringify(top.query)}\n    ${top.trace} | ${top.left.join(' ')}` : 'no reading'}\n`,
        );
      }
    }
    process.stdout.write(
      `${file.split('/').at(-1)!.padEnd(24)} first ${percent(tally.first, tally.asked)}  five ${percent(tally.five, tally.asked)}  of ${tally.asked}\n`,
    );
  }
  if (values.shapes)
    for (const [shape, tally] of [...shapes].sort((a, b) => a[1].first / a[1].asked - b[1].first / b[1].asked))
      process.stdout.write(
        `${shape.padEnd(24)} first ${percent(tally.first, tally.asked)}  five ${percent(tally.five, tally.asked)}  of ${tally.asked}\n`,
      );
  times.sort((a, b) => a - b);
  process.stdout.write(
    `processor time a question: p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms, most ${times.at(-1)?.toFixed(1)} ms\n`,
  );
}

if (import.meta.main) main();
