/** A table as CSV (RFC 4180) that Excel opens in UTF-8. */
import type { Cell, Table } from './table.ts';

/** A spreadsheet would run such a cell as a formula (OWASP, CSV injection); the apostrophe makes it text. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function field(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : harmless(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** With a byte order mark: without it Excel takes UTF-8 for the code page of the system. */
export function toCsv({ columns, rows }: Table): string {
  const lines = [columns.map(({ heading }) => heading), ...rows].map((row) => row.map(field).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
