/** What one pack calls its units, offices, groups and phases, and in which months something is due. */
import { type Month, parseMonth } from '../../../knowledge/month.ts';
import { monthDue, unitsIn } from '../../../knowledge/select.ts';
import type { KnowledgePack } from '../../../model/pack/pack.ts';
import { deadlinesOf, type RecordKind } from '../../../model/plan.ts';
import { groupsOf } from '../../columns/groups.ts';
import { expand, prepare, type Slots, sourceOf } from './phrase.ts';
import type { Cell } from './tokens.ts';

export interface UnitName {
  text: string;
  cell: Cell;
}

/** A word for a value of a flag. */
export interface FlagWord {
  pattern: RegExp;
  column: string;
  is: 'yes' | 'no';
}

interface Stem {
  text: string;
  unit: string;
}

const latin = /[a-z]/;
/** What the name of an authority ends with, and people leave out. */
const unitEnding = /[局院会办委]$/;
/** Two to four characters that end as no office and no unit does. */
const personName = /^[\u4e00-\u9fff·]{1,3}[\u4e00-\u9fff](?<![长任局委办室会部厅院处科所志导记员人])$/;
/** A longer cell is a sentence, of which a question holds only words. */
const longestOngoing = 8;
const listMarks = ['、', '和', '/', '及', ''];

/** Units that stand in records of a kind. */
function unitsOfKind(pack: KnowledgePack, kind: RecordKind): Set<string> {
  const units = new Set<string>();
  for (const record of pack.records.values())
    if (record.kind === kind) for (const unit of unitsIn(record, 'any')) units.add(unit);
  return units;
}

function ongoingOf(pack: KnowledgePack): string[] {
  const cells = [...pack.records.values()].flatMap(deadlinesOf).filter(({ kind }) => kind === 'ongoing');
  const texts = cells.map(({ cell }) => prepare(cell.text));
  return [...new Set(texts)].filter((text) => text.length > 1 && text.length <= longestOngoing);
}

export class PackNames {
  readonly pack: KnowledgePack;
  /** Names of cells by their first character, the longest first. */
  private readonly names = new Map<string, UnitName[]>();
  readonly stems: readonly Stem[];
  /** Names that list several cells, each by itself. */
  readonly lists: readonly { text: string; cells: readonly Cell[] }[];
  /** Offices of no single unit, and people who are named as in charge. */
  readonly offices: readonly { text: string; office: string }[];
  /** How the plan prints that something has no end: 全年, 长期坚持. */
  readonly ongoing: readonly string[];
  readonly groups: readonly { id: string; text: string }[];
  readonly titles: readonly { id: string; text: string }[];
  readonly numbered: readonly { id: string; number: number }[];
  readonly phases: readonly { texts: readonly string[]; from: Month; to: Month }[];
  readonly flags: readonly FlagWord[];
  readonly due: readonly Month[];
  readonly lastRow: number;
  /** Units that only records of a higher level name, and the character that all of their names begin with. */
  readonly higher: ReadonlySet<string>;
  readonly mark: string | undefined;
  /** A table of this plan has a column for the lead; in a text 甲局牵头，乙局负责 puts both in charge. */
  readonly leadsInTable: boolean;
  private readonly shorts = new Map<string, string>();
  private readonly known = new Set<string>();

  constructor(pack: KnowledgePack) {
    this.pack = pack;
    this.leadsInTable = pack.plan.annexes.some(({ columns }) => columns.responsible !== undefined);
    const { units, joint } = pack.units;
    for (const { names, units: cell } of [...joint, ...pack.wording.names])
      for (const name of names.flatMap((one) => (one.includes('|') ? expand(one) : [one]))) this.add(name, cell);
    for (const unit of units) {
      this.shorts.set(unit.name, unit.short);
      for (const name of [unit.name, unit.short, ...unit.aliases, ...unit.english]) this.add(name, [unit.name]);
    }
    this.addPairs();
    for (const list of this.names.values()) list.sort((a, b) => b.text.length - a.text.length);
    const tasks = unitsOfKind(pack, 'task');
    this.higher = new Set([...unitsOfKind(pack, 'support')].filter((unit) => !tasks.has(unit)));
    const tokens = new Set([...this.higher].map((unit) => unit[0]!));
    this.mark = tokens.size === 1 ? [...tokens][0] : undefined;
    this.stems = this.stemsOf();
    this.lists = pack.wording.lists
      .flatMap(({ names, units: members }) =>
        names.map((name) => ({ text: prepare(name), cells: members.map((unit) => [unit]) })),
      )
      .sort((a, b) => b.text.length - a.text.length);
    const offices = pack.wording.offices.flatMap(({ office, names }) =>
      names.map((name) => ({ text: prepare(name), office })),
    );
    this.offices = [...offices, ...this.peopleOf()].sort((a, b) => b.text.length - a.text.length);
    this.ongoing = ongoingOf(pack);
    const { headings } = groupsOf(pack);
    this.groups = headings.flatMap(({ id, label, names }) =>
      (pack.records.has(id) ? names : [...names, label]).map((name) => ({ id, text: prepare(name) })),
    );
    this.titles = headings
      .filter(({ id }) => pack.records.has(id))
      .map(({ id, label }) => ({ id, text: prepare(label) }));
    this.numbered = headings.flatMap(({ id, number }) => (number === undefined ? [] : [{ id, number }]));
    const records = [...pack.records.values()];
    this.phases = records.flatMap((record) => {
      if (record.kind !== 'phase') return [];
      const title = prepare(record.title.text).replace(/[.]$/, '');
      const to = parseMonth(record.to);
      const texts = [title, title.replace(/阶段$/, '')].filter((text) => text.length > 3);
      return [{ texts, from: record.from ? parseMonth(record.from) : to, to }];
    });
    this.flags = Object.entries(pack.wording.flags).flatMap(([column, { yes, no }]) =>
      (['yes', 'no'] as const).flatMap((is) =>
        (is === 'yes' ? yes : no).map((word) => ({ pattern: new RegExp(sourceOf(word), 'g'), column, is })),
      ),
    );
    this.due = [...new Set(records.map(monthDue).filter((month) => month !== undefined))];
    this.lastRow = Math.max(0, ...records.filter(({ kind }) => kind === 'task').map(({ number }) => number));
  }

