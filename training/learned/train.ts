/** Trains the learned reader and writes its model: `npm run train:sets`. The same sources give the same bytes. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Example, type Question, toExample } from './examples.ts';
import { fitModel, type TrainingOptions } from './fit-model.ts';
import { firstPack, lookups, setQuestions, trainingWriters } from './questions.ts';

export const options: TrainingOptions = {
  mentions: { c: 5, minCount: 3, iterations: 40, prune: 0.1 },
  sentences: { c: 15, minCount: 3, iterations: 40, prune: 0.1 },
  rerankC: 3,
};

const modelFile = resolve(import.meta.dirname, '../../src/answer/read/learned/model.json');

export function trainingQuestions(
  writers: readonly string[],
): { question: Question; weight: number; fold: number | undefined }[] {
  const pack = firstPack();
  const written = writers.flatMap((writer, at) =>
    setQuestions(writer, pack).map((question) => ({ question, weight: 1, fold: at % 2 })),
  );
  const others = ['corpus/needs-1.jsonl', 'sample/officials.jsonl', 'own/officials.jsonl'].flatMap((file) =>
    lookups(file, pack).map((question) => ({ question, weight: 1, fold: undefined })),
  );
  return [...written, ...others];
}

if (process.argv[1] === import.meta.filename) {
  const started = performance.now();
  const out = process.argv[2] ?? modelFile;
  const writers = process.argv[3]?.split(',') ?? trainingWriters;
  const all = trainingQuestions(writers);
  const folds = new Map<Question, number | undefined>(all.map(({ question, fold }) => [question, fold]));
  const examples: Example[] = all.map(({ question, weight }) => toExample(question, weight));
  const model = fitModel(examples, ({ question }) => folds.get(question), options);
  const text = `${JSON.stringify(model, null, 1)}\n`;
  writeFileSync(join(out), text);
  process.stdout.write(
    `${examples.length} questions, ${Math.round(text.length / 1024)} KB, ${Math.round((performance.now() - started) / 1000)} s\n`,
  );
}
