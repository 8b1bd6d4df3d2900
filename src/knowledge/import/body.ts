/** The numbered body: sections, groups of measures, measures, phases and guarantees. */
import type { PlanRecord, Section, Span } from '../../model/plan.ts';
import { type Findings, heading, type Line, ordinal, paragraphs, part, plainDigits, sample, span } from './lines.ts';

/** Which records a section holds is told by its heading, in the words that official plans use; 保障措施 are guarantees. */
const sectionKinds: ['measure' | 'phase' | 'guarantee', RegExp][] = [
  ['guarantee', /保障|组织实施|组织领导/],
  ['phase', /进度|步骤|阶段|时间安排/],
  ['measure', /措施|任务|举措|工程/],
];

interface Titled {
  title: Span;
  text: Span;
}

/** Cuts 「加强领导。成立……」 into title and text; a heading that stands alone is both. */
function titled(whole: Span, content: string): Titled {
  const stop = content.indexOf('。');
  const title = stop > 0 && stop <= 40 ? content.slice(0, stop) : content;
  return { title: part(whole, title), text: part(whole, content) };
}

const dash = '[—–\\-~～至到]+';
const month = '(1[0-2]|0?[1-9])';
const ranged = new RegExp(`^(20\\d\\d)年${month}月?(?:\\d{1,2}日)?${dash}(?:(20\\d\\d)年)?${month}月(?:\\d{1,2}日)?`);
const single = new RegExp(`^(20\\d\\d)年${month}月(?:\\d{1,2}日)?(?:底|末)?(前)?`);
const yearEnd = /^(20\d\d)年(?:底|末)(前)?/;
const monthOf = (year: string, number: string) => `${year}-${number.padStart(2, '0')}`;

interface Period {
  period: string;
  from?: string;
  to: string;
}

function readPeriod(text: string): Period | undefined {
  const plain = plainDigits(text);
  // Digits are exchanged one for one, so that a length found in the plain text cuts the printed one.
  const printed = (found: RegExpExecArray) => text.slice(0, found[0].length);
  const range = ranged.exec(plain);
  if (range) {
    const [, year, first, lastYear, last] = range;
    return { period: printed(range), from: monthOf(year!, first!), to: monthOf(lastYear ?? year!, last!) };
  }
  const one = single.exec(plain);
  const end = one ?? yearEnd.exec(plain);
  if (!end) return undefined;
  const to = one ? monthOf(one[1]!, one[2]!) : monthOf(end[1]!, '12');
  const open = Boolean(one ? one[3] : end[2]);
  return open ? { period: printed(end), to } : { period: printed(end), from: to, to };
}

/** A phase says its time after its title, in brackets behind the title, or at once. */
function findPeriod(content: string, title: string): Period | undefined {
  const inBrackets = [...title.matchAll(/[(（]([^()（）]+)[)）]/g)].map((found) => readPeriod(found[1]!));
  return readPeriod(content.slice(content.indexOf('。') + 1)) ?? inBrackets.find(Boolean) ?? readPeriod(content);
}

interface Block {
  marker: 'subsection' | 'item' | 'plain';
  number: number;
  printed: string;
  content: string;
  lines: Line[];
}

function blockOf(lines: Line[], { faults }: Findings): Block {
  const text = span(lines).text;
  const subsection = heading.subsection.exec(text);
  const found = subsection ?? heading.item.exec(text);
  const plain: Block = { marker: 'plain', number: 0, printed: '', content: text, lines };
  if (!found) return plain;
  const number = ordinal(found[1]!);
  if (!number) {
    faults.push({ line: lines[0]!.number, message: `a number that can't be read: ${sample(text)}` });
    return plain;
  }
  const printed = plainDigits(found[1]!);
  return { marker: subsection ? 'subsection' : 'item', number, printed, content: found[2]!, lines };
}

/** True where nothing was taken out of `lines` between two of their numbers, as a table is. */
function adjacent(lines: readonly Line[], from: number, to: number): boolean {
  const between = lines.filter((line) => line.number > from && line.number < to);
  return between.length === to - from - 1;
}

/** Reads one section (its heading line first); plain paragraphs stay in the section itself. */
export function readSection(lines: readonly Line[], findings: Findings): { section: Section; records: PlanRecord[] } {
  const [, numeral, name] = heading.section.exec(lines[0]!.text)!;
  const section: Section = { place: numeral!, title: part(span([lines[0]!]), name!), paragraphs: [] };
  const kind = sectionKinds.find(([, pattern]) => pattern.test(section.title.text))?.[0];
  const records: PlanRecord[] = [];
  let group: Block | undefined;
  let level: Block['marker'] | undefined;
  /** The record that a following paragraph goes on, as long as nothing else stands between. */
  let open: (PlanRecord & Titled) | undefined;
  const keep = (record: PlanRecord & Titled) => {
    records.push(record);
    open = record.kind === 'group' ? undefined : record;
  };
  for (const paragraph of paragraphs(lines.slice(1))) {
    const block = blockOf(paragraph, findings);
    const whole = span(paragraph);
    // Under 一、(一) the points 1. 2. belong to the phase or guarantee that they stand in.
    const inner = kind !== 'measure' && level === 'subsection' && block.marker === 'item';
    if (block.marker === 'plain' || inner || !kind) {
      if (open && kind && adjacent(lines, open.text.lines[1], whole.lines[0]))
        open.text = { text: open.text.text + whole.text, lines: [open.text.lines[0], whole.lines[1]] };
      else {
        section.paragraphs.push(whole);
        open = undefined;
      }
      continue;
    }
    level ??= block.marker;
    const { number, printed } = block;
    const { title, text } = titled(whole, block.content);
    const place = block.marker === 'subsection' ? `${numeral}(${printed})` : `${numeral}${printed}`;
    if (kind === 'guarantee') keep({ id: `guarantee:${number}`, kind, number, place, title, text });
    else if (kind === 'phase') {
      const found = findPeriod(block.content, title.text);
      if (!found) {
        findings.faults.push({
          line: whole.lines[0],
          message: `a phase without a period that can be read: ${sample(whole.text)}`,
        });
        section.paragraphs.push(whole);
        open = undefined;
        continue;
      }
      const { period, ...months } = found;
      keep({ id: `phase:${number}`, kind, number, place, title, text, period: part(whole, period), ...months });
    } else if (block.marker === 'subsection') {
      group = block;
      keep({ id: `group:${number}`, kind: 'group', number, place, title, text });
    } else if (group) {
      const within = `${numeral}(${group.printed})${printed}`;
      keep({ id: `measure:${number}`, kind, number, place: within, group: group.number, title, text });
    } else keep({ id: `measure:${number}`, kind, number, place, title, text });
  }
  return { section, records };
}
