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

/** The groups of the text, by their ids. */
function groupTitles(pack: KnowledgePack): Map<string, Heading> {
  const groups = [...pack.records.values()].filter((record) => record.kind === 'group');
  return new Map(
    groups.map(({ id, number, title }) => [id, { id, number, label: title.text, names: pack.groupNames[id] ?? [] }]),
  );
}

/** The first group of each number, for records that stand before any group of theirs. */
function firstByNumber(titles: ReadonlyMap<string, Heading>): Map<number, string> {
  const first = new Map<number, string>();
  for (const { id, number } of titles.values()) if (!first.has(number!)) first.set(number!, id);
  return first;
}

/** Groups of the text, by the number that a record states; numbers may restart in another part of the text. */
function textGroups(pack: KnowledgePack, into: Collector): void {
  const titles = groupTitles(pack);
  for (const [id, heading] of titles) into.headings.set(id, heading);
  const first = firstByNumber(titles);
  const last = new Map<number, string>();
  for (const record of pack.records.values()) {
    if (record.kind === 'group') last.set(record.number, record.id);
    if (!('group' in record) || record.group === undefined) continue;
    const group = titles.get(last.get(record.group) ?? first.get(record.group) ?? '');
    if (group) into.put(record, group);
  }
}

const numerals = '零一二三四五六七八九十';

/** Finds the headings inside tables: of sections, of items with parts, and the table itself where the kind has several. */
class TableHeadings {
  private readonly pack: KnowledgePack;
  /** Labels of sections, numbered in the document's order. */
  private readonly sections = new Map<string, number>();

  constructor(pack: KnowledgePack) {
    this.pack = pack;
  }

  of(record: PlanRecord): Heading[] {
    return [this.section(record), this.item(record), this.table(record)].filter((heading) => heading !== undefined);
  }

  private section(record: PlanRecord): Heading | undefined {
    const section = sectionOf(record);
    if (!section) return undefined;
    const { id, label } = section;
    const number = this.sections.get(label) ?? this.sections.size + 1;
    this.sections.set(label, number);
    return label.length > 1 ? { id, label, number, names: this.pack.groupNames[id] ?? [] } : undefined;
  }

  private item(record: PlanRecord): Heading | undefined {
    if (!('part' in record) || record.part === undefined || !record.item) return undefined;
    const label = bareHeading(record.item.text);
    return label.length > 1 ? { id: `item:${label}`, label, names: [] } : undefined;
  }

  private table(record: PlanRecord): Heading | undefined {
    const number = annexOf(record);
    if (number === undefined) return undefined;
    const tables = this.pack.plan.annexes.filter((annex) => annex.kind === record.kind && annex.number > 0);
    const table = tables.find((annex) => annex.number === number);
    if (tables.length < 2 || !table) return undefined;
    const numeral = numerals[number];
    const names = [`附件${number}`, ...(numeral ? [`附件${numeral}`] : [])];
    return { id: `annex:${number}`, label: table.title.text || names[0]!, names };
  }
}

function tableGroups(pack: KnowledgePack, into: Collector): void {
  const tables = new TableHeadings(pack);
  for (const record of pack.records.values()) for (const heading of tables.of(record)) into.put(record, heading);
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
