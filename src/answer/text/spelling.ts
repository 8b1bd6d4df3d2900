/**
 * Corrects what was typed, by the pack's own words only: traditional characters, homophones, swapped characters,
 * pinyin and initials. What the pack knows already is left as it is, so a correct question passes unchanged.
 */

import { simplify } from '../../language/script.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { CommonSpeech } from '../../model/pack/speech.ts';
import { inChinese } from './english-words.ts';
import { PinyinIndex, pinyinOf } from './pinyin.ts';
import { chinese } from './text.ts';

const run = /[\u3400-\u9fff]+/g;
/** A homophone is corrected only inside a run of at least this many sounds that the pack writes otherwise. */
const leastRun = 3;
const swapLengths = [4, 3];
/** Characters before and after letters that have to stand in the same run, the most first. */
const contexts: readonly (readonly [before: number, after: number])[] = [
  [2, 2],
  [2, 1],
  [1, 2],
  [1, 1],
  [2, 0],
  [0, 2],
  [1, 0],
  [0, 1],
];

function charactersAndPairs(texts: Iterable<string>): Set<string> {
  const parts = new Set<string>();
  for (const text of texts)
    for (const [piece] of text.matchAll(run))
      for (let at = 0; at < piece.length; at++) {
        parts.add(piece[at]!);
        if (at + 1 < piece.length) parts.add(piece.slice(at, at + 2));
      }
  return parts;
}

/** Runs of the lengths in which swaps are corrected, by their sorted characters. */
function runsByCharacters(texts: Iterable<string>): Map<string, string> {
  const runs = new Map<string, string>();
  for (const text of texts)
    for (const [piece] of text.matchAll(run))
      for (const length of swapLengths)
        for (let at = 0; at + length <= piece.length; at++) {
          const part = piece.slice(at, at + length);
          runs.set([...part].sort().join(''), part);
        }
  return runs;
}

export class SpellCorrector {
  private readonly pack: KnowledgePack;
  private readonly speech: CommonSpeech;
  private readonly indexed: (part: string) => boolean;
  private vocabulary: ReadonlySet<string> | undefined;
  private loadedSwaps: ReadonlyMap<string, string> | undefined;
  private words: ReadonlySet<string> | undefined;
  private loadedPinyinIndex: PinyinIndex | undefined;
  private readonly names: ReadonlySet<string>;

  /** `indexed`: does a record or anything people were imagined to say hold this character or pair? */
  constructor(pack: KnowledgePack, speech: CommonSpeech, indexed: (part: string) => boolean) {
    this.pack = pack;
    this.speech = speech;
    this.indexed = indexed;
    this.names = new Set([...this.nameList()].filter((name) => name.length >= leastRun));
  }

