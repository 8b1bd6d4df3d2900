/** Cuts a part of a document (its text, an annex) into text and tables, and decides which tables are kept as records. */
import type { Annex, Section, Span } from '../../../model/plan.ts';
import type { Reading } from '../fields/assigned.ts';
import type { MessageCode } from '../report/messages.ts';
import { type Findings, finding } from '../text/findings.ts';
import { foldSpace, type Line, nothingAt, sample, span } from '../text/span.ts';
import { type ColumnChoices, readColumns } from './columns/columns.ts';
import type { AnnexLines } from './divide.ts';
import { findGrids, type Grid, isNote, joinedRows } from './grid.ts';
import { annexPath, tablePath } from './ids.ts';
import { restoreCells } from './loose-cells.ts';
import { type Outline, outlineOf } from './outline.ts';
import { paragraphs } from './paragraphs.ts';
import { readRows } from './rows.ts';
import { annexColumns, type Table, tableKind } from './table-records.ts';

export interface TaskList {
  name: string;
  rows: number;
}

/** What the person who imports says of the document. */
export interface ImportChoices {
  columns?: ColumnChoices;
  /** Names of the tables that list the tasks; the others of that shape are kept as text. Absent = all. */
  tables?: readonly string[];
}

/** One part of the document, cut into its text and its tables. */
export interface DocumentPart {
  annex: AnnexLines | undefined;
  title: Span | undefined;
  note: Span | undefined;
  outline: Outline;
  /** Tables of a known kind, with the paragraph that stands before each. */
  tables: Table[];
  lists: TaskList[];
  /** First lines of all tables. */
  tableLines: number[];
  /** Rows of tables of another kind, and other text that belongs to no item. */
  kept: Span[];
}

const titleLength = 40;

/** A table within a text is named by the line above it, and where that is a sentence, by what it stands in. */
function takeTitle(above: Line[], fallback: Span): Span {
  const last = paragraphs(above).at(-1);
  if (!last) return fallback;
  const text = span(last);
  if (text.text.length > titleLength || /[。：:；]$/.test(text.text)) return fallback;
  for (const line of last) above.splice(above.indexOf(line), 1);
  return text;
}

export class DocumentReader {
  private readonly findings: Findings;
  private readonly choices: ImportChoices;

  constructor(findings: Findings, choices: ImportChoices) {
    this.findings = findings;
    this.choices = choices;
  }

  /** Cuts the lines of a part into text and tables. */
  readPart(lines: readonly Line[], annex: AnnexLines | undefined, documentTitle: Span): DocumentPart {
    const { findings } = this;
    const text: Line[] = [];
    const grids: { grid: Grid; above: Line[] }[] = [];
    let above: Line[] = [];
    for (const part of findGrids(restoreCells(lines, findings), findings)) {
      if ('line' in part) {
        above.push(part.line);
        continue;
      }
      grids.push({ grid: part.grid, above });
      text.push(...above);
      above = [];
    }
    text.push(...above);
    const reader: DocumentPart = {
      annex,
      title: undefined,
      note: undefined,
      outline: { before: [], nodes: [] },
      tables: [],
      lists: [],
      tableLines: [],
      kept: [],
    };
    const body = annex
      ? this.readAnnexHead(
          text,
          reader,
          grids.map(({ above }) => above),
        )
      : text;
    for (const { grid, above } of grids) this.readTable(grid, above, body, reader, documentTitle);
    reader.outline = outlineOf(body, findings);
    return reader;
  }

  /** The title of an annex is its first paragraph; the note under a table keeps the ★ that it explains. */
  private readAnnexHead(text: Line[], reader: DocumentPart, aboves: Line[][]): Line[] {
    const note = text.find(isNote);
    if (note) reader.note = { text: foldSpace(note.text), lines: [note.number, note.number] };
    const rest = text.filter((line) => line !== note);
    const first = paragraphs(rest)[0];
    const unmarked = first && !outlineOf(first, this.findings).nodes.length;
    if (!first || !unmarked) return rest;
    reader.title = span(first);
    for (const above of aboves)
      for (const line of first) if (above.includes(line)) above.splice(above.indexOf(line), 1);
    return rest.filter((line) => !first.includes(line));
  }

