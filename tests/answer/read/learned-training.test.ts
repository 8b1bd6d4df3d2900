/** Training the learned reader is deterministic, and learns what it is shown. */
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { toModel } from '../../../src/answer/read/learned/model.ts';
import { LearnedReader } from '../../../src/answer/read/learned/reader.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { toExample } from '../../../training/learned/examples.ts';
import { fitModel, type TrainingOptions } from '../../../training/learned/fit-model.ts';
import { figuresOf, scoreAll } from '../../../training/learned/score.ts';
import { syntheticQuestions } from '../../../training/learned/synthetic/questions.ts';

const pack = loadPack(join(resolve(import.meta.dirname, '../../..'), 'tests/fixtures/lanqiao'));
const options: TrainingOptions = {
  mentions: { c: 5, minCount: 2, iterations: 12, prune: 0.1 },
  sentences: { c: 15, minCount: 2, iterations: 12, prune: 0.1 },
  rerankC: 3,
};

function trained(seed: number) {
  const examples = syntheticQuestions(pack, 120, seed).map((question) => toExample(question, 1));
  return fitModel(examples, (example) => examples.indexOf(example) % 4 === 0, options);
}

const first = trained(1);

test('the same questions give the same bytes, others do not', () => {
  const once = JSON.stringify(first);
  expect(JSON.stringify(trained(1))).toBe(once);
  expect(JSON.stringify(trained(2))).not.toBe(once);
});

test('synthetic questions carry their query: nearly every condition is found among the mentions', () => {
  const labels = syntheticQuestions(pack, 300, 7).map((question) => toExample(question, 1).labels);
  const read = labels.filter((one) => one !== undefined);
  expect(read.length).toBeGreaterThan(200);
  expect(read.filter(({ missing }) => missing.length).length).toBeLessThan(read.length * 0.04);
});

test('a small model reads most of the questions that it was trained on', () => {
  const reader = new LearnedReader(pack, toModel(first));
  const asked = syntheticQuestions(pack, 120, 1).filter(({ query }) => query);
  const { right, questions } = figuresOf(scoreAll(asked, reader));
  expect(right / questions).toBeGreaterThan(0.8);
});
