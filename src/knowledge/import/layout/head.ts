/** The head of an official document: letterhead, number, notice, signature, date, and the plan's own title. */
import type { PlanDocument, Span } from '../../../model/plan.ts';
import { type Findings, finding } from '../text/findings.ts';
import { readYear } from '../text/numbers.ts';
import { plain } from '../text/plain.ts';
import { fold, type Line, part, sample, span } from '../text/span.ts';
import { isFurniture, markerOf, marks } from './markers.ts';
import { paragraphs } from './paragraphs.ts';

const dated =
  /^\s*[(]?\s*(?<year>20\d\d|二[〇零][一二三四五六七八九〇零]{2})年\s*(?<month>1[0-2]|0?[1-9])月\s*(?<day>3[01]|[12]\d|0?[1-9])日\s*[)]?\s*$/;
const brackets = '\\s*(?:[(][^()]*[)])?\\s*$';
/** How the title of a plan ends, the surest first. */
const titleEnds: readonly RegExp[] = [
  new RegExp(`(?:方案|计划|规划|意见|办法|措施|纲要|行动|要点|举措|规定|细则|条例|若干政策)\\s*${brackets}`),
  new RegExp(`(?:清单|分工表|任务表|责任表|台账|分解表|一览表|目录|指南|规程|规则|制度|决定|安排)\\s*${brackets}`),
  new RegExp(`(?:通知|通告|公告|函|报告)\\s*${brackets}`),
];
const sentence = /[,。:;、\t]/;
const body = /(?:政府|办公室|办公厅|委员会|局|厅|部|委|办|院|会|领导小组|指挥部)$/;
const documentNumber = /[〔[(]\s*20\d\d\s*[〕\])]\s*\d+\s*号\s*$/;

const patterns = {
  notice: /关于.*的?通知$/,
  addressees: /:$/,
  publication: /^[(]此件.*[)]$/,
  approval: /(印发|执行|实施|落实|施行).*。$/,
  letterhead: /(?:文件|办公室|办公厅|政府)$/,
} as const;

const isSentence = (line: Line) => sentence.test(plain(line.text).replace(/(?<=[^\s])[、](?=[^\s])/g, ''));

/** A line that can be a title: no sentence, no date, no number of a document. */
function maybeTitle(line: Line): boolean {
  const text = plain(line.text).trim();
  return (
    text.length > 3 &&
    text.length < 80 &&
    !isSentence(line) &&
    !isFurniture(line.text) &&
    !dated.test(text) &&
    !documentNumber.test(text) &&
    !/[《》【】]/.test(text)
  );
}

function lastTitled(lines: readonly Line[], end: RegExp): Line | undefined {
  return lines.filter((line) => end.test(plain(line.text)) && maybeTitle(line)).at(-1);
}

/** Joins a title with the line above it, when that is its beginning: 某市政府关于推进 / 便民工作的若干意见. */
function withBeginning(title: Line, lines: readonly Line[]): Line[] {
  const above = lines[lines.indexOf(title) - 1];
  if (!above?.text.trim() || !maybeTitle(above)) return [title];
  const [upper, lower] = [plain(above.text).trim(), plain(title.text).trim()];
  const ended = titleEnds.some((end) => end.test(upper)) || patterns.notice.test(upper);
  if (ended || markerOf(above.text)) return [title];
  const begins = lower.startsWith('关于') ? body.test(upper) : !body.test(upper) || upper.includes('关于');
  return begins ? [...withBeginning(above, lines.slice(0, lines.indexOf(title))), title] : [title];
}

/** What a title says in brackets on a line of its own: the years that the plan is for, 试行, 征求意见稿. */
const inBrackets = /^[(](?:[^()]*(?:20\d\d|\d{2}年|[一二]〇)[^()]*|试行|暂行|修订|征求意见稿|[^()]*版)[)]$/;

/** Joins a title with the line of brackets below it. */
function withBrackets(title: readonly Line[], lines: readonly Line[]): Line[] {
  const last = title.at(-1)!;
  const below = lines.slice(lines.indexOf(last) + 1).find((line) => line.text.trim());
  const text = below && plain(below.text).replace(/\s/g, '');
  const belongs = text && inBrackets.test(text) && !dated.test(text) && !/[)]$/.test(plain(last.text).trim());
  return belongs ? [...title, below] : [...title];
}

function findTitle(lines: readonly Line[], { remarks, faults }: Findings): Line[] | undefined {
  for (const end of titleEnds) {
    const title = lastTitled(lines, end);
    if (title) return withBrackets(withBeginning(title, lines), lines);
  }
  const first = lines.find((line) => line.text.trim() && maybeTitle(line) && !markerOf(line.text));
  if (first && /[\u4e00-\u9fff]{4}/.test(first.text)) {
    remarks.push(finding(first.number, 'title-guessed', { text: sample(first.text) }));
    return [first];
  }
  faults.push(finding(lines[0]?.number ?? 1, 'no-title'));
  return undefined;
}

