/** The numbered text as an outline: each paragraph under the heading, item or point that it belongs to. */
import type { Span } from '../../../model/plan.ts';
import { type Findings, finding } from '../text/findings.ts';
import { type Line, part, sample, span } from '../text/span.ts';
import { type Marker, markerOf } from './markers.ts';
import { isLabelLine, paragraphs } from './paragraphs.ts';

export interface Paragraph {
  whole: Span;
  /** As printed, behind its marker. */
  raw: string;
  /** The same, folded. */
  text: Span;
  marker: Marker | undefined;
  /** A field of what stands above it: 责任单位：… */
  label: boolean;
}

export interface Node {
  marker: Marker;
  /** As an outline level; a form may stand in for another where the count goes on. */
  rank: number;
  /** Its own first, then those without a marker that follow it. */
  paragraphs: Paragraph[];
  children: Node[];
}

export interface Outline {
  /** What stands before the first marker. */
  before: Paragraph[];
  nodes: Node[];
}

function readParagraph(lines: Line[], { faults }: Findings): Paragraph {
  const whole = span(lines);
  const printed = lines.map((line) => line.text).join('');
  const marker = markerOf(printed);
  if (marker && !marker.number) faults.push(finding(lines[0]!.number, 'number-unreadable', { text: sample(printed) }));
  const known = marker?.number ? marker : undefined;
  const raw = printed.slice(known?.length ?? 0);
  return { whole, raw, text: part(whole, raw), marker: known, label: !known && isLabelLine(printed) };
}

const itemRank = 3;
const pointRank = 4;

/**
 * The level of a marker where it stands: （3） behind 2. goes on the count of the items, and is one of them; else it is
 * a point below them.
 */
function rankOf(marker: Marker, open: readonly Node[]): number {
  if (marker.rank !== pointRank || marker.number < 2) return marker.rank;
  const item = open.find(({ rank }) => rank === itemRank);
  const points = item?.children.length ?? 0;
  return item && !points && marker.number === item.marker.number + 1 ? itemRank : marker.rank;
}

/** Reads the paragraphs of a text without its tables. */
export function outlineOf(lines: readonly Line[], findings: Findings): Outline {
  const outline: Outline = { before: [], nodes: [] };
  const open: Node[] = [];
  for (const group of paragraphs(lines)) {
    const paragraph = readParagraph(group, findings);
    const { marker } = paragraph;
    if (!marker) {
      (open.at(-1)?.paragraphs ?? outline.before).push(paragraph);
      continue;
    }
    const rank = rankOf(marker, open);
    while (open.length && open.at(-1)!.rank >= rank) open.pop();
    const node: Node = { marker, rank, paragraphs: [paragraph], children: [] };
    (open.at(-1)?.children ?? outline.nodes).push(node);
    open.push(node);
  }
  return outline;
}

/** Every paragraph of a node and below it, in the order of print. */
export function paragraphsUnder(node: Node): Paragraph[] {
  return [...node.paragraphs, ...node.children.flatMap(paragraphsUnder)];
}
