/** Finds the longest stretch of a question that stands in the records' own text, by pairs of characters and their places. */

import type { KnowledgePack } from '../../../model/pack/pack.ts';
import { prepare } from './phrase.ts';

/** Places of one pair that are compared; a pair as common as that finds its words among the first. */
const maxPlaces = 400;
const maxLength = 10;
const ordinary = /[\u4e00-\u9fffa-z0-9]/;

export class TextIndex {
  private readonly text: string;
  private readonly places = new Map<string, number[]>();

  constructor(texts: readonly string[]) {
    this.text = texts.map((text) => text.replace(/\s/g, '')).join('\n');
    for (let at = 0; at + 1 < this.text.length; at++) {
      const pair = this.text.slice(at, at + 2);
      const places = this.places.get(pair);
      if (!places) this.places.set(pair, [at]);
      else if (places.length < maxPlaces) places.push(at);
    }
  }

  /** Length of the longest match from `at` on: letters, digits and Chinese characters only; 0 where not even a pair stands. */
  longestAt(question: string, at: number): number {
    let longest = 0;
    for (const place of this.places.get(question.slice(at, at + 2)) ?? []) {
      let length = 0;
      while (
        length < maxLength &&
        at + length < question.length &&
        ordinary.test(question[at + length]!) &&
        this.text[place + length] === question[at + length]
      )
        length++;
      if (length > longest) longest = length;
    }
    return longest > 1 ? longest : 0;
  }

  has(word: string): boolean {
    return this.longestAt(word, 0) === word.length;
  }
}

export interface EverydayWord {
  word: string;
  term: string;
}

/** Everyday words of the pack's concepts that the text itself does not use, by their first character, with the term for each. */
export function everydayWordsOf(
  { concepts }: KnowledgePack,
  index: TextIndex,
  generic: ReadonlySet<string>,
): Map<string, EverydayWord[]> {
  const byHead = new Map<string, EverydayWord[]>();
  for (const concept of concepts) {
    const term = concept.terms.map(prepare).find((one) => one.length >= 2 && one.length <= 6 && index.has(one));
    if (!term || generic.has(term)) continue;
    for (const word of concept.words) {
      if (word.length < 2 || word.length > 4 || !/^[\u4e00-\u9fff]+$/.test(word) || index.has(word)) continue;
      const same = byHead.get(word[0]!);
      if (same) same.push({ word, term });
      else byHead.set(word[0]!, [{ word, term }]);
    }
  }
  return byHead;
}
