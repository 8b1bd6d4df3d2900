/** Text as lines and blocks: folding white space, and joining sentences that a page break cut in two. */
import type { Span } from '../../model/plan.ts';

export interface Line {
  number: number;
  text: string;
}

export interface Fault {
  line: number;
  message: string;
}

/** What the reader of a plan tells beside the plan itself. */
export interface Findings {
  /** What could not be read, by line; not empty means that something of the source is missing from the plan. */
  faults: Fault[];
  /** What was read, joined or passed over by a rule that the reader of the records should know of. */
  remarks: Fault[];
  /** Lines that only order the text: headings of annexes, heading rows of tables and their repeats. */
  headings: number[];
}

const latin = /[A-Za-z0-9]/;

/** Folds white space and removes the key-task mark, which stands in the record as `starred`. */
export function fold(text: string): string {
  return foldSpace(text.replaceAll('★', ''));
}

/**
 * Folds white space out of Chinese text: a blank survives only between two Latin letters or words, so
 * `超过 100 人` is `超过100人` and `AI tools` stays as it is.
 */
export function foldSpace(text: string): string {
  return text
    .replace(/[\s\u3000\u00a0\ufeff]+/g, ' ')
    .trim()
    .replace(/ /g, (blank, at: number, all: string) =>
      latin.test(all[at - 1] ?? '') && latin.test(all[at + 1] ?? '') && /[A-Za-z]/.test(all[at - 1]! + all[at + 1]!)
        ? blank
        : '',
    );
}

/** Full-width digits as plain ones, for reading numbers; texts keep what is printed. */
export function plainDigits(text: string): string {
  return text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
}

/** The first words of a text, for a message. */
export function sample(text: string): string {
  return fold(text).slice(0, 40);
}

export function span(lines: readonly Line[]): Span {
  const first = lines[0]!;
  return { text: fold(lines.map((line) => line.text).join('')), lines: [first.number, lines.at(-1)!.number] };
}

/** A span cut out of `whole`: the same lines, a part of the text. */
export function part(whole: Span, text: string): Span {
  return { text: fold(text), lines: whole.lines };
}

const pageNumber = /^\s*(?:[-—–－·]+\s*\d{1,4}\s*[-—–－·]+|第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?)\s*$/;

/** The lines of a source. A printed page number counts as blank, so that the sentence around it stays whole. */
export function readLines(source: string, remarks: Fault[]): Line[] {
  return source.split(/\r\n|\r|\n/).map((text, index) => {
    const number = index + 1;
    if (!pageNumber.test(text)) return { number, text };
    remarks.push({ line: number, message: `a page number, passed over: ${sample(text)}` });
    return { number, text: '' };
  });
}

const numeral = '一二三四五六七八九十百零〇';
export const heading = {
  section: new RegExp(`^\\s*([${numeral}]+)、\\s*(.*)$`),
  subsection: new RegExp(`^\\s*[(（]\\s*([${numeral}]+)\\s*[)）]\\s*(.*)$`),
  item: /^\s*([\d０-９]{1,3})\s*[.．、]\s*(?![\d０-９])(.*)$/,
  // A plan with a single annex prints no number beside the word.
  annex: /^\s*附\s*件\s*(?:([\d０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[:：]?)?\s*$/,
  annexList: /^[\s\-—·]*附件\s*[:：]/,
  copied: /^\s*抄\s*送\s*[:：]/,
  note: /^\s*注\s*[:：]/,
};

const finished = /[。！？；：!?;:…”」』）)]\s*$/;

/** True where this line opens something new, so that it cannot be the rest of the sentence before it. */
function opens(text: string): boolean {
  return text.includes('\t') || Object.values(heading).some((pattern) => pattern.test(text));
}

/**
 * Groups the lines of running text into paragraphs. A paragraph that stops in mid-sentence at a blank line
 * (a page break of the printed document) goes on with the next line, unless that line opens something new.
 */
export function paragraphs(lines: readonly Line[]): Line[][] {
  const found: Line[][] = [];
  let open: Line[] | undefined;
  let blank = false;
  let at = 0;
  for (const line of lines) {
    // Lines taken out between two others (a table, a list of annexes) end the paragraph before them.
    if (line.number !== at + 1) open = undefined;
    at = line.number;
    if (!line.text.trim()) {
      blank = true;
      continue;
    }
    const previous = open?.at(-1)?.text;
    const isHeading = previous !== undefined && heading.section.test(previous) && open!.length === 1;
    const goesOn = previous !== undefined && !opens(line.text) && !isHeading && !finished.test(previous);
    const longSentence = previous !== undefined && previous.length > 30;
    if (open && goesOn && (longSentence || !blank)) open.push(line);
    else {
      open = [line];
      found.push(open);
    }
    blank = false;
  }
  return found;
}

const digits: Record<string, number> = { 〇: 0, 零: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };

/** Reads a Chinese or Arabic ordinal (一, 十二, 二十, １２) below 100; 0 where it is none. */
export function ordinal(text: string): number {
  const plain = plainDigits(text);
  if (/^\d+$/.test(plain)) return Number(plain);
  const tens = /^([二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(text);
  if (tens) return (tens[1] ? digits[tens[1]]! : 1) * 10 + (tens[2] ? digits[tens[2]]! : 0);
  return digits[text] ?? 0;
}