  private readTable(grid: Grid, above: Line[], body: Line[], reader: DocumentPart, documentTitle: Span): void {
    const { findings, choices } = this;
    findings.remarks.push(...joinedRows(grid));
    const columns = readColumns(grid, choices.columns ?? {});
    const title = this.titleOf(above, body, reader, documentTitle);
    reader.tableLines.push(grid.heading[0]!.lines[0]!.number);
    const kind = tableKind({ columns, title });
    // A citation begins with the title of the document.
    const own = title.text === documentTitle.text ? '' : title.text;
    const place = reader.annex?.place ?? (own || '表');
    if (!kind || (kind === 'task' && !this.isListed(title.text || place, grid, reader))) {
      this.keepAsText(grid, reader);
      return;
    }
    const path = reader.annex ? annexPath(reader.annex.number) : [tablePath];
    const again = reader.tables.length;
    if (again) path.push(again + 1);
    const line = grid.heading[0]!.lines[0]!.number;
    reader.tables.push({ place, path, title, line, columns, items: readRows(grid, columns, findings) });
  }

  /** Notes the table as one that could list the tasks. @returns whether it is one that is wanted */
  private isListed(title: string, { rows }: Grid, { lists }: DocumentPart): boolean {
    const again = lists.filter(({ name }) => name === title || name.startsWith(`${title} `)).length;
    const name = again ? `${title} ${again + 1}` : title;
    lists.push({ name, rows: rows.length });
    return this.choices.tables?.includes(name) ?? true;
  }

  /** The title of a table, taken out of the text above it. */
  private titleOf(above: Line[], body: Line[], { annex, title }: DocumentPart, documentTitle: Span): Span {
    const before = [...above];
    const section = before.findLast((line) => /^\s*[一二三四五六七八九十]+、/.test(line.text));
    const fallback = section ? this.sectionTitle(section) : documentTitle;
    const found = annex ? (title ?? documentTitle) : takeTitle(above, fallback);
    for (const line of before) if (!above.includes(line) && body.includes(line)) body.splice(body.indexOf(line), 1);
    return found;
  }

  private sectionTitle(line: Line): Span {
    const whole = span([line]);
    return { ...whole, text: whole.text.replace(/^[一二三四五六七八九十]+、/, '') };
  }

  private keepAsText(grid: Grid, reader: DocumentPart): void {
    const heading = grid.heading[0]!.lines[0]!;
    this.findings.remarks.push(finding(heading.number, 'table-kept-as-text', { text: sample(heading.text) }));
    const rows = [...grid.heading, ...grid.rows];
    reader.kept.push(...rows.map(({ lines }) => span(lines)));
  }
}

/** A column of units or dates without a known heading is kept, and a role is proposed. */
const columnRemarks: Partial<Record<string, MessageCode>> = { units: 'column-of-units', month: 'column-of-dates' };

export function annexOf(reader: DocumentPart, table: Table, reading: Reading): Annex {
  const kind = tableKind(table)!;
  const { columns, extra } = annexColumns(table, reading);
  for (const { name, type } of extra ?? [])
    reading.findings.remarks.push(
      finding(table.line, columnRemarks[type] ?? 'column-kept', {
        column: name,
        role: columns.responsible ? '配合' : '牵头',
      }),
    );
  return {
    number: reader.annex?.number ?? 0,
    kind,
    title: reader.annex ? (reader.title ?? nothingAt(table.title)) : table.title,
    ...(reader.note ? { note: reader.note } : {}),
    columns,
    ...(extra ? { extra } : {}),
  };
}

/** Text that is no record and stands in no section: its paragraphs, as a section of their own. */
export function looseText(reader: DocumentPart): Section[] {
  const paragraphs = [...reader.kept, ...reader.outline.before.map(({ whole }) => whole)];
  const { annex, title, tables } = reader;
  if (!paragraphs.length && (!annex || tables.length || !title)) return [];
  const at = title ?? nothingAt(paragraphs[0]!);
  return [{ place: annex?.place ?? '正文', title: at, paragraphs }];
}
