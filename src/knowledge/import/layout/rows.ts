/** Rows of a table as items: cells under their columns, merged cells carried down, section rows as groups. */
import type { Span } from '../../../model/plan.ts';
import { nullMarks } from '../fields/unit-words.ts';
import { type Findings, finding } from '../text/findings.ts';
import { ordinal, plainDigits } from '../text/numbers.ts';
import { plain } from '../text/plain.ts';
import { fold, type Line, part, sample, span } from '../text/span.ts';
import type { Role } from './columns/column-words.ts';
import type { Columns } from './columns/columns.ts';
import { type Cell, ditto, type Grid, type GridRow, isNumberCell, isSectionText } from './grid.ts';
import { markerOf } from './markers.ts';

/** A cell under its column: folded as a span, and raw, where its line ends and blanks still separate. */
export interface Field {
  span: Span;
  raw: string;
}

export interface Item {
  line: Line;
  number: number;
  /** The number stands in the row, or was counted. */
  counted: boolean;
  /** Numbers begin again below this; 0 before the first section row. */
  block: number;
  part: number;
  fields: Partial<Record<Role, Field>>;
  extra: Map<string, Field>;
  section?: Span | undefined;
  starred: boolean;
}

const optional: readonly (Role | undefined)[] = [undefined, 'cooperating', 'leader'];
const leading: readonly (Role | undefined)[] = ['number', 'group', 'item'];

type Aligned = (Cell | undefined)[];

function spanOf(row: GridRow, cell: Cell, text: string): Span {
  const whole = span(row.lines);
  const lines = cell.line ? ([cell.line, cell.line] as [number, number]) : whole.lines;
  return part({ ...whole, lines }, text, cell.at);
}

function numberIn(text: string): number {
  const digits = plain(text).replaceAll('★', '').trim();
  return isNumberCell(text) ? ordinal(digits.replace(/[().、\s]/g, '')) : 0;
}

class RowReader {
  private readonly items: Item[] = [];
  private readonly grid: Grid;
  private readonly columns: Columns;
  private readonly findings: Findings;
  private section: Span | undefined;
  private block = 0;
  private readonly above = new Map<number, Field>();

  constructor(grid: Grid, columns: Columns, findings: Findings) {
    this.grid = grid;
    this.columns = columns;
    this.findings = findings;
  }

  read(): Item[] {
    for (const row of this.grid.rows) this.take(row);
    return this.items;
  }

  private get width(): number {
    return this.columns.all.length;
  }

  private indexOf(role: Role): number {
    return this.columns.all.findIndex((column) => column.role === role);
  }

  private fault(row: GridRow, code: 'row-too-long' | 'row-too-short' | 'row-without-number', more = {}): void {
    for (const line of row.lines)
      this.findings.faults.push(finding(line.number, code, { text: sample(line.text), ...more }));
  }

  /** Brings the cells of a row under the columns; undefined where that can't be done. */
  private align(row: GridRow): Aligned | undefined {
    const cells = [...row.cells];
    while (cells.length > this.width && !cells.at(-1)!.text.trim()) cells.pop();
    const counts = { cells: cells.length, columns: this.width };
    if (cells.length > this.width) {
      this.fault(row, 'row-too-long', counts);
      return cells.slice(0, this.width);
    }
    if (cells.length === this.width) return cells;
    const first = cells[0]!.text;
    const missing = this.width - cells.length;
    if (isNumberCell(first) && this.columns.all[0]!.role === 'number') {
      const left = this.columns.all.slice(-missing);
      if (left.some(({ role }) => !optional.includes(role))) this.fault(row, 'row-too-short', counts);
      return [...cells, ...Array<undefined>(missing).fill(undefined)];
    }
    // Cells that are merged over several rows are printed once: the rest stands at the right.
    const merged = this.columns.all.slice(0, missing);
    if (this.items.length && merged.every(({ role }) => leading.includes(role)))
      return [...Array<undefined>(missing).fill(undefined), ...cells];
    this.fault(row, 'row-too-short', counts);
    return undefined;
  }

