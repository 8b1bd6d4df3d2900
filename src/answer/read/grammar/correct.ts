/** Takes out what a speaker took back: 公安 啊不是 法院 asks for the court alone. */
import type { ClosedWords, PhraseMatch } from './words.ts';

const maxCorrections = 3;
const clauseMarks = [',', ' ', '、', '.', ';'];
const ofRange = /(?:到|至)[^到至]*$/;
const startsRange = /^(?:到|至)/;

/** The first phrase that takes something back, with something before and behind it. */
function takenBack(text: string, words: ClosedWords): PhraseMatch | undefined {
  let first: PhraseMatch | undefined;
  for (const found of words.phrasesIn(text)) {
    if (found.entry.name !== 'taken-back' || found.start === 0 || found.end === text.length) continue;
    if (/[对不]$/.test(text.slice(0, found.start))) continue;
    if (!first || found.start < first.start || (found.start === first.start && found.end > first.end)) first = found;
  }
  return first;
}

/** @returns the text without what was taken back; of a range only its end goes where the correction begins with 到 */
export function withoutCorrections(text: string, words: ClosedWords): string {
  let corrected = text;
  for (let times = 0; times < maxCorrections; times++) {
    const found = takenBack(corrected, words);
    if (!found) break;
    const head = corrected.slice(0, found.start);
    const rest = corrected.slice(found.end);
    const clause = Math.max(...clauseMarks.map((token) => head.lastIndexOf(token))) + 1;
    const kept = startsRange.test(rest) ? head.slice(clause).replace(ofRange, '') : '';
    corrected = head.slice(0, clause) + kept + rest;
  }
  return corrected;
}
