/** Where the scores of search turn into decisions. */

// Thresholds on the search's scores, set on the questions written beforehand and on the phrasings held out.
/** Below this the left-over words are no subject. */
export const subjectFloor = 8;
/** A subject this strong is looked up even where the words around it would make a filter. */
export const strongSubject = 30;
/** Below this a lookup is not answered. */
export const answerFloor = 14;

export const isRecord = (id: string) => !id.startsWith('outside:');
