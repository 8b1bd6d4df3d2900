/** Finds every meaning at every span of a question: names of the pack, closed words, periods, rows, counts, terms. */
import type { Day } from '../../../knowledge/month.ts';
import type { Grammar } from '../../../model/grammar.ts';
import type { Columns } from '../../columns.ts';
import type { PackNames } from './names.ts';
import { askerTokens } from './sources/asker.ts';
import { closedTokens } from './sources/closed.ts';
import { columnTokens } from './sources/columns.ts';
import { countTokens } from './sources/counts.ts';
import { groupTokens } from './sources/groups.ts';
import { periodTokens } from './sources/periods.ts';
import { pronounTokens } from './sources/pronouns.ts';
import { statementTokens } from './sources/statements.ts';
import { termTokens } from './sources/terms.ts';
import { officeTokens, type UnitSpan, unitTokens } from './sources/units.ts';
import type { TextIndex } from './text-index.ts';
import type { Token } from './tokens.ts';
import type { ClosedWords, PhraseMatch } from './words.ts';

/** What every source of tokens may look at. */
export interface Sight {
  text: string;
  now: Day;
  words: ClosedWords;
  names: PackNames;
  grammar: Grammar;
  columns: Columns;
  index: TextIndex;
  /** Words that say nothing of a subject, the longest first. */
  generic: ReadonlySet<string>;
  /** Everyday words for terms of the text, by their first character. */
  everyday: ReadonlyMap<string, readonly { word: string; term: string }[]>;
  /** Units found, none inside another. */
  units: readonly UnitSpan[];
  phrases: readonly PhraseMatch[];
  /** Tokens of the sources before. */
  tokens: readonly Token[];
}

export type Source = (sight: Sight) => Iterable<Token>;

/** Sources in the order in which they are asked: a later one may look at the tokens of those before. */
const sources: readonly Source[] = [
  officeTokens,
  closedTokens,
  statementTokens,
  groupTokens,
  countTokens,
  periodTokens,
  columnTokens,
  termTokens,
  pronounTokens,
  askerTokens,
];

/** More tokens than this a question of the length that is read does not have; a hostile one is cut. */
const maxTokens = 900;

/** Words that are no negation where they are part of asking (有没有, 的没?). */
function dropAsked(tokens: Token[], phrases: readonly PhraseMatch[]): Token[] {
  const asked = phrases.filter(({ entry }) => entry.name === 'asked');
  if (!asked.length) return tokens;
  const denies = ({ item, start }: Token, text: string) =>
    ['not', 'empty', 'except', 'excepted', 'no-others'].includes(item.type) ||
    ('negated' in item && item.negated) ||
    (item.type === 'condition' &&
      (item.topic === 'empty' || item.topic === 'flag') &&
      /^[有没]/.test(text.slice(start)));
  const text = asked[0]!.match.input;
  return tokens.filter(
    (token) =>
      !denies(token, text) ||
      !asked.some(
        ({ start, end }) =>
          start < token.end &&
          token.start < end &&
          !(token.end > end + 1 && token.start >= start && token.item.type === 'condition' && end - start === 2),
      ),
  );
}

/** @returns tokens in no order; competing meanings of the same words stand side by side */
export function readLattice(given: Omit<Sight, 'units' | 'phrases' | 'tokens'>): {
  tokens: Token[];
  units: readonly UnitSpan[];
} {
  const phrases = [...given.words.phrasesIn(given.text)];
  const { tokens: found, units } = unitTokens({ ...given, phrases });
  let tokens = found;
  for (const source of sources) {
    if (source === termTokens) tokens = dropAsked(tokens, phrases);
    for (const token of source({ ...given, units, phrases, tokens: [...tokens] })) tokens.push(token);
    if (tokens.length > maxTokens) {
      tokens.length = maxTokens;
      break;
    }
  }
  return { tokens, units };
}
