/** Answers one question: analyses it, chooses among the answers that it could have, and gives the response with its trace. */
import { type Analysis, analyse } from './analyse/analysis.ts';
import { parseQuestion } from './analyse/parse-question.ts';
import { chancesOf, committedWeights } from './choose/choose-answer.ts';
import { featuresOf } from './choose/features.ts';
import type { Route } from './choose/routes.ts';
import { describeAsked } from './explain.ts';
import { type AnswerCandidate, answersTo } from './respond/candidates.ts';
import { askWhichReading } from './respond/set.ts';
import { askWhichRecord } from './respond/subject.ts';
import { talk, talkOf } from './respond/unstated.ts';
import type { AnswerContext, Response } from './response.ts';
import { subjectScore } from './retrieve/subject.ts';
import { subjectFloor } from './retrieve/thresholds.ts';

/** An order to the machine is dropped where a question is left without it. */
function withoutOrders(context: AnswerContext, { cues }: Analysis): Response | undefined {
  const orders = cues.find((cue) => cue.topic.id === 'injection');
  if (!orders) return undefined;
  const { engine, asked, formatter, trace } = context;
  const left = context.outsideTopics.withoutOrders(asked.text);
  const again = left && left !== asked.text ? parseQuestion(left, formatter.now, engine.vocabulary) : undefined;
  if (!again || subjectScore({ ...context, asked: again }) < subjectFloor + 4) return talkOf(context, orders);
  trace('orders dropped', left);
  return respond({ ...context, asked: again, uncorrected: left });
}

/** An answer with how likely it is the one that is meant. */
export interface LikelyAnswer extends AnswerCandidate {
  /** 0…1. */
  chance: number;
}

/** The answers that a question could have, the likeliest first. */
export function likelyAnswers(context: AnswerContext, analysis: Analysis): LikelyAnswer[] {
  const { phrased, pack } = context.engine;
  const candidates = answersTo(context, analysis);
  const chances = chancesOf(candidates, featuresOf(analysis, pack), committedWeights(phrased));
  return candidates
    .map((candidate, at) => ({ ...candidate, chance: chances[at]! }))
    .sort((a, b) => b.chance - a.chance);
}

/** How likely each kind of answer is, the likeliest first. */
export function routeChances(answers: readonly LikelyAnswer[]): { route: Route; chance: number }[] {
  const chances = new Map<Route, number>();
  for (const { route, chance } of answers) chances.set(route, (chances.get(route) ?? 0) + chance);
  return [...chances].map(([route, chance]) => ({ route, chance })).sort((a, b) => b.chance - a.chance);
}

/**
 * Below this the likeliest answer is not stated: it and the next are asked back. Chosen on rounds of questions held out
 * of the fit: a wrong list costs more than a question, and a second reading of a set is the right one in four of five.
 */
const askBelow: Partial<Record<Route, number>> = { set: 0.7, record: 0.45 };

/** The next answer is worth a question where it is this likely. */
const offerFrom = 0.1;

/** The two likeliest answers as whole questions, where the first is not likely enough to be stated and both are sets, or records. */
function askWhich(context: AnswerContext, [best, next, ...others]: readonly LikelyAnswer[]): Response | undefined {
  if (!best || !next || next.chance < offerFrom || best.chance >= (askBelow[best.route] ?? 0)) return undefined;
  if (best.read && next.read) return askWhichReading(context, [best.read, next.read]);
  if (best.route !== 'record' || next.route !== 'record') return undefined;
  const alike = [best, next, ...others].find(({ features }) => features.has('several alike'));
  if (alike) return alike.respond();
  if (!best.record || !next.record || saySame(context, best.record, next.record)) return undefined;
  return askWhichRecord(context, [best.record, next.record]);
}

/** A measure and a task that carries it out say the same: neither is the wrong one. */
const saySame = ({ engine }: AnswerContext, one: string, other: string): boolean =>
  [engine.pack.tasksOf.get(one)?.includes(other), engine.pack.tasksOf.get(other)?.includes(one)].includes(true);

export function respond(context: AnswerContext, analysis = analyse(context)): Response {
  const { trace } = context;
  trace('understood', describeAsked(context.asked, analysis.subject));
  for (const [name, readings] of analysis.sets)
    for (const read of readings.slice(0, 3))
      trace(
        name,
        `${read.score.toFixed(2)} ${JSON.stringify(read.query)} → ${read.selection.records.length}; left ${read.left.join(' ') || '-'}`,
      );
  const ordered = withoutOrders(context, analysis);
  if (ordered) return ordered;
  const answers = likelyAnswers(context, analysis);
  trace(
    'kind',
    routeChances(answers)
      .map(({ route, chance }) => `${route} ${chance.toFixed(3)}`)
      .join(' · '),
  );
  trace(
    'answers',
    answers
      .slice(0, 4)
      .map(
        ({ route, record, read, chance }) =>
          `${[route, record ?? read?.key.slice(0, 40)].join(' ').trim()} ${chance.toFixed(2)}`,
      )
      .join(' · '),
  );
  const back = askWhich(context, answers);
  if (back) return back;
  for (const { respond: give } of answers) {
    const response = give();
    if (response) return response;
  }
  return talk(context, 'greeting', true);
}
