/** The learned reader of sets: how many of the corpus it reads rightly, on every plan, in bounded time. */
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { execute } from '../../../src/answer/execute/execute.ts';
import { LearnedReader } from '../../../src/answer/read/learned/reader.ts';
import { clean } from '../../../src/answer/text/text.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { monthOf } from '../../../src/knowledge/month.ts';
import { setQuestions, trainingWriters } from '../../../training/learned/questions.ts';
import { figuresOf, scoreAll } from '../../../training/learned/score.ts';
import { syntheticQuestions } from '../../../training/learned/synthetic/questions.ts';
import { Random } from '../../../training/learned/synthetic/random.ts';
import { cpuTime } from '../../setup/cpu-time.ts';

const root = resolve(import.meta.dirname, '../../..');
const first = loadPack(join(root, 'knowledge/xian-ip'));
const second = loadPack(join(root, 'tests/fixtures/lanqiao'));
const third = loadPack(join(root, 'tests/fixtures/yunling'));
const reader = new LearnedReader(first);
const now = { year: 2025, month: 6, day: 10 };

test.each(trainingWriters)('reads the questions of %s, from whom it has learned', (writer) => {
  const figures = figuresOf(scoreAll(setQuestions(writer, first), reader));
  expect(figures.questions).toBeGreaterThan(200);
  expect(figures.right / figures.questions).toBeGreaterThan(0.95);
});

test.each(['w3', 'w6'])('reads the questions of %s, from whom it has not learned', (writer) => {
  const scored = scoreAll(setQuestions(writer, first), reader);
  const figures = figuresOf(scored);
  expect(figures.right / figures.questions).toBeGreaterThan(0.9);
  expect(figures.within / figures.questions).toBeGreaterThan(0.97);
  expect(figures.sureWrong / figures.sure).toBeLessThan(0.05);
});

test.each([second, third])('reads synthetic questions over $id', (pack) => {
  const asked = syntheticQuestions(pack, 150, 99).filter(({ query }) => query);
  const figures = figuresOf(scoreAll(asked, new LearnedReader(pack)));
  expect(figures.right / figures.questions).toBeGreaterThan(0.75);
});

test.each([
  ['园林局牵头的★任务有几项', [1, 4, 6]],
  ['城管局配合、2026年底前到期的', [10, 12, 15]],
  ['不是园林局牵头的★任务', [9, 16]],
  ['一家配合单位都没有的任务', [13]],
])('%s', (question, expected) => {
  const [best] = new LearnedReader(second).read(clean(question), now);
  const { records } = execute(best!.query, second, monthOf(now.year, now.month));
  expect(records.map((record) => record.number)).toEqual(expected);
});

test('proposes readings with their probability, and says what is left unexplained', () => {
  const readings = reader.read(clean('公安配合的任务，xyz的剔除'), now);
  expect(readings.length).toBeGreaterThan(0);
  expect(readings.every(({ score }) => score <= 0)).toBe(true);
  expect(readings.reduce((sum, { score }) => sum + Math.exp(score), 0)).toBeLessThanOrEqual(1.0001);
  expect(readings.every(({ left, unexplained }) => unexplained === left.length)).toBe(true);
  expect(readings[0]!.left).toContain('xyz');
});

test('reads nothing into what asks for no set', () => {
  for (const text of ['', '专利被人侵权了找谁投诉', '公安牵头的'.repeat(100)])
    expect(reader.read(clean(text), now)).toEqual([]);
});

test('takes bounded time on anything', () => {
  const random = new Random(5);
  const pieces = [
    '公安',
    '法院',
    '牵头',
    '配合',
    '不',
    '除了',
    '6月',
    '2025.3',
    '3家',
    '★',
    '和',
    ',',
    'abc',
    '商标',
    '第三部分',
    '(',
    '一',
  ];
  const texts = Array.from({ length: 40 }, () => {
    let text = '';
    while (text.length < 190) text += random.pick(pieces);
    return text;
  });
  const times = [...texts, '公安、'.repeat(700), '6月'.repeat(1000), 'a'.repeat(2000)].map((text) =>
    cpuTime(() => reader.read(clean(text), now)),
  );
  // The median: one run in a busy process says little about the code.
  expect(times.sort((a, b) => a - b)[20]).toBeLessThan(150);
});
