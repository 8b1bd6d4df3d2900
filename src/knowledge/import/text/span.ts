/** Verbatim text and where it stands: folding white space, spans of lines, and a part of a span. */
import type { Span } from '../../../model/plan.ts';

/** A line of `source.txt`; `at` is its place in the imported file, `cellsAt` those of its cells. */
export interface Line {
  number: number;
  text: string;
  at?: string | undefined;
  cellsAt?: readonly (string | undefined)[] | undefined;
  /** The line of each cell, where the cells of a row stand on lines of their own. */
  cellLines?: readonly number[] | undefined;
}

const latin = /[A-Za-z0-9]/;

/**
 * Folds white space out of Chinese text: a blank survives only between two Latin letters or words, so
 * `超过 100 人` is `超过100人` and `AI tools` stays as it is.
 */
export function foldSpace(text: string): string {
  return text
    .replace(/[\s\u3000\u00a0\ufeff]+/g, ' ')
    .trim()
    .replace(/ /g, (blank, at: number, all: string) =>
      latin.test(all[at - 1] ?? '') && latin.test(all[at + 1] ?? '') && /[A-Za-z]/.test(all[at - 1]! + all[at + 1]!)
        ? blank
        : '',
    );
}

/** Folds white space and removes the key-task mark, which stands in the record as `starred`. */
export function fold(text: string): string {
  return foldSpace(text.replaceAll('★', ''));
}

/** The first words of a text, for a message. */
export function sample(text: string): string {
  return fold(text).slice(0, 40);
}

const withPlace = (span: Span, at: string | undefined): Span => (at ? { ...span, at } : span);

/** The text of whole lines. */
export function span(lines: readonly Line[]): Span {
  const first = lines[0]!;
  return withPlace(
    { text: fold(lines.map((line) => line.text).join('')), lines: [first.number, lines.at(-1)!.number] },
    first.at,
  );
}

/** A span cut out of `whole`: the same lines, a part of the text; `at` where the part has a place of its own. */
export function part(whole: Span, text: string, at: string | undefined = whole.at): Span {
  return withPlace({ text: fold(text), lines: whole.lines }, at);
}

/** An empty span, which only says where something is missing. */
export function nothingAt(whole: Span): Span {
  return { text: '', lines: whole.lines };
}

/** `first` and its continuation `next`, as one text. */
export function joined(first: Span, next: Span): Span {
  return withPlace({ text: first.text + next.text, lines: [first.lines[0], next.lines[1]] }, first.at);
}
