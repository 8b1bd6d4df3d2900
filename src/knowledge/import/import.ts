/** `qinzhi import`: the published text of a plan in, its records out, with every line that could not be read. */
import type { Annex, Oddity, Plan, PlanRecord, Task } from '../../model/plan.ts';
import { readSection } from './body.ts';
import { readCopied, readHead } from './head.ts';
import { type Fault, fold, heading, type Line, ordinal, paragraphs, readLines, span } from './lines.ts';
import { annexNote, type Row, readDeadline, readTable, type Table, unitReader } from './tables.ts';

export interface Imported {
  plan: Plan;
  /** What could not be read, by line; not empty means that something of the source is missing from the plan. */
  faults: Fault[];
  /** What was read by a rule that the reader of the records should know of. */
  remarks: Fault[];
}

interface Parts {
  head: Line[];
  sections: Line[][];
  annexes: { number: number; lines: Line[] }[];
  copied: Line[];
}

function divide(lines: readonly Line[]): Parts {
  const parts: Parts = { head: [], sections: [], annexes: [], copied: [] };
  let into = parts.head;
  for (const line of lines) {
    const annex = heading.annex.exec(line.text);
    if (annex) {
      into = [];
      parts.annexes.push({ number: ordinal(annex[1]!), lines: into });
    } else if (heading.copied.test(line.text)) {
      into = parts.copied;
      into.push(line);
    } else if (!parts.annexes.length && !parts.copied.length && heading.section.test(line.text)) {
      into = [line];
      parts.sections.push(into);
    } else into.push(line);
  }
  return parts;
}

/** The list of annexes under the text (附件：1. … 2. …) repeats what the annexes themselves say. */
function dropAnnexList(lines: readonly Line[]): Line[] {
  const at = lines.findIndex((line) => heading.annexList.test(line.text));
  return at < 0 ? [...lines] : lines.slice(0, at);
}

const inTable = (line: Line) => line.text.includes('\t');

/** Splits off the table: from the first line with tabs to the last, with the lines between. */
function splitTable(lines: readonly Line[]): { before: Line[]; table: Line[]; after: Line[] } {
  const first = lines.findIndex(inTable);
  if (first < 0) return { before: [...lines], table: [], after: [] };
  const last = lines.findLastIndex(inTable);
  return { before: lines.slice(0, first), table: lines.slice(first, last + 1), after: lines.slice(last + 1) };
}

interface Placed {
  annex: number;
  table: Table;
}

function oddities(task: Task, known: ReadonlySet<string>, issued: string | undefined, lost?: string[]): Oddity[] {
  const found: Oddity[] = [];
  const leader = task.leader?.text.replaceAll('（', '(').replaceAll('）', ')') ?? '';
  const named = [...known].filter((unit) => leader.includes(unit)).sort((a, b) => b.length - a.length)[0];
  if (named && !task.responsible.units.includes(named)) found.push({ code: 'leader-of-another-unit', unit: named });
  const twice = task.cooperating?.units.find((unit) => task.responsible.units.includes(unit));
  if (twice) found.push({ code: 'unit-named-twice', unit: twice });
  if (issued && task.deadline?.kind === 'month' && task.deadline.month < issued.slice(0, 7)) found.push({ code: 'due-before-notice' });
  if (lost) found.push({ code: 'separator-missing', units: lost });
  return found;
}

