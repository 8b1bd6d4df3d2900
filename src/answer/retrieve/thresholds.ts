/** Where the scores of search and classifier turn into decisions. */
import type { Understanding } from '../analyse/understand.ts';

// Thresholds on the search's scores, set on the questions written beforehand and on the phrasings held out.
/** Below this the left-over words are no subject. */
export const subjectFloor = 8;
/** A subject this strong is looked up even where the words around it would make a filter. */
export const strongSubject = 30;
/** Below this a lookup is not answered. */
export const answerFloor = 14;

/** English questions meet fewer features of a record than Chinese ones of the same weight. */
export const floorFor = ({ english }: Understanding) => (english ? subjectFloor * 0.6 : subjectFloor);
export const answerFloorFor = ({ english }: Understanding) => (english ? answerFloor * 0.6 : answerFloor);

/** With a cue, this much likeness to what is never stated declines. */
export const softCue = 0.2;
export const hardCue = 0.015;
/** A faint match is answered where a question sounds this little like what is never stated. */
export const sureInside = 0.2;
/** Without a cue. */
export const noCue = 0.65;
/** Without a cue, where a column of the plan's tables is asked by name. */
export const noCueColumn = 0.95;
/** Without a cue, where a record meets a third of the question. */
export const noCueMet = 0.85;
/** Where a number is asked and the record prints one. */
export const noCueNumber = 0.92;

export const isRecord = (id: string) => !id.startsWith('outside:');
