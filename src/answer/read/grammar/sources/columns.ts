/** Finds the headings of the pack's own columns, beside those whose words the grammar knows. */

import { prepare } from '../phrase.ts';
import type { Item, Token } from '../tokens.ts';
import type { Sight } from './sight.ts';
import { placesOf } from './units.ts';

/** What the heading of a known role means, whatever the plan calls it. */
const roleHeadings: Readonly<Record<string, Item>> = {
  responsible: { type: 'role', role: 'responsible', heading: true },
  cooperating: { type: 'role', role: 'cooperating', heading: true },
  leader: { type: 'leader-heading' },
};

/** The headings of this plan for the roles that every plan has. */
function* headingTokens({ text, words, names }: Sight): Iterable<Token> {
  for (const annex of names.pack.plan.annexes)
    for (const [role, heading] of Object.entries(annex.columns)) {
      const item = roleHeadings[role];
      if (!item) continue;
      for (const { start, end } of placesOf(prepare(heading), text)) {
        const tail = words.phraseAt('heading-tail', text, end)?.end ?? end;
        yield { start, end: tail, item, weight: 1.4, feature: 'lex:heading' };
      }
    }
}

export function* columnTokens(sight: Sight): Iterable<Token> {
  const { text, words, names, columns } = sight;
  yield* headingTokens(sight);
  const seen = new Set<string>();
  for (const { kind } of names.pack.plan.annexes)
    for (const column of columns.list(kind)) {
      if (!column.extra || seen.has(column.name)) continue;
      seen.add(column.name);
      const { name, type, unit, words: said = [name] } = column;
      const item = { type: 'column', column: { name, type, ...(unit ? { unit } : {}) } } as const;
      for (const word of said)
        for (const { start, end } of placesOf(prepare(word), text)) {
          const tail = words.phraseAt('heading-tail', text, end)?.end ?? end;
          yield { start, end: tail, item, weight: 1.6, feature: 'lex:column' };
        }
    }
}
