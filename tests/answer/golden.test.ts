/** How often the golden questions are answered rightly may not sink below these floors. */

import { describe, expect, it } from 'vitest';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { askGolden, type GoldenResult } from '../../src/knowledge/golden.ts';
import { goldenQuestions, loadXian, openAssistant, sender } from './ask.ts';

/** In percent: about two points below what was reached, or one or two misses where there are few questions. */
const floors = {
  own: { all: 95.5, lookup: 96, filter: 94, decline: 92 },
  sample: { all: 95, lookup: 94, filter: 93, decline: 86 },
  more: { all: 95, lookup: 95.5, filter: 91.5, decline: 91 },
  third: { all: 94.5, lookup: 95, filter: 90, decline: 90 },
  fourth: { all: 94.5, lookup: 94.5, filter: 93, decline: 88 },
};

const xian = loadXian();
const assistant = openAssistant([xian]);

/** Every reply to a golden question. */
const replies: string[] = [];

const line = ({ id, question, verdict }: GoldenResult) => `  ${id}  ${question.text}\n    ${verdict.why}`;

describe.each(Object.entries(floors))('the golden questions in %s', (set, ofSet) => {
  const asked = askGolden(
    goldenQuestions(set),
    (question) => assistant.answer(question),
    (card) => {
      replies.push(renderText(card));
      return replies.at(-1)!;
    },
  );

  it.each(Object.entries(ofSet))('%s: at least %s percent right', (kind, floor) => {
    const of = asked.filter(({ asks }) => kind === 'all' || asks === kind);
    const missed = of.filter(({ verdict }) => !verdict.right);
    const rate = (100 * (of.length - missed.length)) / of.length;
    const report = `${set} ${kind}: ${of.length - missed.length}/${of.length} = ${rate.toFixed(1)}%\n${missed.map(line).join('\n')}`;
    expect(of.length).toBeGreaterThan(0);
    expect(rate, report).toBeGreaterThanOrEqual(floor);
  });
});

it('no reply of a pack without contacts holds what only an operator may say', () => {
  const ask = sender(openAssistant([xian]));
  const others = xian.phrasings.filter((_, at) => at % 60 === 0).map(({ text }) => ask(text).text);
  expect(replies.length).toBeGreaterThan(1_250);
  const numbered = [...replies, ...others].filter((text) => /\d{7,}|\d{3,4}-\d{7,8}|https?:|www\.|@/.test(text));
  expect(numbered).toEqual([]);
});
