/** Tokens of the closed words of the grammar: conditions, headings and marks that are listed in `grammar.json`. */
import type { WordEntry } from '../../../../model/pack/grammar.ts';
import type { ConditionItem, Item, Token } from '../tokens.ts';
import type { ClosedWord } from '../words.ts';
import type { SourceContext } from './source-context.ts';
import { placesOf } from './units.ts';

const marked: ConditionItem = { type: 'condition', topic: 'flag', condition: { column: 'starred', is: 'yes' } };
const monthly = (condition: ConditionItem['condition'], status?: 'past' | 'open'): ConditionItem => ({
  type: 'condition',
  topic: 'month',
  condition,
  ...(status ? { status } : {}),
});

/** Items of the classes that are no mere words; a heading may be followed by 那一栏里. */
const meanings: Partial<Record<WordEntry['class'], (word: ClosedWord) => Item>> = {
  lead: () => ({ type: 'role', role: 'responsible' }),
  cooperate: () => ({ type: 'role', role: 'cooperating' }),
  involved: ({ entry }) => ({ type: 'role', role: 'any', ...(entry.variant === 'together' ? { together: true } : {}) }),
  'not-involved': () => ({ type: 'role', role: 'any', negated: true }),
  'lead-heading': () => ({ type: 'role', role: 'responsible', heading: true }),
  'cooperate-heading': () => ({ type: 'role', role: 'cooperating', heading: true }),
  'flag-yes': () => marked,
  past: () => monthly({ column: 'deadline', is: 'past' }, 'past'),
  open: () => monthly({ column: 'deadline', is: 'open' }, 'open'),
  ongoing: () => monthly({ column: 'deadline', is: 'ongoing' }),
  unaided: () => ({ type: 'condition', topic: 'empty', condition: { column: 'cooperating', is: 'empty' } }),
};

/** 排除 at the head of a clause takes away what follows, not what stands before it. */
function opensClause(text: string, start: number, end: number): boolean {
  return (
    /[,; ]$/.test(text.slice(0, start)) &&
    /^[\u4e00-\u9fff\d★]/.test(text.slice(end)) &&
    !/^(?:的|了|后|之后|以后|吧|就|再|哈|啊)/.test(text.slice(end))
  );
}

function itemOf(word: ClosedWord, { names }: SourceContext): Item {
  if (word.entry.variant === 'in-charge' && !names.leadsInTable) return { type: 'role', role: 'any' };
  const meaning = meanings[word.entry.class];
  if (meaning) return meaning(word);
  return { type: word.entry.class, ...(word.entry.variant ? { variant: word.entry.variant } : {}) } as Item;
}

/** The plan's own words for what has no end, which may be none of the closed ones. */
function* ongoingTokens({ text, names }: SourceContext): Iterable<Token> {
  for (const cell of names.ongoing)
    for (const { start, end } of placesOf(cell, text))
      yield { start, end, item: monthly({ column: 'deadline', is: 'ongoing' }), weight: 1.4, feature: 'lex:ongoing' };
}

/** For each character how long a word or name covers it. */
function coverageOf({ text, words, units }: SourceContext): Uint8Array {
  const covered = words.coverage(text);
  for (const { start, end } of units) covered.fill(9, start, end);
  return covered;
}

/** Does a word at a place count? Not inside a unit's name, not a single character inside a longer word. */
function stands(
  { text: characters, entry }: ClosedWord,
  start: number,
  context: SourceContext,
  covered: Uint8Array,
): boolean {
  const { length } = characters;
  const end = start + length;
  if (length < 3 && context.units.some((unit) => unit.start < end && start < unit.end)) return false;
  if (length === 1 && entry.class !== 'flag-yes' && covered[start]! > 1) return false;
  return !(entry.variant === 'closing' && opensClause(context.text, start, end));
}

function closedToken(word: ClosedWord, start: number, context: SourceContext): Token {
  const { entry, weight } = word;
  const end = start + word.text.length;
  const tail = entry.tail ? context.words.phraseAt('heading-tail', context.text, end)?.end : undefined;
  const feature = `lex:${entry.class}${word.text.length === 1 ? '1' : ''}`;
  return { start, end: tail ?? end, item: itemOf(word, context), weight, feature };
}

export function* closedTokens(context: SourceContext): Iterable<Token> {
  yield* ongoingTokens(context);
  const { text, words } = context;
  const covered = coverageOf(context);
  for (let at = 0; at < text.length; at++)
    for (const word of words.wordsAt(text, at))
      if (stands(word, at, context, covered)) yield closedToken(word, at, context);
}
