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

export function learnStated(examples: Iterable<Example>): StatedData {
  const learned: StatedData = { weights: new Float32Array(buckets), bias: 0 };
  const rows: { grams: Int32Array; outside: boolean }[] = [];
  for (const { text, outside } of examples) rows.push({ grams: grams(text), outside });
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = rows.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const row = rows[i]!;
      rows[i] = rows[j]!;
      rows[j] = row;
    }
    const step = rate * (1 - epoch / epochs);
    for (const row of rows) learn(learned, row.grams, row.outside ? 1 : 0, step);
  }
  return learned;
}

function learn(learned: StatedData, row: Int32Array, wanted: number, step: number): void {
  const { weights } = learned;
  const scale = 1 / Math.sqrt(row.length || 1);
  const error = probability(learned, row, scale) - wanted;
  const change = step * error * scale;
  for (let at = 0; at < row.length; at++) weights[row[at]!]! -= change;
  learned.bias -= step * 0.1 * error;
}

function probability({ weights, bias }: StatedData, row: Int32Array, scale: number): number {
  let sum = bias;
  for (let at = 0; at < row.length; at++) sum += weights[row[at]!]! * scale;
  return 1 / (1 + Math.exp(-sum));
}

/** 0…1: how much a clean text sounds like what no record states. */
export function outsideness(learned: StatedData, text: string): number {
  const row = grams(text);
  return probability(learned, row, 1 / Math.sqrt(row.length || 1));
}
