/** Tables that lost their borders: cells apart by blanks, or one cell a line, become rows of tabs; else a fault. */

import { nullMarks } from '../fields/unit-words.ts';
import { type Findings, finding } from '../text/findings.ts';
import { plain } from '../text/plain.ts';
import type { Line } from '../text/span.ts';
import { headingOf, roleOf } from './columns/column-names.ts';
import { isNumberCell } from './grid.ts';
import { markerOf, marks } from './markers.ts';

const blank = (line: Line) => !line.text.trim();
const isKnown = (text: string) => roleOf(text) !== undefined;

/** Names of columns printed one behind the other: how many, where the line consists of them and nothing else. */
function gluedNames(text: string): number {
  const line = plain(text).replace(/\s+/g, '');
  if (line.length < 8 || !/^(?:序号|编号|项号|No)/.test(line)) return 0;
  let count = 0;
  let at = 0;
  while (at < line.length) {
    let length = Math.min(10, line.length - at);
    while (length > 1 && !isKnown(line.slice(at, at + length))) length--;
    if (length < 2) break;
    at += length;
    count++;
  }
  return count;
}

/** Whether a line with blanks between its words is a heading row; the number of its columns, or 0. */
function spacedNames(text: string): number {
  const words = text.trim().split(/\s{1,}/);
  const known = words.filter(isKnown).length;
  return words.length > 2 && known * 2 > words.length && roleOf(words[0]!) === 'number' ? words.length : 0;
}

function cutAtBlanks(line: Line, width: number): Line | undefined {
  for (const gap of [/\s{2,}/, /\s+/]) {
    const cells = line.text.trim().split(gap);
    if (cells.length === width) return { ...line, text: cells.join('\t') };
  }
  return undefined;
}

/** A line that can't belong to a table any more. */
function endsTable(line: Line): boolean {
  const marker = markerOf(line.text);
  return marks.annex.test(plain(line.text)) || (marker !== undefined && marker.rank < 3);
}

interface Read {
  lines: Line[];
  /** How many of the lines were taken. */
  taken: number;
}

function readSpaced(lines: readonly Line[], width: number): Read | undefined {
  const read: Line[] = [];
  let taken = 0;
  for (const line of lines) {
    const row = blank(line) ? line : cutAtBlanks(line, width);
    if (!row) break;
    read.push(row);
    taken++;
  }
  return read.filter((line) => !blank(line)).length > 1 ? { lines: read, taken } : undefined;
}

/** Lines of headings, one a line: how many follow from `lines[0]` on, blanks not counted. */
function headingLines(lines: readonly Line[]): { names: Line[]; taken: number } {
  const names: Line[] = [];
  let taken = 0;
  for (const line of lines) {
    if (
      !blank(line) &&
      (line.text.includes('\t') ||
        !isKnown(line.text) ||
        names.some((name) => headingOf(name.text).name === headingOf(line.text).name))
    )
      break;
    if (!blank(line)) names.push(line);
    taken++;
  }
  return { names, taken };
}

const joinedLine = (lines: readonly Line[]): Line => ({
  ...lines[0]!,
  text: lines.map(({ text }) => text.trim()).join('\t'),
  cellLines: lines.map(({ number }) => number),
});

/**
 * Cells one a line: a row begins with its number, which counts on. A row with too few or too many lines can't be
 * told apart, and ends the reading.
 */
function readColumn(lines: readonly Line[], findings: Findings): { rows: Line[][]; taken: number } | undefined {
  const { names, taken } = headingLines(lines);
  const width = names.length;
  if (width < 3 || roleOf(names[0]!.text) !== 'number') return undefined;
  const rows: Line[][] = [names];
  let at = taken;
  for (let number = 1; at < lines.length; number++) {
    while (at < lines.length && blank(lines[at]!)) at++;
    const row = lines.slice(at, at + width);
    if (row.length < width || !isNumberCell(row[0]!.text) || Number(plain(row[0]!.text).replace(/\D/g, '')) !== number)
      break;
    const next = lines.slice(at + width).find((line) => !blank(line));
    if (next && !isNumberCell(next.text) && !endsTable(next) && row.some((line) => blank(line))) break;
    rows.push(row);
    at += width;
  }
  const noText = (line: Line) => isNumberCell(line.text) || nullMarks.test(plain(line.text).trim());
  const ordering = [...names, ...rows.slice(1).flatMap((row) => row.filter(noText))];
  findings.headings.push(...ordering.map((line) => line.number));
  return rows.length > 1 ? { rows, taken: at } : undefined;
}

function refuseGlued(lines: readonly Line[], findings: Findings): number {
  let taken = 0;
  for (const line of lines) {
    if (taken && endsTable(line)) break;
    if (!blank(line)) findings.faults.push(finding(line.number, 'cells-without-borders'));
    taken++;
  }
  return taken;
}

/** Reads a table that begins with `lines[0]`, if one does that has lost its borders. */
function restoreTable(lines: readonly Line[], findings: Findings): Read | undefined {
  const [line] = lines;
  if (!line || line.text.includes('\t')) return undefined;
  const width = spacedNames(line.text);
  const spaced = width ? readSpaced(lines, width) : undefined;
  if (spaced) {
    findings.remarks.push(finding(line.number, 'cells-by-blanks'));
    return spaced;
  }
  const column = roleOf(line.text) === 'number' ? readColumn(lines, findings) : undefined;
  if (column) {
    findings.remarks.push(finding(line.number, 'cells-by-lines', { rows: column.rows.length - 1 }));
    return { lines: column.rows.map(joinedLine), taken: column.taken };
  }
  return gluedNames(line.text) > 2 ? { lines: [], taken: refuseGlued(lines, findings) } : undefined;
}

/** Puts tabs where the borders of cells were; what can't be distinguished is a fault, and is removed. */
export function restoreCells(lines: readonly Line[], findings: Findings): Line[] {
  const restored: Line[] = [];
  for (let at = 0; at < lines.length; ) {
    const read = restoreTable(lines.slice(at), findings) ?? { lines: [lines[at]!], taken: 1 };
    restored.push(...read.lines);
    at += read.taken;
  }
  return restored;
}
