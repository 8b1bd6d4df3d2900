/** Finds words of the records' own text, words in quotes, everyday words for a term, and words that stand for the last term. */

import type { Item, Token } from '../tokens.ts';
import type { SourceContext } from './source-context.ts';

const quoted = /["'《]([^"'《》]{1,12})["'》]/g;
const particleEnd = /[的了和与等对在|,、]$/;
const particleStart = /^[的了和与等对在是为]/;
/** Words of the table itself are asked of it, not searched for in it. */
const ofTable = /任务|单位|配合|牵头|责任|时限|负责|[哪几项条]/;
/** Said to be characters: even a word that says nothing by itself is then searched for. */
const quotedAsWord = /^["']?(?:[两二三四五六七八]个字|俩字|二字|三字|四字|字样|一词|字眼)/;
const strongGroup = 1.4;

const closed = ({ item }: Token): boolean =>
  item.type === 'role' ||
  (item.type === 'units' && !item.weak) ||
  (item.type === 'condition' && item.topic !== 'value');

function runsIn({ text, index }: SourceContext): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (let start = 0; start < text.length; start++) {
    let length = index.longestAt(text, start);
    while (length >= 2 && particleEnd.test(text.slice(start, start + length))) length--;
    if (length >= 2 && !particleStart.test(text.slice(start))) runs.push({ start, end: start + length });
  }
  return runs.filter(
    (run) =>
      !runs.some(
        (other) => other.start <= run.start && other.end >= run.end && other.end - other.start > run.end - run.start,
      ),
  );
}

function* ownWords(context: SourceContext): Iterable<Token> {
  const { text, tokens, generic } = context;
  const taken = tokens.filter(closed);
  const groups = tokens.filter(
    ({ item, weight }) => item.type === 'condition' && item.topic === 'group' && weight > strongGroup,
  );
  for (const { start, end } of runsIn(context)) {
    const word = text.slice(start, end);
    if (ofTable.test(word) || (generic.has(word) && !quotedAsWord.test(text.slice(end)))) continue;
    if (groups.some((group) => group.start < end && start < group.end)) continue;
    const inside = taken.some((token) => token.start <= start && token.end >= end);
    const weight = inside ? 0.2 : 0.8 + 0.1 * Math.min(5, word.length);
    yield { start, end, item: { type: 'term', text: word }, weight, feature: 'lex:term' };
  }
}

/** Everyday words that only stand for one term of the text. */
function* everydayWords({ text, everyday, units }: SourceContext): Iterable<Token> {
  for (let at = 0; at < text.length; at++)
    for (const { word, term } of everyday.get(text[at]!) ?? []) {
      const end = at + word.length;
      if (!text.startsWith(word, at) || units.some((unit) => unit.start < end && at < unit.end)) continue;
      yield { start: at, end, item: { type: 'term', text: term }, weight: 0.9, feature: 'lex:term-everyday' };
    }
}

export function* termTokens(context: SourceContext): Iterable<Token> {
  const { text, phrases } = context;
  const own = [...ownWords(context)];
  yield* own;
  for (const { entry, start, end } of phrases) {
    if (entry.name !== 'term-again') continue;
    const [last] = own
      .filter((token) => token.end <= start && token.weight > 0.5)
      .sort((a, b) => b.weight - a.weight || b.end - a.end);
    if (last) yield { start, end, item: last.item, weight: entry.weight, feature: 'lex:term-again' };
  }
  yield* everydayWords(context);
  for (const match of text.matchAll(quoted)) {
    const item: Item = { type: 'term', text: match[1]!, quoted: true };
    yield { start: match.index, end: match.index + match[0].length, item, weight: 1.6, feature: 'lex:term-quoted' };
  }
}
