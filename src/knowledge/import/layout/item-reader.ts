/** Reads one numbered item of the text: its words, its title, and the units and dates that it states. */
import type { Span } from '../../../model/plan.ts';
import { type Assigned, assignedBy, type Reading, together } from '../fields/assigned.ts';
import { findAssignments } from '../fields/assignment.ts';
import { deadlinesIn } from '../fields/deadline.ts';
import { finding } from '../text/findings.ts';
import { joined, part } from '../text/span.ts';
import { dividePieces, sourceOf, titleOf, withoutAssignment } from './item-text.ts';
import type { Paragraph } from './outline.ts';

export interface ItemText {
  text: Span;
  title: Span;
  assigned: Assigned;
  /** Paragraphs that stand below and don't belong to it. */
  rest: Paragraph[];
}

/** A paragraph with the assignments that stand in it. */
interface ReadParagraph {
  paragraph: Paragraph;
  assignments: ReturnType<typeof findAssignments>;
}

/** A point below keeps its marker in the text: ①线上预约。 */
function withMarker(paragraph: Paragraph, piece: Span): Span {
  const cut = paragraph.text.text.length - piece.text.length;
  return part(paragraph.whole, cut ? paragraph.whole.text.slice(0, -cut) : paragraph.whole.text);
}

/** The paragraphs as one text; an assignment that closes the last of them is left out. */
function joinedText(paragraphs: readonly ReadParagraph[]): Span {
  const pieces = paragraphs.map(({ paragraph, assignments }, index) => {
    const piece = index === paragraphs.length - 1 ? withoutAssignment(paragraph, assignments) : paragraph.text;
    return index > 0 && paragraph.marker ? withMarker(paragraph, piece) : piece;
  });
  return pieces.reduce((text, piece) => joined(text, piece));
}

/** Deadlines in the sentences themselves; a year that was inferred is remarked. */
function deadlinesInText(paragraphs: readonly Paragraph[], reading: Reading): Assigned['deadlines'] {
  const { baseYear, issuedOn, findings } = reading;
  const deadlines = paragraphs.flatMap(({ text, raw }) => deadlinesIn(text, raw, { baseYear, issuedOn }));
  for (const deadline of deadlines) {
    if (deadline.kind !== 'month' || !deadline.inferredYear) continue;
    const { cell, month } = deadline;
    findings.remarks.push(finding(cell.lines[0], 'year-inferred', { text: cell.text, month }));
  }
  return deadlines;
}

/**
 * Reads the paragraphs of an item.
 * @param tables first lines of the tables that were taken out of the text
 */
export function readItem(pieces: readonly Paragraph[], tables: readonly number[], reading: Reading): ItemText {
  const { own, rest } = dividePieces(pieces, tables);
  const read = own.map((paragraph) => ({ paragraph, assignments: findAssignments(paragraph.raw) }));
  const worded = read.slice(0, own.findLastIndex(({ label }) => !label) + 1);
  const text = joinedText(worded);
  const assigning = read.filter(({ assignments }) => assignments.length);
  reading.findings.assignments.push(...assigning.flatMap(({ paragraph }) => paragraph.whole.lines));
  const assigned = together(
    assigning.flatMap(({ paragraph, assignments }) =>
      assignments.map(({ assignment }) => assignedBy(sourceOf(paragraph), assignment, reading)),
    ),
  );
  const paragraphs = worded.map(({ paragraph }) => paragraph);
  if (!assigned.deadlines.length) assigned.deadlines = deadlinesInText(paragraphs, reading);
  return { text, title: titleOf(worded.length > 1 ? paragraphs[0]!.text : text), assigned, rest };
}
