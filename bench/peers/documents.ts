/** The pack's records as documents that a search library can index. */
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import type { PlanRecord } from '../../src/model/plan.ts';

export interface Document {
  id: string;
  number: string;
  title: string;
  text: string;
  units: string;
  /** The phrasings of the pack, one a line; empty where they are left out. */
  say: string;
}

/** A service point's phrasings are those of the first record that it stands on; `outside` has no record. */
function phrasingsByRecord(pack: KnowledgePack): Map<string, string[]> {
  const recordOf = new Map(pack.servicePoints.map(({ id, records }) => [`service-point:${id}`, records[0]!]));
  const said = new Map<string, string[]>();
  for (const { target, text } of pack.phrasings) {
    const record = recordOf.get(target) ?? target;
    const list = said.get(record);
    if (list) list.push(text);
    else said.set(record, [text]);
  }
  return said;
}

function unitsOf(record: PlanRecord): string {
  const cells = [
    'responsible' in record && record.responsible ? `责任单位 ${record.responsible.cell.text}` : '',
    'cooperating' in record && record.cooperating ? `配合单位 ${record.cooperating.cell.text}` : '',
    'leader' in record && record.leader ? `负责人 ${record.leader.text}` : '',
  ];
  return cells.filter(Boolean).join(' ');
}

function detailsOf(record: PlanRecord): string {
  if (record.kind === 'indicator') return `${record.measuredIn.text} ${record.target.text}`;
  if (record.kind === 'phase') return record.period.text;
  if (record.kind === 'task')
    return [record.deadline ? `完成时限 ${record.deadline.cell.text}` : '', record.starred ? '★' : ''].join(' ').trim();
  return '';
}

export function documentsOf(pack: KnowledgePack, { phrasings }: { phrasings: boolean }): Document[] {
  const said = phrasings ? phrasingsByRecord(pack) : new Map<string, string[]>();
  return [...pack.records.values()].map((record) => ({
    id: record.id,
    number: String(record.number),
    title: `${record.place} ${'title' in record ? record.title.text : ''}`.trim(),
    text: `${record.text.text} ${detailsOf(record)}`.trim(),
    units: unitsOf(record),
    say: (said.get(record.id) ?? []).join('\n'),
  }));
}