/** The day that a line states and nothing else; undefined where the calendar has no such day. */
function readDay(text: string): string | undefined {
  const found = dated.exec(plain(text))?.groups;
  if (!found) return undefined;
  const day = `${readYear(found.year!)}-${found.month!.padStart(2, '0')}-${found.day!.padStart(2, '0')}`;
  // The calendar rolls 31 June over to 1 July instead of refusing it.
  return new Date(`${day}T00:00:00Z`).getUTCDate() === Number(found.day) ? day : undefined;
}

interface Signature {
  issuer?: Line;
  issued: Line;
  on: string;
}

/** The first line that is a day, with the issuer in the line above it. */
function findSignature(lines: readonly Line[], title: readonly Line[]): Signature | undefined {
  const printed = lines.filter((line) => line.text.trim());
  const at = printed.findIndex((line) => readDay(line.text));
  if (at < 0) return undefined;
  const issued = printed[at]!;
  const above = printed[at - 1];
  const named =
    above && !title.includes(above) && !/[,。:;、《\t]/.test(plain(above.text)) && above.text.trim().length <= 40;
  return { ...(named ? { issuer: above } : {}), issued, on: readDay(issued.text)! };
}

/** The lines of the list of annexes that begins at `list`. */
function annexListEnd(rest: readonly Line[]): number {
  const end = rest.findIndex((line, index) => {
    if (index === 0 || !line.text.trim()) return false;
    const marker = markerOf(line.text);
    return marker?.form !== 'item' && !marks.annex.test(plain(line.text));
  });
  return end < 0 ? rest.length : end;
}

/**
 * Cuts what stands under the text of the last section: the list of annexes, which repeats what the annexes
 * themselves say, and the signature, where the plan has it at the end.
 */
export function cutTail(lines: readonly Line[], { remarks }: Findings): { text: Line[]; tail: Line[] } {
  const list = lines.findIndex((line) => marks.annexList.test(plain(line.text)));
  if (list >= 0) {
    const rest = lines.slice(list);
    const end = annexListEnd(rest);
    for (const line of rest.slice(0, end))
      if (line.text.trim()) remarks.push(finding(line.number, 'annex-list', { text: sample(line.text) }));
    return { text: lines.slice(0, list), tail: rest.slice(end) };
  }
  const last = lines.findLastIndex((line) => line.text.trim());
  if (last < 1 || !readDay(lines[last]!.text)) return { text: [...lines], tail: [] };
  const above = lines.findLastIndex((line, index) => index < last && line.text.trim());
  const from = above > 0 && findSignature(lines.slice(above), [])?.issuer ? above : last;
  return { text: lines.slice(0, from), tail: lines.slice(from) };
}

type Head = Omit<PlanDocument, 'copiedTo'>;

/** A number or a day behind a label of a web page (发文字号：…) belongs to the document. */
function fromFurniture(line: Line, head: Head): void {
  const cells = plain(line.text);
  const number = /(?:文\s*号|发文字号|文件编号)\s*:?\s*([^\s:]*[〔[(]\s*20\d\d\s*[〕\])]\s*\d+\s*号)/.exec(cells);
  if (number && !head.number) {
    const start = number.index + number[0].length - number[1]!.length;
    head.number = part(span([line]), line.text.slice(start, start + number[1]!.length));
  }
}

/** Reads one line before the title; false where it is none of the known kinds. */
function takeLine(line: Line, head: Head, { remarks }: Findings): boolean {
  const text = plain(fold(line.text));
  if (fold(line.text) === head.issuer?.text)
    remarks.push(finding(line.number, 'letterhead', { text: sample(line.text) }));
  else if (documentNumber.test(text) && !isFurniture(line.text)) head.number = span([line]);
  else if (patterns.notice.test(text)) head.notice = span([line]);
  else if (isFurniture(line.text)) {
    fromFurniture(line, head);
    remarks.push(finding(line.number, 'page-furniture', { text: sample(line.text) }));
  } else if (patterns.addressees.test(text)) head.addressees = span([line]);
  else if (patterns.publication.test(text)) head.publication = span([line]);
  else if (patterns.approval.test(text)) head.approval = span([line]);
  else return false;
  return true;
}

const emptySpan: Span = { text: '', lines: [1, 1] };

function signed(head: Head, signature: Signature | undefined): void {
  if (!signature) return;
  head.issued = span([signature.issued]);
  head.issuedOn = signature.on;
  if (signature.issuer) head.issuer = span([signature.issuer]);
}

