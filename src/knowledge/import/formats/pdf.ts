/** PDF files with a text layer: lines of text, and tables from their ruling lines; a scan is reported as one. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { type Block, type DocumentCell, limits, UnreadableFile } from './blocks.ts';
import { type RuledTable, ruledTables } from './pdf-grid.ts';
import { segmentsOf } from './pdf-lines.ts';

interface Piece {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
}

const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
/** pdf.js reads its character maps from a folder, named with a separator at its end. */
const data = (name: string) => join(folder, name) + sep;

async function openPdf(bytes: Uint8Array) {
  const pdfjs = await quietly(() => import('pdfjs-dist/legacy/build/pdf.mjs'));
  const task = pdfjs.getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: data('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: data('standard_fonts'),
    disableFontFace: true,
    useSystemFonts: false,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  });
  try {
    return { pdfjs, task, document: await task.promise };
  } catch (error) {
    const locked = error instanceof Error && error.name === 'PasswordException';
    throw new UnreadableFile(locked ? 'file-locked' : 'file-damaged');
  }
}

/** pdf.js warns at loading that it can't draw without a canvas; nothing is drawn here. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await load();
  } finally {
    console.warn = warn;
  }
}

const sameLine = (a: Piece, b: Piece) => Math.abs(a.y - b.y) < Math.max(2, Math.min(a.size, b.size) * 0.5);

/** Pieces of text as lines, from the top of the page to its bottom. */
function linesOf(pieces: readonly Piece[]): TextLine[] {
  const lines: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const line = lines.at(-1);
    if (line && sameLine(line[0]!, piece)) line.push(piece);
    else lines.push([piece]);
  }
  return lines.map((line) => {
    line.sort((a, b) => a.x - b.x);
    let text = '';
    for (const [index, piece] of line.entries()) {
      const before = line[index - 1];
      const gap = before ? piece.x - before.x - before.width : 0;
      // A gap wider than a character stands between two columns, or two words.
      text += gap > piece.size * 1.4 ? '  ' : gap > piece.size * 0.6 ? ' ' : '';
      text += piece.text;
    }
    const last = line.at(-1)!;
    return { text, y: line[0]!.y, size: line[0]!.size, start: line[0]!.x, end: last.x + last.width };
  });
}

interface TextLine {
  text: string;
  y: number;
  size: number;
  start: number;
  end: number;
}

/** Lines of running text as paragraphs: one begins with an indent, or where the line above it ends early. */
function paragraphsOf(lines: readonly TextLine[]): TextLine[][] {
  const left = Math.min(...lines.map(({ start }) => start));
  const right = Math.max(...lines.map(({ end }) => end));
  const found: TextLine[][] = [];
  for (const line of lines) {
    const above = found.at(-1)?.at(-1);
    const indented = line.start > left + line.size;
    const begins = !above || indented || above.end < right - above.size * 2.5 || above.y - line.y > above.size * 3;
    if (begins) found.push([line]);
    else found.at(-1)!.push(line);
  }
  return found;
}

interface PlacedBlock {
  y: number;
  block: Block;
}

function inside({ xs, ys }: RuledTable, { x, y, width }: Piece): boolean {
  const middle = x + width / 2;
  return middle > xs[0]! && middle < xs.at(-1)! && y < ys[0]! && y > ys.at(-1)! - 1;
}

function readTable(table: RuledTable, pieces: readonly Piece[], at: string): PlacedBlock {
  const { xs, ys } = table;
  const rows: DocumentCell[][] = ys.slice(1).map(() => []);
  for (const { row, column, rowSpan, colSpan } of table.cells) {
    const own = pieces.filter(({ x, y, width, size }) => {
      const [middle, height] = [x + width / 2, y + size / 3];
      return middle > xs[column]! && middle < xs[column + colSpan]! && height < ys[row]! && height > ys[row + rowSpan]!;
    });
    const text = linesOf(own)
      .map((line) => line.text)
      .join('\n');
    rows[row]!.push({ text, at, rowSpan, colSpan });
  }
  return { y: ys[0]!, block: { kind: 'table', rows } };
}

function pageBlocks(pieces: readonly Piece[], tables: readonly RuledTable[], at: string): Block[] {
  const free = pieces.filter((piece) => !tables.some((table) => inside(table, piece)));
  const placed: PlacedBlock[] = [
    ...tables.map((table) =>
      readTable(
        table,
        pieces.filter((piece) => inside(table, piece)),
        at,
      ),
    ),
    ...paragraphsOf(linesOf(free)).map((lines): PlacedBlock => {
      const text = lines.map((line) => line.text).join('\n');
      return { y: lines[0]!.y, block: { kind: 'paragraph', text, at } };
    }),
  ];
  return placed.sort((a, b) => b.y - a.y).map(({ block }) => block);
}

/** Reads a .pdf file. */
export async function readPdf(bytes: Uint8Array): Promise<Block[]> {
  const { pdfjs, task, document } = await openPdf(bytes);
  try {
    if (document.numPages > limits.pages) throw new UnreadableFile('file-too-large');
    const blocks: Block[] = [];
    let letters = 0;
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const pieces = items.flatMap((item): Piece[] => {
        if (!('str' in item) || !item.str.trim()) return [];
        const [, , c = 0, d = 0, x = 0, y = 0] = item.transform as number[];
        return [{ text: item.str, x, y, width: item.width, size: Math.hypot(c, d) || item.height }];
      });
      letters += pieces.reduce((sum, { text }) => sum + text.length, 0);
      const { fnArray, argsArray } = await page.getOperatorList();
      const tables = ruledTables(segmentsOf(fnArray, argsArray, pdfjs.OPS));
      blocks.push(...pageBlocks(pieces, tables, `p.${number}`));
      page.cleanup();
    }
    if (letters < 10) throw new UnreadableFile('file-scan');
    return blocks;
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile('file-damaged');
  } finally {
    await task.destroy();
  }
}
