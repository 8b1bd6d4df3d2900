/** Names of one pack that a question may mention: units, groups, key tasks, annexes, measures of indicators, and the plan's own text. */
import { type Month, parseMonth } from '../../../knowledge/month.ts';
import type { KnowledgePack } from '../../../model/pack/pack.ts';
import type { PlanRecord, RecordKind } from '../../../model/plan.ts';
import { groupsOf } from '../../columns/groups.ts';
import { columnsFor } from '../../execute/execute.ts';
import { clean } from '../../text/text.ts';
import { PlanText } from './plan-text.ts';
import { WordClasses } from './word-classes.ts';

export type NameMeaning =
  | { type: 'unit'; units: readonly string[]; bare: boolean; term?: string }
  /** An office that leads tasks and is no unit (a city's leaders). */
  | { type: 'office'; office: string }
  | { type: 'group'; id: string }
  | { type: 'flag'; value: boolean }
  | { type: 'kind'; kind: RecordKind }
  | { type: 'column'; column: string }
  | { type: 'term'; term: string };

const headingSigns: Record<string, string> = { responsible: 'ℓ', cooperating: 'κ', leader: 'Λ', deadline: 'δ' };
const organisation = /(?:局|委|院|会|办|厅|署|处|中心|政府|海关|管委|集团|公司|大学|协会|联)$/;
const level = /^[省市区县州]/;
const numerals = '零一二三四五六七八九十';
const groupNouns = ['部分', '大部分', '板块', '大块', '块', '章', '节', '组', '大类', '方面'];

/** 各县(镇政府): with the brackets, without them, and without what they hold. */
const spellings = (name: string) => [name, name.replace(/[()]/g, ''), name.replace(/\([^)]*\)/g, '')];
/** 市水务局 → 水务: how a unit is called in passing. */
const stemOf = (short: string) =>
  short
    .replace(/\([^)]*\)/g, '')
    .replace(level, '')
    .replace(/[局委院会办厅署]$/, '');

export class Gazetteer {
  readonly pack: KnowledgePack;
  readonly classes: WordClasses;
  readonly text: PlanText;
  readonly kinds: ReadonlySet<RecordKind>;
  /** Months in which something is due, in order. */
  readonly due: readonly Month[];
  /** What indicators are counted in: 家, 件, %. */
  readonly measures: readonly string[];
  private readonly names = new Map<string, NameMeaning>();
  private readonly longest: number;
  private readonly shortOf: ReadonlyMap<string, string>;
  private readonly kindsOfUnit = new Map<string, Set<RecordKind>>();

  constructor(pack: KnowledgePack) {
    this.pack = pack;
    this.classes = new WordClasses(headingsOf(pack));
    this.text = new PlanText(pack);
    this.kinds = new Set(pack.plan.records.map(({ kind }) => kind));
    this.due = [...new Set(pack.plan.records.flatMap(monthsDue))].sort((a, b) => a - b);
    this.measures = [
      ...new Set(pack.plan.records.flatMap((one) => (one.kind === 'indicator' ? [clean(one.measuredIn.text)] : []))),
    ];
    this.shortOf = new Map(pack.units.units.map(({ name, short }) => [name, short]));
    this.findKindsOfUnits();
    this.addUnits();
    this.addOffices();
    this.addGroups();
    this.addFlags();
    this.addKinds();
    this.addColumns();
    this.addTerms();
    this.longest = Math.max(0, ...[...this.names.keys()].map((name) => name.length));
  }

  /** The longest name at a place of a clean text. */
  at(text: string, start: number): { meaning: NameMeaning; end: number } | undefined {
    for (let length = Math.min(this.longest, text.length - start); length > 0; length--) {
      const meaning = this.names.get(text.slice(start, start + length));
      if (!meaning) continue;
      const end = start + length;
      const cutsWord =
        (/[a-z]/.test(text[start]!) && /[a-z]/.test(text[start - 1] ?? '')) ||
        (/[a-z]/.test(text[end - 1]!) && /[a-z]/.test(text[end] ?? ''));
      if (!cutsWord) return { meaning, end };
    }
    return undefined;
  }

