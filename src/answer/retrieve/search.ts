/**
 * The search: which record do these words mean? An inverted index over one document a record, made of the record's
 * own text and everything that people were imagined to say for it, scored with BM25 (Robertson & Zaragoza 2009).
 * In trials on questions written beforehand this put the right record first more often than the nearest single
 * phrasing did, and a record with many phrasings is not drowned by its neighbours' one.
 */
import type { Features } from '../text/text.ts';

const k1 = 1.2;
const b = 0.7;
/** The weight of a word found nowhere in a plan of 165 documents, for which the thresholds were set. */
const referenceIdf = 5.8;
/** Postings read before the search turns from gathering candidates to scoring those it has. */
const gatherBudget = 60_000;
const candidatesKept = 256;
/** Hits told at most; nobody looks further down. */
const hitsKept = 1024;

interface Hit {
  id: string;
  score: number;
}

export interface Ranking {
  hits: Hit[];
  /** The score of a document that holds every feature of the question without end: the measure for "how much was met". */
  best: number;
}

interface Posting {
  docs: Int32Array;
  weights: Float32Array;
  idf: number;
}

/** An index as plain columns, so that it can be kept and read again: postings of `features[i]` end at `ends[i]`. */
export interface IndexData {
  ids: string[];
  features: Int32Array;
  ends: Int32Array;
  docs: Int32Array;
  weights: Float32Array;
}

/** A list of numbers that grows; typed, since an index of a large plan has millions. */
class Column<A extends Int32Array | Float32Array> {
  values: A;
  length = 0;
  private readonly make: (size: number) => A;

  constructor(make: (size: number) => A) {
    this.make = make;
    this.values = make(1 << 16);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = this.make(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }
}

/** Collects documents; `done` makes the data of an index of them. Terms are numbered as they come, then sorted by counting. */
export class IndexBuilder {
  private readonly ids: string[] = [];
  private readonly docOf = new Map<string, number>();
  private readonly termOf = new Map<number, number>();
  private readonly docs = new Column((size) => new Int32Array(size));
  private readonly terms = new Column((size) => new Int32Array(size));
  private readonly weights = new Column((size) => new Float32Array(size));

  add(id: string, features: Features, times = 1): void {
    let doc = this.docOf.get(id);
    if (doc === undefined) {
      doc = this.ids.length;
      this.docOf.set(id, doc);
      this.ids.push(id);
    }
    for (const [feature, weight] of features) {
      let term = this.termOf.get(feature);
      if (term === undefined) {
        term = this.termOf.size;
        this.termOf.set(feature, term);
      }
      this.docs.push(doc);
      this.terms.push(term);
      this.weights.push(weight * times);
    }
  }

  done(): IndexData {
    const count = this.ids.length;
    const entries = this.docs.length;
    const order = sortBy(
      this.terms.values,
      sortBy(this.docs.values, undefined, entries, count),
      entries,
      this.termOf.size,
    );
    const lengths = new Float32Array(count);
    for (let i = 0; i < entries; i++) lengths[this.docs.values[i]!]! += this.weights.values[i]!;
    const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, count);
    const docs = new Int32Array(entries);
    const weights = new Float32Array(entries);
    const ends = new Int32Array(this.termOf.size);
    let filled = 0;
    let last = -1;
    for (const at of order) {
      const term = this.terms.values[at]!;
      const doc = this.docs.values[at]!;
      if (term === last && docs[filled - 1] === doc) weights[filled - 1]! += this.weights.values[at]!;
      else {
        docs[filled] = doc;
        weights[filled++] = this.weights.values[at]!;
      }
      last = term;
      ends[term] = filled;
    }
    for (let i = 0; i < filled; i++) {
      const norm = k1 * (1 - b + (b * lengths[docs[i]!]!) / average);
      weights[i] = (weights[i]! * (k1 + 1)) / (weights[i]! + norm);
    }
    const features = new Int32Array(this.termOf.size);
    for (const [feature, term] of this.termOf) features[term] = feature;
    return { ids: this.ids, features, ends, docs: docs.slice(0, filled), weights: weights.slice(0, filled) };
  }
}

/** Positions in the order of their keys, equal keys in the order given: a counting sort. */
function sortBy(keys: Int32Array, order: Int32Array | undefined, length: number, distinct: number): Int32Array {
  const starts = new Int32Array(distinct + 1);
  for (let i = 0; i < length; i++) starts[keys[i]! + 1]!++;
  for (let key = 0; key < distinct; key++) starts[key + 1]! += starts[key]!;
  const sorted = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const at = order ? order[i]! : i;
    sorted[starts[keys[at]!]!++] = at;
  }
  return sorted;
}

