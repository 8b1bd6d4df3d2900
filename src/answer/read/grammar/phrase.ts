/** Compiles phrases of the grammar's data (`(a|b)`, `?`, `…`, slots) into patterns, and expands those without slots into words. */
import type { CueEntry, PhraseEntry, WordEntry } from '../../../model/pack/grammar.ts';
import { clean } from '../../text/text.ts';

const digits = '[一二三四五六七八九十]';

/** What a slot stands for; those of a pack are added to these. */
const commonSlots: Readonly<Record<string, string>> = {
  n: `(\\d{1,3}|${digits}{1,3}|两)`,
  q: '(\\d{2,7}|[一二两三四五六七八九][十百千万][一二三四五六七八九十百千万零]*)',
  g: '([一二三四五六七八九])',
  month: `(?:\\d{1,2}|${digits}{1,2})`,
  tens: '([二三四五六七八九]十)',
  pair: '(俩|仨|两个|三个)',
  one: '(?:一个|一家)',
  han: '[\\u4e00-\\u9fff]',
};

export type Slots = Readonly<Record<string, string>>;

const special = /[.*+^${}[\]/-]/;

/** Reads a phrase from left to right into the source of a regular expression. */
class PhraseCompiler {
  private at = 0;
  /** How often the slot `{x}` was read: the second time it is the same character. */
  private repeated = 0;
  private readonly phrase: string;
  private readonly slots: Slots;

  constructor(phrase: string, slots: Slots) {
    this.phrase = phrase;
    this.slots = slots;
  }

  compile(): string {
    let source = '';
    while (this.at < this.phrase.length) source += this.next();
    return source;
  }

  private next(): string {
    const character = this.phrase[this.at++]!;
    switch (character) {
      case '\\':
        return `\\${this.phrase[this.at++]}`;
      case '…':
        return '.{0,10}?';
      case '(':
        return '(?:';
      case '{':
        return this.slot();
      case '$':
        return this.at === this.phrase.length ? '$' : '\\$';
      default:
        return special.test(character) ? `\\${character}` : character;
    }
  }

  private slot(): string {
    const end = this.phrase.indexOf('}', this.at);
    const name = this.phrase.slice(this.at, end);
    this.at = end + 1;
    if (name === 'x') return this.repeated++ ? '\\k<x>' : '(?<x>.)';
    return this.slots[name] ?? commonSlots[name] ?? '(?!)';
  }
}

/** A phrase as the source of a regular expression; its slots with a number capture it. */
export const sourceOf = (phrase: string, slots: Slots = {}): string => new PhraseCompiler(phrase, slots).compile();

const alternatives = (phrases: readonly string[], slots: Slots) =>
  phrases.map((phrase) => sourceOf(phrase, slots)).join('|');

type Context = Pick<PhraseEntry, 'before' | 'notBefore' | 'after' | 'notAfter'>;

/** Look-arounds for what has to stand, or must not stand, beside a phrase. */
export function contextOf(
  { before, notBefore, after, notAfter }: Context,
  slots: Slots,
): [ahead: string, behind: string] {
  const ahead = `${before ? `(?=${alternatives(before, slots)})` : ''}${notBefore ? `(?!${alternatives(notBefore, slots)})` : ''}`;
  const behind = `${after ? `(?<=${alternatives(after, slots)})` : ''}${notAfter ? `(?<!${alternatives(notAfter, slots)})` : ''}`;
  return [ahead, behind];
}

/** Each phrase of an entry as one pattern. */
export function patternsOf(entry: PhraseEntry | CueEntryLike, slots: Slots, flags: string): RegExp[] {
  const [ahead, behind] = contextOf(entry, slots);
  return entry.say.map((phrase) => new RegExp(`${behind}(?:${sourceOf(phrase, slots)})${ahead}`, flags));
}

type CueEntryLike = Pick<CueEntry, 'say'> & Context;

/** The context of a word entry, as a test at the word's end; undefined where any place will do. */
export function endTestOf(entry: WordEntry, slots: Slots): RegExp | undefined {
  const [ahead] = contextOf(
    { ...(entry.before ? { before: entry.before } : {}), ...(entry.notBefore ? { notBefore: entry.notBefore } : {}) },
    slots,
  );
  return ahead ? new RegExp(ahead, 'y') : undefined;
}

/** Text as the reader sees it: clean, and 、 kept apart from ，: a list is no pause. */
export const prepare = (text: string): string => text.split('、').map(clean).join('、');

/** The end of the group that opens at `open`. */
function closing(phrase: string, open: number): number {
  let depth = 0;
  for (let at = open; at < phrase.length; at++) {
    if (phrase[at] === '(') depth++;
    else if (phrase[at] === ')' && --depth === 0) return at;
  }
  return phrase.length - 1;
}

/** Choices of a group, split at its own bars only. */
function choices(group: string): string[] {
  const found = [''];
  let depth = 0;
  for (const character of group) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === '|' && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  return found;
}

/** Every word that a phrase without slots stands for. A name that holds brackets of its own has no bar in them. */
export function expand(phrase: string): string[] {
  let words = [''];
  for (let at = 0; at < phrase.length; at++) {
    let options = [phrase[at]!];
    if (phrase[at] === '(') {
      const end = closing(phrase, at);
      const inner = phrase.slice(at + 1, end);
      const optional = phrase[end + 1] === '?';
      if (!optional && !inner.includes('|')) options = [`(${inner})`];
      else options = choices(inner).flatMap(expand);
      at = end;
    }
    if (phrase[at + 1] === '?') {
      options = [...options, ''];
      at++;
    }
    words = words.flatMap((word) => options.map((option) => word + option));
  }
  return words;
}
