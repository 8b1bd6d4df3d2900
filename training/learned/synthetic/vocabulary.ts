/** What synthetic questions may name of a pack: units as people call them, words of its text, its own headings, months. */
import type { Gazetteer, NameMeaning } from '../../../src/answer/read/learned/gazetteer.ts';
import { findPeriods } from '../../../src/answer/read/learned/period-mentions.ts';
import { type Day, type Month, monthOf, numberOf, yearOf } from '../../../src/knowledge/month.ts';
import type { RecordKind } from '../../../src/model/plan.ts';
import type { Random } from './random.ts';

const chinese = /^[\u3400-\u9fff()、★]+$/;
/** Headings that the templates use, by the role of the column. */
const usual: Record<string, readonly string[]> = {
  responsible: ['责任单位', '牵头单位'],
  cooperating: ['配合单位'],
  leader: ['负责人'],
  deadline: ['完成时限', '时限'],
};

export class PackWords {
  readonly gazetteer: Gazetteer;
  /** Names by unit (a joint name counts as one unit), the short one first. */
  private readonly names: Map<string, string[]>;
  private readonly terms: readonly string[];
  private readonly headings: [usual: string, own: string][];
  readonly groups: Map<string, string[]>;
  readonly offices: string[] = [];
  readonly flags: { yes: string[]; no: string[] };

  constructor(gazetteer: Gazetteer) {
    this.gazetteer = gazetteer;
    this.names = new Map();
    this.groups = new Map();
    this.flags = { yes: [], no: [] };
    for (const [name, meaning] of gazetteer.entries()) if (chinese.test(name)) this.addName(name, meaning);
    this.terms = termsOf(gazetteer);
    this.headings = gazetteer.pack.plan.annexes.flatMap(({ kind, columns }) =>
      kind === 'task'
        ? Object.entries(columns).flatMap(([role, own]) =>
            (usual[role] ?? []).map((one) => [one, own] as [string, string]),
          )
        : [],
    );
  }

  private addName(name: string, meaning: NameMeaning): void {
    if (meaning.type === 'unit') append(this.names, meaning.units.join('|'), name);
    else if (meaning.type === 'group') {
      if (isGroupName(name, this.gazetteer, meaning.id)) append(this.groups, meaning.id, name);
    } else if (meaning.type === 'flag' && name.length > 1) this.flags[meaning.value ? 'yes' : 'no'].push(name);
    else if (meaning.type === 'office' && !this.offices.includes(meaning.office)) this.offices.push(meaning.office);
  }

  /** Keys of the units that stand in records of a kind. */
  unitKeys(kind: RecordKind): string[] {
    return [...this.names.keys()].filter((key) => key.split('|').some((unit) => this.gazetteer.standsIn(unit, kind)));
  }

  unit(random: Random, key: string): string {
    const names = this.names.get(key)!.filter((name) => name.length < 11);
    return random.chance(0.35) ? names[0]! : random.pick(names);
  }

  term(random: Random): string {
    return random.pick(this.terms);
  }

  /** The plan's own headings in place of the usual ones, half the time. */
  inOwnHeadings(random: Random, text: string): string {
    if (!this.headings.length || random.chance(0.5)) return text;
    return this.headings.reduce((typed, [one, own]) => typed.replaceAll(one, own), text);
  }

  /** A month as people say it, so that it is read as this month again. */
  month(random: Random, month: Month, now: Day): string {
    const year = yearOf(month);
    const number = numberOf(month);
    const current = monthOf(now.year, now.month);
    const ways = [`${year}年${number}月`, `${year % 100}年${number}月`, `${year}.${number}`];
    if (year === now.year) ways.push(`今年${number}月`, `${number}月`, `${number}月`, `${number}月份`);
    if (year === now.year + 1) ways.push(`明年${number}月`, `明年${number}月`, `${number}月`);
    if (year === now.year - 1) ways.push(`去年${number}月`, `去年${number}月`, `${number}月`);
    if (month === current) ways.push('本月', '这个月', '当月', '本月');
    if (month === current + 1) ways.push('下个月', '下月', '下个月');
    if (month === current - 1) ways.push('上个月', '上月', '上个月');
    const typed = ways.filter((way) => this.means(way, month, month, now));
    return typed.length ? random.pick(typed) : ways[0]!;
  }

  /** Does the text name this span, read by itself? */
  means(text: string, from: Month, to: Month, now: Day): boolean {
    const [span, ...more] = findPeriods(text, now, this.gazetteer.due);
    return span !== undefined && !more.length && span.from === from && span.to === to;
  }
}

/** A group by its number, its title, or as the pack says that people call it; not by any piece of its title. */
function isGroupName(name: string, { pack }: Gazetteer, id: string): boolean {
  if (name.startsWith('第')) return true;
  const record = pack.records.get(id);
  const title = record?.kind === 'group' ? record.title.text : '';
  return [title, title.slice(2), ...(pack.groupNames[id] ?? [])].some(
    (own) => own.replace(/[那这](?:个|一)?(?:组|部分|块|方面)$/, '') === name,
  );
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Short pieces of a text between function words. */
function* pieces(text: string): Iterable<string> {
  for (const piece of text.split(/[^\u3400-\u9fff]|[的了和与及等在是有把将对为由从向到以其并各或不个]/)) {
    const length = Math.min(piece.length, 2 + (piece.length % 3));
    if (length > 1) yield piece.slice(0, length);
  }
}

/** Stems of units that the text writes too (they may mean either), terms of the lexicon, and pieces of the records. */
function termsOf(gazetteer: Gazetteer): string[] {
  const { pack, text, classes } = gazetteer;
  const stems = [...gazetteer.entries()].flatMap(([, meaning]) =>
    meaning.type === 'unit' ? (meaning.term ?? []) : [],
  );
  const written = pack.concepts
    .flatMap(({ terms }) => terms)
    .filter((term) => term.length > 1 && term.length < 7 && text.has(term));
  const cut = [...pack.records.values()].flatMap((record) => [...pieces(record.text.text)]);
  return [...new Set([...stems, ...written, ...cut.filter((term) => !classes.at(term, 0))])];
}
