/** Everything that is not an answer: not stated, asked back, small talk. */

import type { PhraseKey } from '../../language/answer-phrases.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { Cue } from '../analyse/cues.ts';
import { type NotStated, notStatedCard, progressCard, talkCard, whichOneCard } from '../compose/others.ts';
import { type Asking, type Response, recordsOf, respondWith } from '../response.ts';
import { subjectScore } from '../retrieve/subject.ts';
import { answerFloor, isRecord, strongSubject } from '../retrieve/thresholds.ts';
import { smallTalkIn } from './small-talk.ts';

function related(asking: Asking, most = 2): PlanRecord[] {
  const { engine, asked } = asking;
  const { hits } = engine.rank(asked.text, isRecord);
  const floor = Math.max(answerFloor, (hits[0]?.score ?? 0) * 0.5);
  return recordsOf(
    asking,
    hits
      .filter((hit) => hit.score >= floor)
      .slice(0, most)
      .map((hit) => hit.id),
  );
}

export function decline(asking: Asking, what: NotStated, why: string): Response {
  asking.trace('declined', why);
  const near = related(asking);
  // 那它归谁管 may follow: what the question was about stays the subject, unless it named none.
  const focus =
    subjectScore(asking) >= strongSubject / 2
      ? [near.find((record) => record.kind === 'task') ?? near[0]].flatMap((record) => record?.id ?? [])
      : [];
  return respondWith(asking.asked, 'not_found', notStatedCard(asking.voice, what, near), [], { focus });
}

/** Is it asked how far something has got? That it is there (建好没) is asked of a place, not of a row. */
export const asksProgress = ({ asked }: Asking, cues: readonly Cue[]): boolean =>
  cues.some(({ topic }) => topic.id === 'progress') &&
  !asked.marks.some(({ tag }) => ['ask.done', 'ask.deadline', 'ask.left'].includes(tag));

/** How far a row has got: not stated, with when it is due. */
export function declineProgress(asking: Asking, id: string): Response {
  asking.trace('declined', `how far ${id} has got`);
  const record = asking.engine.pack.records.get(id)!;
  return respondWith(asking.asked, 'not_found', progressCard(asking.voice, record), [], { focus: [id] });
}

export function talk(asking: Asking, key: PhraseKey, withExamples: boolean): Response {
  return respondWith(asking.asked, 'help', talkCard(asking.voice, key, withExamples), []);
}

const socialAnswers: Record<string, { key: PhraseKey; examples: boolean }> = {
  smalltalk: { key: 'greeting', examples: true },
  abuse: { key: 'abuse', examples: false },
  identity: { key: 'identity', examples: false },
  nonsense: { key: 'nothing', examples: true },
  injection: { key: 'injection', examples: false },
};

export function talkOf(asking: Asking, cue: Cue): Response {
  asking.trace('small talk', `${cue.topic.id} (${cue.text})`);
  const passing = cue.topic.id === 'smalltalk' ? smallTalkIn(cue.text) : undefined;
  if (passing) return talk(asking, passing, false);
  const { key, examples } = socialAnswers[cue.topic.id]!;
  return talk(asking, key, examples);
}

export function nothingAsked(asking: Asking): Response {
  return talk(asking, 'nothing', true);
}

export function askWhichOne(asking: Asking, why: string): Response {
  asking.trace('asked back', why);
  return respondWith(asking.asked, 'clarify', whichOneCard(asking.voice), []);
}