/** Makes the records of every table; units are told apart over all tables at once. */
function tableRecords(placed: readonly Placed[], issuedOn: string | undefined, faults: Fault[], remarks: Fault[]): PlanRecord[] {
  const rows = placed.flatMap(({ table }) => table.rows);
  const unitCells = rows.flatMap((row) => [row.cells.responsible, row.cells.cooperating].filter((cell) => cell !== undefined));
  const readUnits = unitReader(unitCells);
  const known = new Set(unitCells.flatMap((cell) => readUnits(cell).unit.units));
  const need = <R extends keyof Row['cells']>(row: Row, role: R, columns: Record<string, string>) => {
    const cell = row.cells[role];
    if (!cell) faults.push({ line: row.line.number, message: `row ${row.cells.number?.text ?? '?'} has no ${columns[role] ?? role}` });
    return cell;
  };
  return placed.flatMap(({ annex, table }) =>
    table.rows.flatMap((row): PlanRecord[] => {
      const number = Number(row.cells.number?.text);
      if (!Number.isInteger(number) || number < 1) return [];
      const place = annex ? `附件${annex} 第${number}项` : `表 第${number}项`;
      const base = { id: `${table.kind}:${number}`, number, place };
      if (table.kind === 'indicator') {
        const name = need(row, 'name', table.columns);
        const target = need(row, 'target', table.columns);
        if (!name || !target) return [];
        return [{ ...base, kind: 'indicator', text: name, measuredIn: row.cells.measuredIn ?? { text: '', lines: name.lines }, target }];
      }
      const text = need(row, 'content', table.columns);
      const responsibleCell = need(row, 'responsible', table.columns);
      if (!text || !responsibleCell) return [];
      const responsible = readUnits(responsibleCell).unit;
      const leader = row.cells.leader ? { leader: row.cells.leader } : {};
      if (table.kind === 'support') return [{ ...base, kind: 'support', text, responsible, ...leader }];
      const cooperating = row.cells.cooperating && readUnits(row.cells.cooperating);
      if (cooperating?.lost)
        remarks.push({ line: row.line.number, message: `row ${number}: no separator between ${cooperating.lost.join(' and ')}; read as ${cooperating.lost.length} units` });
      const deadlineCell = need(row, 'deadline', table.columns);
      const deadline = deadlineCell && readDeadline(deadlineCell);
      if (deadlineCell && !deadline)
        faults.push({ line: row.line.number, message: `row ${number}: a deadline that can't be read: ${deadlineCell.text}` });
      const task: Task = {
        ...base,
        kind: 'task',
        text,
        starred: row.starred,
        responsible,
        ...(cooperating ? { cooperating: cooperating.unit } : {}),
        ...leader,
        ...(deadline ? { deadline } : {}),
      };
      const odd = oddities(task, known, issuedOn, cooperating?.lost);
      return [odd.length ? { ...task, oddities: odd } : task];
    }),
  );
}

function readAnnex(number: number, lines: readonly Line[], faults: Fault[]): { annex: Annex; table: Table } | undefined {
  const { before, table, after } = splitTable(lines);
  const read = table.length ? readTable(table, faults) : undefined;
  const titleLines = paragraphs(before.filter((line) => !heading.note.test(line.text)));
  const first = before.find((line) => line.text.trim());
  if (!read || !first) {
    faults.push({ line: lines[0]?.number ?? 1, message: `annex ${number} holds no table that can be read` });
    return undefined;
  }
  for (const line of after.filter((line) => line.text.trim()))
    faults.push({ line: line.number, message: `a line after the table of annex ${number}: ${fold(line.text).slice(0, 40)}` });
  const note = annexNote(before);
  return {
    annex: { number, kind: read.kind, title: span(titleLines[0] ?? [first]), ...(note ? { note } : {}), columns: read.columns },
    table: read,
  };
}

function checkNumbers(records: readonly PlanRecord[], faults: Fault[]): void {
  const seen = new Map<string, PlanRecord>();
  const highest = new Map<string, number>();
  for (const record of records) {
    const line = record.text.lines[0];
    if (seen.has(record.id)) faults.push({ line, message: `${record.id} stands twice, here and at line ${seen.get(record.id)!.text.lines[0]}` });
    seen.set(record.id, record);
    const before = highest.get(record.kind) ?? 0;
    if (record.number !== before + 1) faults.push({ line, message: `${record.id} follows number ${before}` });
    highest.set(record.kind, record.number);
  }
}

/** Reads a plan. `source` is the text as published; nothing of it is dropped without a fault naming its line. */
export function importPlan(source: string): Imported {
  const faults: Fault[] = [];
  const remarks: Fault[] = [];
  const { head, sections, annexes, copied } = divide(readLines(source));
  const document = { ...readHead(head, faults), copiedTo: readCopied(copied) };
  const read: Plan = { format: 1, document, sections: [], annexes: [], records: [] };
  const placed: Placed[] = [];
  const fromBody: PlanRecord[] = [];
  for (const lines of sections) {
    const { before, table, after } = splitTable(dropAnnexList(lines));
    const { section, records } = readSection([...before, ...after], faults);
    read.sections.push(section);
    fromBody.push(...records);
    const found = table.length ? readTable(table, faults) : undefined;
    if (!found) continue;
    placed.push({ annex: 0, table: found });
    const title = section.paragraphs.pop() ?? section.title;
    read.annexes.push({ number: 0, kind: found.kind, title, columns: found.columns });
  }
  for (const { number, lines } of annexes) {
    const found = readAnnex(number, lines, faults);
    if (!found) continue;
    read.annexes.push(found.annex);
    placed.push({ annex: number, table: found.table });
  }
  read.records = [...tableRecords(placed, document.issuedOn, faults, remarks), ...fromBody];
  if (!read.records.length) faults.push({ line: 1, message: 'no record found: expected sections 一、二、… and tables with tab-separated cells' });
  checkNumbers(read.records, faults);
  faults.sort((a, b) => a.line - b.line);
  return { plan: read, faults, remarks };
}
