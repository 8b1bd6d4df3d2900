/** The same turns give the same bytes, whoever else is talking. */
import { describe, expect, it } from 'vitest';
import { renderText } from '../../adapters/shared/plain-text.ts';
import type { Assistant } from '../../src/answer/assistant.ts';
import type { Question } from '../../src/model/answer.ts';
import { allGolden, loadXian, openAssistant, sender } from './ask.ts';

const pack = loadXian();

/** All that an answer is, as bytes. */
function bytes(assistant: Assistant, question: Question): string {
  const answer = assistant.answer(question);
  return `${renderText(answer.card)}\n${JSON.stringify(answer)}`;
}

/** Every third conversation; `npm run test:long` takes all. */
const every = process.env.QINZHI_TEST_LONG ? 1 : 3;
const golden = allGolden().map(({ question }) => question);
const chosen = new Set(
  [...new Set(golden.map(({ conversation }) => conversation))].filter((_, at) => at % every === 0),
);
const questions = golden.filter(({ conversation }) => chosen.has(conversation));

/** Turns of each conversation, in order. */
function byConversation(): Question[][] {
  const turns = new Map<string, Question[]>();
  for (const question of questions)
    turns.set(question.conversation, [...(turns.get(question.conversation) ?? []), question]);
  return [...turns.values()];
}

/** What one assistant says to all of them, in their own order. */
const alone = openAssistant([pack]);
const said = new Map(questions.map((question) => [question, bytes(alone, question)]));

describe('the same bytes', () => {
  it('from another assistant, when conversations come in another order', () => {
    const other = openAssistant([loadXian()]);
    const differing = byConversation()
      .reverse()
      .flat()
      .filter((question) => bytes(other, question) !== said.get(question));
    expect(differing.map(({ text }) => text)).toEqual([]);
  });

  it('when all conversations go on at once, turn by turn', () => {
    const crowded = openAssistant([pack]);
    const conversations = byConversation();
    const longest = Math.max(...conversations.map((turns) => turns.length));
    const mixed = Array.from({ length: longest }, (_, at) => conversations.flatMap((turns) => turns[at] ?? [])).flat();
    expect(mixed).toHaveLength(questions.length);
    const differing = mixed.filter((question) => bytes(crowded, question) !== said.get(question));
    expect(differing.map(({ text }) => text)).toEqual([]);
  });

  it('to two people who take turns in one room', () => {
    const dialogues = {
      甲: ['公安牵头的有哪些', '其中2024年12月到期的呢', '第二个详细说说', '配合单位呢'],
      乙: ['版权投诉处置机制谁负责', '什么时候完成', '换成公安局呢', '下一项呢'],
    };
    const turn = (user: '甲' | '乙', at: number) => ({ user, text: dialogues[user][at]!, now: `2025-06-10T10:0${at}` });
    const alone = (['甲', '乙'] as const).map((user) => {
      const ask = sender(openAssistant([pack]));
      return dialogues[user].map((_, at) => {
        const { text, ...options } = turn(user, at);
        return ask(text, { ...options, conversation: 'room' }).text;
      });
    });
    const ask = sender(openAssistant([pack]));
    const together = dialogues.甲.map((_, at) =>
      (['甲', '乙'] as const).map((user) => {
        const { text, ...options } = turn(user, at);
        return ask(text, { ...options, conversation: 'room' }).text;
      }),
    );
    expect(together.map(([one]) => one)).toEqual(alone[0]);
    expect(together.map(([, other]) => other)).toEqual(alone[1]);
  });
});
