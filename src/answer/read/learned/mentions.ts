/** Finds what a question mentions: units, periods, groups, flags, kinds, terms of the plan and numbers; roles are decided later. */
import type { Day } from '../../../knowledge/month.ts';
import type { RecordKind } from '../../../model/plan.ts';
import type { Gazetteer, NameMeaning } from './gazetteer.ts';
import { findPeriods, type PeriodSpan } from './period-mentions.ts';
import { ordinaryWords } from './word-classes.ts';

interface Base {
  start: number;
  end: number;
  /** The letter that stands for the mention in an abstracted question. */
  sign: string;
  /** Mentions with the same key mean the same and get one role. */
  key: string;
}

export type Mention =
  | (Base & { type: 'unit'; units: readonly string[]; bare: boolean; term?: string })
  | (Base & { type: 'office'; office: string })
  | (Base & { type: 'period'; from?: number; to?: number; form: string })
  | (Base & { type: 'number'; value: number; chinese: boolean })
  | (Base & { type: 'term'; term: string; quoted: boolean; named: boolean })
  | (Base & { type: 'flag'; value: boolean })
  | (Base & { type: 'group'; id: string })
  | (Base & { type: 'kind'; kind: RecordKind })
  | (Base & { type: 'column'; column: string });

const kindSigns: Record<RecordKind, string> = {
  task: 'A',
  support: 'C',
  indicator: 'I',
  measure: 'O',
  group: 'L',
  phase: 'Z',
  guarantee: 'J',
};

