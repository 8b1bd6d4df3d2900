/** Finds the headings of the pack's own columns, beside those whose words the grammar knows. */

import type { Column } from '../../../columns/types.ts';
import { prepare } from '../phrase.ts';
import type { Item, Token } from '../tokens.ts';
import type { SourceContext } from './source-context.ts';
import { placesOf } from './units.ts';

/** What the heading of a known role means, whatever the plan calls it. */
const roleHeadings: Readonly<Record<string, Item>> = {
  responsible: { type: 'role', role: 'responsible', heading: true },
  cooperating: { type: 'role', role: 'cooperating', heading: true },
  leader: { type: 'leader-heading' },
};

/** Where a heading stands, with 那一栏里 behind it. */
function headingPlaces(heading: string, { text, words }: SourceContext): { start: number; end: number }[] {
  return [...placesOf(prepare(heading), text)].map(({ start, end }) => ({
    start,
    end: words.phraseAt('heading-tail', text, end)?.end ?? end,
  }));
}

/** The headings of this plan for the roles that every plan has. */
function* headingTokens(context: SourceContext): Iterable<Token> {
  const headings = context.names.pack.plan.annexes.flatMap(({ columns }) => Object.entries(columns));
  for (const [role, heading] of headings) {
    const item = roleHeadings[role];
    if (!item) continue;
    for (const { start, end } of headingPlaces(heading, context))
      yield { start, end, item, weight: 1.4, feature: 'lex:heading' };
  }
}

/** The pack's own columns; of one name in several tables the first. */
function ownColumns({ names, columns }: SourceContext): Column[] {
  const byName = new Map<string, Column>();
  for (const { kind } of names.pack.plan.annexes)
    for (const column of columns.list(kind))
      if (column.extra && !byName.has(column.name)) byName.set(column.name, column);
  return [...byName.values()];
}

export function* columnTokens(context: SourceContext): Iterable<Token> {
  yield* headingTokens(context);
  for (const { name, type, unit, words = [name] } of ownColumns(context)) {
    const item = { type: 'column', column: { name, type, ...(unit ? { unit } : {}) } } as const;
    for (const { start, end } of words.flatMap((word) => headingPlaces(word, context)))
      yield { start, end, item, weight: 1.6, feature: 'lex:column' };
  }
}
