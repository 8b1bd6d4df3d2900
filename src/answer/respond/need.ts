/** Answers a need: the place that the pack's table names for it, and what else somebody with that need may wish. */
import type { Choice } from '../../model/card.ts';
import type { Analysis } from '../analyse/analysis.ts';
import type { AnswerContext, Response } from '../response.ts';
import { isRecord } from '../retrieve/thresholds.ts';
import { stateRecord } from './state.ts';

/** What one step down in the table's order is worth, as a share of the best ranked record's score. */
const stepDown = 0.12;

/** The place that fits best: the table's order, unless the question's own words are much nearer to a later one. */
function placeFor(places: readonly string[], { ranking }: Pick<Analysis, 'ranking'>): string {
  const records = ranking.hits.filter(({ id }) => isRecord(id));
  const top = records[0]?.score ?? 1;
  const scoreOf = (id: string) => (records.find((hit) => hit.id === id)?.score ?? 0) / top;
  return places.reduce((best, id, at) =>
    scoreOf(id) - stepDown * at > scoreOf(best) - stepDown * places.indexOf(best) ? id : best,
  );
}

/** The places for a need, the one that fits best first; none where no need was read, or the plan has nothing for it. */
export function placesFor(analysis: Analysis): string[] {
  const { places, choices } = analysis.need?.entry ?? {};
  if (!places?.length) return [];
  const first = choices ? places[0]! : placeFor(places, analysis);
  return [first, ...places.filter((id) => id !== first)];
}

/** States a place for the need that was read, and offers what else somebody with it may wish. */
export function answerNeed(context: AnswerContext, { need }: Analysis, place: string): Response {
  const { when, places = [], choices: offered = [] } = need!.entry;
  context.trace('need', `${when.join(' + ')} → ${places.join(' ')}`);
  const response = stateRecord(context, place, { forNeed: true });
  const wishChoices = wishes(context, offered);
  const choices = wishChoices.length ? wishChoices : otherPlaces(context, places, response.records);
  const candidates = places.filter((id) => id !== place);
  if (!choices.length) return { ...response, candidates };
  const card = { ...response.card, choices, choicesLabel: context.formatter.say('also') };
  return { ...response, card, candidates };
}

/** Places to turn to for the same need, beside the one that is stated, each as a whole question. */
function otherPlaces(
  { engine, formatter }: AnswerContext,
  places: readonly string[],
  stated: readonly string[],
): Choice[] {
  const points = places
    .filter((id) => !stated.includes(id))
    .flatMap((id) => engine.pack.servicePoints.find(({ records }) => records[0] === id) ?? []);
  return points
    .slice(0, placesOffered)
    .map(({ name }) => ({ label: name, question: formatter.say('askChannel', { name }) }));
}
const placesOffered = 2;

/** The same need with a wish said, each as a whole question. */
function wishes({ engine, asked, formatter }: AnswerContext, ids: readonly string[]): Choice[] {
  const language = asked.english ? 'en' : 'zh';
  return ids.flatMap((id) => {
    const label = engine.pack.needs.facets.find((facet) => facet.id === id)?.label?.[language];
    const question = asked.text.replace(/[?？.!。！]+$/, '');
    return label
      ? [
          {
            label: formatter.say('wish', { wish: label }),
            question: formatter.say('wishAsked', { question, wish: label }),
          },
        ]
      : [];
  });
}
