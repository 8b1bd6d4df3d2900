/** Toneless pinyin of a pack's own characters and words, and what a row of syllables most likely means in them. */
import { createRequire } from 'node:module';
import { chinese } from './text.ts';

const require = createRequire(import.meta.url);

let pinyin: typeof import('pinyin-pro').pinyin | undefined;
const readings = new Map<string, string>();

/** Without its tone, ü as v. pinyin-pro is loaded at the first character: a pack that is only listed never pays for it. */
export function pinyinOf(character: string): string {
  let reading = readings.get(character);
  if (reading === undefined) {
    pinyin ??= (require('pinyin-pro') as typeof import('pinyin-pro')).pinyin;
    reading = pinyin(character, { toneType: 'none', v: true }).toLowerCase();
    readings.set(character, reading);
  }
  return reading;
}

/** Longest run that is compared with the corpus; longer ones are matched in pieces. */
const longestMatch = 14;

/** The text with the highest count; of equals the first by code. Empty where there is none. */
function mostWritten(counts: ReadonlyMap<string, number>): string {
  let best = '';
  let most = 0;
  for (const [text, count] of counts)
    if (count > most || (count === most && text < best)) {
      best = text;
      most = count;
    }
  return best;
}

/**
 * Sounds of one pack's corpus. Built when the first question needs it: most don't, and pinyin-pro takes longer to
 * load than a question takes to answer.
 */
export class PinyinIndex {
  /** All texts, each ended by a line feed. */
  private readonly corpus: string;
  /** Of each character of the corpus, by its number in `numberOf`; 0 = none. */
  private readonly syllables: Uint16Array;
  private readonly numberOf = new Map<string, number>();
  /** Where a pair of syllables stands: `places` from `starts[pair]` to `starts[pair + 1]`, in their order. */
  private readonly places: Int32Array;
  private readonly starts: Int32Array;
  private readonly commonest = new Map<string, string>();
  private readonly initials = new Map<string, string>();

  /** Where the terms end and how people put things begins. */
  private readonly termsEnd: number;

  /**
   * `terms`: what a question may name; `sayings`: how people ask; `names`: closed names that may be typed by their
   * initials, preferred first.
   */
  constructor(terms: readonly string[], phrasings: readonly string[], names: Iterable<string>) {
    const joined = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');
    this.corpus = joined(terms) + joined(phrasings);
    this.termsEnd = phrasings.length ? joined(terms).length : 0;
    this.syllables = new Uint16Array(this.corpus.length);
    this.readCorpus();
    this.starts = new Int32Array((this.numberOf.size + 1) ** 2 + 1);
    this.places = this.sortPairs();
    for (const name of names) {
      const key = [...name].map((character) => (chinese.test(character) ? pinyinOf(character)[0] : '')).join('');
      if (key.length > 1 && key.length === [...name].length && !this.initials.has(key)) this.initials.set(key, name);
    }
  }

  /** By code units: no Chinese character that has a reading needs two of them. */
  private readCorpus(): void {
    const counts = new Uint32Array(0x10000);
    const numbers = new Uint16Array(0x10000);
    const written: number[] = [];
    for (let at = 0; at < this.corpus.length; at++) {
      const code = this.corpus.charCodeAt(at);
      const before = counts[code]!;
      counts[code] = before + 1;
      if (before === 0) {
        const character = String.fromCharCode(code);
        written.push(code);
        if (chinese.test(character)) numbers[code] = this.numberFor(pinyinOf(character));
      }
      this.syllables[at] = numbers[code]!;
    }
    const most = new Map<number, number>();
    for (const code of written) {
      const number = numbers[code]!;
      if (!number || counts[code]! <= (most.get(number) ?? 0)) continue;
      most.set(number, counts[code]!);
      const character = String.fromCharCode(code);
      this.commonest.set(pinyinOf(character), character);
    }
  }

  private numberFor(syllable: string): number {
    if (!syllable) return 0;
    const number = this.numberOf.get(syllable) ?? this.numberOf.size + 1;
    this.numberOf.set(syllable, number);
    return number;
  }

  private pairAt(at: number): number | undefined {
    const [first, second] = [this.syllables[at], this.syllables[at + 1]];
    return first && second ? first * (this.numberOf.size + 1) + second : undefined;
  }

