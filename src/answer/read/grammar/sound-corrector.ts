/** Corrects closed words and names that were written by their sound (千头 for 牵头), where the text has no word of its own. */
import type { Grammar, WordEntry } from '../../../model/pack/grammar.ts';
import { pinyinOf } from '../../text/pinyin.ts';
import type { PackNames } from './names.ts';
import { prepare } from './phrase.ts';
import type { ClosedWords } from './words.ts';

const correctedClasses: readonly WordEntry['class'][] = [
  'lead',
  'cooperate',
  'lead-heading',
  'cooperate-heading',
  'leader-heading',
  'flag-yes',
  'earliest',
  'latest',
];
const chinese = /^[\u4e00-\u9fff]+$/;
const lengths = [5, 4, 3, 2];

export class SoundCorrector {
  private readonly words: ClosedWords;
  private readonly names: PackNames;
  private readonly grammar: Grammar;
  private bySound: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(words: ClosedWords, names: PackNames, grammar: Grammar) {
    this.words = words;
    this.names = names;
    this.grammar = grammar;
  }

  correct(text: string): string {
    const held = this.heldPlaces(text);
    let corrected = text;
    for (let at = 0; at < corrected.length; at++)
      for (const length of lengths) {
        const part = corrected.slice(at, at + length);
        if (part.length < length || !chinese.test(part)) continue;
        if ([...part].every((_, i) => held[at + i])) continue;
        const word = this.wordFor(part, (i) => Boolean(held[at + i]));
        if (!word) continue;
        corrected = corrected.slice(0, at) + word + corrected.slice(at + length);
        held.fill(1, at, at + length);
      }
    return corrected;
  }

  /** Places that belong to a word already. */
  private heldPlaces(text: string): Uint8Array {
    const held = this.words.coverage(text);
    for (let at = 0; at < text.length; at++)
      for (const { text: name } of this.names.unitsAt(text, at)) held.fill(1, at, at + name.length);
    return held;
  }

  /** A known word of the same sound that differs in a character or two, none of them held or common. */
  private wordFor(part: string, held: (place: number) => boolean): string | undefined {
    const allowed = part.length >= 4 ? 2 : 1;
    for (const word of this.known.get(this.keyOf(part)) ?? []) {
      if (word === part) return undefined;
      const wrong = [...word].flatMap((character, i) => (character === part[i] ? [] : [i]));
      const doubtful = wrong.every((i) => !held(i) && !this.grammar.distinctSounds.includes(part[i]!));
      if (wrong.length <= allowed && doubtful) return word;
    }
    return undefined;
  }

  private get known(): ReadonlyMap<string, readonly string[]> {
    this.bySound ??= this.index();
    return this.bySound;
  }

  /** Every word that may have been written by its sound. */
  private *knownWords(): Iterable<string> {
    const { grammar, words, names } = this;
    yield* grammar.sounds.map(prepare);
    for (const { entry, text } of words.list) if (correctedClasses.includes(entry.class) && text.length > 1) yield text;
    for (const name of names.allNames()) if (name.length <= 6 && !/[里上]$/.test(name)) yield name;
    const terms = names.pack.concepts.flatMap((concept) => concept.terms);
    yield* terms.filter(({ length }) => length >= 3 && length <= 6);
  }

  private index(): Map<string, string[]> {
    const bySound = new Map<string, string[]>();
    for (const word of new Set(this.knownWords())) {
      if (!chinese.test(word)) continue;
      const key = this.keyOf(word);
      bySound.set(key, [...(bySound.get(key) ?? []), word]);
    }
    return bySound;
  }

  /** Two characters must sound the same; of three and more, zh and z, ng and n are one. */
  private keyOf(word: string): string {
    return [...word]
      .map((character) => {
        const sound = pinyinOf(character);
        return word.length < 3 ? sound : sound.replace(/^([zcs])h/, '$1').replace(/ng$/, 'n');
      })
      .join(' ');
  }
}
