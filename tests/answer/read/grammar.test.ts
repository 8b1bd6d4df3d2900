/** The grammar reader of sets: how many of the corpus it reads rightly, the stiff wording of every query, and that it is bounded. */
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrammarReader } from '../../../src/answer/read/grammar/reader.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { loadGrammar } from '../../../src/knowledge/load-common.ts';
import { parseMonth } from '../../../src/knowledge/month.ts';
import { dayOf, goldOf, readQuestions, type SetQuestion, setOf } from '../../../training/score-sets.ts';
import { cpuTime } from '../../setup/cpu-time.ts';
import { fuzzRuns } from '../../setup/fuzz.ts';

const root = resolve(import.meta.dirname, '../../..');
const pack = loadPack(join(root, 'knowledge/xian-ip'));
const reader = new GrammarReader(pack, loadGrammar());
const writers = ['w1', 'w2', 'w4', 'w5'];
const questionsOf = (writer: string) => readQuestions(join(root, `tests/golden/corpus/sets-${writer}.jsonl`));

/** The gloss without what it tells its writer. */
const stiff = ({ gloss }: SetQuestion) => gloss!.replace(/（(?:说成[^）]*|用相对说法)）/g, '');

const isRight = (question: SetQuestion, text: string) => {
  const [top] = reader.read(text, dayOf(question.now));
  return top !== undefined && setOf(top.query, pack, parseMonth(question.now)) === goldOf(question);
};

describe.each(writers)('the corpus of %s', (writer) => {
  const questions = questionsOf(writer);

  it('is read rightly', () => {
    const right = questions.filter((question) => isRight(question, question.q));
    expect(questions.length).toBeGreaterThan(200);
    expect(right.length / questions.length).toBeGreaterThan(0.96);
  });

  it('is read rightly in its stiff wording', () => {
    const wrong = questions.filter((question) => !isRight(question, stiff(question)));
    expect(wrong.map(({ id, gloss }) => `${id} ${gloss}`)).toEqual([]);
  });
});

describe('any text', () => {
  /** Far above what a question takes, so that a busy machine does not fail it. */
  const longest = 400;
  const now = { year: 2025, month: 6, day: 10 };

  it.each(['公安、', '6月', '不', '配合单位3家', '除了公安以外', '3到5项', '只有', '"商标"', '第三部分', 'a'])(
    'is bounded: %s again and again',
    (piece) => {
      for (const length of [139, 2000]) {
        const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
        expect(cpuTime(() => reader.read(text, now))).toBeLessThan(longest);
      }
    },
  );

  it('is bounded and never throws', () => {
    const words = [
      '公安',
      '检察院',
      '和',
      '或',
      '不',
      '没有',
      '除了',
      '以外',
      '牵头',
      '配合',
      '6月',
      '前',
      '★',
      '3家',
      '都',
      '只',
      '1到9项',
      '、',
      ',',
      ' ',
      '提到',
      '商标',
      '最早',
    ];
    const text = fc.oneof(
      fc.string({ maxLength: 200, unit: 'binary' }),
      fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(text, (question) => {
        const ms = cpuTime(() => {
          for (const { score, left } of reader.read(question, now)) {
            expect(Number.isFinite(score)).toBe(true);
            expect(Array.isArray(left)).toBe(true);
          }
        });
        expect(ms).toBeLessThan(longest);
      }),
      { numRuns: fuzzRuns(300), seed: 7 },
    );
  });
});
