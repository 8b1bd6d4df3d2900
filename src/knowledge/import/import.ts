/** `qinzhi import`: the published text of a plan in, its records out, with every line that could not be read. */
import type { Annex, Plan, PlanRecord, Section } from '../../model/plan.ts';
import { readSection } from './body.ts';
import { reportLeftOver } from './coverage.ts';
import { cutTail, readCopied, readHead } from './head.ts';
import {
  type Fault,
  type Findings,
  foldSpace,
  heading,
  type Line,
  ordinal,
  paragraphs,
  plainDigits,
  readLines,
  span,
} from './lines.ts';
import { type Placed, tableRecords } from './records.ts';
import { readTable, splitTable, type Table } from './tables.ts';

export interface Imported extends Findings {
  plan: Plan;
}

interface AnnexLines {
  number: number;
  /** As the document calls it: 附件1, or 附件 where it is the only one. */
  place: string;
  at: number;
  lines: Line[];
}

interface Parts {
  head: Line[];
  sections: Line[][];
  annexes: AnnexLines[];
  copied: Line[];
}

function divide(lines: readonly Line[], { headings }: Findings): Parts {
  const parts: Parts = { head: [], sections: [], annexes: [], copied: [] };
  let into = parts.head;
  for (const line of lines) {
    const annex = heading.annex.exec(line.text);
    if (annex) {
      into = [];
      headings.push(line.number);
      const number = annex[1] ? ordinal(annex[1]) : parts.annexes.length + 1;
      const place = `附件${plainDigits(annex[1] ?? '')}`;
      parts.annexes.push({ number, place, at: line.number, lines: into });
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

function readAnnex(
  { number, place, at, lines }: AnnexLines,
  findings: Findings,
): { annex: Annex; table: Table } | undefined {
  const { before, table, after } = splitTable(lines);
  const read = table.length ? readTable(table, findings) : undefined;
  const isNote = (line: Line) => heading.note.test(line.text);
  const title = paragraphs(before.filter((line) => !isNote(line)))[0];
  if (!read || !title) {
    findings.faults.push({
      line: at,
      message: read ? `${place} has no title` : `${place} holds no table that can be read`,
    });
    return undefined;
  }
  const note = [...before, ...after].find(isNote);
  // The note keeps its ★, which it explains.
  const noted = note
    ? { note: { text: foldSpace(note.text), lines: [note.number, note.number] as [number, number] } }
    : {};
  return { annex: { number, kind: read.kind, title: span(title), ...noted, columns: read.columns }, table: read };
}

/** A table within a section is named by the line above it, and where that is a sentence, by the section. */
function tableTitle(section: Section, table: readonly Line[]): Annex['title'] {
  const above = section.paragraphs.findLast(({ lines }) => lines[1] < table[0]!.number);
  if (!above || above.text.length > 40 || /[。：:；]$/.test(above.text)) return section.title;
  section.paragraphs.splice(section.paragraphs.indexOf(above), 1);
  return above;
}

function checkNumbers(records: readonly PlanRecord[], faults: Fault[]): void {
  const seen = new Map<string, PlanRecord>();
  const highest = new Map<string, number>();
  for (const record of records) {
    const line = record.text.lines[0];
    const twin = seen.get(record.id);
    if (twin) faults.push({ line, message: `${record.id} stands twice, here and at line ${twin.text.lines[0]}` });
    seen.set(record.id, record);
    const before = highest.get(record.kind) ?? 0;
    if (record.number !== before + 1) faults.push({ line, message: `${record.id} follows number ${before}` });
    highest.set(record.kind, record.number);
  }
}

/** Reads a plan. `source` is the text as published; nothing of it is dropped without a fault naming its line. */
export function importPlan(source: string): Imported {
  const findings: Findings = { faults: [], remarks: [], headings: [] };
  const lines = readLines(source, findings.remarks);
  const { head, sections, annexes, copied } = divide(lines, findings);
  const { text, tail } = cutTail(sections.pop() ?? head, findings);
  // A plan that is a title and a table has no section: its head is all there is.
  const inSections = text[0] && heading.section.test(text[0].text);
  if (inSections) sections.push(text);
  const top = splitTable(inSections ? head : text);
  const document = { ...readHead(top.before, tail, findings), copiedTo: readCopied(copied) };
  const plan: Plan = { format: 1, document, sections: [], annexes: [], records: [] };
  const placed: Placed[] = [];
  const fromBody: PlanRecord[] = [];
  const placeInText = (table: Table | undefined, title: () => Annex['title']) => {
    if (!table) return;
    const named = title();
    placed.push({ place: named.text || '表', table });
    plan.annexes.push({ number: 0, kind: table.kind, title: named, columns: table.columns });
  };
  if (top.table.length) placeInText(readTable(top.table, findings), () => document.title);
  for (const lines of sections) {
    // A heading with a tab in it is a heading still.
    const { before, table, after } = splitTable(lines.slice(1));
    const { section, records } = readSection([lines[0]!, ...before, ...after], findings);
    plan.sections.push(section);
    fromBody.push(...records);
    if (table.length) placeInText(readTable(table, findings), () => tableTitle(section, table));
  }
  for (const annex of annexes) {
    const found = readAnnex(annex, findings);
    if (!found) continue;
    plan.annexes.push(found.annex);
    placed.push({ place: annex.place, table: found.table });
  }
  plan.records = [...tableRecords(placed, document.issuedOn, findings), ...fromBody];
  if (!plan.records.length)
    findings.faults.push({
      line: 1,
      message: 'no record found: expected sections 一、二、… and tables with tab-separated cells',
    });
  checkNumbers(plan.records, findings.faults);
  reportLeftOver(lines, plan, findings);
  findings.faults.sort((a, b) => a.line - b.line);
  findings.remarks.sort((a, b) => a.line - b.line);
  return { plan, ...findings };
}
