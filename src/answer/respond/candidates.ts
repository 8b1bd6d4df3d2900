/** Every answer that a question could have, each with what speaks for it beside others of its kind. */
import { type Month, parseMonth } from '../../knowledge/month.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Analysis, Read } from '../analyse/analysis.ts';
import { isSocial, isSoft } from '../analyse/outside-topics.ts';
import type { ParsedQuestion } from '../analyse/parse-question.ts';
import type { Choosable } from '../choose/choose-answer.ts';
import { type Features, holds, level } from '../choose/features.ts';
import { possibleRoutes } from '../choose/possible.ts';
import { chooseReading, type WeighedReading, weighReadings } from '../choose/readings.ts';
import type { Route } from '../choose/routes.ts';
import { type Condition, conjuncts } from '../query.ts';
import type { AnswerContext, Response } from '../response.ts';
import { isRecord } from '../retrieve/thresholds.ts';
import { answerDocument } from './document.ts';
import { answerDuties } from './duties.ts';
import { answerNeed, placesFor } from './need.ts';
import { answerRows } from './rows.ts';
import { answerReading } from './set.ts';
import { askWhichOf, nearestRecords, rowFor, type ScoredRecord, stateNear } from './subject.ts';
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

const flags = (names: readonly string[]): [string, number][] => names.map((name) => [name, 1]);

/** What the question names and a reading takes no notice of. */
function leftOut({ query }: Read, { kinds, units, periods, starred }: ParsedQuestion): string[] {
  const said = JSON.stringify(query);
  const found: [string, boolean][] = [
    ['kind named', kinds.includes(query.kind)],
    ['other kind named', kinds.length > 0 && !kinds.includes(query.kind)],
    ['unit left out', units.some((one) => !one.units.some((unit) => said.includes(unit)))],
    ['period left out', periods.length > 0 && !said.includes('"deadline"') && !said.includes('"period"')],
    ['star left out', starred !== undefined && !said.includes('"starred"')],
  ];
  return found.flatMap(([name, holds]) => (holds ? [name] : []));
}

/** First and last month that a test of a deadline allows; undefined where it is no test of months. */
function monthsOf(test: Condition): { from?: Month; to?: Month } | undefined {
  if (!('column' in test)) return undefined;
  switch (test.is) {
    case 'on':
      return { from: parseMonth(test.month), to: parseMonth(test.month) };
    case 'by':
      return { to: parseMonth(test.month) };
    case 'before':
      return { to: parseMonth(test.month) - 1 };
    case 'from':
      return { from: parseMonth(test.month) };
    case 'after':
      return { from: parseMonth(test.month) + 1 };
    case 'within':
      return { from: parseMonth(test.from), to: parseMonth(test.to) };
    default:
      return undefined;
  }
}

/** Whether a reading has the one period that the question's own analysis found, where both have one. */
function periodFound({ query }: Read, { periods }: ParsedQuestion): string[] {
  const [period] = periods;
  const tested = conjuncts(query.where).flatMap((test) => monthsOf(test) ?? []);
  if (!period || periods.length > 1 || tested.length !== 1) return [];
  const [months] = tested;
  return [months!.from === period.from && months!.to === period.to ? 'period as found' : 'another period'];
}

/** The tests of a reading's condition by column and operator: some are hardly ever meant. */
const testsOf = ({ query }: Read): string[] =>
  conjuncts(query.where).map((test) =>
    'column' in test ? `tests ${test.column} ${test.is}` : `tests ${Object.keys(test)[0]}`,
  );