  /** Every name with its meaning. */
  entries(): Iterable<readonly [string, NameMeaning]> {
    return this.names;
  }

  short(unit: string): string {
    return this.shortOf.get(unit) ?? unit;
  }

  /** Does a unit stand in records of this kind? */
  standsIn(unit: string, kind: RecordKind): boolean {
    return this.kindsOfUnit.get(unit)?.has(kind) ?? false;
  }

  /** The unit of the same name on another level that stands in this kind: 检察院 in a provincial list is the province's. */
  counterpart(unit: string, kind: RecordKind): string | undefined {
    const stem = stemOf(this.short(unit));
    return this.pack.units.units.find(
      ({ name, short }) => name !== unit && stemOf(short) === stem && this.standsIn(name, kind),
    )?.name;
  }

  private add(name: string, meaning: NameMeaning): void {
    const text = clean(name);
    if (text && !this.names.has(text)) this.names.set(text, meaning);
  }

  private findKindsOfUnits(): void {
    for (const record of this.pack.records.values())
      for (const column of columnsFor(this.pack).list(record.kind))
        if (column.type === 'units')
          for (const unit of column.read(record)) {
            const kinds = this.kindsOfUnit.get(unit) ?? new Set();
            this.kindsOfUnit.set(unit, kinds.add(record.kind));
          }
  }

  private addUnits(): void {
    const { units, joint } = this.pack.units;
    for (const { names, units: members } of joint)
      for (const name of names) this.add(name, { type: 'unit', units: members, bare: false });
    for (const { name, short, aliases, english } of units)
      for (const alias of [name, short, ...aliases, ...english])
        for (const spelling of spellings(alias)) this.add(spelling, this.unitMeaning(spelling, [name]));
    for (const { name, short } of units) {
      const stem = stemOf(short);
      if (stem.length > 1 && stem !== short) this.add(stem, this.unitMeaning(stem, [name]));
    }
  }

  private unitMeaning(alias: string, units: readonly string[]): NameMeaning {
    const text = clean(alias);
    const bare = !organisation.test(text) && !level.test(text);
    const term = bare && text.length > 1 && this.text.has(text) ? text : undefined;
    return { type: 'unit', units, bare, ...(term ? { term } : {}) };
  }

  /** 市政府领导: cells of leaders that name a government instead of a unit. */
  private addOffices(): void {
    const levels = new Set(
      this.pack.plan.records
        .flatMap((record) =>
          'leader' in record ? [...(record.leader?.text ?? '').matchAll(/([省市区县州])政府[^、]*领导/g)] : [],
        )
        .map(([, found]) => found!),
    );
    for (const found of levels) {
      const office = `${found}政府领导`;
      for (const name of [office, '领导', '长', '里领导', '里的领导', '政府的领导', '政府'].map((tail) =>
        tail.startsWith(found) ? tail : `${found}${tail}`,
      ))
        this.add(name, { type: 'office', office });
      this.add(`副${found}长`, { type: 'office', office });
    }
  }

  private addGroups(): void {
    for (const { id, names, label } of groupsOf(this.pack).headings)
      if (!this.pack.records.has(id)) for (const name of [label, ...names]) this.add(name, { type: 'group', id });
    const groups = this.pack.plan.records.filter((record) => record.kind === 'group');
    const titles = groups.map(({ title }) => clean(title.text));
    for (const { id, number, title } of groups) {
      const meaning: NameMeaning = { type: 'group', id };
      for (const name of [title.text, ...(this.pack.groupNames[id] ?? [])]) this.addGroupName(name, meaning);
      for (const part of distinctive(clean(title.text), titles)) this.add(part, meaning);
      this.addGroupNumber(number, meaning);
    }
  }

  private addGroupName(name: string, meaning: NameMeaning): void {
    for (const spelling of [name, name.replace(/[那这](?:个|一)?(?:组|部分|块|方面)$/, '')])
      if (spelling.length > 2) this.add(spelling, meaning);
  }

  /** (三), 第三部分, 第3个板块. */
  private addGroupNumber(number: number, meaning: NameMeaning): void {
    const numeral = numerals[number] ?? String(number);
    this.add(`(${numeral})`, meaning);
    for (const n of [numeral, String(number)])
      for (const noun of groupNouns) for (const name of [`第${n}${noun}`, `第${n}个${noun}`]) this.add(name, meaning);
  }