  /** Latin words that the pack or the common words know: English, not pinyin. */
  private get latinWords(): ReadonlySet<string> {
    if (!this.words) {
      const words = new Set<string>();
      for (const text of [...this.speechWords(), ...this.termWords(), ...this.phrasings()])
        for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) words.add(word);
      this.words = words;
    }
    return this.words;
  }

  correct(cleaned: string): string {
    let text = this.simplify(cleaned);
    if (/[a-z]{2}/.test(text)) text = this.fromLatin(this.fromMixed(inChinese(text, this.speech.english)));
    return text.replace(run, (part) => this.correctRun(this.unswap(part)));
  }

  private *phrasings(): Iterable<string> {
    for (const { text } of this.pack.phrasings) yield text;
    for (const topic of this.speech.outside) yield* topic.questions;
  }

  private *speechWords(): Iterable<string> {
    for (const words of Object.values(this.speech.intents)) yield* words;
    yield* this.speech.fillers;
    for (const topic of this.speech.outside) yield* topic.cues;
  }

  private *termWords(): Iterable<string> {
    const { units, servicePoints, concepts, facts, plan } = this.pack;
    for (const unit of units.units) yield* [unit.short, unit.name, ...unit.aliases];
    for (const { names } of units.joint) yield* names;
    for (const servicePoint of servicePoints)
      yield* [servicePoint.name, ...servicePoint.aliases, ...servicePoint.needs];
    for (const concept of concepts) yield* [...concept.terms, ...concept.words];
    yield* [...facts.names, ...facts.subject];
    yield* plan.records.map((record) => record.text.text);
  }

  /** Is this character or pair written anywhere by the pack or the common words? */
  private knows(part: string): boolean {
    if (this.indexed(part)) return true;
    this.vocabulary ??= charactersAndPairs([...this.speechWords(), ...this.termWords()]);
    return this.vocabulary.has(part);
  }

  /** The plan's own runs by their characters in order of code. */
  private get swaps(): ReadonlyMap<string, string> {
    this.loadedSwaps ??= runsByCharacters(this.pack.plan.records.map(({ text }) => text.text));
    return this.loadedSwaps;
  }

  private get pinyinIndex(): PinyinIndex {
    this.loadedPinyinIndex ??= new PinyinIndex(
      [...this.termWords()],
      [...this.phrasings(), ...this.speechWords()],
      this.nameList(),
    );
    return this.loadedPinyinIndex;
  }

  private *nameList(): Iterable<string> {
    const { units, servicePoints, concepts } = this.pack;
    for (const unit of units.units) yield* [unit.name, unit.short, ...unit.aliases];
    for (const servicePoint of servicePoints) yield* [servicePoint.name, ...servicePoint.aliases];
    for (const concept of concepts) yield* concept.terms.filter((term) => term.length <= 6);
  }

  /** Converted only where a character is foreign to the pack: then most are traditional. */
  private simplify(text: string): string {
    const foreign = [...text].some((character) => chinese.test(character) && !this.knows(character));
    if (!foreign) return text;
    return simplify(text);
  }

  /** Pinyin inside a word (完成时xian, gongan局): what the pack writes between these characters. */
  private fromMixed(text: string): string {
    return text.replace(/[a-z]{2,}/g, (letters, at: number) => {
      const cut = this.pinyinIndex.cut(letters);
      if (!cut) return letters;
      const before = /[\u3400-\u9fff]{0,2}$/.exec(text.slice(0, at))![0];
      const after = /^[\u3400-\u9fff]{0,2}/.exec(text.slice(at + letters.length))![0];
      for (const [left, right] of contexts) {
        if (left > before.length || right > after.length) continue;
        const meant = this.pinyinIndex.between(before.slice(before.length - left), cut, after.slice(0, right));
        if (meant) return meant;
      }
      return letters;
    });
  }

  /** Runs of letters that are no known word: pinyin first, then initials. */
  private fromLatin(text: string): string {
    return text.replace(/[a-z]+(?:[ ']+[a-z]+)*/g, (letters) => {
      const words = letters.split(/[ ']+/);
      const foreign = words.filter(
        (word) => !this.latinWords.has(word) || (word.length > 6 && this.soundsLikeName(word)),
      );
      if (!foreign.length || (words.length > 3 && foreign.length < words.length * 0.5)) return letters;
      const cut = words.map((word) => this.pinyinIndex.cut(word));
      const sounded = cut.filter((way) => way !== undefined).length;
      if (sounded === words.length && cut.flat().length > 1 && this.likelyPinyin(words))
        return this.pinyinIndex.decode(cut.flat() as string[]);
      return words
        .map((word, at) =>
          !foreign.includes(word)
            ? word
            : (this.pinyinIndex.nameOf(word) ??
              (cut[at] && cut[at].length > 1 ? this.pinyinIndex.decode(cut[at]) : word)),
        )
        .join(' ');
    });
  }

  private soundsLikeName(word: string): boolean {
    const cut = this.pinyinIndex.cut(word);
    return cut !== undefined && this.names.has(this.pinyinIndex.decode(cut));
  }

  /** English sentences also cut into syllables now and then; pinyin knows no word of theirs. */
  private likelyPinyin(words: readonly string[]): boolean {
    const english = words.filter((word) => word.length > 2 && this.latinWords.has(word) && !this.pinyinIndex.cut(word));
    return english.length === 0;
  }

  private unswap(part: string): string {
    if (![...part].some((_, i) => i + 1 < part.length && !this.knows(part.slice(i, i + 2)))) return part;
    let text = part;
    for (const length of swapLengths)
      for (let i = 0; i + length <= text.length; i++) {
        const window = text.slice(i, i + length);
        const right = this.swaps.get([...window].sort().join(''));
        if (!right || right === window) continue;
        const unknown = (at: number) => !this.knows(text.slice(at, at + 2));
        const inner = [...Array(length - 1).keys()].filter((k) => unknown(i + k)).length;
        const around = Number(i > 0 && unknown(i - 1)) + Number(i + length < text.length && unknown(i + length - 1));
        // 移交线索 is two words in another order, not a slip of the fingers.
        const twoWords = !unknown(i) && !unknown(i + length - 2);
        const odd = inner > 0 && inner + around >= 2 && !twoWords;
        if (odd) text = text.slice(0, i) + right + text.slice(i + length);
      }
    return text;
  }

  /** Characters in pairs that nobody writes, in a run that sounds like one the pack does write. */
  private correctRun(part: string): string {
    if (part.length < leastRun) return part;
    const unknown = (i: number) => i >= 0 && i + 1 < part.length && !this.knows(part.slice(i, i + 2));
    const odd = [...part].map((_, i) => Number(unknown(i - 1)) + Number(unknown(i)));
    if (!odd.some(Boolean)) return part;
    const syllables = [...part].map(pinyinOf);
    const characters = [...part];
    for (let at = 0; at + leastRun <= part.length; ) {
      const like = this.pinyinIndex.longest(syllables, at, true);
      const wrong = [...like].filter((character, k) => character !== characters[at + k]).length;
      const least = this.names.has(like) ? 1 : 2;
      const edge = (k: number) => Number(at + k === 0 || at + k === part.length - 1);
      const doubtful = [...like].every(
        (character, k) => character === characters[at + k] || (odd[at + k]! > 0 && odd[at + k]! + edge(k) >= least),
      );
      if (like.length >= leastRun && wrong > 0 && wrong <= like.length / 2 && doubtful) {
        for (const [k, character] of [...like].entries()) characters[at + k] = character;
        at += like.length;
      } else at++;
    }
    return characters.join('');
  }
}
