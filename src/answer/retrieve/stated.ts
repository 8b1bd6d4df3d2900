/**
 * Is the thing asked for stated in the plan at all? A logistic regression over character n-grams, trained when a pack
 * is loaded: questions that a record answers against questions that none does (how much it costs, who got in, how far
 * it is). It sees the way of asking that no list of cues could spell out; the records decide what the subject is.
 */

const buckets = 1 << 18;
const epochs = 5;
const rate = 3;
/** Grams of one to three characters; longer ones only remember single questions. */
const longestGram = 3;

/** A question, clean, and whether any record answers it. */
export interface Example {
  text: string;
  outside: boolean;
}

/** Grams of the text at hand; one array for all texts, since thousands of short-lived ones cost more than the learning. */
let scratch = new Int32Array(1 << 10);

/** Hashed grams of a clean text between borders, each once, in order; the same text gives the same row. */
function grams(text: string): Int32Array {
  const bordered = `^${text.replace(/[,.!?;: ]+/g, ' ')}$`;
  if (scratch.length < bordered.length * longestGram) scratch = new Int32Array(bordered.length * longestGram * 2);
  let found = 0;
  for (let from = 0; from < bordered.length; from++) {
    let hash = 2166136261;
    for (let n = 0; n < longestGram && from + n < bordered.length; n++) {
      hash = Math.imul(hash ^ bordered.charCodeAt(from + n), 16777619);
      if (n > 0 || bordered.charCodeAt(from) > 0x2fff)
        scratch[found++] = ((hash >>> 0) ^ (hash >>> 13)) & (buckets - 1);
    }
  }
  const sorted = scratch.subarray(0, found).sort();
  let kept = 0;
  for (let at = 0; at < found; at++) if (at === 0 || sorted[at] !== sorted[kept - 1]) sorted[kept++] = sorted[at]!;
  return sorted.slice(0, kept);
}

/** What was learned, as plain data. */
export interface StatedData {
  weights: Float32Array;
  bias: number;
}

/** Rows of grams one after another: row `i` lies between `ends[i - 1]` and `ends[i]`. One array for all rows halves the time of learning. */
interface Rows {
  grams: Int32Array;
  ends: Int32Array;
}

function rowsOf(examples: readonly Example[]): Rows {
  const ends = new Int32Array(examples.length);
  let all = new Int32Array(1 << 16);
  let filled = 0;
  for (let at = 0; at < examples.length; at++) {
    const row = grams(examples[at]!.text);
    if (filled + row.length > all.length) {
      const larger = new Int32Array(2 * (filled + row.length));
      larger.set(all);
      all = larger;
    }
    all.set(row, filled);
    filled += row.length;
    ends[at] = filled;
  }
  return { grams: all, ends };
}

export function learnStated(examples: readonly Example[]): StatedData {
  const weights = new Float32Array(buckets);
  let bias = 0;
  const { grams, ends } = rowsOf(examples);
  const outside = Uint8Array.from(examples, (example) => Number(example.outside));
  const order = Int32Array.from(examples.keys());
  let seed = 7;
  for (let epoch = 0; epoch < epochs; epoch++) {
    seed = shuffle(order, seed);
    const step = rate * (1 - epoch / epochs);
    for (let at = 0; at < order.length; at++) {
      const row = order[at]!;
      const from = row ? ends[row - 1]! : 0;
      const to = ends[row]!;
      const error = probability(weights, bias, grams, from, to) - outside[row]!;
      const change = step * error * scaleOf(from, to);
      for (let gram = from; gram < to; gram++) weights[grams[gram]!]! -= change;
      bias -= step * 0.1 * error;
    }
  }
  return { weights, bias };
}

/** Puts rows in another order, the same each time. @returns the seed of the next order */
function shuffle(order: Int32Array, first: number): number {
  let seed = first;
  for (let i = order.length - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    const j = Math.floor((seed / 0x7fffffff) * (i + 1));
    const row = order[i]!;
    order[i] = order[j]!;
    order[j] = row;
  }
  return seed;
}

/** Long texts weigh no more than short ones. */
const scaleOf = (from: number, to: number) => 1 / Math.sqrt(to - from || 1);

/** Of the row of grams between two places. */
function probability(weights: Float32Array, bias: number, grams: Int32Array, from: number, to: number): number {
  const scale = scaleOf(from, to);
  let sum = bias;
  for (let at = from; at < to; at++) sum += weights[grams[at]!]! * scale;
  return 1 / (1 + Math.exp(-sum));
}

/** 0…1: how much a clean text sounds like what no record states. */
export function outsideness({ weights, bias }: StatedData, text: string): number {
  const row = grams(text);
  return probability(weights, bias, row, 0, row.length);
}
