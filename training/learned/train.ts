/** Trains the learned reader and writes its model: `npm run train:sets`. The same sources give the same bytes. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Question, toExample } from './examples.ts';
import { fitModel, type TrainingOptions } from './fit-model.ts';
import { firstPack, lookups, secondPack, setQuestions, thirdPack, trainingWriters } from './questions.ts';
import { syntheticQuestions } from './synthetic/questions.ts';

const options: TrainingOptions = {
  mentions: { c: 5, minCount: 3, iterations: 35, prune: 0.15 },
  sentences: { c: 15, minCount: 3, iterations: 35, prune: 0.15 },
  rerankC: 3,
};

const modelFile = resolve(import.meta.dirname, '../../src/answer/read/learned/model.json');
/** People's questions count twice as much as synthetic ones. */
const syntheticWeight = 0.5;
/** Files of the golden samples whose questions ask for one record or for nothing that the plan states. */
const lookupFiles = ['corpus/needs-1.jsonl', 'sample/officials.jsonl', 'own/officials.jsonl'];

interface Source {
  question: Question;
  weight: number;
  /** Held out for the reranker. */
  held: boolean;
}

interface Amounts {
  writers: readonly string[];
  /** Synthetic questions over the first plan, the second and the third. */
  synthetic: readonly [number, number, number];
}

const amounts: Amounts = { writers: trainingWriters, synthetic: [2400, 700, 500] };

function sources({ writers, synthetic }: Amounts): Source[] {
  const pack = firstPack();
  const written = writers.flatMap((writer, at) =>
    setQuestions(writer, pack).map((question) => ({ question, weight: 1, held: at % 2 === 0 })),
  );
  const others = lookupFiles.flatMap((file) =>
    lookups(file, pack).map((question) => ({ question, weight: 1, held: false })),
  );
  const made = [pack, secondPack(), thirdPack()].flatMap((one, at) => syntheticQuestions(one, synthetic[at]!, at + 1));
  return [
    ...written,
    ...others,
    ...made.map((question, at) => ({ question, weight: syntheticWeight, held: at % 8 === 0 })),
  ];
}

/** @returns the model as the text of its file, and how many questions it is made from */
export function train(from: Amounts): { text: string; questions: number } {
  const all = sources(from);
  const held = new Set(all.filter((source) => source.held).map(({ question }) => question));
  const examples = all.map(({ question, weight }) => toExample(question, weight));
  const model = fitModel(examples, ({ question }) => held.has(question), options);
  return { text: `${JSON.stringify(model, null, 1)}\n`, questions: examples.length };
}

if (process.argv[1] === import.meta.filename) {
  const [out = modelFile, writers] = process.argv.slice(2);
  const started = performance.now();
  const { text, questions } = train(writers ? { ...amounts, writers: writers.split(',') } : amounts);
  writeFileSync(out, text);
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`${questions} questions, ${Math.round(Buffer.byteLength(text) / 1024)} KB, ${seconds} s\n`);
}