/** What speaks for a reading as a set: what each reader thinks of it, what it leaves over, and what it gives. */
function setFeatures(weighed: WeighedReading, best: number, at: number, analysis: Analysis): Features {
  const { read, costs, score } = weighed;
  const { query, selection, left, unexplained, conditions } = read;
  const form = typeof query.as === 'string' ? query.as : Object.keys(query.as)[0];
  const proposing = [...analysis.sets].flatMap(([name, readings]) => (readings.length ? [name] : []));
  const usual = chooseReading(analysis);
  return new Map<string, number>([
    ['behind', score - best],
    ...proposing.map((name): [string, number] => {
      const cost = costs.get(name);
      return cost === undefined ? [`${name} absent`, 1] : [`${name} behind`, Math.max(-6, cost)];
    }),
    ...flags(proposing.flatMap((name) => (costs.get(name) === 0 ? [`${name} first`] : []))),
    ['unexplained', Math.min(6, unexplained) / 2],
    ['words left', Math.min(4, left.length) / 2],
    ['length left', Math.min(10, left.join('').length) / 5],
    ...flags([
      `place ${at}`,
      `conditions ${Math.min(4, conditions)}`,
      `kind ${query.kind}`,
      `form ${form}`,
      `size ${level(selection.records.length, [1, 2, 61])}`,
      ...leftOut(read, analysis.asked),
      ...periodFound(read, analysis.asked),
      ...new Set(testsOf(read)),
      ...(selection.lacking.length ? ['lacking'] : []),
      ...(usual?.read === read && !usual.rival ? ['usual'] : []),
    ]),
  ]);
}

function sets(context: AnswerContext, analysis: Analysis): AnswerCandidate[] {
  const weighed = weighReadings(analysis.sets);
  return weighed.slice(0, mostOfKind).map((one, at) => ({
    route: 'set',
    features: setFeatures(one, weighed[0]!.score, at, analysis),
    read: one.read,
    respond: () => answerReading(context, one.read),
  }));
}

/** Words that name a kind of record, a level of government, or a column. */
const ofKinds = /^(?:level|kind|ask|annex)/;

/** Is a place that stands on this record called by its name? */
const isCalled = (id: string, { servicePoints }: KnowledgePack, { terms }: ParsedQuestion): boolean =>
  servicePoints.some(
    (point) => point.records[0] === id && terms.some(({ value }) => value === `service-point:${point.id}`),
  );

/** What speaks for a record: how near it is, and whether its kind is named and has what is asked. */
function recordFeatures(id: string, ranked: readonly ScoredRecord[], { engine, asked }: AnswerContext): Features {
  const { kind } = engine.pack.records.get(id)!;
  const top = ranked[0]?.score ?? 1;
  const at = ranked.findIndex((other) => other.id === id);
  const own = ranked[at]?.score ?? 0;
  const next = ranked.find((other) => other.id !== id)?.score ?? 0;
  const record = engine.pack.records.get(id)!;
  const tags = new Set(asked.tokens.flatMap(({ tag }) => (ofKinds.test(tag) ? [tag] : [])));
  return new Map<string, number>([
    ['near', own / top],
    ['lead', (own - next) / top],
    ...flags([
      `place ${at < 0 || at > 9 ? 9 : at}`,
      `kind ${kind}`,
      ...[...asked.aspects].flatMap((aspect) => [
        `${holds(record, aspect) ? 'holds' : 'lacks'} ${aspect}`,
        `kind ${kind} for ${aspect}`,
      ]),
      ...(asked.kinds.length ? [asked.kinds.includes(kind) ? 'kind named' : 'other kind named'] : []),
      ...[...tags].map((tag) => `kind ${kind} for ${tag}`),
      ...(isCalled(id, engine.pack, asked) ? ['place called by name'] : []),
    ]),
  ]);
}

/** Where the pack's table of needs has a record among the places for the need that was read. */
function placeInNeed(id: string, { need }: Analysis): string[] {
  const places = need?.entry.places;
  if (!places) return [];
  const at = places.indexOf(id);
  return [at < 0 ? 'no place for the need' : `place for the need ${Math.min(3, at)}`];
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
        features: new Map([
          ...recordFeatures(id, ranked, context),
          ...flags([...placeInNeed(id, analysis), ...(id === usual.id && !back ? ['usual'] : [])]),
        ]),
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
      features: new Map([
        ...recordFeatures(id, ranked, context),
        ...flags([...placeInNeed(id, analysis), ...(at === 0 ? ['usual'] : [])]),
      ]),
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
