/** No number is said that is not from the plan: the sentences of answers have none of their own, only slots that records fill. */
import { expect, it } from 'vitest';
import { phrases } from '../../src/language/answer-phrases.ts';

/** 0 is the size of a list that has nothing in it. */
const figure = /[1-9１-９]/;
/** 三项, 两个, but not 哪一项 and 这一条, which point at something. */
const chineseCount =
  /(?<![哪这同换])(?:[一二两三四五六七八九十百千]+\s*(?:项|个|条|家|处|部分|天|周|年|月|日)|[二两三四五六七八九十百千]+\s*[次批])/;
const englishCount = /(?<!which )\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand)\b/i;

const templates: [string, string][] = [phrases.answer, phrases.query].flatMap(({ zh, en }) => [
  ...Object.entries(zh),
  ...Object.entries(en),
]);
/** Counts how a question can be read, which is no figure of a plan. */
const ofTheQuestion = 'whichReading';

const numberIn = (template: string): string | undefined => {
  const said = template.replace(/\{\w+\}/g, '');
  return [figure, chineseCount, englishCount].map((pattern) => pattern.exec(said)?.[0]).find(Boolean);
};

it('have no figure of their own', () => {
  expect(templates.length).toBeGreaterThan(400);
  const found = templates
    .filter(([key]) => key !== ofTheQuestion)
    .map(([key, template]) => [key, numberIn(template)])
    .filter(([, number]) => number);
  expect(found).toEqual([]);
});

it.each(['共 7 项', '有三项', '两个附件', 'The plan has 4 annexes', 'There are three rows'])(
  'would be found: %s',
  (text) => {
    expect(numberIn(text)).toBeDefined();
  },
);
