/** Which group of the text a record stands in, by the number that it states; numbers may restart in another part of the text. */
import type { KnowledgePack } from '../../model/pack.ts';
import type { PlanRecord, RecordKind } from '../../model/plan.ts';

export interface Groups {
  /** Id of the group that a record stands in. */
  groupOf: (record: PlanRecord) => string | undefined;
  /** Ids of the records of a kind in a group, in the document's order. */
  membersOf: (group: string, kind: RecordKind) => readonly string[];
}

export function groupsOf(pack: KnowledgePack): Groups {
  const byRecord = new Map<string, string>();
  const members = new Map<string, string[]>();
  const first = new Map<number, string>();
  for (const { kind, id, number } of pack.records.values())
    if (kind === 'group' && !first.has(number)) first.set(number, id);
  const last = new Map<number, string>();
  for (const record of pack.records.values()) {
    if (record.kind === 'group') last.set(record.number, record.id);
    if (!('group' in record) || record.group === undefined) continue;
    const group = last.get(record.group) ?? first.get(record.group);
    if (group === undefined) continue;
    byRecord.set(record.id, group);
    const key = `${group} ${record.kind}`;
    const same = members.get(key);
    if (same) same.push(record.id);
    else members.set(key, [record.id]);
  }
  return {
    groupOf: (record) => byRecord.get(record.id),
    membersOf: (group, kind) => members.get(`${group} ${kind}`) ?? [],
  };
}
