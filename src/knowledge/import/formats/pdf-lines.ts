/** Ruling lines of a PDF page, out of its drawing operators: strokes, and rectangles so thin that they are lines. */
import type { Segment } from './pdf-grid.ts';

type Matrix = readonly [number, number, number, number, number, number];

/** Codes of pdf.js for the operators and the steps of a path that matter here. */
export interface DrawingCodes {
  save: number;
  restore: number;
  transform: number;
  constructPath: number;
  stroke: number;
  closeStroke: number;
  endPath: number;
}

const identity: Matrix = [1, 0, 0, 1, 0, 0];

function multiply(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}

/** Steps of a path as pdf.js stores them: a code, then its coordinates. */
const pathStep = { move: 0, line: 1, curve: 2, quadratic: 3, close: 4 } as const;
const coordinates = [2, 2, 6, 4, 0];

type Point = [number, number];

function strokesOf(path: ArrayLike<number>, at: Matrix): [Point, Point][] {
  const strokes: [Point, Point][] = [];
  let start: Point = [0, 0];
  let current: Point = [0, 0];
  const point = (index: number): Point => {
    const [x, y] = [path[index]!, path[index + 1]!];
    return [at[0] * x + at[2] * y + at[4], at[1] * x + at[3] * y + at[5]];
  };
  for (let index = 0; index < path.length; ) {
    const step = path[index]!;
    const count = coordinates[step];
    if (count === undefined) break;
    const end = step === pathStep.close ? start : point(index + count - 1);
    if (step === pathStep.move) start = end;
    else if (step === pathStep.line || step === pathStep.close) strokes.push([current, end]);
    current = end;
    index += count + 1;
  }
  return strokes;
}

function segment([[ax, ay], [bx, by]]: [Point, Point]): Segment {
  return { x1: Math.min(ax, bx), y1: Math.min(ay, by), x2: Math.max(ax, bx), y2: Math.max(ay, by) };
}

const thin = 3;
const shortest = 4;

/** A filled shape is a line where it is thin; else it is a background. */
function filled(strokes: readonly [Point, Point][]): Segment[] {
  if (!strokes.length) return [];
  const parts = strokes.map(segment);
  const box = {
    x1: Math.min(...parts.map(({ x1 }) => x1)),
    y1: Math.min(...parts.map(({ y1 }) => y1)),
    x2: Math.max(...parts.map(({ x2 }) => x2)),
    y2: Math.max(...parts.map(({ y2 }) => y2)),
  };
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  if (height <= thin) return [{ ...box, y1: (box.y1 + box.y2) / 2, y2: (box.y1 + box.y2) / 2 }];
  return width <= thin ? [{ ...box, x1: (box.x1 + box.x2) / 2, x2: (box.x1 + box.x2) / 2 }] : [];
}

/** Reads the lines that a page draws, in points from its lower left corner. */
export function segmentsOf(operators: readonly number[], values: readonly unknown[], codes: DrawingCodes): Segment[] {
  const found: Segment[] = [];
  const saved: Matrix[] = [];
  let at = identity;
  for (const [index, operator] of operators.entries()) {
    if (operator === codes.save) saved.push(at);
    else if (operator === codes.restore) at = saved.pop() ?? identity;
    else if (operator === codes.transform) at = multiply(at, values[index] as Matrix);
    else if (operator === codes.constructPath) found.push(...drawn(values[index], at, codes));
  }
  return found.filter(({ x1, y1, x2, y2 }) => x2 - x1 >= shortest || y2 - y1 >= shortest);
}

function drawn(value: unknown, at: Matrix, codes: DrawingCodes): Segment[] {
  const [paint, [path]] = value as [number, [ArrayLike<number> | null]];
  if (!path || paint === codes.endPath) return [];
  const strokes = strokesOf(path, at);
  return paint === codes.stroke || paint === codes.closeStroke ? strokes.map(segment) : filled(strokes);
}