  /** Names of people in the cells for who is in charge, as they are printed. */
  private peopleOf(): { text: string; office: string }[] {
    const cells = [...this.pack.records.values()].flatMap((record) =>
      'leader' in record && record.leader ? record.leader.text.split(/[、，,;；\s]+/) : [],
    );
    return [...new Set(cells)]
      .filter((name) => personName.test(name) && !this.known.has(prepare(name)))
      .map((name) => ({ text: prepare(name), office: name }));
  }

  private add(name: string, cell: readonly string[]): void {
    const text = prepare(name);
    if (text.length < 2 || /^[a-z]{1,2}$/.test(text) || this.known.has(text)) return;
    this.known.add(text);
    const same = this.names.get(text[0]!);
    if (same) same.push({ text, cell });
    else this.names.set(text[0]!, [{ text, cell }]);
  }

  /** A cell of two units by the names of both: A、B, A和B, A/B. */
  private addPairs(): void {
    const { units, joint } = this.pack.units;
    for (const { units: cell } of joint) {
      if (cell.length !== 2) continue;
      const [first, second] = cell.map((name) => {
        const unit = units.find((one) => one.name === name);
        return unit ? [unit.short, ...unit.aliases] : [];
      });
      for (const a of first!)
        for (const b of second!) for (const token of listMarks) this.add(`${a}${token}${b}`, cell);
    }
  }

  /** 环保 for 市环保局: the name without the level before it and the kind of authority behind it. */
  private stemsOf(): Stem[] {
    const own = this.pack.units.units.filter(({ name }) => !this.higher.has(name));
    const levels = new Map<string, number>();
    for (const { short } of own) levels.set(short[0]!, (levels.get(short[0]!) ?? 0) + 1);
    const level = [...levels].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
    const places = this.pack.facts.places.filter((place) => place.length > 1).map(prepare);
    return own.flatMap(({ name, short }) => {
      const text = prepare(short);
      const place = places.find((one) => text.startsWith(one)) ?? (text.startsWith(level) ? level : '');
      const stem = text.slice(place.length).replace(unitEnding, '');
      const cut = unitEnding.test(text) && stem.length >= 2 && stem.length <= 4 && !this.known.has(stem);
      return cut ? [{ text: stem, unit: name }] : [];
    });
  }

  /** The names that begin at a place. */
  *unitsAt(text: string, at: number): Iterable<UnitName> {
    for (const name of this.names.get(text[at]!) ?? []) {
      if (!text.startsWith(name.text, at)) continue;
      const inLatin =
        latin.test(name.text[0]!) && (latin.test(text[at - 1] ?? '') || latin.test(text[at + name.text.length] ?? ''));
      if (!inLatin) yield name;
    }
  }

  *allNames(): Iterable<string> {
    for (const list of this.names.values()) for (const { text } of list) yield text;
  }

  /** The name by which the cell of people in charge calls a unit. */
  shortOf(unit: string): string {
    return this.shorts.get(unit) ?? unit;
  }

  /** The unit of another level with the same business: the longest name of `among` that ends as this unit's does. */
  counterpart(unit: string, among: ReadonlySet<string>): string {
    if (among.has(unit)) return unit;
    const short = this.shortOf(unit);
    let best = unit;
    let longest = 1;
    for (const other of among) {
      const name = this.shortOf(other);
      let length = 0;
      while (length < Math.min(name.length, short.length) && name.at(-1 - length) === short.at(-1 - length)) length++;
      if (length > longest && length >= name.length - 1) {
        longest = length;
        best = other;
      }
    }
    return best;
  }

  /** Slots of phrases that this pack fills. */
  slots(): Slots {
    const slots: Record<string, string> = { mark: this.mark ?? '(?!)' };
    for (const { kind, number } of this.pack.plan.annexes) {
      const chinese = '零一二三四五六七八九'[number] ?? '';
      slots[`annex:${kind}`] = `附(?:件|表)(?:${number}|${chinese})`;
    }
    return slots;
  }
}
