/** The text of a plan in, its records out, with everything that could not be read. */
import type { Annex, Plan, PlanRecord, Section, Span } from '../../model/plan.ts';
import type { Reading } from './fields/assigned.ts';
import { statesFirstLeads } from './fields/assignment.ts';
import { unitReader } from './fields/units.ts';
import type { SourceDocument } from './formats/read.ts';
import { readBody } from './layout/body.ts';
import { type ColumnChoices, readColumns } from './layout/columns/columns.ts';
import { type AnnexLines, bodyStart, divide } from './layout/divide.ts';
import type { Body, Draft } from './layout/draft.ts';
import { findGrids, type Grid, isNote, joinedRows } from './layout/grid.ts';
import { baseYear, cutTail, readCopied, readHead } from './layout/head.ts';
import { annexPath, remarkGaps, tablePath, withIds } from './layout/ids.ts';
import { restoreCells } from './layout/loose-cells.ts';
import { marks } from './layout/markers.ts';
import { type Outline, outlineOf } from './layout/outline.ts';
import { paragraphs } from './layout/paragraphs.ts';
import { readRows } from './layout/rows.ts';
import { annexColumns, type Table, tableKind, tableRecords, unitCells } from './layout/table-records.ts';
import { reportCounts, reportUnreadAssignments } from './report/claims.ts';
import { reportLeftOver } from './report/coverage.ts';
import type { MessageCode } from './report/messages.ts';
import { type Findings, finding, noFindings } from './text/findings.ts';
import { plain } from './text/plain.ts';
import { foldSpace, type Line, nothingAt, sample, span } from './text/span.ts';

export interface Imported extends Findings {
  plan: Plan;
  /** Tables that could be the list of tasks, by name; where there are several, whoever imports may choose. */
  lists: TaskList[];
}

