/** Tables: rows of tab-separated cells under a header whose column names are told apart by the words officials use. */
import type { Annex, Deadline, Span, UnitCell } from '../../model/plan.ts';
import { type Fault, fold, foldSpace, heading, type Line, part, span } from './lines.ts';

export type Role =
  | 'number'
  | 'content'
  | 'responsible'
  | 'cooperating'
  | 'leader'
  | 'deadline'
  | 'name'
  | 'measuredIn'
  | 'target';

/** The column headings of official plans, by role. A heading outside these is reported, never guessed. */
const columnNames: [Role, RegExp][] = [
  ['number', /^(序号|编号|项号)$/],
  ['name', /指标(名称|内容)?$/],
  ['measuredIn', /^(计量)?单位$/],
  ['target', /(预期|目标|指标)值$|^目标$/],
  ['content', /^(任务|支持|工作|重点|主要|建设|事项|具体)?(任务|内容|举措|事项|措施)(内容|名称)?$/],
  ['responsible', /^(责任|牵头|落实|主办|承办|实施|主责)(单位|部门)$/],
  ['cooperating', /^(配合|协办|参与|协同|协作)(单位|部门)$/],
  ['leader', /^(负责人|责任人|责任领导|牵头领导)$/],
  ['deadline', /^(完成|办结)(时限|时间|期限)$|^时间节点$|^时限要求$/],
];

export interface Row {
  line: Line;
  cells: Partial<Record<Role, Span>>;
  starred: boolean;
}

export interface Table {
  kind: Annex['kind'];
  columns: Record<string, string>;
  rows: Row[];
}

function roleOf(name: string): Role | undefined {
  return columnNames.find(([, pattern]) => pattern.test(name))?.[0];
}

function isHeader(cells: readonly string[]): boolean {
  return cells.length > 2 && roleOf(fold(cells[0]!)) === 'number';
}

/** Splits a table's lines into rows: repeated headers are dropped, a line that lacks cells takes the next line too. */
export function readTable(lines: readonly Line[], faults: Fault[]): Table | undefined {
  let header: { role: Role | undefined; name: string }[] | undefined;
  const rows: Row[] = [];
  let open: Line[] = [];
  const flush = () => {
    if (!open.length || !header) return;
    const cells = open.map((line) => line.text).join('').split('\t');
    const at = open[0]!;
    const whole = span(open);
    if (cells.length > header.length && cells.slice(header.length).some((cell) => cell.trim()))
      faults.push({ line: at.number, message: `a row of ${cells.length} cells under ${header.length} headings` });
    if (!/^\s*\d+\s*$/.test(cells[0] ?? ''))
      faults.push({ line: at.number, message: `a row without a number: ${fold(whole.text).slice(0, 30)}` });
    const row: Row = { line: at, cells: {}, starred: open.some((line) => line.text.includes('★')) };
    header.forEach(({ role }, index) => {
      const text = fold(cells[index] ?? '');
      if (role && text) row.cells[role] = part(whole, text);
    });
    rows.push(row);
    open = [];
  };
  for (const line of lines) {
    if (!line.text.trim()) continue;
    const cells = line.text.split('\t');
    if (isHeader(cells)) {
      flush();
      const named = cells.map((cell) => ({ role: roleOf(fold(cell)), name: fold(cell) }));
      for (const { role, name } of header ? [] : named)
        if (!role) faults.push({ line: line.number, message: `a column heading of no known meaning: ${name}` });
      header ??= named;
      continue;
    }
    if (!header) {
      faults.push({ line: line.number, message: `a table row before any heading row: ${fold(line.text).slice(0, 30)}` });
      continue;
    }
    if (/^\s*\d+\s*\t/.test(line.text)) flush();
    open.push(line);
  }
  flush();
  if (!header) return undefined;
  const columns = Object.fromEntries(header.flatMap(({ role, name }) => (role ? [[role, name]] : [])));
  const kind = columns['name'] ? 'indicator' : columns['deadline'] ? 'task' : 'support';
  return { kind, columns, rows };
}

/** Half-width brackets, so that 市场监管局（知识产权局） and 市场监管局(知识产权局) are one unit. */
function unitName(text: string): string {
  return fold(text).replaceAll('（', '(').replaceAll('）', ')');
}

function names(cell: Span): string[] {
  return cell.text.split(/[、，,；;]/).map(unitName).filter(Boolean);
}

/** Cuts `text` into names of `known`, longest first; undefined where that leaves a rest. */
function cutInto(text: string, known: readonly string[]): string[] | undefined {
  if (!text) return [];
  for (const name of known) {
    if (!text.startsWith(name)) continue;
    const rest = cutInto(text.slice(name.length), known);
    if (rest) return [name, ...rest];
  }
  return undefined;
}

/**
 * Reads unit cells. A name made of two others that the tables know apart (市法院各区县(政府)) is a separator
 * lost in print: it is cut, and told to the caller.
 */
export function unitReader(cells: readonly Span[]): (cell: Span) => { unit: UnitCell; lost?: string[] } {
  const all = new Set(cells.flatMap(names));
  const known = [...all].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return (cell) => {
    let lost: string[] | undefined;
    const units = names(cell).flatMap((name) => {
      const parts = cutInto(name, known.filter((other) => other !== name));
      if (!parts || parts.length < 2) return [name];
      lost = parts;
      return parts;
    });
    return { unit: { cell, units }, ...(lost ? { lost } : {}) };
  };
}

/** A deadline cell: 2024.7, 2025年6月底前, 2026年底前, 2025-06, 长期坚持. Undefined where it is none of these. */
export function readDeadline(cell: Span): Deadline | undefined {
  if (/^(长期|持续|常态|每年|全年)/.test(cell.text)) return { kind: 'ongoing', cell };
  const dated = /^(20\d\d)\s*(?:[.．\-/年])\s*(1[0-2]|0?[1-9])\s*月?(?:\d{1,2}日)?\s*(?:底|末)?(?:之?前)?$/.exec(cell.text);
  if (dated) return { kind: 'month', cell, month: `${dated[1]}-${dated[2]!.padStart(2, '0')}` };
  const year = /^(20\d\d)年(底|末|年底)?(?:之?前)?$/.exec(cell.text);
  if (year) return { kind: 'month', cell, month: `${year[1]}-12` };
  return undefined;
}

/** The rows of an annex whose lines are not a table: the first note line and the rest, by their meaning. */
export function annexNote(lines: readonly Line[]): Span | undefined {
  const note = lines.find((line) => heading.note.test(line.text));
  return note && { text: foldSpace(note.text), lines: [note.number, note.number] };
}
