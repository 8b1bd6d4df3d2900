/** Toneless pinyin of a pack's own characters and words, and what a row of syllables most likely means in them. */
import { createRequire } from 'node:module';
import { chinese } from './text.ts';

const require = createRequire(import.meta.url);

/** Longest run that is compared with the corpus; longer ones are matched in pieces. */
const longestMatch = 14;

/**
 * Sounds of one pack's corpus. Built when the first question needs it: most don't, and pinyin-pro takes longer to
 * load than a question takes to answer.
 */
export class Sounds {
  private readonly characters: string[] = [];
  private readonly syllables: string[] = [];
  private readonly pairs = new Map<string, number[]>();
  private readonly ofCharacter = new Map<string, string>();
  private readonly commonest = new Map<string, string>();
  private readonly initials = new Map<string, string>();
  private readonly known: ReadonlySet<string>;
  private readonly read: (character: string) => string;

  /** Where the terms end and how people put things begins. */
  private readonly termsEnd: number;

  /**
   * `terms`: what a question may name; `sayings`: how people ask; `names`: closed names that may be typed by their
   * initials, preferred first.
   */
  constructor(terms: readonly string[], sayings: readonly string[], names: Iterable<string>) {
    const { pinyin } = require('pinyin-pro') as typeof import('pinyin-pro');
    this.read = (character) => pinyin(character, { toneType: 'none', v: true }).toLowerCase();
    const counts = new Map<string, Map<string, number>>();
    let termsEnd = 0;
    for (const [at, text] of [...terms, ...sayings].entries()) {
      if (at === terms.length) termsEnd = this.characters.length;
      for (const character of text) {
        const syllable = chinese.test(character) ? this.syllable(character) : '';
        this.characters.push(character);
        this.syllables.push(syllable);
        if (!syllable) continue;
        const byCharacter = counts.get(syllable) ?? new Map<string, number>();
        byCharacter.set(character, (byCharacter.get(character) ?? 0) + 1);
        counts.set(syllable, byCharacter);
      }
      this.characters.push('\n');
      this.syllables.push('');
    }
    this.termsEnd = termsEnd;
    for (const [syllable, byCharacter] of counts) {
      const best = [...byCharacter].reduce((a, b) => (b[1] > a[1] ? b : a));
      this.commonest.set(syllable, best[0]);
    }
    for (let at = 0; at + 1 < this.syllables.length; at++) {
      if (!this.syllables[at] || !this.syllables[at + 1]) continue;
      const key = `${this.syllables[at]} ${this.syllables[at + 1]}`;
      const places = this.pairs.get(key);
      if (places) places.push(at);
      else this.pairs.set(key, [at]);
    }
    this.known = new Set(counts.keys());
    for (const name of names) {
      const key = [...name].map((character) => (chinese.test(character) ? this.syllable(character)[0] : '')).join('');
      if (key.length > 1 && key.length === [...name].length && !this.initials.has(key)) this.initials.set(key, name);
    }
  }

  syllable(character: string): string {
    let syllable = this.ofCharacter.get(character);
    if (syllable === undefined) {
      syllable = this.read(character);
      this.ofCharacter.set(character, syllable);
    }
    return syllable;
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
        if (!head || !this.known.has(syllable)) continue;
        const way = [...head, syllable];
        if (way.length < (best[to]?.length ?? Number.POSITIVE_INFINITY)) best[to] = way;
      }
    }
    return best[letters.length];
  }

  /** The longest run of the corpus that sounds like `syllables` from `at` on; of equals the one most often written. */
  longest(syllables: readonly string[], at: number, termsOnly = false): string {
    const places = this.pairs.get(`${syllables[at]} ${syllables[at + 1]}`) ?? [];
    const written = new Map<string, number>();
    let length = 0;
    for (const place of places) {
      if (termsOnly && place >= this.termsEnd) break;
      let n = 2;
      while (
        n < longestMatch &&
        at + n < syllables.length &&
        syllables[at + n] &&
        this.syllables[place + n] === syllables[at + n]
      )
        n++;
      if (n < length) continue;
      if (n > length) {
        written.clear();
        length = n;
      }
      const text = this.characters.slice(place, place + n).join('');
      written.set(text, (written.get(text) ?? 0) + 1);
    }
    let best = '';
    for (const [text, count] of written)
      if (!best || count > written.get(best)! || (count === written.get(best)! && text < best)) best = text;
    return best;
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
