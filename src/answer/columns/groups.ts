/** The headings that records stand under, each with an id: groups of the text, sections of a table, items with several parts, annexes of one kind. */
import { bareHeading, sectionOf } from '../../knowledge/headings.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanRecord, RecordKind } from '../../model/plan.ts';

/** A heading that a question may name. Groups of the text are records; the others have an id of their own. */
interface Heading {
  id: string;
  /** As printed, without its numbering. */
  label: string;
  /** Its place among the headings of its sort, where it is numbered. */
  number?: number;
  /** Whole phrases that name it, beside its label. */
  names: readonly string[];
}

export interface Groups {
  headings: readonly Heading[];
  labelOf: (id: string) => string | undefined;
  /** Ids of all headings that a record stands under. */
  headingsOf: (record: PlanRecord) => readonly string[];
  /** Ids of the records of a kind in a group of the text, in the document's order. */
  membersOf: (group: string, kind: RecordKind) => readonly string[];
}

const annexOf = ({ place }: PlanRecord): number | undefined => {
  const number = /^附件\s*(\d+)/.exec(place)?.[1];
  return number === undefined ? undefined : Number(number);
};

class Collector {
  readonly headings = new Map<string, Heading>();
  readonly byRecord = new Map<string, string[]>();
  readonly members = new Map<string, string[]>();

  put(record: PlanRecord, heading: Heading): void {
    if (!this.headings.has(heading.id)) this.headings.set(heading.id, heading);
    const under = this.byRecord.get(record.id) ?? [];
    this.byRecord.set(record.id, [...under, heading.id]);
    const key = `${heading.id} ${record.kind}`;
    const same = this.members.get(key);
    if (same) same.push(record.id);
    else this.members.set(key, [record.id]);
  }
}

/** Groups of the text, by the number that a record states; numbers may restart in another part of the text. */
function textGroups(pack: KnowledgePack, into: Collector): void {
  const first = new Map<number, string>();
  const titles = new Map<string, Heading>();
  for (const record of pack.records.values())
    if (record.kind === 'group') {
      const { id, number, title } = record;
      if (!first.has(number)) first.set(number, id);
      titles.set(id, { id, number, label: title.text, names: pack.groupNames[id] ?? [] });
    }
  for (const [id, heading] of titles) into.headings.set(id, heading);
  const last = new Map<number, string>();
  for (const record of pack.records.values()) {
    if (record.kind === 'group') last.set(record.number, record.id);
    if (!('group' in record) || record.group === undefined) continue;
    const group = titles.get(last.get(record.group) ?? first.get(record.group) ?? '');
    if (group) into.put(record, group);
  }
}

/** Headings inside tables: of sections, of items with parts, and the table itself where the kind has several. */
function tableGroups(pack: KnowledgePack, into: Collector): void {
  const tables = (kind: RecordKind) => pack.plan.annexes.filter((annex) => annex.kind === kind && annex.number > 0);
  const sections = new Map<string, number>();
  for (const record of pack.records.values()) {
    const section = sectionOf(record);
    if (section) {
      const { id, label } = section;
      if (!sections.has(label)) sections.set(label, sections.size + 1);
      if (label.length > 1)
        into.put(record, { id, label, number: sections.get(label)!, names: pack.groupNames[id] ?? [] });
    }
    if ('part' in record && record.part !== undefined && record.item) {
      const label = bareHeading(record.item.text);
      if (label.length > 1) into.put(record, { id: `item:${label}`, label, names: [] });
    }
    const annex = annexOf(record);
    const of = annex === undefined ? [] : tables(record.kind);
    const table = of.length > 1 ? of.find(({ number }) => number === annex) : undefined;
    if (table) {
      const numeral = '零一二三四五六七八九十'[table.number];
      const names = [`附件${table.number}`, ...(numeral ? [`附件${numeral}`] : [])];
      into.put(record, { id: `annex:${table.number}`, label: table.title.text || names[0]!, names });
    }
  }
}

/** 二、优化服务 over （四）（五）（六）: the parts of a text without groups, where its items stand in several. */
function textParts(pack: KnowledgePack, into: Collector): void {
  if ([...pack.records.values()].some(({ kind }) => kind === 'group')) return;
  const parts = pack.plan.sections
    .map(({ place, title }) => ({ place, label: bareHeading(title.text) }))
    .filter(({ place, label }) => /^[一二三四五六七八九十]+$/.test(place) && label.length > 1);
  const partOf = ({ place }: PlanRecord) => parts.find((part) => place.startsWith(`${part.place}(`));
  const tasks = [...pack.records.values()].filter(({ kind }) => kind === 'task' || kind === 'measure');
  if (new Set(tasks.map((record) => partOf(record)?.place).filter(Boolean)).size < 2) return;
  for (const record of tasks) {
    const part = partOf(record);
    const number = part ? parts.indexOf(part) + 1 : 0;
    if (part) into.put(record, { id: `part:${part.place}`, label: part.label, number, names: [] });
  }
}

const made = new WeakMap<KnowledgePack, Groups>();

/** The headings of a pack, made once. */
export function groupsOf(pack: KnowledgePack): Groups {
  const known = made.get(pack);
  if (known) return known;
  const found = new Collector();
  textGroups(pack, found);
  tableGroups(pack, found);
  textParts(pack, found);
  const groups: Groups = {
    headings: [...found.headings.values()],
    labelOf: (id) => found.headings.get(id)?.label,
    headingsOf: ({ id }) => found.byRecord.get(id) ?? [],
    membersOf: (group, kind) => found.members.get(`${group} ${kind}`) ?? [],
  };
  made.set(pack, groups);
  return groups;
}
