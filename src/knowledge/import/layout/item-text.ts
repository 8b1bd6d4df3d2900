/** What of the paragraphs below a heading is the text of its record, its title and its place. */
import type { Span } from '../../../model/plan.ts';
import { findAssignments } from '../fields/assignment.ts';
import { plain } from '../text/plain.ts';
import { part } from '../text/span.ts';
import { type SectionKind, sectionKind } from './markers.ts';
import type { Node, Paragraph } from './outline.ts';

const closing = /^\s*(?:各(?:地|单位|部门|县|区|市|级|有关|镇|乡)|有关单位|本(?:方案|意见|通知|办法|计划|规定))/;

/** Cuts 「加强领导。成立……」 into title and text; a heading that stands alone is both. */
export function titleOf(text: Span): Span {
  const stop = text.text.indexOf('。');
  return stop > 0 && stop <= 40 ? part(text, text.text.slice(0, stop)) : text;
}

export function sourceOf(paragraph: Paragraph) {
  return { whole: paragraph.text, raw: paragraph.raw };
}

/** Whether nothing but a stop stands behind `end`. */
const atEnd = (raw: string, end: number) => !raw.slice(end).replace(/[\s。；;.]/g, '');

/** The text of a paragraph without an assignment that closes it. */
export function withoutAssignment({ raw, text }: Paragraph, read: ReturnType<typeof findAssignments>): Span {
  const last = read.at(-1);
  const closes =
    last &&
    atEnd(raw, last.whole.end) &&
    (/[(（]/.test(raw[last.whole.start]!) || !/^由/.test(raw.slice(last.whole.start)));
  return closes ? part(text, raw.slice(0, last.whole.start)) : text;
}

/** Which paragraphs make up the text of a record, and which only follow it. */
export function dividePieces(
  pieces: readonly Paragraph[],
  tables: readonly number[],
): { own: Paragraph[]; rest: Paragraph[] } {
  const own: Paragraph[] = [];
  let closed = false;
  for (const [index, piece] of pieces.entries()) {
    const assigned = piece.label || findAssignments(piece.raw).length > 0;
    const previous = own.at(-1);
    const cut = previous && tables.some((line) => line > previous.whole.lines[1] && line < piece.whole.lines[0]);
    const follows = index > 0 && !piece.marker && !assigned;
    if (cut || (follows && (closed || closing.test(plain(piece.raw))))) return { own, rest: pieces.slice(index) };
    own.push(piece);
    closed ||= assigned;
  }
  return { own, rest: [] };
}

/** 一(二), 二3, 第四条, 第5项: how an item is cited within its section. */
export function placeWithin({ marker, rank }: Node, numeral: string): string {
  if (marker.form === 'article') return `第${marker.printed}条`;
  if (rank === 2) return `${numeral}(${marker.printed})`;
  return numeral ? `${numeral}${marker.printed}` : `第${marker.printed}项`;
}

export const statesAssignment = (paragraphs: readonly Paragraph[]) =>
  paragraphs.some((paragraph) => paragraph.label || findAssignments(paragraph.raw).length > 0);

/** What a section holds: read from its heading, else by whether it has items or names units. */
export function kindOf(node: Node, states: boolean): SectionKind {
  const named = sectionKind(titleOf(node.paragraphs[0]!.text).text);
  if (named === 'frame' && states) return 'measure';
  return named ?? (node.children.length || states ? 'measure' : 'frame');
}
