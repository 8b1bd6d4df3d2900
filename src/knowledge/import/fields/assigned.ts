/** Assignments as fields of a record: units, leader and deadlines, with what is worth a remark. */
import type { Deadline, Span, UnitCell } from '../../../model/plan.ts';
import { type Findings, finding } from '../text/findings.ts';
import { plain } from '../text/plain.ts';
import { part } from '../text/span.ts';
import type { Assignment, Passage } from './assignment.ts';
import { readDeadlineCell } from './deadline.ts';
import { nullMarks } from './unit-words.ts';
import type { UnitNames } from './units.ts';

/** What holds for a whole document when its fields are read. */
export interface Reading {
  findings: Findings;
  units: (raw: string) => UnitNames;
  issuedOn: string | undefined;
  /** Year of the notice, for dates that print none. */
  baseYear: number | undefined;
  /** The line from which on the first unit of a list leads (下同). */
  firstLeadsFrom: number | undefined;
}

export interface Assigned {
  responsible?: UnitCell;
  cooperating?: UnitCell;
  leader?: Span;
  deadlines: Deadline[];
  /** Separators that were lost in print. */
  lost?: string[];
  /** The responsible units are named as the lead. */
  led?: boolean;
}

/** A text to read fields from: folded with its place, and raw. */
export interface Source {
  whole: Span;
  raw: string;
}

const textOf = ({ raw }: Source, { start, end }: Passage) => raw.slice(start, end);

function remarkUnits(cell: Span, names: UnitNames, { findings }: Reading): void {
  const line = cell.lines[0];
  if (names.lost) findings.remarks.push(finding(line, 'units-touching', { units: names.lost.join('、') }));
  if (names.expanded)
    findings.remarks.push(finding(line, 'units-written-out', { text: cell.text, units: names.expanded.join('、') }));
}

/** The units of one cell or passage; undefined where it names none. */
export function unitCell(cell: Span, raw: string, reading: Reading): (UnitCell & { lost?: string[] }) | undefined {
  const names = reading.units(raw);
  if (!names.units.length) return undefined;
  remarkUnits(cell, names, reading);
  return {
    cell,
    units: names.units,
    ...(names.open ? { open: names.open } : {}),
    ...(names.lost ? { lost: names.lost } : {}),
  };
}

function over(passages: readonly Passage[]): Passage | undefined {
  return passages.length
    ? { start: Math.min(...passages.map(({ start }) => start)), end: Math.max(...passages.map(({ end }) => end)) }
    : undefined;
}

/** Units of several passages as one cell, which reaches from the first to the last. */
function unitsOf(
  source: Source,
  passages: readonly Passage[],
  reading: Reading,
): (UnitCell & { lost?: string[] }) | undefined {
  const [only] = passages;
  if (!only) return undefined;
  if (passages.length === 1) return unitCell(part(source.whole, textOf(source, only)), textOf(source, only), reading);
  const whole = over(passages)!;
  const cells = passages.flatMap((passage) => unitsOf(source, [passage], reading) ?? []);
  const units = [...new Set(cells.flatMap(({ units }) => units))];
  const open = cells.find((cell) => cell.open)?.open;
  return units.length
    ? { cell: part(source.whole, textOf(source, whole)), units, ...(open ? { open } : {}) }
    : undefined;
}

function withoutLost<T extends { lost?: string[] }>(cell: T): Omit<T, 'lost'> {
  const { lost: _, ...rest } = cell;
  return rest;
}

/** The first of the units leads, the others help: 排在第一位的为牵头单位. */
export function firstLeads(cell: UnitCell): { responsible: UnitCell; cooperating?: UnitCell } {
  const [first, ...others] = cell.units;
  const { joint: _, open, ...plainCell } = cell;
  const responsible = { ...plainCell, units: [first!] };
  if (!others.length) return { responsible };
  return { responsible, cooperating: { ...plainCell, units: others, ...(open ? { open } : {}) } };
}

