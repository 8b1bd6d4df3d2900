/** The head of an official document: letterhead, number, notice, signature, date, and the plan's own title. */
import type { PlanDocument } from '../../model/plan.ts';
import { type Findings, fold, heading, type Line, paragraphs, sample, span } from './lines.ts';

const dated = /^\s*[(（]?\s*(20\d\d)年\s*(1[0-2]|0?[1-9])月\s*(3[01]|[12]\d|0?[1-9])日\s*[)）]?\s*$/;
const titled = /(方案|计划|规划|意见|办法|措施|纲要|行动|要点)\s*([(（][^()（）]*[)）])?\s*$/;
const sentence = /[，。：；、《\t]/;

function findTitle(lines: readonly Line[]): Line | undefined {
  return lines.filter((line) => titled.test(line.text) && !/[，。：；《\t]/.test(line.text)).at(-1);
}

/** The day that a line states and nothing else; undefined where the calendar has no such day. */
function readDay(text: string): string | undefined {
  const found = dated.exec(text);
  if (!found) return undefined;
  const day = `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`;
  // The calendar rolls 31 June over to 1 July instead of refusing it.
  return new Date(`${day}T00:00:00Z`).getUTCDate() === Number(found[3]) ? day : undefined;
}

interface Signature {
  issuer?: Line;
  issued: Line;
  on: string;
}

/** The first line that is a day, with the issuer in the line above it. */
function findSignature(lines: readonly Line[], title: Line | undefined): Signature | undefined {
  const printed = lines.filter((line) => line.text.trim());
  const at = printed.findIndex((line) => readDay(line.text));
  if (at < 0) return undefined;
  const issued = printed[at]!;
  const above = printed[at - 1];
  const named = above && above !== title && !sentence.test(above.text) && above.text.trim().length <= 40;
  return { ...(named ? { issuer: above } : {}), issued, on: readDay(issued.text)! };
}

/**
 * Cuts what stands under the text of the last section: the list of annexes, which repeats what the annexes
 * themselves say, and the signature, where the plan has it at the end.
 */
export function cutTail(lines: readonly Line[], { remarks }: Findings): { text: Line[]; tail: Line[] } {
  const list = lines.findIndex((line) => heading.annexList.test(line.text));
  if (list >= 0) {
    const rest = lines.slice(list);
    const end = rest.findIndex((line, index) => index > 0 && line.text.trim() && !heading.item.test(line.text));
    for (const line of rest.slice(0, end < 0 ? undefined : end))
      if (line.text.trim())
        remarks.push({ line: line.number, message: `the list of annexes, passed over: ${sample(line.text)}` });
    return { text: lines.slice(0, list), tail: end < 0 ? [] : rest.slice(end) };
  }
  const last = lines.findLastIndex((line) => line.text.trim());
  if (last < 1 || !readDay(lines[last]!.text)) return { text: [...lines], tail: [] };
  const above = lines.findLastIndex((line, index) => index < last && line.text.trim());
  const from = above > 0 && findSignature(lines.slice(above), undefined)?.issuer ? above : last;
  return { text: lines.slice(0, from), tail: lines.slice(from) };
}

/** Reads the lines before the first numbered section; `tail` are those under the last, which may hold the signature. */
export function readHead(
  lines: readonly Line[],
  tail: readonly Line[],
  findings: Findings,
): Omit<PlanDocument, 'copiedTo'> {
  const { faults, remarks } = findings;
  const title = findTitle(lines);
  if (!title) {
    faults.push({
      line: lines[0]?.number ?? 1,
      message: 'no title found before the first section (a line that ends in 方案, 计划, 意见 …)',
    });
  }
  const before = lines.filter((line) => title && line.number < title.number && line.text.trim());
  const after = lines.filter((line) => !title || line.number > title.number);
  const head: Omit<PlanDocument, 'copiedTo'> = { title: title ? span([title]) : { text: '', lines: [1, 1] } };
  const signature = findSignature(before, title) ?? findSignature(after, title) ?? findSignature(tail, title);
  if (signature) {
    head.issued = span([signature.issued]);
    head.issuedOn = signature.on;
    if (signature.issuer) head.issuer = span([signature.issuer]);
  }
  const signed = (line: Line) => line === signature?.issued || line === signature?.issuer;
  for (const line of before) {
    const text = fold(line.text);
    if (signed(line)) continue;
    if (text === head.issuer?.text)
      remarks.push({ line: line.number, message: `the letterhead, which names the issuer again: ${sample(text)}` });
    else if (/〔\d{4}〕\s*\d+号$/.test(text)) head.number = span([line]);
    else if (/关于.*的?通知$/.test(text)) head.notice = span([line]);
    else if (/[:：]$/.test(text)) head.addressees = span([line]);
    else if (/^[(（]此件.*[)）]$/.test(text)) head.publication = span([line]);
    else if (/(印发|执行|实施|落实).*。$/.test(text)) head.approval = span([line]);
    else faults.push({ line: line.number, message: `a line of the head that was not understood: ${sample(text)}` });
  }
  const basis = paragraphs(after.filter((line) => !signed(line))).flat();
  if (basis.length) head.basis = span(basis);
  return head;
}

/** The receivers named under 抄送. */
export function readCopied(lines: readonly Line[]): PlanDocument['copiedTo'] {
  return lines.filter((line) => line.text.trim()).map((line) => span([line]));
}
