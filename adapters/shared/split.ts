/** Splits a text into parts within a platform's length limit, between lines where possible. */

/** Length of a text in the platform's unit; must not shrink when text is added. */
export type Measure = (text: string) => number;

export const measureCharacters: Measure = (text) => [...text].length;
export const measureUtf16: Measure = (text) => text.length;
export const measureBytes: Measure = (text) => Buffer.byteLength(text, 'utf8');

export interface Limit {
  size: number;
  measure: Measure;
}

// Matched against a character and its successor. A dot or colon counts only before a space, so that 3.5 and URLs are not cut.
const sentenceEnd = /^(?:[。！？；…](?![”’」』）…])|[.!?;]\s)/u;
const phraseEnd = /^(?:[，、：》】）」』”’\s]|[,:)]\s)/u;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * No part is over the limit and none is blank; joined by line breaks the parts are the text, but for blank lines at a seam, where
 * the seam itself is the gap. Only a line that is too long by itself is cut inside.
 * @throws {RangeError} where not even one character fits.
 */
export function splitText(text: string, limit: Limit): string[] {
  const lines = text.split('\n');
  const parts: string[] = [];
  let from = 0;
  while (from < lines.length) {
    const upTo = reach(lines, from, '\n', limit);
    if (upTo === from) {
      const pieces = cutLine(lines[from]!, limit);
      // Joins the rest of the line with the following lines.
      lines[from] = pieces.pop()!;
      parts.push(...pieces);
    } else {
      parts.push(lines.slice(from, upTo).join('\n'));
      from = upTo;
    }
  }
  return parts.filter((part) => part.trim() !== '');
}

/** Pieces of one line; joined without anything between them they are the line. */
function cutLine(line: string, limit: Limit): string[] {
  const { size, measure } = limit;
  const units = [...graphemes.segment(line)].flatMap(({ segment }) =>
    measure(segment) <= size ? segment : [...segment],
  );
  const pieces: string[] = [];
  let from = 0;
  while (from < units.length) {
    const fitting = reach(units, from, '', limit);
    if (fitting === from) throw new RangeError(`not one character fits into ${size}`);
    const upTo = fitting === units.length ? fitting : seam(units, from, fitting);
    pieces.push(units.slice(from, upTo).join(''));
    from = upTo;
  }
  return pieces;
}

/** End of the longest run from `from` on that fits; galloping search, because measuring is expensive. */
function reach(units: readonly string[], from: number, glue: string, { size, measure }: Limit): number {
  const fits = (upTo: number) => measure(units.slice(from, upTo).join(glue)) <= size;
  let stride = 1;
  while (from + stride < units.length && fits(from + stride)) stride *= 2;
  let least = from + Math.floor(stride / 2);
  let most = Math.min(from + stride, units.length);
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle - 1;
  }
  return least;
}

/** The last end of a sentence, else of a phrase, in the second half of what fits; else all that fits. */
function seam(units: readonly string[], from: number, fitting: number): number {
  const half = from + Math.ceil((fitting - from) / 2);
  for (const end of [sentenceEnd, phraseEnd])
    for (let at = fitting; at >= half; at -= 1) if (end.test(`${units[at - 1]}${units[at]}`)) return at;
  return fitting;
}
