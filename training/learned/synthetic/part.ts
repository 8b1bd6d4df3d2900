/** One part of a synthetic question: a condition of a column, and how somebody puts it. */
import type { Condition } from '../../../src/answer/query.ts';
import { type Day, type Month, numberOf, yearOf } from '../../../src/knowledge/month.ts';
import { keywordPhrases } from './phrases.ts';
import type { Random } from './random.ts';
import type { PackWords } from './vocabulary.ts';

/** Where a part stands: before the noun, as a sentence of its own, or at the head of the question. */
export type Place = 'attribute' | 'clause' | 'front';

export interface Part {
  condition: Condition;
  text: string;
  /** As for a spreadsheet's filter. */
  keyword: string;
  place: Place;
  shape: string;
  /** Keys of the units that it names. */
  units: string[];
}

export interface Setting {
  random: Random;
  words: PackWords;
  now: Day;
}

export const fill = (template: string, values: Readonly<Record<string, string>>) =>
  template.replace(/\{(\w)\}/g, (whole, name: string) => values[name] ?? whole);

export const monthText = (month: Month) => `${yearOf(month)}-${String(numberOf(month)).padStart(2, '0')}`;
export const numerals = '零一两三四五六七八九';
export const columnOf: Record<string, string> = { lead: 'responsible', coop: 'cooperating', any: 'units' };

export function part(
  { random }: Setting,
  shape: string,
  condition: Condition,
  phrases: readonly string[],
  values: Readonly<Record<string, string>>,
  more: { place?: Place; units?: string[]; keyword?: string } = {},
): Part {
  const text = fill(random.pick(phrases), values);
  const keywords = keywordPhrases[more.keyword ?? shape];
  return {
    condition,
    text,
    keyword: keywords ? fill(random.pick(keywords), values) : text,
    place: more.place ?? 'attribute',
    shape,
    units: more.units ?? [],
  };
}
