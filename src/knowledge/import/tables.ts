/** Tables: rows of tab-separated cells under a header whose column names are told apart by the words officials use. */
import type { Annex, Span } from '../../model/plan.ts';
import { type Findings, fold, type Line, ordinal, part, plainDigits, sample, span } from './lines.ts';

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
  number: number;
  cells: Partial<Record<Role, Span>>;
  starred: boolean;
}

export interface Table {
  kind: Annex['kind'];
  columns: Record<string, string>;
  rows: Row[];
}

interface Column {
  role: Role | undefined;
  name: string;
}

const inTable = (line: Line) => line.text.includes('\t');

/** Splits off the table: from the first line with tabs to the last, with the lines between. */
export function splitTable(lines: readonly Line[]): { before: Line[]; table: Line[]; after: Line[] } {
  const first = lines.findIndex(inTable);
  if (first < 0) return { before: [...lines], table: [], after: [] };
  const last = lines.findLastIndex(inTable);
  return { before: lines.slice(0, first), table: lines.slice(first, last + 1), after: lines.slice(last + 1) };
}

function roleOf(name: string): Role | undefined {
  return columnNames.find(([, pattern]) => pattern.test(name))?.[0];
}

function isHeader(cells: readonly string[]): boolean {
  return cells.length > 2 && roleOf(fold(cells[0]!)) === 'number';
}

function readHeader(line: Line, cells: readonly string[], { faults }: Findings): Column[] {
  const columns: Column[] = [];
  for (const cell of cells) {
    const name = fold(cell);
    const role = roleOf(name);
    const twin = role && columns.find((other) => other.role === role);
    if (!role) faults.push({ line: line.number, message: `a column heading of no known meaning: ${name}` });
    if (twin) faults.push({ line: line.number, message: `two column headings of one meaning: ${twin.name}, ${name}` });
    columns.push({ role: twin ? undefined : role, name });
  }
  return columns;
}

const numbered = /^\s*★?\s*\d{1,4}\s*[.．、]?\s*★?\s*$/;

function readRow(lines: readonly Line[], header: readonly Column[], { faults, remarks }: Findings): Row | undefined {
  const at = lines[0]!;
  const cells = lines
    .map((line) => line.text)
    .join('')
    .split('\t');
  const whole = span(lines);
  while (cells.length > header.length && !cells.at(-1)!.trim()) cells.pop();
  if (cells.length !== header.length)
    faults.push({ line: at.number, message: `a row of ${cells.length} cells under ${header.length} headings` });
  const first = plainDigits(cells[0]!);
  const number = numbered.test(first) ? ordinal(/\d+/.exec(first)![0]) : 0;
  if (!number) {
    for (const line of lines)
      faults.push({ line: line.number, message: `a row without a number: ${sample(line.text)}` });
    return undefined;
  }
  if (lines.length > 1) {
    const message = `row ${number} goes on in line ${lines.slice(1).map((line) => line.number)}: read as one`;
    remarks.push({ line: at.number, message });
  }
  const row: Row = { line: at, number, cells: {}, starred: lines.some((line) => line.text.includes('★')) };
  header.forEach(({ role }, index) => {
    const text = fold(cells[index] ?? '');
    if (role && text) row.cells[role] = part(whole, text);
  });
  return row;
}

/** Splits a table's lines into rows: repeated headers are passed over, a line that lacks cells takes the next line too. */
export function readTable(lines: readonly Line[], findings: Findings): Table | undefined {
  const { faults, headings } = findings;
  let header: Column[] | undefined;
  let readable = false;
  const rows: Row[] = [];
  let open: Line[] = [];
  const flush = () => {
    const row = open.length && header ? readRow(open, header, findings) : undefined;
    if (row) rows.push(row);
    open = [];
  };
  const tabs = (text: string) => text.split('\t').length - 1;
  /** Whether a line is the rest of the open row: it begins no row, and does not bring more cells than there are headings. */
  const goesOn = (line: Line) => {
    if (!open.length || (inTable(line) && numbered.test(plainDigits(line.text.split('\t')[0]!)))) return false;
    const filled = open.reduce((sum, { text }) => sum + tabs(text), 1);
    return filled + tabs(line.text) <= header!.length && (filled < header!.length || !blank);
  };
  let blank = false;
  for (const line of lines) {
    const cells = line.text.split('\t');
    if (!line.text.trim()) {
      blank = true;
      continue;
    }
    if (isHeader(cells)) {
      flush();
      const repeats = header?.map(({ name }) => name).join('\t') === cells.map(fold).join('\t');
      readable = !header || repeats;
      if (readable) headings.push(line.number);
      else faults.push({ line: line.number, message: `a second table, with other headings: ${sample(line.text)}` });
      header ??= readHeader(line, cells, findings);
    } else if (!readable) {
      const under = header ? 'headings that were not read' : 'no heading row';
      faults.push({ line: line.number, message: `a table row under ${under}: ${sample(line.text)}` });
    } else {
      if (!goesOn(line)) flush();
      open.push(line);
    }
    blank = false;
  }
  flush();
  if (!header) return undefined;
  const columns = Object.fromEntries(header.flatMap(({ role, name }) => (role ? [[role, name]] : [])));
  const kind = columns.name ? 'indicator' : columns.deadline ? 'task' : 'support';
  return { kind, columns, rows };
}
