/** The plan's own words: whole where they are short, else the sentences that the question is about, the cuts marked. */
import type { PlanRecord } from '../../model/plan.ts';
import { type Features, features } from '../text.ts';

const wholeUpTo = 170;
const partUpTo = 190;

function sentencesOf(text: string): string[] {
  return text.match(/[^。；]+[。；]?/g) ?? [text];
}

/** How much of the question's features a sentence meets, rarer ones counting more. */
function overlap(sentence: string, question: Features, all: readonly Features[]): number {
  const own = features(sentence);
  let score = 0;
  for (const [feature, weight] of question) {
    if (!own.has(feature)) continue;
    const df = all.filter((other) => other.has(feature)).length;
    score += weight / df;
  }
  return score;
}

export function quoteOf(record: PlanRecord, question: string, expand: (text: string) => string): string {
  const text = record.text.text;
  if (text.length <= wholeUpTo) return text;
  const sentences = sentencesOf(text);
  const all = sentences.map((sentence) => features(sentence));
  const asked = features(expand(question));
  const ranked = sentences
    .map((sentence, at) => ({ at, sentence, score: overlap(sentence, asked, all) }))
    .sort((a, b) => b.score - a.score || a.at - b.at);
  const kept = new Set<number>();
  let length = 0;
  for (const { at, sentence, score } of ranked) {
    if (kept.size && (length + sentence.length > partUpTo || score === 0)) continue;
    kept.add(at);
    length += sentence.length;
  }
  let said = '';
  let last = -1;
  for (const at of [...kept].sort((a, b) => a - b)) {
    if (at > last + 1) said += '…';
    said += sentences[at]!;
    last = at;
  }
  return last < sentences.length - 1 ? `${said}…` : said;
}
