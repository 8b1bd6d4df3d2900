/** A table as an Excel workbook: heading frozen and bold, filters on every column, dates as dates. */
import type { Blob } from 'node:buffer';
import type { Stream } from 'node:stream';
import writeExcelFile, { type CellObject, type Feature } from 'write-excel-file/node';
import {
  getCellAddress,
  getOrderOfSiblings,
  insertElementMarkupAccordingToOrderOfSiblings,
} from 'write-excel-file/utility';
import { harmless } from './csv.ts';
import type { Cell, Table } from './table.ts';

/** As the package takes files; it does not export the type. */
type FileContent = Stream | Buffer | Blob;

const titleLength = 31;

/** Excel refuses these in the name of a sheet. */
const sheetName = (title: string) =>
  title
    .replace(/[\\/?*[\]:]/g, ' ')
    .slice(0, titleLength)
    .trim() || 'Sheet1';

function cellOf(cell: Cell): CellObject | null {
  const style = { alignVertical: 'top', wrap: true } as const;
  if (cell === undefined) return null;
  if (cell instanceof Date) return { type: Date, value: cell, format: 'yyyy-mm-dd', ...style };
  if (typeof cell === 'number') return { type: Number, value: cell, ...style };
  return { type: String, value: harmless(cell), ...style };
}

/** The package writes no filters itself. */
function autoFilter({ columns, rows }: Table): Feature<FileContent> {
  const reference = `A1:${getCellAddress(rows.length, columns.length - 1)}`;
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml: string) =>
            insertElementMarkupAccordingToOrderOfSiblings(
              xml,
              `<autoFilter ref="${reference}"/>`,
              getOrderOfSiblings('xl/worksheets/sheet{id}.xml', 'worksheet') ?? ['sheetData', 'autoFilter'],
              'worksheet',
            ),
        },
      },
    },
  };
}

export async function toXlsx(table: Table, title: string): Promise<Uint8Array<ArrayBuffer>> {
  const heading = table.columns.map(({ heading: value }) => ({ type: String, value, fontWeight: 'bold' as const }));
  const buffer = await writeExcelFile(
    [heading, ...table.rows.map((row) => row.map(cellOf))],
    { sheet: sheetName(title), columns: table.columns.map(({ width }) => ({ width })), stickyRowsCount: 1 },
    { features: [autoFilter(table)] },
  ).toBuffer();
  return new Uint8Array(buffer);
}
