/** Finds phrases that are a statement by themselves: not marked, nobody cooperates, has a part, nothing new; and the pack's words for flags. */

import type { ConditionItem, Item, Token } from '../tokens.ts';
import type { SourceContext, UnitSpan } from './source-context.ts';

const condition = (topic: ConditionItem['topic'], test: ConditionItem['condition']): Item => ({
  type: 'condition',
  topic,
  condition: test,
});

const statements: Readonly<Record<string, Item>> = {
  unmarked: condition('flag', { column: 'starred', is: 'no' }),
  unaided: condition('empty', { column: 'cooperating', is: 'empty' }),
  aided: condition('count', { column: 'cooperating', is: 'count', atLeast: 1 }),
  'nothing-new': { type: 'nothing' },
};

const askedAtAll = /都|全|是不是|是否/;
/** 检察院有, 文旅没有: only where the clause ends behind it. */
const clauseEnd = /^(?:[、,;) ]|的(?!任务)|而|但|$)/;

/** Words of the pack for the values of its flags; one inside a longer one gives way. */
function flagTokens({ text, names, grammar }: SourceContext): Token[] {
  const yesWeight = grammar.words.find((entry) => entry.class === 'flag-yes')?.weight ?? 1;
  const found = names.flags.flatMap(({ pattern, column, is }) =>
    [...text.matchAll(pattern)].map((match): Token => {
      const { length } = match[0];
      const weight = is === 'yes' ? yesWeight : 1.6 + (length > 4 ? 1 : 0);
      const item = condition('flag', { column, is });
      return { start: match.index, end: match.index + length, item, weight, feature: `lex:flag-${is}` };
    }),
  );
  return found.filter(
    (one) => !found.some(({ start, end }) => start <= one.start && end >= one.end && end - start > one.end - one.start),
  );
}

function* phraseTokens({ text, phrases }: SourceContext): Iterable<Token> {
  for (const { entry, start, end } of phrases) {
    const { name, weight } = entry;
    const item = statements[name];
    if (item) yield { start, end, item, weight, feature: `lex:${name}` };
    else if (name === 'deny-last' && askedAtAll.test(text))
      yield { start, end, item: { type: 'deny-last' }, weight, feature: 'lex:deny-last' };
  }
}

const parts = [
  ['has-no-part', { type: 'role', role: 'any', negated: true }],
  ['has-part', { type: 'role', role: 'any' }],
] as const;

/** Whether a unit has a part at all, where nothing but that is stated of it; the first phrase that fits counts. */
function partToken(unit: UnitSpan, { text, words }: SourceContext): Token | undefined {
  for (const [name, item] of parts) {
    const found = words.phraseAt(name, text, unit.end);
    if (found && clauseEnd.test(text.slice(found.end)))
      return { start: unit.end, end: found.end, item, weight: found.entry.weight, feature: 'lex:there' };
  }
  return undefined;
}

export function* statementTokens(context: SourceContext): Iterable<Token> {
  yield* phraseTokens(context);
  yield* flagTokens(context);
  for (const unit of context.units) {
    const token = partToken(unit, context);
    if (token) yield token;
  }
}
