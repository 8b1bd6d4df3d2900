/** Nothing is invented: beside its fixed phrases, a reply holds only the pack's own words, or counts and dates derived from what it cites; the golden questions are asked in `golden.test.ts`. */
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import type { Answer, Question } from '../../../src/model/answer.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import { sampleEvery } from '../../setup/fuzz.ts';
import { loadLanqiao, loadXian, moment, openAssistant, operatorsOnly, sender } from '../ask.ts';
import { Evidence } from './evidence.ts';
import { ForeignWords } from './foreign.ts';
import { hear } from './heard.ts';
import { wrongCard } from './invented.ts';
import { markedPhrases } from './marked.ts';

/** Asks everything in order. @returns what is not the pack's, a line each, and the replies as texts */
function askAll(pack: KnowledgePack, questions: readonly Question[]): { foreign: string[]; replies: string[] } {
  const assistant = openAssistant([pack], { phrases: markedPhrases });
  const words = new ForeignWords(pack);
  const asked = questions.map((question) => ({ question, answer: assistant.answer(question) }));
  return {
    foreign: asked.flatMap(({ question, answer }) => words.in(answer, question)),
    replies: asked.map(({ answer }) => renderText(answer.card)),
  };
}

/** Every n-th of what people were imagined to say, each in a conversation of its own. */
function phrasingsOf(pack: KnowledgePack, every: number): Question[] {
  const chosen = pack.phrasings.filter((_, index) => index % every === 0);
  return chosen.map(({ text }, index) => ({
    text,
    at: moment('2025-06-10'),
    conversation: `phrasing ${index}`,
    user: 'u1',
  }));
}

const xian = loadXian();
const lanqiao = loadLanqiao();

describe('every word of a reply is the pack’s, or a fixed phrase', () => {
  it('to what people were imagined to say, and nothing that only an operator may say', () => {
    const { foreign, replies } = askAll(xian, phrasingsOf(xian, sampleEvery(3)));
    expect(foreign).toEqual([]);
    expect(replies.length).toBeGreaterThan(300);
    expect(replies.filter((text) => operatorsOnly.test(text))).toEqual([]);
  });

  it('with another plan', () => {
    expect(askAll(lanqiao, phrasingsOf(lanqiao, 1)).foreign).toEqual([]);
  });
});

describe('the check itself', () => {
  const evidence = new Evidence(xian);
  const heard = (answer: Answer) => hear(answer, evidence, '', '2025-06');
  const ask = sender(openAssistant([xian], { phrases: markedPhrases }));

  it('finds a word that is not the pack’s, a wrong count and a wrong date', () => {
    const reply = ask('公安牵头的有哪些');
    const [block] = reply.card.blocks;
    if (block?.type !== 'text') throw new Error('a list opens with a sentence');
    expect(wrongCard(reply.card, heard(reply))).toEqual([]);
    block.text = `${block.text.replaceAll('6', '7')}地址在凤城八路`;
    expect(wrongCard(reply.card, heard(reply)).join('\n')).toMatch(/凤城八路[\s\S]*list: 7, but 6/);
    const other = ask('公安牵头的有哪些');
    const [first] = other.card.blocks;
    if (first?.type !== 'text') throw new Error('a list opens with a sentence');
    first.text = first.text.replace('市公安局', '市法院');
    expect(wrongCard(other.card, heard(other)).join('\n')).toMatch(/unsaid: 市公安局\nquery.leads.units: 市法院/);
    const each = ask('各单位牵头的任务各有几项');
    const [shares] = each.card.blocks;
    if (shares?.type !== 'text') throw new Error('counts are a sentence');
    expect(wrongCard(each.card, heard(each))).toEqual([]);
    shares.text = shares.text.replace(/(市公安局.{0,20})6/s, '$15');
    expect(wrongCard(each.card, heard(each)).join('\n')).toMatch(/query.share: 市公安局 5/);
    const dated = ask('24项什么时候完成');
    const facts = dated.card.blocks.find((one) => one.type === 'facts');
    facts!.facts[0]!.value = facts!.facts[0]!.value.replace('2024', '2026');
    expect(wrongCard(dated.card, heard(dated)).join('\n')).toContain('month.year: 2026');
  });

  it('knows a source that was not cited', () => {
    const reply = ask('原文 24');
    expect(wrongCard({ ...reply.card, sources: ['市政办函〔2024〕61号 附件1 第25项'] }, heard(reply))).toEqual([
      'source: 附件1 第25项',
    ]);
  });
});
