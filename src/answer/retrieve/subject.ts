/** What a question is about, as far as words tell: the strength of its subject, and the part that asks. */
import type { AnswerContext } from '../response.ts';
import { isRecord } from './thresholds.ts';

/** How strongly the left-over words name a subject. */
export function subjectScore({ engine, asked }: AnswerContext): number {
  const words = [asked.rest, ...asked.terms.map((term) => term.text)].join(' ').trim();
  return words ? (engine.rank(words, isRecord).hits[0]?.score ?? 0) : 0;
}

/** A long story asks at its end, or where it has a question mark; words in passing say nothing of what is asked. */
export function askingPart(text: string): string {
  if (text.length <= 70) return text;
  const questions = text.split(/(?<=[.?!;])/).filter((sentence) => sentence.includes('?'));
  return [...questions.map((sentence) => sentence.slice(-45)), text.slice(-45)].join(' ');
}
