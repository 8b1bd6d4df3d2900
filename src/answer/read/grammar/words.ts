/** The closed words and phrases of the grammar, compiled once: which word of which class stands at a place, fillers, and cues of the whole question. */
import type { Grammar, PhraseEntry, WordEntry } from '../../../model/pack/grammar.ts';
import { endTestOf, patternsOf, prepare, type Slots } from './phrase.ts';

/** A word of a class. */
export interface ClosedWord {
  text: string;
  entry: WordEntry;
  /** A single character says little by itself. */
  weight: number;
}

export interface PhraseMatch {
  entry: PhraseEntry;
  match: RegExpExecArray;
  start: number;
  end: number;
}

type CompiledPhrase = { entry: PhraseEntry; patterns: RegExp[] };

const singleWeight = 0.35;

function byHead<T>(list: readonly T[], textOf: (one: T) => string): Map<string, T[]> {
  const heads = new Map<string, T[]>();
  for (const one of list) {
    const head = textOf(one)[0]!;
    const same = heads.get(head);
    if (same) same.push(one);
    else heads.set(head, [one]);
  }
  for (const same of heads.values()) same.sort((a, b) => textOf(b).length - textOf(a).length);
  return heads;
}

export class ClosedWords {
  private readonly words: ReadonlyMap<string, readonly ClosedWord[]>;
  private readonly fillers: ReadonlyMap<string, readonly string[]>;
  private readonly phrases = new Map<string, CompiledPhrase[]>();
  private readonly everywhere: CompiledPhrase[] = [];
  private readonly cues = new Map<string, RegExp[]>();
  private readonly endTests = new Map<WordEntry, RegExp | undefined>();
  readonly list: readonly ClosedWord[];

  constructor(grammar: Grammar, slots: Slots) {
    this.list = grammar.words.flatMap((entry) =>
      entry.words.map((word) => {
        const text = prepare(word);
        return { text, entry, weight: entry.weight * (text.length === 1 ? singleWeight : 1) };
      }),
    );
    this.words = byHead(this.list, ({ text }) => text);
    this.fillers = byHead([...new Set(grammar.fillers.map(prepare))].filter(Boolean), (filler) => filler);
    for (const entry of grammar.words) this.endTests.set(entry, endTestOf(entry, slots));
    for (const entry of grammar.phrases) {
      const flags = entry.where === undefined ? 'g' : entry.where === 'before-unit' ? '' : 'y';
      const anchored =
        entry.where === 'before-unit' ? { ...entry, say: entry.say.map((phrase) => `${phrase}$`) } : entry;
      const compiled = { entry, patterns: patternsOf(anchored, slots, flags) };
      const same = this.phrases.get(entry.name);
      if (same) same.push(compiled);
      else this.phrases.set(entry.name, [compiled]);
      if (entry.where === undefined) this.everywhere.push(compiled);
    }
    for (const entry of grammar.cues)
      this.cues.set(entry.name, [...(this.cues.get(entry.name) ?? []), ...patternsOf(entry, slots, 'g')]);
  }

  /** Length of the longest filler at a place; 0 where there is none. */
  fillerAt(text: string, at: number): number {
    return this.fillers.get(text[at]!)?.find((filler) => text.startsWith(filler, at))?.length ?? 0;
  }

  /** Words at a place, the longest of each class and variant first. */
  *wordsAt(text: string, at: number): Iterable<ClosedWord> {
    const seen = new Set<string>();
    for (const word of this.words.get(text[at]!) ?? []) {
      if (seen.has(word.entry.class) || !text.startsWith(word.text, at)) continue;
      seen.add(word.entry.class);
      if (this.fits(word, text, at)) yield word;
    }
  }

  private fits({ entry, text: word }: ClosedWord, text: string, at: number): boolean {
    const test = this.endTests.get(entry);
    if (!test) return true;
    test.lastIndex = at + word.length;
    return test.test(text);
  }

  /** How long the longest word or filler at each place is, spread over the characters that it covers. */
  coverage(text: string): Uint8Array {
    const covered = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) {
      let length = this.fillerAt(text, at);
      for (const { text: word } of this.words.get(text[at]!) ?? [])
        if (word.length > length && text.startsWith(word, at)) length = word.length;
      if (length < 2) continue;
      for (let i = at; i < at + length; i++) covered[i] = Math.max(covered[i]!, length);
    }
    return covered;
  }

  /** Every phrase that may stand anywhere. */
  *phrasesIn(text: string): Iterable<PhraseMatch> {
    for (const { entry, patterns } of this.everywhere)
      for (const pattern of patterns)
        for (const match of text.matchAll(pattern))
          if (match[0]) yield { entry, match, start: match.index, end: match.index + match[0].length };
  }

  /** The longest phrase of a name that begins at a place, for phrases that are searched for beside something. */
  phraseAt(name: string, text: string, at: number): PhraseMatch | undefined {
    let longest: PhraseMatch | undefined;
    for (const { entry, patterns } of this.phrases.get(name) ?? [])
      for (const pattern of patterns) {
        pattern.lastIndex = at;
        const match = pattern.exec(text);
        if (match && (!longest || match[0].length > longest.end - longest.start))
          longest = { entry, match, start: at, end: at + match[0].length };
      }
    return longest;
  }

  /** The phrase of a name that ends a text. */
  phraseBefore(name: string, text: string): PhraseMatch | undefined {
    for (const { entry, patterns } of this.phrases.get(name) ?? [])
      for (const pattern of patterns) {
        const match = pattern.exec(text);
        if (match) return { entry, match, start: match.index, end: text.length };
      }
    return undefined;
  }

  /** Where a cue stands. */
  *cueSpans(name: string, text: string): Iterable<{ start: number; end: number }> {
    for (const pattern of this.cues.get(name) ?? [])
      for (const match of text.matchAll(pattern)) yield { start: match.index, end: match.index + match[0].length };
  }

  hasCue(name: string, text: string): boolean {
    return (this.cues.get(name) ?? []).some((pattern) => {
      pattern.lastIndex = 0;
      return pattern.test(text);
    });
  }
}
