/** Tables found among lines: rows of cells under a heading row, whatever separates the cells. */
import { type Finding, type Findings, finding } from '../text/findings.ts';
import { plain } from '../text/plain.ts';
import { type Line, sample } from '../text/span.ts';
import { headingOf, roleOf } from './columns/column-names.ts';
import { markerOf, marks } from './markers.ts';

export interface Cell {
  text: string;
  /** The line that it stands on, where the row has several. */
  line?: number | undefined;
  at?: string | undefined;
}

/** A row: the lines that it is printed on, and its cells from left to right. */
export interface GridRow {
  lines: Line[];
  cells: Cell[];
}

export interface Grid {
  /** One or two heading rows. */
  heading: GridRow[];
  rows: GridRow[];
}

export type Part = { line: Line } | { grid: Grid };

/** Says that a cell is the one above it, merged over several rows. */
export const ditto = /^\s*(?:〃|同上|″)\s*$/;

const hasTab = (line: Line) => line.text.includes('\t');
const blank = (line: Line) => !line.text.trim();
const numbered = /^\s*★?\s*\(?\s*(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s*\)?\s*[.、]?\s*★?\s*$/;

export function isNumberCell(text: string): boolean {
  return numbered.test(plain(text));
}

export function cellsOf(line: Line): Cell[] {
  return line.text.split('\t').map((text, index) => ({
    text,
    line: line.cellLines?.[index],
    at: line.cellsAt?.[index] ?? line.at,
  }));
}

const rowOf = (line: Line): GridRow => ({ lines: [line], cells: cellsOf(line) });

/** Enough known column names, and few others: a heading row. */
export function isHeadingRow(cells: readonly Cell[]): boolean {
  const printed = cells.map(({ text }) => text).filter((text) => text.trim());
  if (printed.length < 2 || printed.some((text) => headingOf(text).name.length > 20 && !roleOf(text))) return false;
  const roles = printed.map(roleOf).filter((role) => role !== undefined);
  const distinct = new Set(roles);
  if (distinct.has('number') && distinct.size > 1) return true;
  return distinct.size > 1 && roles.length * 2 > printed.length;
}

/** The lower of two heading rows: known names, and blanks under what stands for two rows. */
function isLowerHeading(upper: GridRow, row: GridRow): boolean {
  const texts = row.cells.map(({ text }) => text.trim());
  if (texts.some((text) => text && !ditto.test(text) && (isNumberCell(text) || headingOf(text).name.length > 20)))
    return false;
  const printed = texts.filter((text) => text && !ditto.test(text));
  const own = (index: number) => texts[index] && !ditto.test(texts[index]);
  const above = (index: number) => upper.cells[index]?.text.trim() ?? '';
  const below =
    texts.some((_, index) => own(index) && !above(index)) ||
    texts.every((_, index) => !own(index) || !roleOf(above(index)));
  return printed.length > 0 && below && printed.filter((text) => roleOf(text)).length * 2 > printed.length;
}

/** Section rows: one cell that says what the rows below it are about. */
export function isSectionText(text: string): boolean {
  const line = plain(text).trim();
  const marker = markerOf(text);
  const rank = marker?.rank ?? 9;
  return line.length <= 60 && !/[。;]$/.test(line) && (rank <= 2 || /(?:方面|类|领域|共\d+[项条个件]\)?)$/.test(line));
}

interface Open {
  grid: Grid;
  width: number;
  row: GridRow | undefined;
}

const width = (row: GridRow) => row.cells.length;

/** Whether a line is the rest of the open row: it begins no row, and does not bring more cells than there are headings. */
function isRest(open: Open, line: Line, afterBlank: boolean): boolean {
  const { row } = open;
  if (!row || (hasTab(line) && isNumberCell(cellsOf(line)[0]!.text))) return false;
  const filled = width(row);
  const added = cellsOf(line).length - 1;
  if (filled + added > open.width) return false;
  if (filled < open.width) return isNumberCell(row.cells[0]!.text) && (added > 0 || !isSectionText(line.text));
  return !afterBlank && !isSectionText(line.text) && !markerOf(line.text);
}

function append(row: GridRow, line: Line): void {
  const [first, ...more] = cellsOf(line);
  const last = row.cells.at(-1)!;
  row.cells[row.cells.length - 1] = { ...last, text: last.text + first!.text };
  row.cells.push(...more);
  row.lines.push(line);
}

/** How far one looks for the next row behind a line that is none. */
const lookAhead = 4;

function goesOnBelow(lines: readonly Line[], from: number): boolean {
  const next = lines.slice(from + 1).filter((line) => !blank(line));
  const row = next.slice(0, lookAhead).find(hasTab);
  return row !== undefined && !isHeadingRow(cellsOf(row));
}

class GridReader {
  private open: Open | undefined;
  private readonly parts: Part[] = [];
  private readonly findings: Findings;

  constructor(findings: Findings) {
    this.findings = findings;
  }

  read(lines: readonly Line[]): Part[] {
    let afterBlank = false;
    for (const [index, line] of lines.entries()) {
      if (blank(line)) {
        this.parts.push({ line });
        afterBlank = true;
        continue;
      }
      this.take(lines, index, afterBlank);
      afterBlank = false;
    }
    return this.parts;
  }

  private take(lines: readonly Line[], index: number, afterBlank: boolean): void {
    const line = lines[index]!;
    const cells = cellsOf(line);
    if (this.open && this.isLowerHeading(line)) {
      this.open.grid.heading.push(rowOf(line));
      this.findings.headings.push(line.number);
      return;
    }
    if (cells.length > 1 && isHeadingRow(cells)) {
      this.head(line);
      return;
    }
    const { open } = this;
    if (!open) {
      this.parts.push({ line });
      return;
    }
    if (
      isRest(open, line, afterBlank) &&
      (hasTab(line) || goesOnBelow(lines, index) || width(open.row!) < open.width)
    ) {
      append(open.row!, line);
    } else if (hasTab(line) || (goesOnBelow(lines, index) && isSectionText(line.text))) {
      open.row = rowOf(line);
      open.grid.rows.push(open.row);
    } else {
      this.open = undefined;
      this.parts.push({ line });
    }
  }

  private isLowerHeading(line: Line): boolean {
    const { grid, row } = this.open!;
    return !row && grid.heading.length === 1 && hasTab(line) && isLowerHeading(grid.heading[0]!, rowOf(line));
  }

  private head(line: Line): void {
    this.findings.headings.push(line.number);
    const heading = rowOf(line);
    const names = (row: GridRow) => row.cells.map(({ text }) => headingOf(text).name).join('\t');
    if (this.open && names(this.open.grid.heading[0]!) === names(heading)) {
      this.open.row = undefined;
      return;
    }
    const grid: Grid = { heading: [heading], rows: [] };
    this.open = { grid, width: width(heading), row: undefined };
    this.parts.push({ grid });
  }
}

/** Finds the tables among `lines`; every line that is in none is given back as it is. */
export function findGrids(lines: readonly Line[], findings: Findings): Part[] {
  return new GridReader(findings).read(lines);
}

/** Told for a row that was printed on several lines. */
export function joinedRows(grid: Grid): Finding[] {
  return grid.rows
    .filter(({ lines }) => lines.length > 1)
    .map(({ lines, cells }) =>
      finding(lines[0]!.number, 'row-over-lines', {
        row: sample(cells[0]!.text),
        lines: lines
          .slice(1)
          .map(({ number }) => number)
          .join(', '),
      }),
    );
}

export const isNote = (line: Line) => marks.note.test(plain(line.text));
