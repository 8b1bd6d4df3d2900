/** The columns of one table: which role each heading has, and which are kept under their own name. */

import { statesFirstLeads } from '../../fields/assignment.ts';
import { fold } from '../../text/span.ts';
import { ditto, type Grid, isNumberCell } from '../grid.ts';
import { markerOf } from '../markers.ts';
import { headingOf, isLead, roleOf } from './column-names.ts';
import type { Role } from './column-words.ts';

export interface Column {
  role: Role | undefined;
  /** The heading as printed. */
  name: string;
}

export interface Columns {
  all: Column[];
  /** Says that the first unit of a cell leads (责任单位，列第一位的为牵头单位). */
  firstLeads: boolean;
}

/** Roles said at the import, by heading: `--column 指导部门=牵头`. */
export type ColumnChoices = Readonly<Record<string, Role>>;

function printedNames(grid: Grid): string[] {
  const [upper, lower] = grid.heading;
  const count = Math.max(...grid.heading.map(({ cells }) => cells.length));
  return Array.from({ length: count }, (_, index) => {
    const below = lower?.cells[index]?.text ?? '';
    const own = below.trim() && !ditto.test(below) ? below : (upper!.cells[index]?.text ?? '');
    return fold(own);
  });
}

/** Columns that hold no text at all, at the right end: tabs that a program left behind. */
function withoutEmptyEnd(names: string[], grid: Grid): string[] {
  let count = names.length;
  while (count > 0 && !names[count - 1] && grid.rows.every(({ cells }) => !cells[count - 1]?.text.trim())) count--;
  return names.slice(0, count);
}

/** The last of several columns of one role is the text, what stands before it groups or names it. */
function settleContents(columns: Column[], grid: Grid): void {
  const at = columns.flatMap(({ role }, index) => (role === 'content' ? [index] : []));
  if (at.length < 2) return;
  const [first, second] = at as [number, number];
  const number = columns.findIndex(({ role }) => role === 'number');
  columns[first]!.role = number < 0 || number > first ? 'group' : 'item';
  columns[second]!.role = 'content';
  for (const index of at.slice(2)) columns[index]!.role = undefined;
  // Numbers in the cells of the first say that it is what is counted: 1.推行…, with its details beside it.
  const cells = grid.rows.map((row) => row.cells[first]?.text ?? '');
  if (number < 0 && cells.some((text) => markerOf(text)?.form === 'item')) columns[first]!.role = 'item';
}

function settleUnits(columns: Column[]): void {
  const at = columns.filter(({ role }) => role === 'responsible');
  const lead = at.find(({ name }) => isLead(name));
  if (!lead || at.length < 2) return;
  const helpers = columns.some(({ role }) => role === 'cooperating');
  for (const column of at) if (column !== lead) column.role = helpers ? undefined : 'cooperating';
}

/** 单位 counts in a table of indicators, and names the responsible unit in any other. */
function settleMeasuredIn(columns: Column[]): void {
  const indicators = columns.some(({ role }) => role === 'name' || role === 'target');
  const taken = columns.some(({ role }) => role === 'responsible');
  for (const column of columns) if (column.role === 'measuredIn' && !indicators && !taken) column.role = 'responsible';
}

/** A table of indicators is one with a name and a target; 目标 beside tasks is a column like any other. */
function settleTargets(columns: Column[]): void {
  const has = (role: Role) => columns.some((column) => column.role === role);
  if (has('content') && !has('name'))
    for (const column of columns) if (column.role === 'target') column.role = undefined;
  if (!has('content') && !has('name') && has('target'))
    for (const column of columns.filter(({ role }) => role === 'item' || role === undefined).slice(0, 1))
      column.role = 'name';
}

/** Of several columns of one role the first keeps it; the last, where each is a target of one year, or a finer name. */
function settleTwins(columns: Column[]): void {
  for (const role of new Set(columns.map((column) => column.role))) {
    const twins = columns.filter((column) => column.role === role);
    if (!role || twins.length < 2) continue;
    const finest = role === 'target' || role === 'name';
    const rest = finest ? twins.slice(0, -1) : twins.slice(1);
    for (const column of rest) column.role = role === 'name' ? 'group' : undefined;
  }
}

/** A first column without a heading that counts is the number. */
function settleNumber(columns: Column[], grid: Grid): void {
  const first = columns[0];
  if (!first || columns.some(({ role }) => role === 'number')) return;
  const cells = grid.rows.map((row) => row.cells[0]?.text ?? '').filter((text) => text.trim());
  if (!first.name && cells.length > 0 && cells.some(isNumberCell)) first.role = 'number';
}

export function readColumns(grid: Grid, choices: ColumnChoices): Columns {
  const names = withoutEmptyEnd(printedNames(grid), grid);
  const chosen = (name: string) => choices[name] ?? choices[headingOf(name).name];
  const columns: Column[] = names.map((name) => ({ name, role: chosen(name) ?? roleOf(name) }));
  settleNumber(columns, grid);
  settleMeasuredIn(columns);
  settleContents(columns, grid);
  settleTargets(columns);
  settleUnits(columns);
  settleTwins(columns);
  for (const column of columns) column.role = chosen(column.name) ?? column.role;
  const notes = names.map((name) => headingOf(name).note ?? '');
  return { all: columns, firstLeads: notes.some(statesFirstLeads) };
}
