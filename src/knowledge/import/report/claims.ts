/** What a text says of itself, held against what was read: its assignments, and the counts that it prints. */
import type { Plan, PlanRecord, Span } from '../../../model/plan.ts';
import { labels } from '../layout/columns/column-names.ts';
import { type Findings, finding } from '../text/findings.ts';
import { ordinal } from '../text/numbers.ts';
import { plain } from '../text/plain.ts';
import { type Line, sample } from '../text/span.ts';

const bracket = /\((?:[^()]|\([^()]*\))*(?:负责|牵头|配合|落实|承担)(?:落实|实施)?[^()]{0,4}\)/g;
const labelled = new RegExp(
  `(?:^|[。;,(\\s])(?:${labels
    .filter((name) => /单位|部门|时限|期限|时间/.test(name) && name.length > 3)
    .map((name) => name.replace(/[.()/]/g, '\\$&'))
    .join('|')})\\s*:`,
  'g',
);

/** How often a text states an assignment: brackets that end in 负责 or 牵头, and labels such as 责任单位：. */
function claimsIn(text: string): number {
  const line = plain(text);
  const brackets = line.match(bracket) ?? [];
  const free = line.replace(bracket, '');
  return brackets.length + (free.match(labelled)?.length ?? 0);
}

const assignedSpans = (record: PlanRecord): Span[] => [
  ...('responsible' in record && record.responsible ? [record.responsible.cell] : []),
  ...('cooperating' in record && record.cooperating ? [record.cooperating.cell] : []),
  ...('deadline' in record && record.deadline ? [record.deadline.cell] : []),
  ...('leader' in record && record.leader ? [record.leader] : []),
];

/** Lines that are no part of the text. */
const passedOver = new Set<string>(['page-furniture', 'letterhead', 'annex-list']);

function linesWithAssignments(plan: Plan, { headings, assignments }: Findings): Set<number> {
  const read = new Set([...headings, ...assignments]);
  for (const { text, lines } of plan.records.flatMap(assignedSpans))
    for (let line = lines[0]; text && line <= lines[1]; line++) read.add(line);
  return read;
}

function linesWithClaims(lines: readonly Line[], { remarks }: Findings): Line[] {
  const passed = new Set(remarks.filter(({ code }) => passedOver.has(code)).map(({ line }) => line));
  return lines.filter(({ number, text }) => !text.includes('\t') && !passed.has(number) && claimsIn(text) > 0);
}

/** How many assignments the running text states, and how many of them stand on lines of which one was read. */
export function countClaims(lines: readonly Line[], plan: Plan, findings: Findings): { stated: number; read: number } {
  const known = linesWithAssignments(plan, findings);
  const claims = linesWithClaims(lines, findings);
  const sum = (of: readonly Line[]) => of.reduce((total, { text }) => total + claimsIn(text), 0);
  return { stated: sum(claims), read: sum(claims.filter(({ number }) => known.has(number))) };
}

/** Every line that states an assignment is a line of which one was read. */
export function reportUnreadAssignments(lines: readonly Line[], plan: Plan, findings: Findings): void {
  const { faults } = findings;
  const known = linesWithAssignments(plan, findings);
  const reportedLines = new Set(faults.map(({ line }) => line));
  for (const { number, text } of linesWithClaims(lines, findings))
    if (!known.has(number) && !reportedLines.has(number))
      faults.push(finding(number, 'assignment-unread', { text: sample(text) }));
}

const stated = /共\s*(\d+|[一二三四五六七八九十百]+)\s*[项条个件]/;

/** A section row that counts its rows (共2项) has as many. */
export function reportCounts(plan: Plan, { faults }: Findings): void {
  const bySection = Map.groupBy(
    plan.records.filter((record) => 'section' in record && record.section),
    (record) => ('section' in record ? `${record.section!.text}\n${record.section!.lines[0]}` : ''),
  );
  for (const [key, records] of bySection) {
    const section = key.split('\n')[0]!;
    const count = stated.exec(plain(section))?.[1];
    const read = new Set(records.map(({ number }) => number)).size;
    const line = records[0]!.text.lines[0];
    if (count && ordinal(count) !== read)
      faults.push(finding(line, 'section-count', { section, stated: ordinal(count), read }));
  }
}