interface TaskList {
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
interface Reader {
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

/** The lines of a text. A printed page number counts as blank, so that the sentence around it stays whole. */
function withoutPageNumbers(lines: readonly Line[], { remarks }: Findings): Line[] {
  return lines.map((line) => {
    if (!marks.pageNumber.test(plain(line.text))) return line;
    remarks.push(finding(line.number, 'page-number', { text: sample(line.text) }));
    return { ...line, text: '' };
  });
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

class DocumentReader {
  private readonly findings: Findings;
  private readonly choices: ImportChoices;

  constructor(findings: Findings, choices: ImportChoices) {
    this.findings = findings;
    this.choices = choices;
  }

  /** Cuts the lines of a part into text and tables. */
  readPart(lines: readonly Line[], annex: AnnexLines | undefined, documentTitle: Span): Reader {
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
    const reader: Reader = {
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
  private readAnnexHead(text: Line[], reader: Reader, aboves: Line[][]): Line[] {
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

  private readTable(grid: Grid, above: Line[], body: Line[], reader: Reader, documentTitle: Span): void {
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
  private isListed(title: string, { rows }: Grid, { lists }: Reader): boolean {
    const again = lists.filter(({ name }) => name === title || name.startsWith(`${title} `)).length;
    const name = again ? `${title} ${again + 1}` : title;
    lists.push({ name, rows: rows.length });
    return this.choices.tables?.includes(name) ?? true;
  }

  /** The title of a table, taken out of the text above it. */
  private titleOf(above: Line[], body: Line[], { annex, title }: Reader, documentTitle: Span): Span {
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

  private keepAsText(grid: Grid, reader: Reader): void {
    const heading = grid.heading[0]!.lines[0]!;
    this.findings.remarks.push(finding(heading.number, 'table-kept-as-text', { text: sample(heading.text) }));
    const rows = [...grid.heading, ...grid.rows];
    reader.kept.push(...rows.map(({ lines }) => span(lines)));
  }
}

/** A column of units or dates without a known heading is kept, and a role is proposed. */
const columnRemarks: Partial<Record<string, MessageCode>> = { units: 'column-of-units', month: 'column-of-dates' };

function annexOf(reader: Reader, table: Table, reading: Reading): Annex {
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
function looseText(reader: Reader): Section[] {
  const paragraphs = [...reader.kept, ...reader.outline.before.map(({ whole }) => whole)];
  const { annex, title, tables } = reader;
  if (!paragraphs.length && (!annex || tables.length || !title)) return [];
  const at = title ?? nothingAt(paragraphs[0]!);
  return [{ place: annex?.place ?? '正文', title: at, paragraphs }];
}

function firstLeadsFrom(lines: readonly Line[]): number | undefined {
  return lines.find(({ text }) => /下同/.test(text) && statesFirstLeads(text))?.number;
}

function sortFindings({ faults, remarks }: Findings): void {
  const seen = new Set<string>();
  const once = (list: Findings['faults']) =>
    list.filter((one) => {
      const key = JSON.stringify(one);
      return seen.size !== seen.add(key).size;
    });
  faults.splice(0, faults.length, ...once(faults).sort((a, b) => a.line - b.line));
  remarks.splice(0, remarks.length, ...once(remarks).sort((a, b) => a.line - b.line));
}

/** Reads a plan from the lines of `source.txt`; nothing of it is dropped without a fault naming its line. */
function importLines(printed: readonly Line[], choices: ImportChoices = {}): Imported {
  const findings = noFindings();
  const lines = withoutPageNumbers(printed, findings);
  const { main, annexes, copied } = divide(lines, findings);
  const start = bodyStart(main);
  const { text, tail } = cutTail(main.slice(start), findings);
  const above = cutTail(main.slice(0, start), findings);
  const documents = new DocumentReader(findings, choices);
  const { head, rest } = readHead(above.text, [...above.tail, ...tail], findings);
  const document = { ...head, copiedTo: readCopied(copied) };
  const mainReader = documents.readPart(text, undefined, document.title);
  mainReader.kept.push(...rest);
  const readers = [mainReader, ...annexes.map((annex) => documents.readPart(annex.lines, annex, document.title))];
  const reading: Reading = {
    findings,
    units: unitReader(readers.flatMap(({ tables }) => tables.flatMap(unitCells))),
    issuedOn: document.issuedOn,
    baseYear: baseYear(document),
    firstLeadsFrom: firstLeadsFrom(lines),
  };
  const plan = assemble(readers, document, reading);
  if (!plan.records.length) findings.faults.push(finding(1, 'no-record'));
  reportUnreadAssignments(lines, plan, findings);
  reportCounts(plan, findings);
  reportLeftOver(lines, plan, findings);
  sortFindings(findings);
  return { plan, lists: readers.flatMap(({ lists }) => lists), ...findings };
}

function assemble(readers: readonly Reader[], document: Plan['document'], reading: Reading): Plan {
  const tables = readers.flatMap((reader) =>
    reader.tables.map((table) => ({ reader, table, kind: tableKind(table)! })),
  );
  const cells = tables.flatMap(({ table }) => unitCells(table));
  const known = [...new Set(cells.flatMap((cell) => reading.units(cell).units))].sort((a, b) => b.length - a.length);
  const itemKind = tables.some(({ kind }) => kind === 'task') ? 'measure' : 'task';
  const rows = tables.flatMap(({ table, kind }) => tableRecords(table, kind, reading, known));
  const bodies = readers.map((reader): Body => {
    const annex = reader.annex?.place ?? '';
    const path = reader.annex ? annexPath(reader.annex.number) : [];
    return readBody(reader.outline, reading, { annex, path, itemKind, tables: reader.tableLines });
  });
  const drafts: Draft[] = [...rows, ...bodies.flatMap((body) => body.drafts)];
  remarkGaps(drafts, reading.findings);
  const records: PlanRecord[] = withIds(drafts, reading.findings);
  return {
    format: 1,
    document,
    sections: [...bodies.flatMap((body) => body.sections), ...readers.flatMap(looseText)],
    annexes: tables.map(({ reader, table }) => annexOf(reader, table, reading)),
    records,
  };
}

/** Reads a plan from a file that was read. */
export function importDocument({ lines, wasRecut }: SourceDocument, choices: ImportChoices = {}): Imported {
  const imported = importLines(lines, choices);
  if (wasRecut) imported.remarks.unshift(finding(1, 'text-recut'));
  return imported;
}

/** The lines of a text, with their numbers. */
function linesOf(source: string): Line[] {
  return source.split(/\r\n|\r|\n/).map((text, index) => ({ number: index + 1, text }));
}

/** Reads a plan from the text of `source.txt`. */
export function importPlan(source: string, choices: ImportChoices = {}): Imported {
  return importLines(linesOf(source), choices);
}
