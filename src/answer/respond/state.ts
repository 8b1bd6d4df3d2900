/** States what the plan says: one record, several side by side, or a set as a list. */

import { currentMonth } from '../../language/format.ts';
import { hasToken } from '../analyse/parse-question.ts';
import { recordCard } from '../compose/record.ts';
import { rowsCard } from '../compose/rows.ts';
import { orderedRecords, selectionCard } from '../compose/selection.ts';
import type { Engine } from '../engine.ts';
import { execute, type Selection } from '../execute/execute.ts';
import { inOwnColumn } from '../execute/own-column.ts';
import { type Select, toDocument } from '../query.ts';
import { type AnswerContext, type Response, recordsOf, respondWith } from '../response.ts';
import { isRecord } from '../retrieve/thresholds.ts';

/** States one record; through a channel where the question is a need that a place serves. */
export function stateRecord(
  context: AnswerContext,
  id: string,
  { whole = false, plain = false, forNeed = false } = {},
): Response {
  const { engine, formatter, asked } = context;
  const record = engine.pack.records.get(id)!;
  const official =
    asked.aspects.has('leader') ||
    asked.aspects.has('deadline') ||
    asked.rows.length > 0 ||
    asked.aspects.has('cooperating');
  const servicePoint = whole || plain || official ? undefined : channelFor(context, id, forNeed);
  const choices = servicePoint && !forNeed ? nearbyChannels(context, servicePoint.id) : [];
  const card = recordCard(formatter, {
    record,
    asked,
    expand: (text) => expand(engine, text),
    servicePoint,
    forNeed,
    choices,
    whole,
    doneAsked: hasToken(asked, 'ask.done'),
  });
  const records = servicePoint ? [id, ...servicePoint.records.filter((other) => other !== id)] : [id];
  return respondWith(asked, 'answer', card, records, { focus: [id] });
}

/** The service point that stands on a record; for a need it is stated however the need was worded. */
function channelFor({ engine, asked }: AnswerContext, id: string, forNeed: boolean) {
  return engine
    .servicePointsFor(asked.text, id)
    .find(
      ({ channel: servicePoint, score, share }) =>
        (score > 12 || share > 0.2 || forNeed) && servicePoint.records.indexOf(id) <= 1,
    )?.channel;
}

/** Other places for the same need, each as a whole question. */
function nearbyChannels({ engine, asked, formatter }: AnswerContext, own: string) {
  const { hits } = engine.rank(asked.text, isRecord);
  const seen = new Set([own]);
  const choices: { label: string; question: string }[] = [];
  const near = (hits[0]?.score ?? 0) * 0.45;
  for (const { id, score } of hits.slice(1, 8)) {
    if (score < near) break;
    const servicePoint = engine.servicePointsFor(asked.text, id).find(({ channel: c }) => c.records[0] === id)?.channel;
    if (!servicePoint || seen.has(servicePoint.id) || choices.length >= 2) continue;
    seen.add(servicePoint.id);
    choices.push({ label: servicePoint.name, question: formatter.say('askChannel', { name: servicePoint.name }) });
  }
  return choices;
}

/** The plan's own terms for the everyday words of a question. */
function expand(engine: Engine, text: string): string {
  const ids = new Set(engine.vocabulary.concepts.read(text).map((token) => token.value));
  const terms = engine.pack.concepts.filter((concept) => ids.has(concept.id)).flatMap((concept) => concept.terms);
  return [text, ...terms].join(' ');
}

/** Several records in one card. */
export function stateRows(context: AnswerContext, ids: readonly string[]): Response {
  const records = recordsOf(context, ids);
  return respondWith(context.asked, 'answer', rowsCard(context.formatter, records, context.asked), [...ids], {
    focus: [...ids],
  });
}

/** Executes a selection and states it; the whole set is stated, however much of it is shown. */
export function stateSelect(context: AnswerContext, query: Select, from = 0, note = ''): Response {
  const { engine, formatter, trace } = context;
  const selection = execute(query, engine.pack, currentMonth(formatter));
  trace('query', JSON.stringify(toDocument(query)));
  return stateSelection(context, selection, from, note);
}

/** States what an executed selection found. */
export function stateSelection(context: AnswerContext, found: Selection, from = 0, note = ''): Response {
  const { formatter, asked, engine } = context;
  const current = currentMonth(formatter);
  const query = found.records.length ? found.query : inOwnColumn(found.query, engine.pack, current);
  const selection = query === found.query ? found : execute(query, engine.pack, current);
  const ids = orderedRecords(selection).map((record) => record.id);
  const outcome = selection.lacking.length ? 'not_found' : 'list';
  return respondWith(asked, outcome, selectionCard(formatter, selection, from, note), ids, {
    list: { query: selection.query, ids, from },
  });
}
