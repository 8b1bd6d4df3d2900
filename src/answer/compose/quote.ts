/** The plan's own words: whole where they are short, else the sentences that the question is about, the cuts marked. */
import type { PlanRecord } from '../../model/plan.ts';
import { type Features, features } from '../text/text.ts';

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

/** Clauses of a sentence; an enumeration is cut only where it does not fit as a whole. */
function clausesOf(sentence: string, limit: number): string[] {
  return (sentence.match(/[^，；。]+[，；。]?/g) ?? [sentence]).flatMap((clause) =>
    clause.length > limit ? (clause.match(/[^、]+、?/g) ?? [clause]) : [clause],
  );
}

/** Neighbouring clauses, the second place not included. */
interface Stretch {
  from: number;
  to: number;
}

/** The stretch with the highest sum of scores that is no longer than `limit` characters; one clause at least. */
function bestStretch(clauses: readonly string[], scores: readonly number[], limit: number): Stretch {
  let best = { from: 0, to: 1, score: -1 };
  for (let from = 0; from < clauses.length; from++) {
    let length = 0;
    let score = 0;
    for (let to = from; to < clauses.length; to++) {
      length += clauses[to]!.length;
      if (to > from && length > limit) break;
      score += scores[to]!;
      if (score > best.score) best = { from, to: to + 1, score };
    }
  }
  return best;
}

/** Room that is left takes what follows, so that a sentence is cut as late as it can be. */
function extended(clauses: readonly string[], { from, to: end }: Stretch, limit: number): Stretch {
  let to = end;
  let length = clauses.slice(from, to).join('').length;
  while (to < clauses.length && length + clauses[to]!.length <= limit) length += clauses[to++]!.length;
  return { from, to };
}

/** The clauses of a sentence that meet the question best, side by side and no longer than `limit`; what is left out is marked. */
function quoteClauses(sentence: string, asked: Features, limit: number): string {
  const clauses = clausesOf(sentence, limit);
  const all = clauses.map((clause) => features(clause));
  const scores = clauses.map((clause) => overlap(clause, asked, all));
  const { from, to } = extended(clauses, bestStretch(clauses, scores, limit), limit);
  const quote = clauses.slice(from, to).join('');
  const shown = to < clauses.length ? `${quote.replace(/[，；、]$/, '')}…` : quote;
  return `${from ? '…' : ''}${shown}`;
}

/** Words over the limit that are left in rather than cut. */
const slack = 12;

interface ScoredSentence {
  /** Its place among the sentences. */
  at: number;
  sentence: string;
  score: number;
}

/** Part of one sentence that is too long by itself. */
function quotePart({ at, sentence }: ScoredSentence, asked: Features, count: number, limit: number): string {
  const quote = quoteClauses(sentence, asked, limit);
  const before = at > 0 && !quote.startsWith('…') ? '…' : '';
  const after = at < count - 1 && !quote.endsWith('…') ? '…' : '';
  return `${before}${quote}${after}`;
}

/** Places of the best sentences that fit, in the order of the text. */
function fittingPlaces(ranked: readonly ScoredSentence[], limit: number): number[] {
  const kept: number[] = [];
  let length = 0;
  for (const { at, sentence, score } of ranked) {
    if (kept.length && (length + sentence.length > limit + slack || score === 0)) continue;
    kept.push(at);
    length += sentence.length;
  }
  return kept.sort((a, b) => a - b);
}

/** Sentences at these places, with a mark for each stretch that is left out. */
function quoteSentences(sentences: readonly string[], places: readonly number[]): string {
  let quote = '';
  let last = -1;
  for (const at of places) {
    if (at > last + 1) quote += '…';
    quote += sentences[at]!;
    last = at;
  }
  return last < sentences.length - 1 ? `${quote}…` : quote;
}

/** The words of a record that answer a question, in at most about `limit` characters. */
export function quoteOf(record: PlanRecord, question: string, expand: (text: string) => string, limit: number): string {
  const text = record.text.text;
  if (text.length <= limit + slack) return text;
  const sentences = sentencesOf(text);
  const all = sentences.map((sentence) => features(sentence));
  const asked = features(expand(question));
  const ranked = sentences
    .map((sentence, at): ScoredSentence => ({ at, sentence, score: overlap(sentence, asked, all) }))
    .sort((a, b) => b.score - a.score || a.at - b.at);
  const [best] = ranked;
  if (best && best.sentence.length > limit + slack) return quotePart(best, asked, sentences.length, limit);
  return quoteSentences(sentences, fittingPlaces(ranked, limit));
}
