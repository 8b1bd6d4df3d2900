/** Finds groups of measures: by their names, by a part of one title, by number; and phases by their titles. */
import { isWithin } from '../../../../knowledge/select.ts';
import { readNumber } from '../../../../language/number.ts';
import type { ConditionItem, Token } from '../tokens.ts';
import type { PhraseMatch } from '../words.ts';
import type { SourceContext } from './source-context.ts';
import { placesOf } from './units.ts';

const groupItem = (id: string): ConditionItem => ({
  type: 'condition',
  topic: 'group',
  condition: { column: 'group', is: 'linked', to: [id] },
});

const partWord = /[组块部节章摊]/;

/** The longest run from a place whose characters stand in a title in this order. */
function runIn(title: string, text: string, start: number): number {
  let at = 0;
  let end = start;
  while (end < text.length) {
    const found = title.indexOf(text[end]!, at);
    if (found < 0) break;
    at = found + 1;
    end++;
  }
  return end;
}

function* byName({ text, names, words }: SourceContext): Iterable<Token> {
  for (const { id, text: name } of names.groups)
    for (const { start, end } of placesOf(name, text)) {
      const tail = words.phraseAt('group-tail', text, end)?.end ?? end;
      const part = partWord.test(text.slice(end, tail) + name);
      yield { start, end: tail, item: groupItem(id), weight: 1.2 + (part ? 1 : 0.3), feature: 'lex:group' };
    }
}

/** Words of the subject itself tell no group apart. */
function tellsNothing(span: string, generic: ReadonlySet<string>): boolean {
  let rest = span;
  for (const word of generic) rest = rest.replaceAll(word, '');
  return /^的*$/.test(rest);
}

type Title = SourceContext['names']['titles'][number];

/** The group whose title a run of characters is taken from; undefined where it tells no single one. */
function titleToken({ id, text: title }: Title, start: number, context: SourceContext): Token | undefined {
  const { text, names, words, generic } = context;
  const end = runIn(title, text, start);
  if (end - start < 2) return undefined;
  const tail = words.phraseAt('group-tail', text, end)?.end ?? end;
  const part = partWord.test(text.slice(end, tail));
  const span = text.slice(start, end);
  if ((span.length < 4 && !part) || tellsNothing(span, generic)) return undefined;
  if (names.titles.some((other) => other.id !== id && isWithin(span, other.text))) return undefined;
  const weight = 0.6 + 0.2 * Math.min(6, span.length) + (part ? 0.8 : 0);
  return { start, end: tail, item: groupItem(id), weight, feature: 'lex:group' };
}

function* byTitle(context: SourceContext): Iterable<Token> {
  for (let start = 0; start < context.text.length; start++)
    for (const title of context.names.titles) {
      const token = titleToken(title, start, context);
      if (token) yield token;
    }
}

/** The number of the group that a phrase names. */
function groupNumber({ entry, match }: PhraseMatch, last: number): number | undefined {
  switch (entry.name) {
    case 'group-number':
      return readNumber(match.slice(1).find(Boolean) ?? '');
    case 'group-first':
      return 1;
    case 'group-last':
      return last;
    default:
      return undefined;
  }
}

function* byNumber({ names, phrases }: SourceContext): Iterable<Token> {
  for (const phrase of phrases) {
    const { entry, start, end } = phrase;
    const number = groupNumber(phrase, names.numbered.length);
    const id = names.numbered.find((heading) => heading.number === number)?.id;
    if (id) yield { start, end, item: groupItem(id), weight: entry.weight, feature: 'lex:group' };
  }
}

export function* groupTokens(context: SourceContext): Iterable<Token> {
  yield* byName(context);
  yield* byTitle(context);
  yield* byNumber(context);
}