/** Takes a line below the title that is no sentence of the basis; false where it is one. */
function takeBelow(line: Line, head: Head, { remarks }: Findings): boolean {
  const text = plain(fold(line.text));
  if (documentNumber.test(text) && !head.number) head.number = span([line]);
  else if (isFurniture(line.text)) remarks.push(finding(line.number, 'page-furniture', { text: sample(line.text) }));
  else if (patterns.publication.test(text)) head.publication = span([line]);
  else if (text.length < 60 && !head.addressees && receivers.test(text)) head.addressees = span([line]);
  else return false;
  return true;
}

const receivers = /(?:政府|单位|部门|机构|委|局|办|区|县)[^。]*:$/;

/**
 * What stands between the title and the first item: number, signature, addressees, and the sentences of the basis.
 * @returns sentences that something else stands between, and that are therefore no part of the basis
 */
function readBelowTitle(
  lines: readonly Line[],
  isSigned: (line: Line) => boolean,
  head: Head,
  findings: Findings,
): Span[] {
  const runs: Line[][] = [[]];
  for (const line of lines) {
    if (!line.text.trim()) runs.at(-1)!.push(line);
    else if (isSigned(line) || takeBelow(line, head, findings)) runs.push([]);
    else runs.at(-1)!.push(line);
  }
  const texts = runs.map((run) => paragraphs(run).flat()).filter((run) => run.length);
  const basis = texts.pop();
  if (basis) head.basis = span(basis);
  return texts.map(span);
}

/** A notice is printed over so many lines at most. */
const maxNoticeLines = 5;

/** The lines of a notice that is printed over several: 某市政府办公室 / 关于印发《某某 / 方案》的通知. None where it has one line. */
function noticeOverLines(lines: readonly Line[]): Line[] {
  const texts = lines.map((line) => plain(fold(line.text)));
  for (const [last, text] of texts.entries()) {
    if (!/通知$/.test(text)) continue;
    const above = texts.slice(0, last + 1);
    const begins = above.findLastIndex((one) => one.includes('关于'));
    const joined = above.slice(begins);
    if (begins < 0 || joined.length > maxNoticeLines || joined.some((one) => /[,。:;]/.test(one))) continue;
    const issuer = begins > 0 && joined[0]!.startsWith('关于') && body.test(above[begins - 1]!);
    const first = issuer ? begins - 1 : begins;
    return first < last ? lines.slice(first, last + 1) : [];
  }
  return [];
}

/** Lines of a web page between and around those that are known: there are several of them, or none. */
function passUnknown(unknown: readonly Line[], webPage: boolean, { faults, remarks }: Findings): void {
  for (const line of unknown)
    if (webPage) remarks.push(finding(line.number, 'page-furniture', { text: sample(line.text) }));
    else faults.push(finding(line.number, 'head-line-unknown', { text: sample(line.text) }));
}

/** Reads the lines before the first numbered section; `tail` are those under the last, which may hold the signature. */
export function readHead(
  lines: readonly Line[],
  tail: readonly Line[],
  findings: Findings,
): { head: Head; rest: Span[] } {
  const title = findTitle(lines, findings) ?? [];
  const at = title[0]?.number ?? Number.POSITIVE_INFINITY;
  const end = title.at(-1)?.number ?? 0;
  const before = lines.filter((line) => line.number < at && line.text.trim() && title.length);
  const after = lines.filter((line) => line.number > end);
  const head: Head = { title: title.length ? span(title) : emptySpan };
  const signature = findSignature(before, title) ?? findSignature(after, title) ?? findSignature(tail, title);
  signed(head, signature);
  const isSigned = (line: Line) => line === signature?.issued || line === signature?.issuer;
  const notice = noticeOverLines(before.filter((line) => !isSigned(line)));
  if (notice.length) head.notice = span(notice);
  const unknown = before.filter((line) => !notice.includes(line) && !isSigned(line) && !takeLine(line, head, findings));
  const webPage = before.filter((line) => isFurniture(line.text)).length > 1;
  passUnknown(unknown, webPage, findings);
  const rest = readBelowTitle(after, isSigned, head, findings);
  return { head, rest };
}

/** The receivers named under 抄送. */
export function readCopied(lines: readonly Line[]): PlanDocument['copiedTo'] {
  return lines.filter((line) => line.text.trim()).map((line) => span([line]));
}

/** The year that dates without one mean: that of the signature, the number, or the title. */
export function baseYear({ issuedOn, number, title }: Head): number | undefined {
  const text =
    issuedOn ??
    /20\d\d/.exec(plain(number?.text ?? ''))?.[0] ??
    /(?<![\d—–~至到-])(20\d\d)年/.exec(plain(title.text))?.[1];
  return text ? Number(text.slice(0, 4)) : undefined;
}
