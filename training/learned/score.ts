/** Scores the learned reader on writers of the corpus: `node training/learned/score.ts [writers] [model]`. */
import { readFileSync } from 'node:fs';
import { committedModel, type ModelData, toModel } from '../../src/answer/read/learned/model.ts';
import { LearnedReader } from '../../src/answer/read/learned/reader.ts';
import type { Reading } from '../../src/answer/read/reading.ts';
import { clean } from '../../src/answer/text/text.ts';
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import type { Question } from './examples.ts';
import { firstPack, setQuestions, trainingWriters } from './questions.ts';
import { isRight } from './right.ts';

interface Scored {
  question: Question;
  readings: Reading[];
  /** Place of the first right reading; −1 where there is none. */
  at: number;
  ms: number;
}

export interface Figures {
  questions: number;
  right: number;
  /** The right set is among the first five readings. */
  within: number;
  /** Readings with a posterior of 0.9 and more, and how many of them are wrong. */
  sure: number;
  sureWrong: number;
  /** The right one of list, count and exists where the set is right. */
  form: number;
  msMedian: number;
  ms95: number;
}

const sureEnough = Math.log(0.9);

export function scoreAll(questions: readonly Question[], reader: LearnedReader): Scored[] {
  return questions.map((question) => {
    const started = performance.now();
    const readings = reader.read(clean(question.text), question.now);
    const ms = performance.now() - started;
    return { question, readings, ms, at: readings.slice(0, 5).findIndex(({ query }) => isRight(query, question)) };
  });
}

export function figuresOf(scored: readonly Scored[]): Figures {
  const times = scored.map(({ ms }) => ms).sort((a, b) => a - b);
  const sure = scored.filter(({ readings }) => (readings[0]?.score ?? Number.NEGATIVE_INFINITY) >= sureEnough);
  const first = scored.filter(({ at }) => at === 0);
  return {
    questions: scored.length,
    right: first.length,
    within: scored.filter(({ at }) => at >= 0).length,
    sure: sure.length,
    sureWrong: sure.filter(({ at }) => at !== 0).length,
    form: first.filter(
      ({ question, readings }) => JSON.stringify(readings[0]!.query.as) === JSON.stringify(question.query?.as),
    ).length,
    msMedian: times[Math.floor(times.length / 2)] ?? 0,
    ms95: times[Math.floor(times.length * 0.95)] ?? 0,
  };
}

const percent = (part: number, of: number) => `${((100 * part) / Math.max(1, of)).toFixed(1)}%`;

function describe(figures: Figures): string {
  const { questions, right, within, sure, sureWrong, form, msMedian, ms95 } = figures;
  return [
    `${questions} questions`,
    `right ${percent(right, questions)}`,
    `among five ${percent(within, questions)}`,
    `posterior ≥ 0.9: ${percent(sure, questions)}, of these wrong ${percent(sureWrong, sure)}`,
    `form ${percent(form, right)}`,
    `${msMedian.toFixed(1)} ms, p95 ${ms95.toFixed(1)} ms`,
  ].join(' · ');
}

function byShape(scored: readonly Scored[]): string {
  const shapes = Map.groupBy(scored, ({ question }) => question.shape);
  return [...shapes]
    .map(([shape, list]) => ({ shape, list, right: list.filter(({ at }) => at === 0).length }))
    .sort((a, b) => a.right / a.list.length - b.right / b.list.length)
    .map(({ shape, list, right }) => `${shape} ${right}/${list.length}`)
    .join(', ');
}

function misses(scored: readonly Scored[]): string[] {
  return scored
    .filter(({ at }) => at !== 0)
    .map(({ question, readings, at }) =>
      [
        `${question.id} ${question.now.year}-${question.now.month} ${question.text}`,
        `   gold ${JSON.stringify({ ...question.query, ask: undefined })}`,
        ...readings
          .slice(0, 2)
          .map(
            ({ query, score, trace }) =>
              `   ${at} ${Math.exp(score).toFixed(2)} ${JSON.stringify({ ...query, ask: undefined })} ${trace}`,
          ),
      ].join('\n'),
    );
}

function readerOf(pack: KnowledgePack, file: string | undefined): LearnedReader {
  if (!file) return new LearnedReader(pack, committedModel());
  return new LearnedReader(pack, toModel(JSON.parse(readFileSync(file, 'utf8')) as ModelData));
}

if (process.argv[1] === import.meta.filename) {
  const writers = process.argv[2]?.split(',') ?? trainingWriters;
  const showMisses = process.argv.includes('--misses');
  const file = process.argv[3]?.startsWith('--') ? undefined : process.argv[3];
  const pack = firstPack();
  const reader = readerOf(pack, file);
  for (const writer of writers) {
    const scored = scoreAll(setQuestions(writer, pack), reader);
    process.stdout.write(`${writer}: ${describe(figuresOf(scored))}\n  ${byShape(scored)}\n`);
    if (showMisses) process.stdout.write(`${misses(scored).join('\n')}\n`);
  }
}
