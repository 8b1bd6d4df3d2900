/** Finds the unit that asks, or for whom somebody asks: it is no condition. */

import type { Token } from '../tokens.ts';
import type { SourceContext } from './source-context.ts';

export function* askerTokens({ text, words, units }: SourceContext): Iterable<Token> {
  for (const { start, end, cells } of units) {
    const head = text.slice(0, start);
    const item = { type: 'asker', cells } as const;
    const me = words.phraseBefore('asker-me', head);
    if (me) yield { start: me.start, end, item, weight: me.entry.weight, feature: 'lex:asker-me' };
    const after = words.phraseAt('asker-after', text, end);
    if (after) {
      yield { start, end: after.end, item, weight: after.entry.weight, feature: 'lex:asker' };
      continue;
    }
    const before = words.phraseBefore('asker-before', head);
    if (before && words.phraseAt('asker-turned', text, end))
      yield { start: before.start, end, item, weight: before.entry.weight, feature: 'lex:asker' };
  }
}