export function deadlinesOfCell(cell: Span, raw: string, { baseYear, findings }: Reading): Deadline[] {
  if (nullMarks.test(plain(raw).trim())) return [];
  const deadlines = readDeadlineCell(cell, raw, baseYear);
  for (const deadline of deadlines) {
    if (deadline.kind === 'other')
      findings.remarks.push(finding(cell.lines[0], 'deadline-as-printed', { text: deadline.cell.text }));
    if (deadline.kind === 'month' && deadline.inferredYear)
      findings.remarks.push(
        finding(cell.lines[0], 'year-inferred', { text: deadline.cell.text, month: deadline.month }),
      );
  }
  return deadlines;
}

function rolesOf(
  source: Source,
  assignment: Assignment,
  reading: Reading,
): Pick<Assigned, 'responsible' | 'cooperating' | 'lost'> {
  const { joint, lead, cooperating } = assignment;
  // 甲局牵头，乙局、丙局按职责分工负责: those who only share the duty help the lead.
  const led = lead.length > 0;
  const responsible = unitsOf(source, led ? lead : joint, reading);
  const helpers = unitsOf(source, led ? [...joint, ...cooperating] : cooperating, reading);
  const lost = responsible?.lost ?? helpers?.lost;
  const found: Pick<Assigned, 'responsible' | 'cooperating' | 'lost'> = lost ? { lost } : {};
  if (helpers) found.cooperating = withoutLost(helpers);
  if (!responsible) return found;
  const cell = withoutLost(responsible);
  const from = reading.firstLeadsFrom;
  const ruled = assignment.firstLeads !== undefined || (from !== undefined && cell.cell.lines[0] >= from);
  if (!led && ruled && !helpers) return { ...found, ...firstLeads(cell) };
  found.responsible = !led && cell.units.length > 1 ? { ...cell, joint: true } : cell;
  return found;
}

/** Reads what an assignment says, out of the text that it was found in. */
export function assignedBy(source: Source, assignment: Assignment, reading: Reading): Assigned {
  const leader = over(assignment.leader);
  return {
    ...rolesOf(source, assignment, reading),
    led: assignment.lead.length > 0,
    ...(leader ? { leader: part(source.whole, textOf(source, leader)) } : {}),
    deadlines: assignment.deadline.flatMap((passage) =>
      deadlinesOfCell(part(source.whole, textOf(source, passage)), textOf(source, passage), reading),
    ),
  };
}

function mergedUnits(cells: readonly (UnitCell | undefined)[]): UnitCell | undefined {
  const [first, ...more] = cells.filter((cell) => cell !== undefined);
  if (!first || !more.length) return first;
  const { joint, ...cell } = first;
  return { ...cell, units: [...new Set([first, ...more].flatMap(({ units }) => units))], ...(joint ? { joint } : {}) };
}

function withoutJoint(cell: UnitCell | undefined): UnitCell | undefined {
  if (!cell) return undefined;
  const { joint: _, ...rest } = cell;
  return rest;
}

/** Several assignments of one record as one: units of one role together. */
export function together(all: readonly Assigned[]): Assigned {
  // 牵头单位：甲局 on one line and 责任单位：乙局 on the next: who is not named as the lead helps it.
  const ledSomewhere = all.some((one) => one.led);
  const leads = all.filter((one) => one.led || !ledSomewhere);
  const others = all.filter((one) => !leads.includes(one));
  const responsible = mergedUnits(leads.map((one) => one.responsible));
  const helpers = [...others.map((one) => one.responsible), ...all.map((one) => one.cooperating)];
  const cooperating = mergedUnits(helpers.map(withoutJoint));
  const leader = all.find((one) => one.leader)?.leader;
  return {
    ...(responsible ? { responsible } : {}),
    ...(cooperating ? { cooperating } : {}),
    ...(leader ? { leader } : {}),
    deadlines: all.flatMap(({ deadlines }) => deadlines),
  };
}

/** `deadline` and `furtherDeadlines` of a record. */
export function deadlineFields(deadlines: readonly Deadline[]): { deadline?: Deadline; furtherDeadlines?: Deadline[] } {
  const [deadline, ...furtherDeadlines] = deadlines;
  return { ...(deadline ? { deadline } : {}), ...(furtherDeadlines.length ? { furtherDeadlines } : {}) };
}
