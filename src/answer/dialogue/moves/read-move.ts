/** Tells what a turn does to what was shown (narrows it, takes something out, steps on): a trained classifier over its characters and the meanings of its words. */
import { readFileSync } from 'node:fs';
import type { ParsedQuestion } from '../../analyse/parse-question.ts';
import { Classifier, type ClassifierData } from '../../read/learned/classifier.ts';
import type { FeatureMap } from '../../read/learned/features.ts';

export const moves = [
  'exclude',
  'lift',
  'only',
  'swap',
  'add',
  'undo',
  'role',
  'next',
  'prev',
  'pick',
  'count',
  'most',
  'compare',
  'both',
  'joined',
  'bygroup',
  'listcol',
  'itscol',
  'more',
  'reset',
  'chat',
  'alone',
] as const;
export type Move = (typeof moves)[number];

export interface LikelyMove {
  move: Move;
  /** 0…1. */
  chance: number;
}

/** The text with units as U, periods as D and numbers as 9: what is done is the same for all of them. */
function shapeOf({ text, tokens, periods }: ParsedQuestion): string {
  const spans = [
    ...tokens.filter(({ tag }) => tag === 'unit' || tag === 'joint').map(({ start, end }) => ({ start, end, as: 'U' })),
    ...periods.map(({ start, end }) => ({ start, end, as: 'D' })),
  ].sort((a, b) => a.start - b.start);
  let shape = '';
  let at = 0;
  for (const { start, end, as } of spans) {
    if (start < at) continue;
    shape += text.slice(at, start) + as;
    at = end;
  }
  shape += text.slice(at);
  return shape
    .replace(/(?:附件|第)?(?:\d+|[一二两三四五六七八九十]+(?=[个条项号行家款]))/g, (number) =>
      number.startsWith('第') ? '第9' : '9',
    )
    .replace(/[\s,.!?;:]+/g, ' ')
    .trim();
}

const longestGram = 4;

/** Grams of one to four characters between borders, and the meanings of words. */
export function moveFeatures(asked: ParsedQuestion): FeatureMap {
  const found: FeatureMap = new Map();
  const bordered = `^${shapeOf(asked)}$`;
  for (let from = 0; from < bordered.length; from++)
    for (let n = 1; n <= longestGram && from + n <= bordered.length; n++) found.set(bordered.slice(from, from + n), 1);
  for (const { tag } of asked.tokens) found.set(`=${tag}`, 1);
  const length = asked.text.length;
  found.set(length <= 4 ? '=tiny' : length <= 8 ? '=short' : length <= 16 ? '=middle' : '=long', 1);
  if (asked.rows.length) found.set('=rows', 1);
  for (const aspect of asked.aspects) found.set(`=asks ${aspect}`, 1);
  return found;
}

export const moveModelFile = new URL('move-model.json', import.meta.url);
let committed: Classifier | undefined;

/** Moves, the likeliest first. */
export function readMove(asked: ParsedQuestion): LikelyMove[] {
  committed ??= new Classifier(JSON.parse(readFileSync(moveModelFile, 'utf8')) as ClassifierData);
  return [...committed.logProbabilities(moveFeatures(asked))]
    .map(([move, logp]) => ({ move: move as Move, chance: Math.exp(logp) }))
    .sort((a, b) => b.chance - a.chance);
}
