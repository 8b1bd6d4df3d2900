/** Lines of the published text as HTML: anchors by line number, tables as tables, links to the records that stand there. */
import { html } from 'hono/html';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import { type Html, type PlanView, planHref, recordHref, type View } from './view.ts';

/** Bytes of text on one page: with its markup it stays below 100 kB. */
const bytesPerPart = 48_000;

const partsByLines = new WeakMap<readonly string[], number[]>();

/** First lines of the parts that a long text is shown in. */
export function partStarts(lines: readonly string[]): number[] {
  const known = partsByLines.get(lines);
  if (known) return known;
  const starts = [1];
  let size = 0;
  for (const [index, line] of lines.entries()) {
    size += Buffer.byteLength(line);
    if (size > bytesPerPart) {
      starts.push(index + 1);
      size = Buffer.byteLength(line);
    }
  }
  partsByLines.set(lines, starts);
  return starts;
}

/** The address of a line in the text. */
export function sourceHref(view: View, pack: KnowledgePack, line: number): string {
  const starts = partStarts(view.plans.source(pack));
  const part = starts.findLastIndex((start) => start <= line) + 1;
  return `${planHref(view, pack, 'source', part > 1 ? { part: String(part) } : {})}#L${line}`;
}

interface Options {
  /** First and last line to highlight. */
  marked?: readonly [number, number];
  /** Puts a link to the record beside the line that it starts on, and an anchor on each line. */
  linked: boolean;
}

const recordsByPack = new WeakMap<KnowledgePack, ReadonlyMap<number, string>>();

/** Records by the line on which they start. */
function recordsAt(pack: KnowledgePack): ReadonlyMap<number, string> {
  const known = recordsByPack.get(pack);
  if (known) return known;
  const starts = new Map([...pack.records.values()].toReversed().map(({ id, text }) => [text.lines[0], id]));
  recordsByPack.set(pack, starts);
  return starts;
}

const headingsByPack = new WeakMap<KnowledgePack, ReadonlySet<number>>();

/** Lines that are the title of the document, of a section, a table or a group of measures. */
function headingsOf(pack: KnowledgePack): ReadonlySet<number> {
  const known = headingsByPack.get(pack);
  if (known) return known;
  const { document, sections, annexes } = pack.plan;
  const groups = [...pack.records.values()].flatMap((record) => (record.kind === 'group' ? [record.title] : []));
  const titles = [document.title, ...[...sections, ...annexes].map(({ title }) => title), ...groups];
  const lines = new Set(titles.map((title) => title.lines[0]));
  headingsByPack.set(pack, lines);
  return lines;
}

function lead(view: PlanView, line: number, linked: boolean): Html {
  const id = linked ? recordsAt(view.pack).get(line) : undefined;
  const record = id === undefined ? undefined : view.pack.records.get(id);
  return record
    ? html`<a href="${recordHref(view, view.pack, record.id)}" title="${view.say('recordAtLine', { place: record.place })}">${record.number}</a>`
    : html``;
}

function tableRow(
  view: PlanView,
  line: number,
  cells: readonly string[],
  { anchor, isMarked, linked }: LineLook,
): Html {
  return html`<tr${anchor}${isMarked ? html` class="marked"` : ''}><td class="at">${lead(view, line, linked)}</td>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}

function paragraph(
  view: PlanView,
  line: number,
  text: string,
  { anchor, isMarked, isHeading, linked }: LineLook,
): Html {
  if (!text.trim()) return linked ? html`<span${anchor}></span>` : html``;
  return html`<p${anchor} class="${isMarked ? 'marked' : ''}${isHeading ? ' heading' : ''}"><span class="at">${lead(view, line, linked)}</span>${isMarked ? html`<mark>${text}</mark>` : text}</p>\n`;
}

interface LineLook {
  anchor: Html;
  isHeading: boolean;
  isMarked: boolean;
  linked: boolean;
}

const tableOf = (rows: readonly Html[], label: string): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="printed"><tbody>${rows}</tbody></table></div>`;

/** @param from the first line, from 1 */
export function sourceLines(view: PlanView, from: number, to: number, { marked = [0, -1], linked }: Options): Html {
  const lines = view.plans.source(view.pack);
  const headings = headingsOf(view.pack);
  const out: Html[] = [];
  let rows: Html[] = [];
  let tableFrom = from;
  for (let line = from; line <= to; line += 1) {
    const text = lines[line - 1] ?? '';
    const isMarked = line >= marked[0] && line <= marked[1];
    const look = { isHeading: headings.has(line), anchor: linked ? html` id="L${line}"` : html``, isMarked, linked };
    if (!rows.length) tableFrom = line;
    if (text.includes('\t')) rows.push(tableRow(view, line, text.split('\t'), look));
    else {
      if (rows.length) out.push(tableOf(rows, view.say('line', { n: tableFrom })));
      rows = [];
      out.push(paragraph(view, line, text, look));
    }
  }
  if (rows.length) out.push(tableOf(rows, view.say('line', { n: tableFrom })));
  return html`<div class="printed plan" lang="zh-CN">${out}</div>`;
}
