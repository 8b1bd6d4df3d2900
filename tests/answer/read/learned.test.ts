/** The learned reader of sets: how many of the corpus it reads rightly, and that it is bounded and sure only where it may be. */
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { LearnedReader } from '../../../src/answer/read/learned/reader.ts';
import { clean } from '../../../src/answer/text.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { setQuestions, trainingWriters } from '../../../training/learned/questions.ts';
import { figuresOf, scoreAll } from '../../../training/learned/score.ts';
import { cpuTime } from '../../setup/cpu-time.ts';

const root = resolve(import.meta.dirname, '../../..');
const pack = loadPack(join(root, 'knowledge/xian-ip'));
const reader = new LearnedReader(pack);
const now = { year: 2025, month: 6, day: 10 };

test.each(trainingWriters)('reads the questions of %s', (writer) => {
  const figures = figuresOf(scoreAll(setQuestions(writer, pack), reader));
  expect(figures.questions).toBeGreaterThan(200);
  expect(figures.right / figures.questions).toBeGreaterThan(0.9);
  expect(figures.within / figures.questions).toBeGreaterThan(0.96);
});

test('is quick, and reads nothing into a long text', () => {
  for (const text of [
    '公安、'.repeat(66),
    '6月'.repeat(99),
    '不'.repeat(200),
    '配合单位3家'.repeat(28),
    'a'.repeat(2000),
  ]) {
    expect(cpuTime(() => reader.read(clean(text), now))).toBeLessThan(400);
  }
  expect(reader.read('公安牵头的'.repeat(100), now)).toEqual([]);
});
