/** Answers one question: analyses it, chooses the kind of answer, and gives the response with its trace. */
import { type Analysis, analyse } from './analyse/analysis.ts';
import { isSocial, isSoft } from './analyse/outside-topics.ts';
import { parseQuestion } from './analyse/parse-question.ts';
import { featuresOf } from './choose/features.ts';
import { possibleRoutes } from './choose/possible.ts';
import { chooseReading } from './choose/readings.ts';
import { committedWeights, type Route, routeChances } from './choose/routes.ts';
import { describeAsked } from './explain.ts';
import { answerDocument } from './respond/document.ts';
import { answerDuties } from './respond/duties.ts';
import { answerNeed } from './respond/need.ts';
import { answerRows } from './respond/rows.ts';
import { answerReading } from './respond/set.ts';
import { answerSubject } from './respond/subject.ts';
import { askWhichOne, decline, talk, talkOf } from './respond/unstated.ts';
import type { AnswerContext, Response } from './response.ts';
import { subjectScore } from './retrieve/subject.ts';
import { subjectFloor } from './retrieve/thresholds.ts';

/** What answers each kind of question; undefined where it can't, and the next likely kind is tried. */
export const handlers: Readonly<Record<Route, (context: AnswerContext, analysis: Analysis) => Response | undefined>> = {
  set: (context, analysis) => {
    const chosen = chooseReading(analysis);
    return chosen && answerReading(context, chosen);
  },
  rows: (context, { cues }) => answerRows(context, cues),
  record: (context) => answerSubject(context),
  need: answerNeed,
  document: (context) => answerDocument(context),
  duties: (context) => answerDuties(context),
  outside: (context, { cues, asked }) => {
    if (asked.unknownUnits.length)
      return decline(context, { stranger: asked.unknownUnits.join('、') }, 'no unit of this plan');
    const cue = cues.find((one) => !isSocial(one) && !isSoft(one)) ?? cues.find((one) => !isSocial(one));
    return decline(
      context,
      cue ? { label: cue.topic.label } : {},
      cue ? `${cue.topic.id} (${cue.text})` : 'likely not stated',
    );
  },
  social: (context, { cues }) => {
    const cue = cues.find(isSocial);
    if (cue) return talkOf(context, cue);
    return talk(context, 'greeting', true);
  },
  unclear: (context) => askWhichOne(context, 'only a way of asking, no subject'),
};

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
  const { phrased, pack } = context.engine;
  const chances = routeChances(featuresOf(analysis, pack), possibleRoutes(analysis, pack), committedWeights(phrased));
  trace('kind', chances.map(({ route, chance }) => `${route} ${chance.toFixed(3)}`).join(' · '));
  for (const { route } of chances) {
    const response = handlers[route](context, analysis);
    if (response) return response;
  }
  return talk(context, 'greeting', true);
}
