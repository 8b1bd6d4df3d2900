/** States a set that was read, or asks back with both readings where the two readers dispute it. */

import { type Formatter, sourceOf } from '../../language/format.ts';
import type { Card } from '../../model/card.ts';
import type { Read } from '../analyse/analysis.ts';
import { columnName, describeCondition, describeSelect, kindName } from '../compose/describe.ts';
import type { Select } from '../query.ts';
import { type AnswerContext, type Response, respondWith } from '../response.ts';
import { stateSelection } from './state.ts';

/** The question of a reading that counts, ranks or compares; undefined where it lists. */
function asCount(formatter: Formatter, { kind, as }: Select, set: string): string | undefined {
  if (typeof as === 'string') return undefined;
  if ('compare' in as) {
    const sides = as.compare.map((side) => describeCondition(formatter, kind, side)).join(formatter.sayQuery('joiner'));
    return formatter.sayQuery('askCompare', { kind: set, sides });
  }
  const [name, column] =
    'each' in as
      ? (['askEach', as.each] as const)
      : 'most' in as
        ? (['askMost', as.most] as const)
        : (['askLeast', as.least] as const);
  return formatter.sayQuery(name, { kind: set, column: columnName(formatter, kind, column) });
}

/** A reading as a whole question. */
function asQuestion({ formatter }: AnswerContext, { query }: Read): string {
  const kind = kindName(formatter, query.kind);
  const what = describeSelect(formatter, query);
  const counted = asCount(
    formatter,
    query,
    what ? formatter.sayQuery('ofKind', { what, kind }).replaceAll('的的', '的') : kind,
  );
  if (counted) return counted;
  return formatter.sayQuery(what ? 'askSet' : 'askAll', { what, kind }).replaceAll('的的', '的');
}

/** Readings as whole questions; none is stated. */
export function askWhichReading(context: AnswerContext, reads: readonly Read[]): Response {
  const { formatter, asked } = context;
  const choices = reads.map((read) => {
    context.trace('offered', JSON.stringify(read.query));
    const question = asQuestion(context, read);
    return { label: question, question };
  });
  const records = reads.flatMap(({ selection }) => selection.records.slice(0, 3));
  const card: Card = {
    blocks: [{ type: 'text', text: formatter.sayQuery('whichReading') }],
    choices,
    choicesLabel: formatter.say('choose'),
    sources: sourceOf(formatter, records),
  };
  return respondWith(
    asked,
    'clarify',
    card,
    records.map(({ id }) => id),
    {
      candidates: [],
      offered: reads.map(({ query }) => query),
      readings: reads.map(({ selection }) => selection.records.map(({ id }) => id)),
    },
  );
}

/** States the set of a reading. */
export function answerReading(context: AnswerContext, { query, trace, selection }: Read): Response {
  context.trace('chosen', trace || JSON.stringify(query));
  return stateSelection(context, selection);
}
