/** `qinzhi import --print json`: what was read, in the plainest form that another program can compare. */
import type { Deadline, PlanRecord, Span } from '../../../model/plan.ts';
import { deadlinesOf } from '../../../model/plan.ts';
import type { Imported } from '../import.ts';
import type { Finding } from '../text/findings.ts';
import { type Language, sayFinding } from './messages.ts';

const textOf = (span: Span | undefined) => span?.text || undefined;

function printDeadline(deadline: Deadline) {
  const printed = deadline.cell.text;
  if (deadline.kind !== 'month') return { kind: deadline.kind, printed };
  const { month, from, inferredYear } = deadline;
  return { kind: 'month', month, ...(from ? { from } : {}), printed, ...(inferredYear ? { inferredYear } : {}) };
}

function unitsOf(record: PlanRecord) {
  const responsible = 'responsible' in record ? record.responsible : undefined;
  const cooperating = 'cooperating' in record ? record.cooperating : undefined;
  const named = responsible?.units ?? [];
  return {
    lead: responsible?.joint ? [] : named,
    jointly: responsible?.joint ? named : [],
    cooperating: cooperating?.units ?? [],
    open: responsible?.open ?? cooperating?.open,
    leader: 'leader' in record ? textOf(record.leader) : undefined,
  };
}

function groupOf(record: PlanRecord, records: readonly PlanRecord[]): string | undefined {
  if ('section' in record && record.section) return record.section.text;
  if (record.kind !== 'measure' || record.group === undefined) return undefined;
  const groups = records.filter((other) => other.kind === 'group' && other.number === record.group);
  const group = groups.find(({ place }) => record.place.startsWith(place)) ?? groups[0];
  return group && 'title' in group ? group.title.text : undefined;
}

type Printed = Record<string, unknown>;

function printRecord(record: PlanRecord, records: readonly PlanRecord[]): Printed {
  const { kind, number, id, place, text } = record;
  const columns = 'columns' in record && record.columns ? Object.entries(record.columns) : [];
  const children = records.filter(({ parent }) => parent === id);
  return {
    kind,
    number,
    id,
    place,
    text: text.text,
    at: text.at ?? text.lines.join('-'),
    item: 'item' in record ? textOf(record.item) : undefined,
    part: 'part' in record ? record.part : undefined,
    group: groupOf(record, records),
    ...unitsOf(record),
    target: record.kind === 'indicator' ? record.target.text : undefined,
    measuredIn: record.kind === 'indicator' ? textOf(record.measuredIn) : undefined,
    period: record.kind === 'phase' ? record.period.text : undefined,
    extra: columns.length ? Object.fromEntries(columns.map(([name, { cell }]) => [name, cell.text])) : undefined,
    deadlines: deadlinesOf(record).map(printDeadline),
    children: children.map((child) => printRecord(child, records)),
  };
}

/** Groups are listed with what stands in them, steps under their task. */
export function printJson({ plan, faults, remarks }: Imported, language: Language): string {
  const say = (found: readonly Finding[]) => found.map((one) => ({ line: one.line, text: sayFinding(one, language) }));
  const top = plan.records.filter(({ kind, parent }) => kind !== 'group' && !parent);
  const annexes = plan.annexes.filter(({ number }) => number > 0);
  const texts = plan.sections.filter(({ place }) => /^附件\d*$/.test(place));
  const printed = {
    title: plan.document.title.text,
    number: textOf(plan.document.number),
    issuedOn: plan.document.issuedOn,
    annexes: [
      ...annexes.map(({ number, title }) => ({ number, title: title.text })),
      ...texts
        .map(({ place, title }) => ({ number: Number(place.slice(2)) || 1, title: title.text }))
        .filter(({ number }) => !annexes.some((annex) => annex.number === number)),
    ],
    records: top.map((record) => printRecord(record, plan.records)),
    remarks: say(remarks),
    faults: say(faults),
  };
  return `${JSON.stringify(printed, null, 2)}\n`;
}
