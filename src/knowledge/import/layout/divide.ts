/** The parts of a document: its head, its numbered text, its annexes, and whom it was copied to. */
import { type Findings, finding } from '../text/findings.ts';
import { ordinal } from '../text/numbers.ts';
import { plain } from '../text/plain.ts';
import { type Line, sample } from '../text/span.ts';
import { headingOf } from './columns/column-names.ts';
import { cellsOf, isHeadingRow } from './grid.ts';
import { isFurniture, markerOf, marks } from './markers.ts';
import { isLabelLine } from './paragraphs.ts';
import { annexPlace } from './rows.ts';

export interface AnnexLines {
  number: number;
  /** As the document calls it: 附件1, or 附件 where it is the only one. */
  place: string;
  lines: Line[];
}

export interface Parts {
  /** Everything before the annexes. */
  main: Line[];
  annexes: AnnexLines[];
  copied: Line[];
}

interface AnnexHeading {
  printed: string | undefined;
  /** A title on the same line, which is then read as the line below. */
  title: string;
}

const titleLike = /[表单案录法册图则书法准引南要]\s*(?:[(][^()]*[)])?$/;

function annexHeading(line: Line): AnnexHeading | undefined {
  const text = plain(line.text);
  const found = marks.annex.exec(text);
  if (!found || line.text.includes('\t')) return undefined;
  const title = found[2]!.trim();
  const colon = /^\s*附\s*[件表]\s*:/.test(text);
  if (colon && (title || !found[1])) return undefined;
  if (title && (title.length > 50 || /[。;,]/.test(title) || !titleLike.test(title))) return undefined;
  return { printed: found[1], title: title ? line.text.slice(text.lastIndexOf(title)) : '' };
}

/** A heading with a title may also be an entry of the list of annexes: then the annex itself comes later. */
function isListed(lines: readonly Line[], index: number, heading: AnnexHeading): boolean {
  if (!heading.title) return false;
  return lines
    .slice(index + 1)
    .some((line) => annexHeading(line)?.printed === heading.printed && heading.printed !== undefined);
}

/** Cuts the lines of a web page below the text. */
function cutFooter(lines: readonly Line[], { remarks }: Findings): Line[] {
  let end = lines.length;
  const tail = lines
    .slice(-30)
    .filter((line) => isFurniture(line.text) && !isLabelLine(line.text.replace(/\s.*$/, '')));
  if (!tail.length) return [...lines];
  for (let at = lines.length - 1; at >= 0; at--) {
    const { text } = lines[at]!;
    if (text.trim() && !isFurniture(text)) break;
    end = at;
  }
  for (const line of lines.slice(end))
    if (line.text.trim()) remarks.push(finding(line.number, 'page-furniture', { text: sample(line.text) }));
  return lines.slice(0, end);
}

export function divide(all: readonly Line[], findings: Findings): Parts {
  const lines = cutFooter(all, findings);
  const parts: Parts = { main: [], annexes: [], copied: [] };
  let into = parts.main;
  for (const [index, line] of lines.entries()) {
    const heading = annexHeading(line);
    if (heading && !isListed(lines, index, heading)) {
      into = [];
      findings.headings.push(line.number);
      const number = heading.printed ? ordinal(heading.printed) : parts.annexes.length + 1;
      parts.annexes.push({ number, place: annexPlace(heading.printed), lines: into });
      if (heading.title) into.push({ ...line, text: heading.title });
    } else if (
      marks.copied.test(plain(line.text)) &&
      (parts.annexes.length || parts.main.length > 3) &&
      index > lines.length / 2
    ) {
      into = parts.copied;
      into.push(line);
    } else into.push(line);
  }
  return parts;
}

function firstOf(lines: readonly Line[], from: (line: Line) => boolean): number {
  const list = lines.findIndex((line) => marks.annexList.test(plain(line.text)));
  return lines.findIndex((line, index) => (list >= 0 && index >= list) || from(line));
}

function beginsBody(line: Line): boolean {
  const cells = cellsOf(line);
  if (cells.length > 1) return isHeadingRow(cells);
  const marker = markerOf(line.text);
  return marker !== undefined && marker.rank < 5 && marker.number === 1 && headingOf(line.text).name.length > 1;
}

/** Where the numbered text begins: at its first number 1, or at a table; else at a first 一是. */
export function bodyStart(lines: readonly Line[]): number {
  const at = firstOf(lines, beginsBody);
  const start = at < 0 ? firstOf(lines, (line) => markerOf(line.text)?.form === 'clause') : at;
  return start < 0 ? lines.length : start;
}
