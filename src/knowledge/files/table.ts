/** Reads and writes tab-separated tables (`.tsv`) as text editors and spreadsheets save them; every fault has its line. */
import { basename } from 'node:path';
import { type Fault, faultIn } from '../../model/fault.ts';
import type { Text } from '../../model/text.ts';
import { readRegularFile } from '../../shared/read-file.ts';
import { packText } from '../messages.ts';

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

type Decoded = { text: string } | { why: Text; place: string };

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
  if (utf16) return { why: packText('utf16Damaged'), place: '1' };
  const gbk = decode('gb18030', bytes);
  if (gbk !== undefined && acceptGbk) return { text: gbk };
  return { why: packText(gbk === undefined ? 'notUtf8' : 'isGbk'), place: `${brokenLine(bytes)}` };
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

/** The cells of a line, without empty ones at its end; undefined where a quotation is not closed. */
function cellsOf(line: string): string[] | undefined {
  const cells = line.split('\t');
  for (let at = 0; at < cells.length; at++) cells[at] = cells[at]!.trim();
  if (line.includes('"'))
    for (let at = 0; at < cells.length; at++) {
      const value = unquoted(cells[at]!);
      if (value === undefined) return undefined;
      cells[at] = value.trim();
    }
  while (cells.at(-1) === '') cells.pop();
  return cells;
}

/** What is wrong with a row. */
function faultOf(cells: readonly string[], { columns, required }: Reading): Text | undefined {
  if (cells.length === 1 && cells[0]) return packText('noTab', { first: columns[0]!, second: columns[1]! });
  for (let at = 0; at < required; at++) if (!cells[at]) return packText('cellMissing', { column: columns[at]! });
  if (cells.length > columns.length)
    return packText('cellsTooMany', { count: cells.length, columns: columns.join(', ') });
  return undefined;
}

/** Where a row is skipped: a blank line, or the header before the first row. */
const isSkipped = (cells: readonly string[], rows: readonly TableRow[], { columns }: Reading) =>
  !cells.length || (rows.length === 0 && cells[0]!.toLowerCase() === columns[0]);

/** Rows of a table. A header line, blank lines and empty cells at a row's end are skipped; faults go to `faults`. */
export function readTable(path: string, reading: Reading, faults: Fault[], name = basename(path)): TableFile {
  const read = decoded(readRegularFile(path), reading.acceptGbk ?? false);
  const rows: TableRow[] = [];
  if ('why' in read) {
    faults.push(faultIn(name, read.why, read.place));
    return { name, rows };
  }
  const { columns } = reading;
  // Most files have no carriage return, and a plain split is several times as fast as one by a pattern.
  const lines = read.text.includes('\r') ? read.text.split(/\r\n|\n|\r/) : read.text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const cells = cellsOf(lines[index]!);
    if (cells && isSkipped(cells, rows, reading)) continue;
    const why = cells ? faultOf(cells, reading) : packText('quoteOpen');
    if (why) faults.push(faultIn(name, why, `${index + 1}`));
    else {
      while (cells!.length < columns.length) cells!.push('');
      rows.push({ line: index + 1, cells: cells! });
    }
  }
  return { name, rows };
}

/** The text of a table. The byte order mark makes Excel read Chinese as UTF-8. */
export function formatTable(columns: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [columns.join('\t')];
  for (const cells of rows) lines.push(cells.map(quoted).join('\t').replace(/\t+$/, ''));
  return `\ufeff${lines.join('\n')}\n`;
}
