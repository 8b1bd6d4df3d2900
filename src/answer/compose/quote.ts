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

/** The clauses of a sentence that meet the question best, side by side and no longer than `limit`; what is left out is marked. */
function clausesOf(sentence: string, asked: Features, limit: number): string {
  const clauses = (sentence.match(/[^，；。]+[，；。]?/g) ?? [sentence]).flatMap((clause) =>
    // An enumeration is cut only where it does not fit as a whole.
    clause.length > limit ? (clause.match(/[^、]+、?/g) ?? [clause]) : [clause],
  );
  const all = clauses.map((clause) => features(clause));
  const scores = clauses.map((clause) => overlap(clause, asked, all));
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
  const { from } = best;
  let { to } = best;
  // Room that is left takes what follows, so that a sentence is cut as late as it can be.
  let length = clauses.slice(from, to).join('').length;
  while (to < clauses.length && length + clauses[to]!.length <= limit) length += clauses[to++]!.length;
  const cut = to < clauses.length;
  const said = clauses.slice(from, to).join('');
  return `${from ? '…' : ''}${cut ? `${said.replace(/[，；、]$/, '')}…` : said}`;
}

/** Words over the limit that are left in rather than cut. */
const slack = 12;

/** The words of a record that answer a question, in at most about `limit` characters. */
export function quoteOf(record: PlanRecord, question: string, expand: (text: string) => string, limit: number): string {
  const text = record.text.text;
  if (text.length <= limit + slack) return text;
  const sentences = sentencesOf(text);
  const all = sentences.map((sentence) => features(sentence));
  const asked = features(expand(question));
  const ranked = sentences
    .map((sentence, at) => ({ at, sentence, score: overlap(sentence, asked, all) }))
    .sort((a, b) => b.score - a.score || a.at - b.at);
  const [best] = ranked;
  if (best && best.sentence.length > limit + slack) {
    const said = clausesOf(best.sentence, asked, limit);
    const before = best.at > 0 && !said.startsWith('…') ? '…' : '';
    const after = best.at < sentences.length - 1 && !said.endsWith('…') ? '…' : '';
    return `${before}${said}${after}`;
  }
  const kept = new Set<number>();
  let length = 0;
  for (const { at, sentence, score } of ranked) {
    if (kept.size && (length + sentence.length > limit + slack || score === 0)) continue;
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
