/** States a set that was read, or asks back with both readings where the two readers dispute it. */

import { type Formatter, sourceOf } from '../../language/format.ts';
import type { Card } from '../../model/card.ts';
import type { Read } from '../analyse/analysis.ts';
import type { ChosenReading } from '../choose/readings.ts';
import { columnName, describeCondition, describeSelect, kindName } from '../compose/describe.ts';
import type { Select } from '../query.ts';
import { type Asking, type Response, respondWith } from '../response.ts';
import { stateSelection } from './state.ts';

/** The question of a reading that counts, ranks or compares; undefined where it lists. */
function asCount(voice: Formatter, { kind, as }: Select, set: string): string | undefined {
  if (typeof as === 'string') return undefined;
  if ('compare' in as) {
    const sides = as.compare.map((side) => describeCondition(voice, kind, side)).join(voice.sayQuery('joiner'));
    return voice.sayQuery('askCompare', { kind: set, sides });
  }
  const [name, column] =
    'each' in as
      ? (['askEach', as.each] as const)
      : 'most' in as
        ? (['askMost', as.most] as const)
        : (['askLeast', as.least] as const);
  return voice.sayQuery(name, { kind: set, column: columnName(voice, kind, column) });
}

/** A reading as a whole question. */
function asQuestion({ voice }: Asking, { query }: Read): string {
  const kind = kindName(voice, query.kind);
  const what = describeSelect(voice, query);
  const counted = asCount(
    voice,
    query,
    what ? voice.sayQuery('ofKind', { what, kind }).replaceAll('的的', '的') : kind,
  );
  if (counted) return counted;
  return voice.sayQuery(what ? 'askSet' : 'askAll', { what, kind }).replaceAll('的的', '的');
}

/** Both readings as whole questions; neither is stated. */
function askWhich(asking: Asking, reads: readonly Read[]): Response {
  const { voice, asked } = asking;
  const choices = reads.map((read) => {
    const question = asQuestion(asking, read);
    return { label: question, question };
  });
  const records = reads.flatMap(({ selection }) => selection.records.slice(0, 3));
  const card: Card = {
    blocks: [{ type: 'text', text: voice.sayQuery('whichReading') }],
    choices,
    choicesLabel: voice.say('choose'),
    sources: sourceOf(voice, records),
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

export function answerReading(asking: Asking, { read, rival, why }: ChosenReading): Response {
  asking.trace('chosen', `${read.trace || JSON.stringify(read.query)} (${why})`);
  if (rival) return askWhich(asking, [read, rival]);
  return stateSelection(asking, read.selection);
}
