/** The numbered body: sections, groups of measures, measures, phases and guarantees. */
import type { PlanRecord, Section, Span } from '../../model/plan.ts';
import { type Fault, heading, type Line, ordinal, paragraphs, part, span } from './lines.ts';

/** Which records a section holds is told by its heading, in the words that official plans use. */
const sectionKinds: ['measure' | 'phase' | 'guarantee', RegExp][] = [
  ['measure', /措施|任务|举措|工程/],
  ['phase', /进度|步骤|阶段|时间安排/],
  ['guarantee', /保障|组织实施|组织领导/],
];

interface Titled {
  title: Span;
  text: Span;
}

/** Cuts 「加强统筹协调。成立以……」 into title and text; a heading that stands alone is both. */
function titled(whole: Span, content: string): Titled {
  const stop = content.indexOf('。');
  const title = stop > 0 && stop <= 40 ? content.slice(0, stop) : content;
  return { title: part(whole, title), text: part(whole, content) };
}

const dash = '[—–\\-~～至到]+';
const from = `(20\\d\\d)年(1[0-2]|0?[1-9])月(?:\\d{1,2}日)?`;
const ranged = new RegExp(`^${from}${dash}${from}`);
const single = new RegExp(`^${from}(?:底|末)?(前)?`);
const months = (year: string, month: string) => `${year}-${month.padStart(2, '0')}`;

function readPeriod(text: string): { period: string; from?: string; to: string } | undefined {
  const range = ranged.exec(text);
  if (range)
    return { period: range[0], from: months(range[1]!, range[2]!), to: months(range[3]!, range[4]!) };
  const one = single.exec(text);
  if (!one) return undefined;
  const month = months(one[1]!, one[2]!);
  return one[3] ? { period: one[0], to: month } : { period: one[0], from: month, to: month };
}

interface Block {
  marker: 'subsection' | 'item' | 'plain';
  number: number;
  printed: string;
  content: string;
  lines: Line[];
}

function blocksOf(lines: readonly Line[]): Block[] {
  return paragraphs(lines).map((block): Block => {
    const text = span(block).text;
    const subsection = heading.subsection.exec(text);
    if (subsection)
      return { marker: 'subsection', number: ordinal(subsection[1]!), printed: subsection[1]!, content: subsection[2]!, lines: block };
    const item = heading.item.exec(text);
    if (item) return { marker: 'item', number: Number(item[1]), printed: item[1]!, content: item[2]!, lines: block };
    return { marker: 'plain', number: 0, printed: '', content: text, lines: block };
  });
}

/** Reads one section (its heading line first); plain paragraphs stay in the section itself. */
export function readSection(lines: readonly Line[], faults: Fault[]): { section: Section; records: PlanRecord[] } {
  const [, numeral, name] = heading.section.exec(lines[0]!.text)!;
  const section: Section = { place: numeral!, title: part(span([lines[0]!]), name!), paragraphs: [] };
  const kind = sectionKinds.find(([, pattern]) => pattern.test(section.title.text))?.[0];
  const records: PlanRecord[] = [];
  let group: { number: number; printed: string } | undefined;
  let order = 0;
  for (const block of blocksOf(lines.slice(1))) {
    const whole = span(block.lines);
    const line = block.lines[0]!.number;
    const { title, text } = titled(whole, block.content);
    if (block.marker === 'plain' || !kind) {
      const last = records.at(-1);
      if (block.marker === 'plain' && last && 'title' in last && last.kind !== 'group') {
        last.text = { text: last.text.text + whole.text, lines: [last.text.lines[0], whole.lines[1]] };
      } else section.paragraphs.push(whole);
      continue;
    }
    if (kind === 'measure' && block.marker === 'subsection') {
      group = { number: block.number, printed: block.printed };
      const place = `${numeral}(${block.printed})`;
      records.push({ id: `group:${block.number}`, kind: 'group', number: block.number, place, title, text });
    } else if (kind === 'measure') {
      const place = group ? `${numeral}(${group.printed})${block.number}` : `${numeral}${block.number}`;
      const within = group ? { group: group.number } : {};
      records.push({ id: `measure:${block.number}`, kind, number: block.number, place, ...within, title, text });
    } else {
      order = block.number;
      const place = block.marker === 'subsection' ? `${numeral}(${block.printed})` : `${numeral}${block.printed}`;
      if (kind === 'guarantee') {
        records.push({ id: `guarantee:${order}`, kind, number: order, place, title, text });
        continue;
      }
      const period = readPeriod(block.content.slice(block.content.indexOf('。') + 1)) ?? readPeriod(block.content);
      if (!period) {
        faults.push({ line, message: `a phase without a period that can be read: ${whole.text.slice(0, 40)}` });
        continue;
      }
      const range = period.from ? { from: period.from, to: period.to } : { to: period.to };
      records.push({ id: `phase:${order}`, kind, number: order, place, title, text, period: part(whole, period.period), ...range });
    }
  }
  return { section, records };
}
