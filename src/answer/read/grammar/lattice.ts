/** Reads a question as tokens: every source in turn marks what it knows, and the tokens become a lattice over the text. */
import { askerTokens } from './sources/asker.ts';
import { closedTokens } from './sources/closed.ts';
import { columnTokens } from './sources/columns.ts';
import { countTokens } from './sources/counts.ts';
import { groupTokens } from './sources/groups.ts';
import { periodTokens } from './sources/periods.ts';
import { pronounTokens } from './sources/pronouns.ts';
import type { Source, SourceContext, UnitSpan } from './sources/source-context.ts';
import { statementTokens } from './sources/statements.ts';
import { termTokens } from './sources/terms.ts';
import { officeTokens, unitTokens } from './sources/units.ts';
import type { Token } from './tokens.ts';
import type { PhraseMatch } from './words.ts';

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
export function readLattice(given: Omit<SourceContext, 'units' | 'phrases' | 'tokens'>): {
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