const quoted = /["“「『《]([^"“”「」『』《》]{1,14})["”」』》]/g;
/** A lone 一 is a number only where something is counted: 一家配合单位都没有 and 一批 count nothing. */
const chineseNumeral =
  '(?:[二三四五六七八九十百千两俩〇零][一二三四五六七八九十百千两〇零]*|一[二三四五六七八九十百千〇零][一二三四五六七八九十百千〇零]*|(?<=正好|恰好|刚好|至少|最少|只有|等于|达到|多于|不止|超过|不少于|单位有|单位是|单位就|[=≥>够数])一|一(?=[到至-]))';
const numbers = new RegExp(
  [
    '(?<![a-z附件\\d.])\\d+(?![\\d.]*[a-z])',
    `${chineseNumeral}(?=家|个|项|条|号|位|名|栏|至|到|-|—|以上|以下|及|起|往|之|或|开|那|这|$)`,
    `(?<=第)[一二三四五六七八九十百]+`,
    '俩(?!字)',
    `(?<=[前头到至—-])[一二三四五六七八九十百]+(?=项|条|个|号)`,
  ].join('|'),
  'g',
);
const edgeless =
  /^[的了和与及等在是有把将对为由从向到以其并各或不中上下里内之这那我你他要请吗呢吧啊]|[的了和与及等在是有把将对为由从向到以其并各或里吗呢吧啊]$/;

/** 5家 and 三个 count something, wherever the plan writes them too. */
const counted = /^(?:\d+(?![\d·+])|[一二两三四五六七八九十]+[个家项条件名号])/;

const digits: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const powers: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** 120, 一百二十, 三千, 二〇. */
function numberOfWord(word: string): number {
  if (/^\d+$/.test(word)) return Number(word);
  let total = 0;
  let digit: number | undefined;
  for (const character of word) {
    const power = powers[character];
    if (power) {
      total += (digit ?? 1) * power;
      digit = undefined;
    } else digit = (digit ?? 0) * 10 + digits[character]!;
  }
  return total + (digit ?? 0);
}

function named(meaning: NameMeaning, start: number, end: number): Mention {
  const at = { start, end };
  switch (meaning.type) {
    case 'unit':
      return { ...at, ...meaning, sign: meaning.term ? 'V' : 'U', key: meaning.units.join('|') };
    case 'office':
      return { ...at, ...meaning, sign: 'U', key: meaning.office };
    case 'group':
      return { ...at, ...meaning, sign: 'G', key: meaning.id };
    case 'flag':
      return { ...at, ...meaning, sign: meaning.value ? 'S' : 'B', key: String(meaning.value) };
    case 'kind':
      return { ...at, ...meaning, sign: kindSigns[meaning.kind], key: meaning.kind };
    case 'column':
      return { ...at, ...meaning, sign: 'X', key: meaning.column };
    case 'term':
      return { ...at, ...meaning, quoted: false, named: true, sign: 'T', key: meaning.term };
  }
}

const ofPeriod = ({ start, end, sign, from, to }: PeriodSpan): Mention => ({
  type: 'period',
  start,
  end,
  sign,
  form: sign,
  key: `${from ?? ''}-${to ?? ''}`,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

class Finder {
  private readonly text: string;
  private readonly gazetteer: Gazetteer;
  private readonly used: boolean[];
  readonly found: Mention[] = [];

  constructor(text: string, gazetteer: Gazetteer) {
    this.text = text;
    this.gazetteer = gazetteer;
    this.used = new Array<boolean>(text.length).fill(false);
  }

  take(mention: Mention): void {
    this.used.fill(true, mention.start, mention.end);
    this.found.push(mention);
  }

  private free(start: number, end: number): boolean {
    for (let at = start; at < end; at++) if (this.used[at]) return false;
    return true;
  }

  quotes(): void {
    for (const match of this.text.matchAll(quoted)) {
      const term = match[1]!.trim();
      const start = match.index;
      const end = start + match[0].length;
      if (!this.free(start, end) || term.length < 2 || this.gazetteer.classes.has(term)) continue;
      const meant = this.quotedTerm(term);
      if (meant === undefined) continue;
      this.take({ type: 'term', start, end, term: meant, quoted: true, named: true, sign: 'T', key: meant });
    }
  }

  /** What quotes mean as a text; undefined for a name of something else: “全链条” is a group. */
  private quotedTerm(term: string): string | undefined {
    const name = this.gazetteer.at(term, 0);
    if (name?.end !== term.length) return term;
    const { meaning } = name;
    return meaning.type === 'term' || meaning.type === 'unit' ? meaning.term : undefined;
  }

  /** Names of the pack, longest first; a class word that is longer hides a name inside it. */
  names(): void {
    const { text, gazetteer } = this;
    for (let at = 0; at < text.length; ) {
      const name = this.used[at] ? undefined : gazetteer.at(text, at);
      const word = gazetteer.classes.at(text, at);
      const longWord = word && word.end - at > 1;
      if (name?.meaning.type === 'term' && this.free(at, name.end) && !longWord)
        at = this.takeTerm(name.meaning.term, at, name.end);
      else if (name && name.meaning.type !== 'term' && this.free(at, name.end) && !(word && word.end > name.end)) {
        this.take(named(name.meaning, at, name.end));
        at = name.end;
      } else at = longWord ? word.end : at + 1;
    }
  }

  /** Where the plan's own wording goes on, the longer phrase is meant: 联席会议 for 联席会. */
  private takeTerm(term: string, start: number, end: number): number {
    const { text, gazetteer } = this;
    const longer = gazetteer.text.longest(text, start, this.runEnd(start));
    if (longer <= end || edgeless.test(text.slice(start, longer))) {
      this.take(named({ type: 'term', term }, start, end));
      return end;
    }
    this.take(named({ type: 'term', term: text.slice(start, longer) }, start, longer));
    return longer;
  }

  /** A piece of a Latin word is no phrase. */
  private cutsLatin(start: number, end: number): boolean {
    const letter = (at: number) => /[a-z]/.test(this.text[at] ?? '');
    return (letter(start) && letter(start - 1)) || (letter(end - 1) && letter(end));
  }

  private runEnd(start: number): number {
    let end = start;
    while (end < this.text.length && !this.used[end] && /[\u3400-\u9fffa-z0-9+·]/.test(this.text[end]!)) end++;
    return end;
  }

  /** Made of class words and ordinary words alone: 任务内容. */
  private ordinary(phrase: string): boolean {
    for (let at = 0; at < phrase.length; ) {
      const word = this.gazetteer.classes.at(phrase, at);
      const end = word ? Math.max(word.end, at + 1) : at + 2;
      if (!word && !ordinaryWords.has(phrase.slice(at, end))) return false;
      at = end;
    }
    return true;
  }

  /** Phrases of the plan's own text that no other name covers. */
  phrases(): void {
    const { text, gazetteer } = this;
    for (let at = 0; at < text.length; at++) {
      if (this.used[at]) continue;
      const word = gazetteer.classes.at(text, at);
      const longWord = word && word.end - at > 1;
      const end = gazetteer.text.longest(text, at, this.runEnd(at));
      if (longWord && word.end >= end) {
        at = word.end - 1;
        continue;
      }
      const phrase = text.slice(at, end);
      const skip = longWord ? word.end : at + 1;
      if (
        phrase.length < 2 ||
        edgeless.test(phrase) ||
        this.cutsLatin(at, end) ||
        this.ordinary(phrase) ||
        counted.test(phrase)
      ) {
        at = skip - 1;
        continue;
      }
      this.take({ type: 'term', start: at, end, term: phrase, quoted: false, named: false, sign: 'T', key: phrase });
      at = end - 1;
    }
  }

  numbers(): void {
    for (const match of this.text.matchAll(numbers)) {
      const [word] = match;
      const end = match.index + word.length;
      if (!this.free(match.index, end) || word.length > 6) continue;
      const value = numberOfWord(word);
      const chinese = !/\d/.test(word);
      this.take({ type: 'number', start: match.index, end, value, chinese, sign: 'N', key: `${match.index}` });
    }
  }
}

/** @returns mentions from left to right, none over another */
export function findMentions(text: string, now: Day, gazetteer: Gazetteer): Mention[] {
  const finder = new Finder(text, gazetteer);
  for (const span of findPeriods(text, now, gazetteer.due)) finder.take(ofPeriod(span));
  finder.quotes();
  finder.names();
  finder.phrases();
  finder.numbers();
  return finder.found.sort((a, b) => a.start - b.start);
}