function find(docs: Int32Array, doc: number): number {
  let low = 0;
  let high = docs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = docs[middle]!;
    if (value === doc) return middle;
    if (value < doc) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** A feature of the question that documents hold, with its weight in the question. */
interface KnownFeature {
  posting: Posting;
  weight: number;
}

export class SearchIndex {
  private readonly ids: readonly string[];
  private readonly data: IndexData;
  private readonly termOf = new Map<number, number>();
  /** Made at their first use: a question needs a few hundred of a hundred thousand. */
  private readonly postings: (Posting | undefined)[] = [];
  private readonly unknownIdf: number;
  private readonly scale: number;
  private readonly scores: Float64Array;
  private readonly touched: Int32Array;

  constructor(data: IndexData) {
    const { ids, features } = data;
    this.data = data;
    this.ids = ids;
    const count = ids.length;
    for (let term = 0; term < features.length; term++) this.termOf.set(features[term]!, term);
    this.unknownIdf = Math.log(1 + (count + 0.5) / 0.5);
    // Rare words weigh more in a larger plan; scores are scaled as if every plan were of one size, so that thresholds hold.
    this.scale = referenceIdf / this.unknownIdf;
    this.scores = new Float64Array(count);
    this.touched = new Int32Array(count);
  }

  /** Does any document hold this feature? */
  has(feature: number): boolean {
    return this.termOf.has(feature);
  }

  private postingOf(feature: number): Posting | undefined {
    const term = this.termOf.get(feature);
    if (term === undefined) return undefined;
    const known = this.postings[term];
    if (known) return known;
    const { ids, ends, docs, weights } = this.data;
    const [from, to] = [term === 0 ? 0 : ends[term - 1]!, ends[term]!];
    const idf = Math.log(1 + (ids.length - (to - from) + 0.5) / (to - from + 0.5));
    const posting = { docs: docs.subarray(from, to), weights: weights.subarray(from, to), idf };
    this.postings[term] = posting;
    return posting;
  }

  /**
   * Ranks documents, rarest features first. On a large plan the common features are only looked up for the
   * candidates that the rare ones brought, so the time depends little on the number of records.
   */
  search(features: Features, allow?: (id: string) => boolean): Ranking {
    const { known, best } = this.read(features);
    const { count: gathered, next } = this.gather(known);
    // The best so far are scored to the end; of the others only what the rare features give is known, and it is little.
    const count = this.keepBest(gathered, next < known.length ? candidatesKept : hitsKept);
    for (let at = next; at < known.length; at++) this.addToKept(known[at]!, count);
    return { hits: this.takeHits(count, allow), best: best * this.scale };
  }

  /** Features that a document holds, the rarest first, and the score of a document that would hold all. */
  private read(features: Features): { known: KnownFeature[]; best: number } {
    let best = 0;
    const known: KnownFeature[] = [];
    for (const [feature, weight] of features) {
      const posting = this.postingOf(feature);
      best += weight * (posting?.idf ?? this.unknownIdf) * (k1 + 1);
      if (posting) known.push({ posting, weight });
    }
    known.sort((x, y) => x.posting.docs.length - y.posting.docs.length);
    return { known, best };
  }

  /** Scores all documents of the rarest features, as many as the budget allows; `next` is the first feature left out. */
  private gather(known: readonly KnownFeature[]): { count: number; next: number } {
    let count = 0;
    let read = 0;
    let next = 0;
    for (; next < known.length && (next === 0 || read + known[next]!.posting.docs.length <= gatherBudget); next++) {
      read += known[next]!.posting.docs.length;
      count = this.addAll(known[next]!, count);
    }
    return { count, next };
  }

  /** Adds a feature to the scores of all its documents. @returns how many documents are touched by now */
  private addAll({ posting, weight }: KnownFeature, touchedBefore: number): number {
    const { scores, touched } = this;
    let count = touchedBefore;
    for (let i = 0; i < posting.docs.length; i++) {
      const doc = posting.docs[i]!;
      if (scores[doc] === 0) touched[count++] = doc;
      scores[doc]! += weight * posting.idf * posting.weights[i]!;
    }
    return count;
  }

  /** Adds a feature to the scores of the first `count` touched documents. */
  private addToKept({ posting, weight }: KnownFeature, count: number): void {
    const { scores, touched } = this;
    for (let i = 0; i < count; i++) {
      const doc = touched[i]!;
      const at = find(posting.docs, doc);
      if (at >= 0) scores[doc]! += weight * posting.idf * posting.weights[at]!;
    }
  }

  /** The first `count` touched documents, best first; their scores are cleared for the next search. */
  private takeHits(count: number, allow: ((id: string) => boolean) | undefined): Hit[] {
    const { scores, touched } = this;
    const hits: Hit[] = [];
    for (let i = 0; i < count; i++) {
      const doc = touched[i]!;
      const id = this.ids[doc]!;
      if (!allow || allow(id)) hits.push({ id, score: scores[doc]! * this.scale });
      scores[doc] = 0;
    }
    return hits.sort((x, y) => y.score - x.score || (x.id < y.id ? -1 : 1));
  }

  /** Moves about `most` of the best to the front of `touched` and forgets the scores of the rest: a histogram, no sort. */
  private keepBest(count: number, most: number): number {
    if (count <= most) return count;
    const { scores, touched } = this;
    let top = 0;
    for (let i = 0; i < count; i++) top = Math.max(top, scores[touched[i]!]!);
    const bins = new Int32Array(1024);
    const binOf = (doc: number) => Math.min(1023, Math.floor((scores[doc]! / top) * 1024));
    for (let i = 0; i < count; i++) bins[binOf(touched[i]!)]!++;
    let least = 1023;
    for (let kept = bins[least]!; least > 0 && kept + bins[least - 1]! <= most; least--) kept += bins[least - 1]!;
    let filled = 0;
    for (let i = 0; i < count; i++) {
      const doc = touched[i]!;
      if (binOf(doc) >= least) touched[filled++] = doc;
      else scores[doc] = 0;
    }
    return filled;
  }
}
