/** Tables of a PDF page from their ruling lines: where cells begin and end, and which are merged. */

export interface Segment {
  /** Both ends, left to right or bottom to top; one of the two coordinates is the same at both. */
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

interface GridCell {
  row: number;
  column: number;
  rowSpan: number;
  colSpan: number;
}

export interface RuledTable {
  /** Vertical lines from left to right, horizontal ones from top to bottom. */
  xs: number[];
  ys: number[];
  cells: GridCell[];
}

const tolerance = 2.5;
const near = (a: number, b: number) => Math.abs(a - b) <= tolerance;
const isFlat = ({ y1, y2 }: Segment) => near(y1, y2);

function touch(a: Segment, b: Segment): boolean {
  return a.x1 <= b.x2 + tolerance && b.x1 <= a.x2 + tolerance && a.y1 <= b.y2 + tolerance && b.y1 <= a.y2 + tolerance;
}

/** Lines that hang together, each group the borders of one table. */
function groups(segments: readonly Segment[]): Segment[][] {
  const left = new Set(segments);
  const found: Segment[][] = [];
  for (const first of segments) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (const member of group)
      for (const other of left)
        if (touch(member, other)) {
          left.delete(other);
          group.push(other);
        }
    found.push(group);
  }
  return found;
}

function distinct(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.filter((value, index) => index === 0 || value - sorted[index - 1]! > tolerance);
}

function tableOf(group: readonly Segment[]): RuledTable | undefined {
  const flat = group.filter(isFlat);
  const upright = group.filter((segment) => !isFlat(segment));
  const xs = distinct(upright.map(({ x1 }) => x1));
  const ys = distinct(flat.map(({ y1 }) => y1)).reverse();
  if (xs.length < 3 || ys.length < 2) return undefined;
  const across = (y: number, column: number) => {
    const middle = (xs[column]! + xs[column + 1]!) / 2;
    return flat.some((line) => near(line.y1, y) && line.x1 <= middle && line.x2 >= middle);
  };
  const down = (x: number, row: number) => {
    const middle = (ys[row]! + ys[row + 1]!) / 2;
    return upright.some((line) => near(line.x1, x) && line.y1 <= middle && line.y2 >= middle);
  };
  return { xs, ys, cells: cellsOf(xs.length - 1, ys.length - 1, { xs, ys, across, down }) };
}

interface Borders {
  xs: number[];
  ys: number[];
  across: (y: number, column: number) => boolean;
  down: (x: number, row: number) => boolean;
}

/** How far a cell reaches from its upper left corner: as far as no border stands between. */
function spansAt(row: number, column: number, size: { columns: number; rows: number }, borders: Borders) {
  const { xs, ys, across, down } = borders;
  let [rowSpan, colSpan] = [1, 1];
  while (column + colSpan < size.columns && !down(xs[column + colSpan]!, row)) colSpan++;
  while (row + rowSpan < size.rows && !across(ys[row + rowSpan]!, column)) rowSpan++;
  return { rowSpan, colSpan };
}

function cellsOf(columns: number, rows: number, borders: Borders): GridCell[] {
  const cells: GridCell[] = [];
  const taken = (row: number, column: number) =>
    cells.some((cell) => {
      const below = row >= cell.row && row < cell.row + cell.rowSpan;
      return below && column >= cell.column && column < cell.column + cell.colSpan;
    });
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (!taken(row, column)) cells.push({ row, column, ...spansAt(row, column, { columns, rows }, borders) });
  return cells;
}

const mostLines = 4000;

/** The tables that the lines of a page draw. */
export function ruledTables(segments: readonly Segment[]): RuledTable[] {
  const lines = segments.filter((line) => isFlat(line) || near(line.x1, line.x2)).slice(0, mostLines);
  return groups(lines).flatMap((group) => tableOf(group) ?? []);
}
