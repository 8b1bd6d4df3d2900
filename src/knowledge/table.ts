/** Reads and writes tab-separated tables (`.tsv`) as text editors and spreadsheets save them; every fault has its line. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Fault } from '../model/fault.ts';

/** One row below the header. `line` counts from 1; `cells` has one entry for each column, empty where the row has none. */
interface TableRow {
  line: number;
  cells: string[];
}

export interface TableFile {
  name: string;
  rows: TableRow[];
}

interface Reading {
  /** The header; a row is wrong when one of the first `required` columns is empty. */
  columns: readonly string[];
  required: number;
  /** Reads GBK instead of reporting it. */
  acceptGbk?: boolean;
}

type Decoded = { text: string } | { fault: Omit<Fault, 'file'> };

const decode = (encoding: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Number of the first line that is not UTF-8. */
function brokenLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end;
    if (decode('utf-8', bytes.subarray(from, to)) === undefined) return line;
    from = to + 1;
  }
  return line;
}

/** UTF-8 with or without a byte order mark, or UTF-16 with one (Excel's "Unicode Text"). */
function decoded(bytes: Buffer, acceptGbk: boolean): Decoded {
  const utf16 = { fffe: 'utf-16le', feff: 'utf-16be' }[bytes.subarray(0, 2).toString('hex')];
  const text = decode(utf16 ?? 'utf-8', bytes);
  if (text !== undefined) return { text };
  if (utf16) return { fault: { place: '1', message: 'starts as UTF-16 and is cut off or damaged' } };
  const gbk = decode('gb18030', bytes);
  if (gbk !== undefined && acceptGbk) return { text: gbk };
  const message =
    gbk === undefined
      ? 'is not UTF-8 from here on'
      : 'is not UTF-8 but GBK, as Excel saves “Text (Tab delimited)”; run qinzhi tidy, or save it as “Unicode Text”';
  return { fault: { place: `${brokenLine(bytes)}`, message } };
}

/** A cell as a spreadsheet quotes it: `"a ""b"" c"`. Undefined where the quotation does not end in the cell. */
function unquoted(cell: string): string | undefined {
  if (!cell.startsWith('"')) return cell;
  const inside = /^"((?:[^"]|"")*)"$/.exec(cell)?.[1];
  if (inside !== undefined) return inside.replaceAll('""', '"');
  // “"a" and "b"” is a text that happens to begin with a quotation mark.
  return (cell.split('"').length - 1) % 2 ? undefined : cell;
}

const quoted = (cell: string) => (cell.startsWith('"') ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Rows of a table. A header line, blank lines and empty cells at a row's end are skipped; faults go to `faults`. */
export function readTable(
  path: string,
  { columns, required, acceptGbk = false }: Reading,
  faults: Fault[],
  name = basename(path),
): TableFile {
  const read = decoded(readFileSync(path), acceptGbk);
  const rows: TableRow[] = [];
  if ('fault' in read) {
    faults.push({ file: name, ...read.fault });
    return { name, rows };
  }
  for (const [index, text] of read.text.split(/\r\n|\n|\r/).entries()) {
    if (!text.trim()) continue;
    const line = index + 1;
    const wrong = (message: string) => void faults.push({ file: name, place: `${line}`, message });
    const cells: string[] = [];
    let open = false;
    for (const cell of text.split('\t')) {
      const value = unquoted(cell.trim());
      open ||= value === undefined;
      cells.push((value ?? cell).trim());
    }
    while (cells.at(-1) === '') cells.pop();
    if (cells[0]?.toLowerCase() === columns[0]) continue;
    const missing = columns.slice(0, required).find((_, at) => !cells[at]);
    if (open) wrong('has a quotation mark that is not closed in its cell; a cell is one line without tabs');
    else if (cells.length === 1 && cells[0]) wrong(`has no tab between ${columns[0]} and ${columns[1]}`);
    else if (missing) wrong(`has no ${missing}`);
    else if (cells.length > columns.length) wrong(`has ${cells.length} cells; the columns are ${columns.join(', ')}`);
    else rows.push({ line, cells: columns.map((_, at) => cells[at] ?? '') });
  }
  return { name, rows };
}

/** The text of a table. The byte order mark makes Excel read Chinese as UTF-8. */
export function formatTable(columns: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [columns.join('\t')];
  for (const cells of rows) lines.push(cells.map(quoted).join('\t').replace(/\t+$/, ''));
  return `\ufeff${lines.join('\n')}\n`;
}
