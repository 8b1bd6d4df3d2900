/** The text of a plan in, its records out, with everything that could not be read. */
import type { Plan, PlanRecord } from '../../model/plan.ts';
import type { Reading } from './fields/assigned.ts';
import { statesFirstLeads } from './fields/assignment.ts';
import { unitReader } from './fields/units.ts';
import type { SourceDocument } from './formats/read.ts';
import { readBody } from './layout/body.ts';
import { bodyStart, divide } from './layout/divide.ts';
import {
  annexOf,
  type DocumentPart,
  DocumentReader,
  type ImportChoices,
  looseText,
  type TaskList,
} from './layout/document-part.ts';
import type { Body, Draft } from './layout/draft.ts';
import { baseYear, cutTail, readCopied, readHead } from './layout/head.ts';
import { annexPath, remarkGaps, withIds } from './layout/ids.ts';
import { marks } from './layout/markers.ts';
import { tableKind, tableRecords, unitCells } from './layout/table-records.ts';
import { reportCounts, reportUnreadAssignments } from './report/claims.ts';
import { reportLeftOver } from './report/coverage.ts';
import { type Findings, finding, noFindings } from './text/findings.ts';
import { plain } from './text/plain.ts';
import { type Line, sample } from './text/span.ts';

export interface Imported extends Findings {
  plan: Plan;
  /** Tables that could be the list of tasks, by name; where there are several, the person who imports may choose. */
  lists: TaskList[];
}

/** The lines of a text. A printed page number counts as blank, so that the sentence around it stays whole. */
function withoutPageNumbers(lines: readonly Line[], { remarks }: Findings): Line[] {
  return lines.map((line) => {
    if (!marks.pageNumber.test(plain(line.text))) return line;
    remarks.push(finding(line.number, 'page-number', { text: sample(line.text) }));
    return { ...line, text: '' };
  });
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

function assemble(readers: readonly DocumentPart[], document: Plan['document'], reading: Reading): Plan {
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