  /** ★ and what the plan's note calls the tasks that bear it; the other name of such a pair means tasks without it. */
  private addFlags(): void {
    if (!this.pack.plan.records.some((record) => record.kind === 'task' && record.starred)) return;
    for (const name of ['★', '*', '五角星', '星标', '星号', '标星']) this.add(name, { type: 'flag', value: true });
    for (const { note } of this.pack.plan.annexes) {
      const text = clean(note?.text ?? '');
      const key =
        /([\u3400-\u9fff]{2,8}?)(?:用|以)★/.exec(text)?.[1] ?? /★的?(?:为|是)([\u3400-\u9fff]{2,8})/.exec(text)?.[1];
      if (!key) continue;
      const name = key.replace(/^其中/, '');
      const other = new RegExp(`([\\u3400-\\u9fff]{2,8}?)(?:和|与|及)${name}`).exec(text)?.[1];
      this.addFlag(name, true);
      if (other) this.addFlag(other.replace(/^分为/, ''), false);
    }
    this.names.set('星', { type: 'flag', value: true });
  }

  private addFlag(name: string, value: boolean): void {
    const stem = name.replace(/任务|项目|事项|工作$/, '');
    for (const part of [name, stem, `${stem}类`, `${stem}性任务`])
      if (part.length > 1) this.add(part, { type: 'flag', value });
  }

  private addKinds(): void {
    const { annexes } = this.pack.plan;
    for (const { number, kind } of annexes)
      for (const n of [String(number), numerals[number] ?? ''])
        if (number > 0 && n)
          for (const name of [`附件${n}`, `附表${n}`, `附件 ${n}`, `annex ${n}`])
            this.add(name, { type: 'kind', kind });
    const lone = annexes.filter(({ number }) => number > 0);
    if (lone.length === 1) this.add('附件', { type: 'kind', kind: lone[0]!.kind });
  }

  /** Headings of no known role: 经费, 推广范围. */
  private addColumns(): void {
    for (const { kind, extra } of this.pack.plan.annexes)
      for (const { name } of extra ?? [])
        if (columnsFor(this.pack).of(kind, name)) this.add(name, { type: 'column', column: name });
  }

  /** 公安那边 means the unit, whatever else the lexicon makes of it. */
  private namesUnit(word: string): boolean {
    for (let at = 0; at < word.length; at++)
      for (let end = at + 2; end <= word.length; end++)
        if (this.names.get(word.slice(at, end))?.type === 'unit') return true;
    return false;
  }

  /** Everyday words for what the plan words otherwise. */
  private addTerms(): void {
    for (const { terms, words } of this.pack.concepts) {
      const own = terms.map(clean).filter((term) => term.length > 1 && this.text.has(term));
      for (const term of own) this.add(term, { type: 'term', term });
      if (!own.length) continue;
      for (const word of words.map(clean))
        if (word.length > 1 && !this.classes.has(word) && !this.namesUnit(word))
          this.add(word, { type: 'term', term: this.text.has(word) ? word : own[0]! });
    }
  }
}

function* headingsOf(pack: KnowledgePack): Iterable<readonly [string, string]> {
  for (const { kind, columns } of pack.plan.annexes)
    for (const [role, heading] of Object.entries(columns)) {
      const sign = headingSigns[role];
      const text = clean(heading);
      if (sign && kind !== 'indicator' && text.length > 1)
        yield [text, kind === 'support' && role === 'responsible' ? 'θ' : sign];
    }
}

function monthsDue(record: PlanRecord): Month[] {
  return record.kind === 'task' && record.deadline?.kind === 'month' ? [parseMonth(record.deadline.month)] : [];
}

/** Parts of three characters and more of one title that stand in no other. */
function* distinctive(title: string, titles: readonly string[]): Iterable<string> {
  for (let start = 0; start < title.length; start++)
    for (let end = start + 3; end <= title.length; end++) {
      const part = title.slice(start, end);
      if (!titles.some((other) => other !== title && other.includes(part))) yield part;
    }
}
