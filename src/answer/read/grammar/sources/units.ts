/** Finds units by any of their names, lists of units, stems of names, and offices of no single unit. */

import type { Token } from '../tokens.ts';
import type { SourceContext, UnitSpan } from './source-context.ts';

type Place = Pick<UnitSpan, 'start' | 'end'>;

const within = (inner: Place, outer: Place) => outer.start <= inner.start && outer.end >= inner.end;
const longer = (a: Place, b: Place) => a.end - a.start > b.end - b.start;

/** Every place of a word. */
export function* placesOf(word: string, text: string): Iterable<Place> {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    yield { start: at, end: at + word.length };
}

/** A name inside a longer one, or one that begins inside another, gives way. */
function outermost(found: readonly UnitSpan[]): UnitSpan[] {
  return found.filter(
    (one) =>
      !found.some(
        (other) =>
          other !== one &&
          ((within(one, other) && longer(other, one)) ||
            (other.start < one.start && other.end > one.start && other.end < one.end)),
      ),
  );
}

/** Units are found first: other sources look beside them. */
export function unitTokens({ text, names, words }: Omit<SourceContext, 'units' | 'tokens'>): {
  tokens: Token[];
  units: UnitSpan[];
} {
  const found: UnitSpan[] = [];
  for (let at = 0; at < text.length; at++)
    for (const { text: name, cell } of names.unitsAt(text, at))
      found.push({ start: at, end: at + name.length, cells: [cell] });
  for (const { text: name, cells } of names.lists)
    for (const place of placesOf(name, text)) found.push({ ...place, cells });
  const units = outermost(found);
  const tokens: Token[] = units.map(({ start, end, cells }) => ({
    start,
    end,
    // 统计: also a word of asking.
    item: { type: 'units', cells, ...(words.fillerAt(text, start) >= end - start ? { weak: true } : {}) },
    weight: 2,
    feature: 'lex:units',
  }));
  for (const { text: stem, unit } of names.stems)
    for (const place of placesOf(stem, text))
      if (!found.some((other) => other.start < place.end && place.start < other.end))
        tokens.push({
          ...place,
          item: { type: 'units', cells: [[unit]], weak: true },
          weight: 0.7,
          feature: 'lex:stem',
        });
  return { tokens, units };
}

export function* officeTokens({ text, names, words }: SourceContext): Iterable<Token> {
  const taken: Place[] = [];
  for (const { text: name, office } of names.offices)
    for (const place of placesOf(name, text)) {
      if (taken.some((other) => other.start === place.start && longer(other, place))) continue;
      taken.push(place);
      yield { ...place, item: { type: 'office', office }, weight: 2, feature: 'lex:office' };
      const asks = words.phraseAt('office-asks', text, place.end);
      if (asks)
        yield {
          start: place.start,
          end: asks.end,
          item: { type: 'nothing' },
          weight: asks.entry.weight,
          feature: 'lex:office-asks',
        };
    }
}
