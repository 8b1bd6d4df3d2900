/** Everything that is not an answer: not stated, asked back, small talk. */

import type { PhraseKey } from '../../language/answer-phrases.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { OutsideCue } from '../analyse/outside-topics.ts';
import { type NotStated, notStatedCard, progressCard, talkCard, whichOneCard } from '../compose/others.ts';
import { type AnswerContext, type Response, recordsOf, respondWith } from '../response.ts';
import { subjectScore } from '../retrieve/subject.ts';
import { answerFloor, isRecord, strongSubject } from '../retrieve/thresholds.ts';
import { smallTalkIn } from './small-talk.ts';

function related(context: AnswerContext, most = 2): PlanRecord[] {
  const { engine, asked } = context;
  const { hits } = engine.rank(asked.text, isRecord);
  const floor = Math.max(answerFloor, (hits[0]?.score ?? 0) * 0.5);
  return recordsOf(
    context,
    hits
      .filter((hit) => hit.score >= floor)
      .slice(0, most)
      .map((hit) => hit.id),
  );
}

export function decline(context: AnswerContext, what: NotStated, why: string): Response {
  context.trace('declined', why);
  const near = related(context);
  // 那它归谁管 may follow: what the question was about stays the subject, unless it named none.
  const focus =
    subjectScore(context) >= strongSubject / 2
      ? [near.find((record) => record.kind === 'task') ?? near[0]].flatMap((record) => record?.id ?? [])
      : [];
  return respondWith(context.asked, 'not_found', notStatedCard(context.formatter, what, near), [], { focus });
}

/** Is it asked how far something has got? That it is there (建好没) is asked of a place, not of a row. */
export const asksProgress = ({ asked }: AnswerContext, cues: readonly OutsideCue[]): boolean =>
  cues.some(({ topic }) => topic.id === 'progress') &&
  !asked.tokens.some(({ tag }) => ['ask.done', 'ask.deadline', 'ask.left'].includes(tag));

/** How far a row has got: not stated, with when it is due. */
export function declineProgress(context: AnswerContext, id: string): Response {
  context.trace('declined', `how far ${id} has got`);
  const record = context.engine.pack.records.get(id)!;
  return respondWith(context.asked, 'not_found', progressCard(context.formatter, record), [], { focus: [id] });
}

export function talk(context: AnswerContext, key: PhraseKey, withExamples: boolean): Response {
  return respondWith(context.asked, 'help', talkCard(context.formatter, key, withExamples), []);
}

const socialAnswers: Record<string, { key: PhraseKey; examples: boolean }> = {
  smalltalk: { key: 'greeting', examples: true },
  abuse: { key: 'abuse', examples: false },
  identity: { key: 'identity', examples: false },
  nonsense: { key: 'nothing', examples: true },
  injection: { key: 'injection', examples: false },
};

export function talkOf(context: AnswerContext, cue: OutsideCue): Response {
  context.trace('small talk', `${cue.topic.id} (${cue.text})`);
  const passing = cue.topic.id === 'smalltalk' ? smallTalkIn(cue.text) : undefined;
  if (passing) return talk(context, passing, false);
  const { key, examples } = socialAnswers[cue.topic.id]!;
  return talk(context, key, examples);
}

export function nothingAsked(context: AnswerContext): Response {
  return talk(context, 'nothing', true);
}

export function askWhichOne(context: AnswerContext, why: string): Response {
  context.trace('asked back', why);
  return respondWith(context.asked, 'clarify', whichOneCard(context.formatter), []);
}
