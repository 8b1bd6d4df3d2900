/** Markdown tables and the figures in them. */
import type { Tally } from '../accuracy.ts';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

export const percent = (part: number, whole: number) => (whole ? `${((100 * part) / whole).toFixed(1)}%` : '–');
export const firstRate = (tally: Tally | undefined) => (tally ? percent(tally.first, tally.asked) : '–');
export const threeRate = (tally: Tally) => percent(tally.three, tally.asked);

/** Three figures that count. */
export const figure = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
export const ms = (value: number) => `${figure(value)} ms`;
export const ratio = (value: number, base: number) => `${figure(value / base)}×`;