  private take(row: GridRow): void {
    const filled = row.cells.filter(({ text }) => text.trim());
    if (!filled.length) return;
    const [only] = filled;
    const alone = filled.length === 1 && !ditto.test(only!.text);
    const firstColumn = row.cells.indexOf(only!) === 0;
    if (alone && !isNumberCell(only!.text) && (isSectionText(only!.text) || (firstColumn && row.cells.length > 1))) {
      this.section = spanOf(row, only!, only!.text);
      this.block++;
      return;
    }
    const cells = this.align(row);
    if (cells) this.addItem(row, cells);
  }

  /** The field of a cell; 〃 and what is merged take the one above. */
  private field(row: GridRow, cells: Aligned, index: number): Field | undefined {
    const cell = cells[index];
    const text = cell?.text ?? '';
    const role = this.columns.all[index]!.role;
    const carried =
      ditto.test(text) || (!text.trim() && (role === 'group' || (role === 'item' && !this.startsNumber(cells))));
    if (carried) return this.above.get(index);
    if (!fold(text) || !cell) {
      this.above.delete(index);
      return undefined;
    }
    const field = { span: spanOf(row, cell, text), raw: text.replaceAll('★', '') };
    this.above.set(index, field);
    return field;
  }

  private startsNumber(cells: Aligned): boolean {
    const index = this.indexOf('number');
    return index >= 0 && isNumberCell(cells[index]?.text ?? '');
  }

  private addItem(row: GridRow, cells: Aligned): void {
    const fields: Item['fields'] = {};
    const extra: Item['extra'] = new Map();
    this.columns.all.forEach(({ role, name }, index) => {
      const field = this.field(row, cells, index);
      if (!field) return;
      if (role) fields[role] = field;
      else if (name && !nullMarks.test(plain(field.raw).trim())) extra.set(name, field);
    });
    const numbering = this.numberOf(row, cells, fields);
    if (!numbering) return;
    const section = fields.group?.span ?? this.section;
    this.items.push({
      line: row.lines[0]!,
      ...numbering,
      block: this.block,
      fields,
      extra,
      section,
      starred: row.lines.some((line) => line.text.includes('★')),
    });
  }

  /** The number of a row: printed in its column or before its text, that of the row above, or counted. */
  private numberOf(
    row: GridRow,
    cells: Aligned,
    fields: Item['fields'],
  ): { number: number; part: number; counted: boolean } | undefined {
    const last = this.items.at(-1);
    const index = this.indexOf('number');
    const cell = index >= 0 ? (cells[index]?.text ?? '') : '';
    if (index >= 0 && cell.trim() && !ditto.test(cell)) {
      const number = numberIn(cell);
      if (!number) this.fault(row, 'row-without-number');
      else return this.numbered(number, last);
      return undefined;
    }
    if (index >= 0) {
      if (last) return { number: last.number, part: last.part + 1, counted: false };
      this.fault(row, 'row-without-number');
      return undefined;
    }
    return this.numberInText(row, fields, last);
  }

  private numbered(number: number, last: Item | undefined): { number: number; part: number; counted: boolean } {
    const again = last?.number === number && last.block === this.block;
    return { number, part: again ? last.part + 1 : 1, counted: false };
  }

  private numberInText(
    row: GridRow,
    fields: Item['fields'],
    last: Item | undefined,
  ): { number: number; part: number; counted: boolean } | undefined {
    for (const role of ['item', 'content', 'name'] as const) {
      const field = fields[role];
      const marker = field && markerOf(field.raw);
      if (!field || !marker?.number || (marker.form !== 'item' && marker.form !== 'bracket' && role !== 'item'))
        continue;
      const rest = field.raw.slice(marker.length);
      fields[role] = { span: { ...field.span, text: fold(rest) }, raw: rest };
      return this.numbered(marker.number, last);
    }
    if (!fields.content && !fields.name && !fields.item) {
      this.fault(row, 'row-without-number');
      return undefined;
    }
    if (last && fields.item && last.fields.item?.span === fields.item.span && !fields.name)
      return { number: last.number, part: last.part + 1, counted: true };
    return { number: (last?.number ?? 0) + 1, part: 1, counted: true };
  }
}

/** Reads the rows of a table under its columns. */
export function readRows(grid: Grid, columns: Columns, findings: Findings): Item[] {
  return new RowReader(grid, columns, findings).read();
}

/** 附件 as a place, with its number in plain digits: 附件1, or 附件 where it is the only one. */
export const annexPlace = (printed: string | undefined) => `附件${plainDigits(printed ?? '')}`;
