/** One question to one pack, without regard to the turns before: analysed once, one kind of answer chosen, then stated. */
import { type Analysis, analyse } from './analyse/analysis.ts';
import { featuresOf } from './choose/features.ts';
import { chooseReading } from './choose/readings.ts';
import { committedWeights, type Route, routeChances } from './choose/routes.ts';
import { isSocial, isSoft } from './decline.ts';
import { describeAsked } from './explain.ts';
import { answerDocument } from './respond/document.ts';
import { answerDuties } from './respond/duties.ts';
import { answerNeed } from './respond/need.ts';
import { answerRows } from './respond/rows.ts';
import { answerReading } from './respond/set.ts';
import { answerSubject } from './respond/subject.ts';
import type { Asking, Response } from './response.ts';
import { subjectScore } from './subject.ts';
import { subjectFloor } from './thresholds.ts';
import { marked, understand } from './understand.ts';
import { askWhichOne, decline, talk, talkOf } from './unstated.ts';

/** What answers each kind of question; undefined where it can't, and the next likely kind is tried. */
export const handlers: Readonly<Record<Route, (asking: Asking, analysis: Analysis) => Response | undefined>> = {
  set: (asking, analysis) => {
    const chosen = chooseReading(analysis);
    return chosen && answerReading(asking, chosen);
  },
  rows: (asking) => answerRows(asking),
  record: (asking) => answerSubject(asking),
  need: answerNeed,
  document: (asking) => answerDocument(asking),
  duties: (asking) => answerDuties(asking),
  outside: (asking, { cues }) => {
    const cue = cues.find((one) => !isSocial(one) && !isSoft(one)) ?? cues.find((one) => !isSocial(one));
    return decline(asking, cue?.topic.label ?? '', cue ? `${cue.topic.id} (${cue.text})` : 'likely not stated');
  },
  social: (asking, { cues }) => {
    const cue = cues.find(isSocial);
    if (cue) return talkOf(asking, cue);
    return talk(asking, 'greeting', true);
  },
  unclear: (asking) => askWhichOne(asking, 'only a way of asking, no subject'),
};

/** Nothing is said but the way of asking: no unit, no month, no row, no kind. */
const onlyAsks = ({ asked, subject }: Analysis): boolean =>
  subject < subjectFloor &&
  asked.aspects.size + asked.columns.length > 0 &&
  asked.text.length <= longestAsking &&
  !asked.units.length &&
  !asked.periods.length &&
  !asked.rows.length &&
  !asked.kinds.length &&
  !asked.groups.length &&
  !asked.wantsList &&
  !asked.wantsCount &&
  !asked.strangers.length &&
  asked.starred === undefined &&
  asked.status === undefined &&
  asked.order === undefined &&
  !asked.marks.some(({ tag }) => tag.startsWith('doc.') || tag.startsWith('duty'));

/** Nothing is said but the number of a row. */
const onlyRow = ({ asked, subject }: Analysis): boolean =>
  asked.rows.some(({ kind }) => kind !== 'group') &&
  subject < subjectFloor &&
  !asked.aspects.size &&
  !asked.columns.length &&
  !asked.units.length &&
  !asked.periods.length &&
  !asked.wantsList &&
  !asked.wantsCount &&
  asked.text.length <= longestAsking;

const longestAsking = 12;

/** Kinds of answer that a question could have at all. */
export function possibleRoutes(analysis: Analysis): Set<Route> {
  const { asked, sets, ranking, cues, subject } = analysis;
  if (onlyRow(analysis)) return new Set(['rows']);
  if (onlyAsks(analysis) && !cues.length) return new Set(['unclear', 'outside']);
  const possible = new Set<Route>(['outside']);
  const readings = [...sets.values()].flatMap((read) => read.slice(0, 1));
  const rows = asked.rows.some(({ kind }) => kind !== 'group');
  const conditions = readings.some((read) => read.conditions > 0);
  const asks = rows || conditions || asked.wantsList || asked.wantsCount || asked.rest !== '';
  if (readings.length) possible.add('set');
  if (rows) possible.add('rows');
  if (ranking.hits.length) possible.add('record');
  // A place called by its name is looked up; the need is what is said without one.
  const called = asked.terms.some(({ value }) => value.startsWith('service-point:'));
  if (analysis.need?.entry.places && !called) possible.add('need');
  if (asked.marks.some(({ tag }) => tag.startsWith('doc.'))) possible.add('document');
  if (asked.marks.some(({ tag }) => tag.startsWith('duty'))) possible.add('duties');
  if (cues.some(isSocial) && subject < subjectFloor && !conditions && !rows && !asked.aspects.size)
    return new Set(['social']);
  if (cues.some(isSocial) || marked(asked, 'help') || !asks) possible.add('social');
  return possible;
}

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
  const chances = routeChances(featuresOf(analysis, pack), possibleRoutes(analysis), committedWeights(phrased));
  trace('kind', chances.map(({ route, chance }) => `${route} ${chance.toFixed(3)}`).join(' · '));
  for (const { route } of chances) {
    const response = handlers[route](asking, analysis);
    if (response) return response;
  }
  return talk(asking, 'greeting', true);
}
