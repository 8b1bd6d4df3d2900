/** Answers one question: analyses it, chooses the kind of answer, and gives the response with its trace. */
import { type Analysis, analyse } from './analyse/analysis.ts';
import { isSocial, isSoft } from './analyse/cues.ts';
import { understand } from './analyse/understand.ts';
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
import type { Asking, Response } from './response.ts';
import { subjectScore } from './retrieve/subject.ts';
import { subjectFloor } from './retrieve/thresholds.ts';

/** What answers each kind of question; undefined where it can't, and the next likely kind is tried. */
export const handlers: Readonly<Record<Route, (asking: Asking, analysis: Analysis) => Response | undefined>> = {
  set: (asking, analysis) => {
    const chosen = chooseReading(analysis);
    return chosen && answerReading(asking, chosen);
  },
  rows: (asking, { cues }) => answerRows(asking, cues),
  record: (asking) => answerSubject(asking),
  need: answerNeed,
  document: (asking) => answerDocument(asking),
  duties: (asking) => answerDuties(asking),
  outside: (asking, { cues, asked }) => {
    if (asked.strangers.length)
      return decline(asking, { stranger: asked.strangers.join('、') }, 'no unit of this plan');
    const cue = cues.find((one) => !isSocial(one) && !isSoft(one)) ?? cues.find((one) => !isSocial(one));
    return decline(
      asking,
      cue ? { label: cue.topic.label } : {},
      cue ? `${cue.topic.id} (${cue.text})` : 'likely not stated',
    );
  },
  social: (asking, { cues }) => {
    const cue = cues.find(isSocial);
    if (cue) return talkOf(asking, cue);
    return talk(asking, 'greeting', true);
  },
  unclear: (asking) => askWhichOne(asking, 'only a way of asking, no subject'),
};

/** An order to the machine is dropped where a question is left without it. */
function withoutOrders(asking: Asking, { cues }: Analysis): Response | undefined {
  const orders = cues.find((cue) => cue.topic.id === 'injection');
  if (!orders) return undefined;
  const { engine, asked, voice, trace } = asking;
  const left = asking.cues.withoutOrders(asked.text);
  const again = left && left !== asked.text ? understand(left, voice.now, engine.vocabulary) : undefined;
  if (!again || subjectScore({ ...asking, asked: again }) < subjectFloor + 4) return talkOf(asking, orders);
  trace('orders dropped', left);
  return respond({ ...asking, asked: again, said: left });
}

export function respond(asking: Asking, analysis = analyse(asking)): Response {
  const { trace } = asking;
  trace('understood', describeAsked(asking.asked, analysis.subject));
  for (const [name, readings] of analysis.sets)
    for (const read of readings.slice(0, 3))
      trace(
        name,
        `${read.score.toFixed(2)} ${JSON.stringify(read.query)} → ${read.selection.records.length}; left ${read.left.join(' ') || '-'}`,
      );
  const ordered = withoutOrders(asking, analysis);
  if (ordered) return ordered;
  const { phrased, pack } = asking.engine;
  const chances = routeChances(featuresOf(analysis, pack), possibleRoutes(analysis, pack), committedWeights(phrased));
  trace('kind', chances.map(({ route, chance }) => `${route} ${chance.toFixed(3)}`).join(' · '));
  for (const { route } of chances) {
    const response = handlers[route](asking, analysis);
    if (response) return response;
  }
  return talk(asking, 'greeting', true);
}
