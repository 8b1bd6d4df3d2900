/** What it costs to leave words of a question unexplained: little for fillers and for a clause skipped whole, much for units, negations and periods. */
import type { Item, Token } from './tokens.ts';
import type { ClosedWords } from './words.ts';

export interface Cost {
  /** Of one character. */
  at: (place: number) => number;
  /** Of a stretch, clauses inside it capped. */
  between: (start: number, end: number) => number;
  /** Of a stretch, not capped. */
  sum: (start: number, end: number) => number;
  /** The clause that begins at a place, if one does: where it ends and what skipping it whole costs. */
  clauseAt: (place: number) => { end: number; cost: number; capped: number } | undefined;
}

const fillerCost = 0.03;
const clauseMark = /[,.;:!? ()]/;
const mark = /[.;:!?()"']/;
const single = 0.2;

/** What skipping an item costs, shared by its characters. */
const skipCosts: Partial<Record<Item['type'], number>> = {
  units: 1.8,
  condition: 1.4,
  not: 0.7,
  except: 0.8,
  excepted: 0.9,
  or: 0.7,
  either: 0.8,
  earliest: 1.2,
  latest: 1.2,
  next: 0.9,
  others: 0.8,
  'leader-heading': 0.9,
  office: 1,
  count: 0.5,
  empty: 0.3,
  only: 0.3,
  both: 0.3,
  column: 0.9,
};

function characterCost(character: string): number {
  if (character === '、') return 0.05;
  if (/[, ]/.test(character) || mark.test(character)) return 0.12;
  return /\d/.test(character) ? 0.6 : 0.3;
}

function skipCost({ item, start, end }: Token): number {
  if (item.type === 'units' && item.pronoun) return 0.2;
  if (item.type === 'condition' && item.topic === 'value') return 0.3;
  const cost =
    item.type === 'role' ? (item.heading ? 1.2 : item.role === 'any' ? 0.5 : 0.9) : (skipCosts[item.type] ?? 0);
  return end - start === 1 && item.type !== 'condition' ? cost * single : cost;
}

/** A clause skipped as a whole is somebody's reason for asking. */
const cap = (cost: number) => 0.9 + 0.12 * Math.max(0, cost - 0.9);

function clausesOf(text: string): [number, number][] {
  const clauses: [number, number][] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !clauseMark.test(text[at]!)) continue;
    if (at > start) clauses.push([start, at]);
    start = at + 1;
  }
  return clauses;
}

function characterCosts(text: string, tokens: readonly Token[], words: ClosedWords): Float64Array {
  const costs = new Float64Array(text.length);
  for (let at = 0; at < text.length; at++) costs[at] = characterCost(text[at]!);
  for (let at = 0; at < text.length; at++) {
    const length = words.fillerAt(text, at);
    for (let i = at; i < at + length; i++) costs[i] = Math.min(costs[i]!, fillerCost);
  }
  for (const token of tokens) {
    const share = skipCost(token) / (token.end - token.start);
    for (let at = token.start; at < token.end; at++) costs[at] = Math.max(costs[at]!, share);
  }
  return costs;
}

export function costOf(text: string, tokens: readonly Token[], words: ClosedWords): Cost {
  const costs = characterCosts(text, tokens, words);
  const sums = new Float64Array(text.length + 1);
  for (let at = 0; at < text.length; at++) sums[at + 1] = sums[at]! + costs[at]!;
  const clauses = clausesOf(text).map(([start, end]) => {
    const cost = sums[end]! - sums[start]!;
    return { start, end, cost, capped: Math.min(cost, cap(cost)) };
  });
  const byStart = new Map(clauses.map((clause) => [clause.start, clause]));
  const sum = (start: number, end: number) => sums[end]! - sums[start]!;
  return {
    at: (place) => costs[place]!,
    sum,
    between: (start, end) => {
      let total = sum(start, end);
      for (const clause of clauses)
        if (clause.start >= start && clause.end <= end) total -= clause.cost - clause.capped;
      return total;
    },
    clauseAt: (place) => byStart.get(place),
  };
}
