/** Finds the words of a reply, made with marked phrases, that are neither the pack's nor derived from what it cites. */
import { clean } from '../../../src/answer/text/text.ts';
import { dayAt } from '../../../src/knowledge/month.ts';
import type { Answer, Question } from '../../../src/model/answer.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import { Evidence } from './evidence.ts';
import { hear } from './heard.ts';
import { wrongCard } from './invented.ts';

/** The month of an instant in the zone of the plans, `YYYY-MM`. */
function monthOf(at: Date): string {
  const { year, month } = dayAt(at, 'Asia/Shanghai');
  return `${year}-${String(month).padStart(2, '0')}`;
}

export class ForeignWords {
  private readonly evidence: Evidence;
  /** What was said in each conversation up to here. */
  private readonly said = new Map<string, string>();

  constructor(pack: KnowledgePack) {
    this.evidence = new Evidence(pack);
  }

  /** Replies are given in the order of their conversations. @returns what is not the pack's, a line each */
  in(answer: Answer, { text, conversation, at }: Question): string[] {
    const corrected = answer.trace.find(({ step }) => step === 'repaired')?.detail ?? '';
    const asked = `${this.said.get(conversation) ?? ''}\n${clean(text)}\n${corrected}`;
    this.said.set(conversation, asked);
    return wrongCard(answer.card, hear(answer, this.evidence, asked, monthOf(at))).map((why) => `${text} → ${why}`);
  }
}
