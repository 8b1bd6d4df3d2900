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

export function span(lines: readonly Line[]): Span {
  const first = lines[0]!;
  return { text: fold(lines.map((line) => line.text).join('')), lines: [first.number, lines.at(-1)!.number] };
}

/** A span cut out of `whole`: the same lines, a part of the text. */
export function part(whole: Span, text: string): Span {
  return { text: fold(text), lines: whole.lines };
}

export function readLines(source: string): Line[] {
  return source.split(/\r\n|\r|\n/).map((text, index) => ({ number: index + 1, text }));
}

const numeral = '一二三四五六七八九十百零〇';
export const heading = {
  section: new RegExp(`^\\s*([${numeral}]+)、\\s*(.*)$`),
  subsection: new RegExp(`^\\s*[(（]\\s*([${numeral}]+)\\s*[)）]\\s*(.*)$`),
  item: /^\s*(\d{1,3})\s*[.．、]\s*(?!\d)(.*)$/,
  annex: /^\s*附件?\s*(\d+|[一二三四五六七八九十]+)\s*[:：]?\s*$/,
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
  for (const line of lines) {
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

/** Reads a Chinese or Arabic ordinal (一, 十二, 二十, 12) below 100. */
export function ordinal(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  const ten = text.includes('十') ? (tens ? digits[tens]! : 1) : 0;
  return ten * 10 + (ones ? digits[ones]! : 0);
}
