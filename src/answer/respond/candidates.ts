/** Every answer that a question could have, each with what speaks for it beside others of its kind. */
import { currentMonth } from '../../language/format.ts';
import type { Analysis, Read } from '../analyse/analysis.ts';
import { isSocial, isSoft } from '../analyse/outside-topics.ts';
import { readingsWithFeatures, recordFeatures } from '../choose/candidate-features.ts';
import type { Choosable } from '../choose/choose-answer.ts';
import { possibleRoutes } from '../choose/possible.ts';
import type { Route } from '../choose/routes.ts';
import type { AnswerContext, Response } from '../response.ts';
import { isRecord } from '../retrieve/thresholds.ts';
import { answerDocument } from './document.ts';
import { answerDuties } from './duties.ts';
import { answerNeed, placesFor } from './need.ts';
import { answerRows } from './rows.ts';
import { answerReading } from './set.ts';
import { askWhichOf, nearestRecords, rowFor, stateNear } from './subject.ts';
import { askWhichOne, decline, talk, talkOf } from './unstated.ts';

export interface AnswerCandidate extends Choosable {
  /** Undefined where it can't be given after all. */
  respond: () => Response | undefined;
  /** The set that it states, to ask whether that was meant. */
  read?: Read;
  /** The record that it states, to ask whether that was meant. */
  record?: string;
}

/** Sets, records and places looked at of each kind: the right one is rarely further down. */
const mostOfKind = 5;

function sets(context: AnswerContext, analysis: Analysis): AnswerCandidate[] {
  return readingsWithFeatures(analysis, currentMonth(context.formatter), mostOfKind).map(({ read, features }) => ({
    route: 'set',
    features,
    read,
    respond: () => answerReading(context, read),
  }));
}

function records(context: AnswerContext, analysis: Analysis): AnswerCandidate[] {
  const ranked = nearestRecords(context);
  const nearest = ranked.slice(0, mostOfKind);
  context.trace('found', nearest.map(({ id, score }) => `${id} ${score.toFixed(1)}`).join(' · '));
  const usual = rowFor(context, ranked);
  if (!usual) return [];
  const back = askWhichOf(context, ranked, usual.score);
  const listed = nearest.some(({ id }) => id === usual.id) ? nearest : [...nearest, usual];
  return [
    ...(back ? [{ route: 'record' as const, features: new Map([['several alike', 1]]), respond: () => back }] : []),
    ...listed.map(
      ({ id }): AnswerCandidate => ({
        route: 'record',
        features: recordFeatures(id, ranked, analysis, context.engine.pack, id === usual.id && !back),
        record: id,
        respond: () => stateNear(context, ranked, id),
      }),
    ),
  ];
}

function needs(context: AnswerContext, analysis: Analysis): AnswerCandidate[] {
  const ranked = analysis.ranking.hits.filter(({ id }) => isRecord(id));
  return placesFor(analysis)
    .slice(0, mostOfKind)
    .map((id, at) => ({
      route: 'need',
      features: recordFeatures(id, ranked, analysis, context.engine.pack, at === 0),
      record: id,
      respond: () => answerNeed(context, analysis, id),
    }));
}

function outside(context: AnswerContext, { cues, asked }: Analysis): Response {
  if (asked.unknownUnits.length)
    return decline(context, { stranger: asked.unknownUnits.join('、') }, 'no unit of this plan');
  const cue = cues.find((one) => !isSocial(one) && !isSoft(one)) ?? cues.find((one) => !isSocial(one));
  return decline(
    context,
    cue ? { label: cue.topic.label } : {},
    cue ? `${cue.topic.id} (${cue.text})` : 'likely not stated',
  );
}

function social(context: AnswerContext, { cues }: Analysis): Response {
  const cue = cues.find(isSocial);
  return cue ? talkOf(context, cue) : talk(context, 'greeting', true);
}

type Makers = Readonly<Record<Route, (context: AnswerContext, analysis: Analysis) => AnswerCandidate[]>>;

/** The one answer of its kind. */
const only =
  (route: Route, respond: (context: AnswerContext, analysis: Analysis) => Response | undefined): Makers[Route] =>
  (context, analysis) => [{ route, features: new Map(), respond: () => respond(context, analysis) }];

const makers: Makers = {
  set: sets,
  rows: only('rows', (context, { cues }) => answerRows(context, cues)),
  record: records,
  need: needs,
  document: only('document', (context) => answerDocument(context)),
  duties: only('duties', (context) => answerDuties(context)),
  outside: only('outside', outside),
  social: only('social', social),
  unclear: only('unclear', (context) => askWhichOne(context, 'only a way of asking, no subject')),
};

/** Every answer that a question could have; those of one kind stand together, the usual one first. */
export function answersTo(context: AnswerContext, analysis: Analysis): AnswerCandidate[] {
  return [...possibleRoutes(analysis, context.engine.pack)].flatMap((route) => makers[route](context, analysis));
}
