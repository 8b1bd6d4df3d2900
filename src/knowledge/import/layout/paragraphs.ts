/** Lines as paragraphs: a sentence that a line end or a page break cut in two is joined again. */

import { plain } from '../text/plain.ts';
import type { Line } from '../text/span.ts';
import { labels } from './columns/column-names.ts';
import { markerOf, marks } from './markers.ts';

const finished = /[。！？；：!?;:…”」』）)]\s*$/;
const labelled = new RegExp(
  `^\\s*[(【]?(?:${labels.map((name) => name.replace(/[.()/]/g, '\\$&')).join('|')})[】]?\\s*:`,
);

/** Whether a line is a field of what stands above it: 责任单位：…, 时限要求：… */
export function isLabelLine(text: string): boolean {
  const line = plain(text);
  return line.includes(':') && labelled.test(line);
}

const opening = [marks.annexList, marks.copied, marks.note];
const annexHeading = /^\s*附\s*件\s*(?:[\d一二三四五六七八九十]{0,3}\s*[:]?\s*)$/;

/** Whether a line opens something new, so that it cannot be the rest of the sentence before it. */
function opens(text: string): boolean {
  if (text.includes('\t') || markerOf(text) || isLabelLine(text)) return true;
  const line = plain(text);
  return annexHeading.test(line) || opening.some((pattern) => pattern.test(line));
}

function isHeadingLine(open: readonly Line[]): boolean {
  return open.length === 1 && markerOf(open[0]!.text)?.form === 'section';
}

/** Whether `line` continues the paragraph `open`, with or without a blank line between. */
function continues(open: readonly Line[], line: Line, blank: boolean): boolean {
  const previous = open.at(-1)!.text;
  if (opens(line.text) || isHeadingLine(open) || finished.test(previous)) return false;
  return previous.length > 30 || !blank;
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
    if (open && continues(open, line, blank)) open.push(line);
    else {
      open = [line];
      found.push(open);
    }
    blank = false;
  }
  return found;
}
