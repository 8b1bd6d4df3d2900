/** The wording of a plan's records: does it hold a phrase, and how many records do? */
import type { KnowledgePack } from '../../../model/pack/pack.ts';
import { rowText } from '../../columns/record-words.ts';
import { clean } from '../../text/text.ts';

/** How often a phrase occurs is measured on so many records at most, so that a large plan costs no more than a small one. */
const sampleSize = 1000;

export class PlanText {
  private readonly pairs = new Set<string>();
  private readonly triples = new Set<string>();
  private readonly sample: readonly string[];
  private readonly shares = new Map<string, number>();

  constructor(pack: KnowledgePack) {
    const texts = pack.plan.records
      .filter(({ kind }) => kind !== 'group')
      .map((record) => clean(rowText(record)).replace(/\s/g, ''));
    for (const text of texts)
      for (let at = 0; at + 1 < text.length; at++) {
        this.pairs.add(text.slice(at, at + 2));
        if (at + 2 < text.length) this.triples.add(text.slice(at, at + 3));
      }
    const step = Math.max(1, Math.ceil(texts.length / sampleSize));
    this.sample = texts.filter((_, at) => at % step === 0);
  }

  /** Phrases of four characters and more are told by their triples: rarely wrong, and no search through the whole plan. */
  has(phrase: string): boolean {
    if (phrase.length < 3) return phrase.length === 2 && this.pairs.has(phrase);
    for (let at = 0; at + 3 <= phrase.length; at++) if (!this.triples.has(phrase.slice(at, at + 3))) return false;
    return true;
  }

  /** The share of records that hold a phrase. */
  share(phrase: string): number {
    let share = this.shares.get(phrase);
    if (share === undefined) {
      share = this.sample.filter((text) => text.includes(phrase)).length / Math.max(1, this.sample.length);
      if (this.shares.size > 2000) this.shares.clear();
      this.shares.set(phrase, share);
    }
    return share;
  }

  /** End of the longest phrase of the plan that starts here, at most 12 characters long. */
  longest(text: string, start: number, limit: number): number {
    let end = start;
    for (let to = start + 2; to <= Math.min(limit, start + 12); to++) {
      if (!this.has(text.slice(start, to))) break;
      end = to;
    }
    return end;
  }
}
