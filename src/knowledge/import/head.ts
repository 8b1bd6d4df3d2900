/** The head of an official document: letterhead, number, notice, signature, date, and the plan's own title. */
import type { PlanDocument } from '../../model/plan.ts';
import { type Fault, fold, type Line, paragraphs, span } from './lines.ts';

const dated = /^\s*(20\d\d)年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日\s*$/;
const titled = /(方案|计划|规划|意见|办法|措施|纲要|行动|要点)\s*$/;

function findTitle(lines: readonly Line[]): Line | undefined {
  const candidates = lines.filter((line) => titled.test(line.text) && !/[，。：；《]/.test(line.text));
  return candidates.at(-1);
}

/** Reads the lines before the first numbered section. */
export function readHead(lines: readonly Line[], faults: Fault[]): Omit<PlanDocument, 'copiedTo'> {
  const title = findTitle(lines);
  if (!title) {
    faults.push({ line: lines[0]?.number ?? 1, message: 'no title found before the first section (a line that ends in 方案, 计划, 意见 …)' });
  }
  const before = lines.filter((line) => title && line.number < title.number && line.text.trim());
  const after = lines.filter((line) => !title || line.number > title.number);
  const head: Omit<PlanDocument, 'copiedTo'> = { title: title ? span([title]) : { text: '', lines: [1, 1] } };
  const date = before.findIndex((line) => dated.test(line.text));
  if (date >= 0) {
    const [, year, month, day] = dated.exec(before[date]!.text)!;
    head.issued = span([before[date]!]);
    head.issuedOn = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
    if (date > 0) head.issuer = span([before[date - 1]!]);
  }
  for (const [index, line] of before.entries()) {
    const text = fold(line.text);
    if (index === date || text === head.issuer?.text) continue;
    if (/〔\d{4}〕\s*\d+号$/.test(text)) head.number = span([line]);
    else if (/关于.*的?通知$/.test(text)) head.notice = span([line]);
    else if (/[:：]$/.test(text)) head.addressees = span([line]);
    else if (/^[(（]此件.*[)）]$/.test(text)) head.publication = span([line]);
    else if (/(印发|执行|实施|落实).*。$/.test(text)) head.approval = span([line]);
    else faults.push({ line: line.number, message: `a line of the head that was not understood: ${text.slice(0, 40)}` });
  }
  const basis = paragraphs(after).flat();
  if (basis.length) head.basis = span(basis);
  return head;
}

/** The receivers named under 抄送. */
export function readCopied(lines: readonly Line[]): PlanDocument['copiedTo'] {
  return lines.filter((line) => line.text.trim()).map((line) => span([line]));
}
