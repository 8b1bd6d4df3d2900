/** Finds pronouns and the units that they stand for. */

import type { Token } from '../tokens.ts';
import type { SourceContext } from './source-context.ts';

const joined = /^[跟和与同]/;

export function* pronounTokens({ text, tokens }: SourceContext): Iterable<Token> {
  const units = tokens.filter(({ item }) => item.type === 'units').sort((a, b) => b.end - a.end);
  for (const { item, start, end } of tokens) {
    if (item.type !== 'pronoun') continue;
    const [last, other] = units.filter((unit) => unit.end <= start);
    if (last?.item.type !== 'units') continue;
    yield {
      start,
      end,
      item: { type: 'units', cells: last.item.cells, pronoun: true },
      weight: 0.7,
      feature: 'lex:pronoun',
    };
    // A和它: the pronoun is the unit before A.
    if (other?.item.type === 'units' && start - last.end <= 2 && joined.test(text.slice(last.end)))
      yield {
        start,
        end,
        item: { type: 'units', cells: other.item.cells, pronoun: true, second: true },
        weight: 1.2,
        feature: 'lex:pronoun-second',
      };
  }
}
