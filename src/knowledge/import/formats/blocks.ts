/** What every file format is read into: paragraphs and tables with spans, each with its place in the file. */
import type { Line } from '../text/span.ts';

export interface DocumentCell {
  text: string;
  /** Place in the file: `Sheet1!C5`, `p.3`. */
  at?: string | undefined;
  rowSpan?: number | undefined;
  colSpan?: number | undefined;
}

export type Block =
  | { kind: 'paragraph'; text: string; at?: string | undefined }
  | { kind: 'table'; rows: DocumentCell[][] };

/** A file that can't be read as it is; `reason` is a message of `report/messages.ts`. */
export class UnreadableFile extends Error {
  readonly reason: FileProblem;
  readonly detail: string;

  constructor(reason: FileProblem, detail = '') {
    super(`${reason} ${detail}`.trim());
    this.name = 'UnreadableFile';
    this.reason = reason;
    this.detail = detail;
  }
}

export type FileProblem =
  | 'file-old-office'
  | 'file-nested'
  | 'file-too-large'
  | 'file-damaged'
  | 'file-locked'
  | 'file-scan'
  | 'file-picture'
  | 'file-unknown';

/** Bounds on what a file may unpack to; a plan of three hundred pages stays far below them. */
export const limits = {
  fileBytes: 64 << 20,
  unpackedBytes: 192 << 20,
  columns: 64,
  rows: 20_000,
  pages: 600,
} as const;

const merged = '〃';
const oneLine = (text: string) => text.replace(/[\t\r\n\u2028\u2029]+/g, ' ').trim();

type Slot = { text: string; at?: string | undefined };

/** Cells by row and column: what is merged downwards is 〃 there, what is merged across is empty. */
function flatten(rows: readonly (readonly DocumentCell[])[]): Slot[][] {
  const grid: Slot[][] = [];
  for (const [y, row] of rows.slice(0, limits.rows).entries()) {
    grid[y] ??= [];
    let x = 0;
    for (const cell of row) {
      while (grid[y][x]) x++;
      if (x >= limits.columns) break;
      placeCell(grid, cell, { x, y }, rows.length);
    }
  }
  const width = Math.max(...grid.map((row) => row.length), 0);
  return grid.map((row) => Array.from({ length: width }, (_, x) => row[x] ?? { text: '' }));
}

function placeCell(grid: Slot[][], cell: DocumentCell, { x, y }: { x: number; y: number }, rowCount: number): void {
  const down = Math.min(cell.rowSpan ?? 1, rowCount - y);
  const across = Math.min(cell.colSpan ?? 1, limits.columns - x);
  for (let below = 0; below < down; below++) {
    grid[y + below] ??= [];
    const row = grid[y + below]!;
    for (let right = 0; right < across; right++) {
      const text = right ? '' : below ? merged : oneLine(cell.text);
      row[x + right] ??= { text, at: cell.at };
    }
  }
}

const filled = (row: readonly Slot[]) => row.filter(({ text }) => text);

/** Rows of one cell above and below a table are its title and its notes. */
function aroundTable(rows: Slot[][]): { above: Slot[]; table: Slot[][]; below: Slot[] } {
  const used = rows.filter((row) => filled(row).length);
  const first = used.findIndex((row) => filled(row).length > 1);
  const last = used.findLastIndex((row) => filled(row).length > 1);
  if (first < 0) return { above: used.flatMap(filled), table: [], below: [] };
  return {
    above: used.slice(0, first).flatMap(filled),
    table: used.slice(first, last + 1),
    below: used.slice(last + 1).flatMap(filled),
  };
}

/** Writes blocks as the lines of `source.txt`: a paragraph a line, a row a line with tabs between its cells. */
export function linesOfBlocks(blocks: readonly Block[]): Line[] {
  const lines: Line[] = [];
  const add = (text: string, at?: string, cellsAt?: (string | undefined)[]) =>
    lines.push({ number: lines.length + 1, text, at, cellsAt });
  const addParagraph = ({ text, at }: Slot) => {
    for (const piece of text.split(/\r\n|[\r\n\u2028\u2029]/)) if (piece.trim()) add(oneLine(piece), at);
    add('');
  };
  for (const block of blocks) {
    if (block.kind === 'paragraph') {
      if (block.text.trim()) addParagraph(block);
      continue;
    }
    const { above, table, below } = aroundTable(flatten(block.rows));
    above.forEach(addParagraph);
    for (const row of table)
      add(
        row.map(({ text }) => text).join('\t'),
        row[0]?.at,
        row.map(({ at }) => at),
      );
    if (table.length) add('');
    below.forEach(addParagraph);
  }
  return lines;
}
