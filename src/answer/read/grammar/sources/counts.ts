/** Finds rows by number, numbers of units, and values of indicators. */
import { readNumber, readQuantity } from '../../../../language/number.ts';
import type { Test } from '../../../query.ts';
import type { ConditionItem, CountItem, Item, Token } from '../tokens.ts';
import type { PhraseMatch } from '../words.ts';
import type { SourceContext } from './source-context.ts';

/** A table has no cell with more units than this; larger numbers count something else. */
const maxCount = 30;

const numberOf = (text: string | undefined): number => (text === undefined ? 0 : (readNumber(text) ?? 0));
const captured = ({ match }: PhraseMatch) => match.slice(1).filter((group) => group !== undefined);

function rowsOf(found: PhraseMatch, last: number): [number, number] | undefined {
  const [first, second] = captured(found);
  const number = numberOf(first);
  switch (found.entry.name) {
    case 'rows-between':
      return [number, numberOf(second)];
    case 'rows-first':
      return number > 1 ? [1, number] : undefined;
    case 'rows-last':
      return number > 2 ? [last - number + 1, last] : undefined;
    case 'rows-from':
      return [number, last];
    case 'rows-to':
      return [1, number];
    case 'rows-ten':
      return [number, number + 9];
    default:
      return undefined;
  }
}

const inDate = /[年月.\d]$/;
const rowWord = /^[第序编]/;

function rowsToken(found: PhraseMatch, { text, names }: SourceContext): Token | undefined {
  const rows = rowsOf(found, names.lastRow);
  if (!rows) return undefined;
  const [low, high] = rows;
  const { start, end, entry } = found;
  if (low < 1 || low > high) return undefined;
  if (inDate.test(text.slice(0, start)) && !rowWord.test(text.slice(start))) return undefined;
  const item: ConditionItem = {
    type: 'condition',
    topic: 'rows',
    condition: { column: 'number', is: 'between', low, high },
  };
  const weight = entry.weight + (entry.name === 'rows-between' ? 0.02 * (end - start) : 0);
  return { start, end, item, weight, feature: 'lex:rows' };
}

const pairs: Readonly<Record<string, number>> = { 俩: 2, 两个: 2, 仨: 3, 三个: 3 };

function countOf(found: PhraseMatch): CountItem | undefined {
  const { entry } = found;
  if (!entry.name.startsWith('count')) return undefined;
  const [text] = captured(found);
  const number = text === undefined ? 1 : (pairs[text] ?? numberOf(text));
  if (number < 1 || number > maxCount) return undefined;
  const sure = entry.variant === 'sure' ? { sure: true as const } : {};
  if (entry.name === 'count') return { type: 'count', atLeast: number, atMost: number, ...sure };
  return { type: 'count', atLeast: entry.name === 'count-more' ? number + 1 : number, ...sure };
}

const valueTests: Readonly<Record<string, (value: number, column: string) => Test>> = {
  'value-least': (value, column) => ({ column, is: 'at-least', value }),
  'value-above': (value, column) => ({ column, is: 'above', value }),
  'value-most': (value, column) => ({ column, is: 'at-most', value }),
  'value-below': (value, column) => ({ column, is: 'below', value }),
};

function valueToken(found: PhraseMatch): Item | undefined {
  const test = valueTests[found.entry.name];
  const value = test && readQuantity(captured(found)[0] ?? '');
  return value === undefined ? undefined : { type: 'condition', topic: 'value', condition: test!(value, 'target') };
}

/** 低于500 inside 不低于500 says the opposite. */
const insideAnother = ({ entry, start, end }: PhraseMatch, phrases: readonly PhraseMatch[]) =>
  phrases.some(
    (other) =>
      valueTests[other.entry.name] !== undefined &&
      valueTests[entry.name] !== undefined &&
      other.start <= start &&
      other.end >= end &&
      other.end - other.start > end - start,
  );

export function* countTokens(context: SourceContext): Iterable<Token> {
  for (const found of context.phrases) {
    if (insideAnother(found, context.phrases)) continue;
    const { entry, start, end } = found;
    const rows = rowsToken(found, context);
    if (rows) yield rows;
    const count = countOf(found);
    if (count) yield { start, end, item: count, weight: entry.weight, feature: 'lex:count' };
    const value = valueToken(found);
    if (value) yield { start, end, item: value, weight: entry.weight, feature: 'lex:value' };
  }
}
