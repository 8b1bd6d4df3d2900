/** A text cut into parts that a platform takes, between lines where it can be. */

/** How long a platform says that a text is. A longer text never measures less. */
export type Measure = (text: string) => number;

export const measureCharacters: Measure = (text) => [...text].length;
export const measureUtf16: Measure = (text) => text.length;
export const measureBytes: Measure = (text) => Buffer.byteLength(text, 'utf8');

export interface Limit {
  size: number;
  measure: Measure;
}

// Looked for in one character and the next. A point or a colon counts only before a space: 3.5 and an address are no places to cut.
const sentenceEnd = /^(?:[。！？；…](?![”’」』）…])|[.!?;]\s)/u;
const phraseEnd = /^(?:[，、：》】）」』”’\s]|[,:)]\s)/u;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * No part is over the limit and none is blank; joined by line breaks the parts are the text, but for blank lines at a seam, where
 * the seam itself is the gap. Only a line that is too long by itself is cut inside.
 * @throws {RangeError} where not even one character fits.
 */
export function splitText(text: string, limit: Limit): string[] {
  const { size, measure } = limit;
  const parts: string[] = [];
  let part: string | undefined;
  for (const line of text.split('\n')) {
    const longer: string = part === undefined ? line : `${part}\n${line}`;
    if (measure(longer) <= size) {
      part = longer;
      continue;
    }
    if (part !== undefined) parts.push(part);
    const pieces = cutLine(line, limit);
    part = pieces.pop();
    parts.push(...pieces);
  }
  if (part !== undefined) parts.push(part);
  return parts.filter((each) => each.trim() !== '');
}

/** Pieces of one line; joined without anything between them they are the line. */
function cutLine(line: string, limit: Limit): string[] {
  const { size, measure } = limit;
  if (measure(line) <= size) return [line];
  const units = [...graphemes.segment(line)].flatMap(({ segment }) =>
    measure(segment) <= size ? segment : [...segment],
  );
  const pieces: string[] = [];
  let from = 0;
  while (from < units.length) {
    const fitting = reach(units, from, limit);
    const upTo = fitting === units.length ? fitting : seam(units, from, fitting);
    pieces.push(units.slice(from, upTo).join(''));
    from = upTo;
  }
  return pieces;
}

/** Up to where the units from `from` on still fit together. */
function reach(units: readonly string[], from: number, { size, measure }: Limit): number {
  // No unit measures nothing, so never more than `size` of them fit.
  let most = Math.min(units.length, from + size);
  let least = from;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (measure(units.slice(from, middle).join('')) <= size) least = middle;
    else most = middle - 1;
  }
  if (least === from) throw new RangeError(`not one character fits into ${size}`);
  return least;
}

/** The last end of a sentence, else of a phrase, in the second half of what fits; else all that fits. */
function seam(units: readonly string[], from: number, fitting: number): number {
  const half = from + Math.ceil((fitting - from) / 2);
  for (const end of [sentenceEnd, phraseEnd])
    for (let at = fitting; at >= half; at -= 1) if (end.test(`${units[at - 1]}${units[at]}`)) return at;
  return fitting;
}
