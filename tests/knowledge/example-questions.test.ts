/** Example questions fit the day: none asks for a month in which nothing is due. */
import { expect, it } from 'vitest';
import { exampleQuestions } from '../../src/model/pack/example-questions.ts';
import { loadXian } from '../answer/ask.ts';

const pack = loadXian();
const official = (year: number, month: number) => exampleQuestions(pack, 'official', { year, month })[0];

it.each([
  [2025, 6, '公安本月到期的有几项？'],
  [2025, 7, '公安2025年12月到期的有几项？'],
  [2026, 11, '公安2024年12月到期的有几项？'],
  [2024, 1, '公安2024年12月到期的有几项？'],
])('in %d-%d an official is shown %s', (year, month, question) => {
  expect(official(year, month)).toBe(question);
});

it('leaves the other questions as they are', () => {
  expect(exampleQuestions(pack, 'enterprise', { year: 2026, month: 1 })).toEqual(pack.facts.examples.enterprise);
  expect(exampleQuestions(pack, 'official', { year: 2026, month: 1 }).slice(1)).toEqual(
    pack.facts.examples.official.slice(1),
  );
});