  /** A counting sort: hundreds of thousands of strings as keys of a map took most of the time. */
  private sortPairs(): Int32Array {
    const { starts } = this;
    const count = this.syllables.length;
    for (let at = 0; at < count; at++) {
      const pair = this.pairAt(at);
      if (pair !== undefined) starts[pair + 1]!++;
    }
    for (let pair = 1; pair < starts.length; pair++) starts[pair]! += starts[pair - 1]!;
    const places = new Int32Array(starts.at(-1)!);
    const next = starts.slice();
    for (let at = 0; at < count; at++) {
      const pair = this.pairAt(at);
      if (pair !== undefined) places[next[pair]!++] = at;
    }
    return places;
  }

  /** The name that these letters are the initials of. */
  nameOf(letters: string): string | undefined {
    return this.initials.get(letters);
  }

  /** Cuts letters into syllables of the corpus; undefined where they are none. Fewest syllables first. */
  cut(letters: string): string[] | undefined {
    const best: (string[] | undefined)[] = [[]];
    for (let to = 1; to <= letters.length; to++) {
      for (let from = Math.max(0, to - 6); from < to; from++) {
        const head = best[from];
        const syllable = letters.slice(from, to);
        if (!head || !this.numberOf.has(syllable)) continue;
        const way = [...head, syllable];
        if (way.length < (best[to]?.length ?? Number.POSITIVE_INFINITY)) best[to] = way;
      }
    }
    return best[letters.length];
  }

  /** The longest run of the corpus that sounds like `syllables` from `at` on; of equals the one most often written. */
  longest(syllables: readonly string[], at: number, termsOnly = false): string {
    const sounds = syllables.slice(at, at + longestMatch).map((syllable) => this.numberOf.get(syllable) ?? 0);
    const written = new Map<string, number>();
    let length = 0;
    for (const place of this.placesOf(sounds)) {
      if (termsOnly && place >= this.termsEnd) break;
      const n = this.matchAt(place, sounds);
      if (n < length) continue;
      if (n > length) written.clear();
      length = n;
      const text = this.corpus.slice(place, place + n);
      written.set(text, (written.get(text) ?? 0) + 1);
    }
    return mostWritten(written);
  }

  /**
   * What stands in the corpus for syllables between these characters (限 for xian after 完成时); of several the one most
   * often written. Empty where there is none.
   */
  between(before: string, syllables: readonly string[], after: string): string {
    const sounds = [...[...before].map(pinyinOf), ...syllables, ...[...after].map(pinyinOf)].map(
      (syllable) => this.numberOf.get(syllable) ?? 0,
    );
    const written = new Map<string, number>();
    for (const place of this.placesOf(sounds)) {
      if (this.matchAt(place, sounds) < sounds.length) continue;
      const text = this.corpus.slice(place, place + sounds.length);
      if (!text.startsWith(before) || !text.endsWith(after)) continue;
      const meant = text.slice(before.length, before.length + syllables.length);
      written.set(meant, (written.get(meant) ?? 0) + 1);
    }
    return mostWritten(written);
  }

  /** Places of the corpus at which the first two sounds stand, in order. */
  private placesOf([first, second]: readonly number[]): Iterable<number> {
    if (!first || !second) return [];
    const pair = first * (this.numberOf.size + 1) + second;
    return this.places.subarray(this.starts[pair], this.starts[pair + 1]);
  }

  /** How many of the sounds stand at a place where the first two do. */
  private matchAt(place: number, sounds: readonly number[]): number {
    let n = 2;
    while (n < sounds.length && sounds[n] && this.syllables[place + n] === sounds[n]) n++;
    return n;
  }

  /** Writes syllables in characters: the way with the longest runs known to the corpus. */
  decode(syllables: readonly string[]): string {
    const best: { score: number; text: string }[] = [{ score: 0, text: '' }];
    for (let at = 0; at < syllables.length; at++) {
      const head = best[at];
      if (!head) continue;
      const offer = (text: string, score: number) => {
        const to = at + text.length;
        const total = head.score + score;
        if (!best[to] || total > best[to].score) best[to] = { score: total, text: head.text + text };
      };
      offer(this.commonest.get(syllables[at]!) ?? '', 1);
      const run = this.longest(syllables, at);
      for (let n = 2; n <= run.length; n++) {
        const part = n === run.length ? run : this.longest(syllables.slice(0, at + n), at);
        offer(part, n * n);
      }
    }
    return best[syllables.length]?.text ?? '';
  }
}
