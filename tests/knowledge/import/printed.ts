/** Whether all that an import gives is printed in the text that it was given. */
import type { Imported } from '../../../src/knowledge/import/import.ts';
import { spansOf } from '../../../src/knowledge/import/report/coverage.ts';
import type { Line } from '../../../src/knowledge/import/text/span.ts';

const tight = (text: string) => text.replace(/[\s\u3000\u00a0\ufeff★]+/g, '');

/** Texts of a plan that do not stand on the lines that they name; there must be none. */
export function unprinted(lines: readonly Line[], { plan, remarks }: Imported): string[] {
  const passed = new Set(remarks.filter(({ code }) => code === 'page-number').map(({ line }) => line));
  const printed = (from: number, to: number) =>
    lines
      .filter(({ number }) => number >= from && number <= to && !passed.has(number))
      .map(({ text }) => text)
      .join('');
  return spansOf(plan).flatMap(({ text, lines: [from, to] }) =>
    tight(printed(from, to)).includes(tight(text)) ? [] : [`${from}-${to} ${text}`],
  );
}
