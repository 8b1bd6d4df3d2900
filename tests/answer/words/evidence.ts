/** What a reply may be made of: a pack's own strings, by where they come from, and what the code joins them with. */
import { loadSpeech } from '../../../src/knowledge/load-common.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import type { PlanRecord } from '../../../src/model/plan.ts';

const fold = (text: string) => text.replace(/[\s\u3000★]+/g, '');

/** Every string inside a value, however deep. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value && typeof value === 'object') return Object.values(value).flatMap(stringsIn);
  return [];
}

/** What the code sets side by side without a mark between: a target and its unit, a title and its text. */
function joined(record: PlanRecord): string[] {
  if (record.kind === 'indicator') return [`${record.target.text}${record.measuredIn.text}`];
  return 'title' in record ? [`${record.title.text}。${record.text.text}`] : [];
}

const ofRecord = (record: PlanRecord) => [...stringsIn(record), ...joined(record)];

/** Marks with which replies join the pack's strings. */
const glue = /[、；，·（）：…「」《》\n]+/;

export class Evidence {
  readonly pack: KnowledgePack;
  readonly columns: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  readonly units: ReadonlySet<string>;
  /** Names of units as lists tell them. */
  readonly shortUnits: ReadonlySet<string>;
  readonly labels: ReadonlySet<string>;
  readonly document: string;
  readonly whole: string;
  private readonly own = new Map<string, string>();

  constructor(pack: KnowledgePack) {
    this.pack = pack;
    const { plan, facts, servicePoints, notes, duties } = pack;
    this.columns = new Set(plan.annexes.flatMap(({ columns }) => Object.values(columns)));
    this.places = new Set(plan.records.map(({ place }) => place));
    this.units = new Set(pack.units.units.map(({ name }) => name));
    this.shortUnits = new Set(pack.units.units.map(({ short }) => short));
    // What plans never state is named in words common to all packs.
    this.labels = new Set(loadSpeech().outside.map(({ label }) => label));
    const copied = plan.document.copiedTo.map(({ text }) => text).join('');
    this.document = this.stack([...stringsIn([plan.document, plan.sections, plan.annexes]), copied]);
    for (const record of plan.records) this.own.set(record.id, this.stack(ofRecord(record)));
    const curated = [
      facts.title,
      facts.signpost,
      ...facts.examples.enterprise,
      ...facts.examples.official,
      ...servicePoints.map(({ name }) => name),
      ...notes.map(({ text }) => text),
      ...duties.flatMap(({ names, quote }) => [...names, quote]),
      ...this.units,
      ...this.shortUnits,
    ];
    this.whole = [...this.own.values(), this.document, this.stack(curated)].join('\n');
  }

  private stack(strings: readonly string[]): string {
    return strings.map(fold).join('\n');
  }

  record(id: string): string {
    return this.own.get(id) ?? '';
  }

  records(ids: readonly string[]): string {
    return ids.map((id) => this.record(id)).join('\n');
  }

  /** Pieces of a text that stand nowhere in `source`: none where all of it is the pack's. */
  foreign(text: string, source: string = this.whole): string[] {
    const stands = (piece: string) => source.includes(fold(piece));
    if (stands(text)) return [];
    const uncut = text.split('…');
    if (uncut.every(stands)) return [];
    return text.split(glue).filter((piece) => fold(piece) && !stands(piece));
  }
}
