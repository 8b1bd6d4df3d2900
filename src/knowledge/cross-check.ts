/** Checks a pack's files against each other: ids that exist, quotations that stand in the source. */
import type { z } from 'zod';
import { type Fault, faultIn } from '../model/fault.ts';
import type {
  Contacts,
  Duties,
  GroupNames,
  Lexicon,
  MeasureTasks,
  Needs,
  Notes,
  PackFacts,
  ServicePoints,
  Units,
} from '../model/pack/pack.ts';
import { type Plan, unitCellsOf } from '../model/plan.ts';
import type { Text } from '../model/text.ts';
import { type JsonFile, placeOf } from './files/json.ts';
import { headingsIn } from './headings.ts';
import { packText } from './messages.ts';
import type { PlacedPhrasing } from './phrasings.ts';

type File<S extends z.ZodType> = JsonFile<z.output<S>>;

export interface PackFilesRead {
  facts: File<typeof PackFacts>;
  plan: File<typeof Plan>;
  units: File<typeof Units>;
  servicePoints?: File<typeof ServicePoints> | undefined;
  needs?: File<typeof Needs> | undefined;
  lexicon?: File<typeof Lexicon> | undefined;
  measureTasks?: File<typeof MeasureTasks> | undefined;
  groupNames?: File<typeof GroupNames> | undefined;
  duties?: File<typeof Duties> | undefined;
  notes?: File<typeof Notes> | undefined;
  contacts?: File<typeof Contacts> | undefined;
}

type At = readonly (string | number)[];
type Named = Pick<JsonFile<unknown>, 'name' | 'text'>;

/** `source` is the published text with white space and ★ gone. */
export function crossCheck(files: PackFilesRead, phrasings: readonly PlacedPhrasing[], source: string): Fault[] {
  return new CrossCheck(files, source).faultsWith(phrasings);
}

/** One method for each file; all add to `faults`. */
class CrossCheck {
  private readonly faults: Fault[] = [];
  private readonly files: PackFilesRead;
  private readonly source: string;
  private readonly records: ReadonlySet<string>;
  private readonly points: ReadonlySet<string>;
  private readonly units: ReadonlySet<string>;

  constructor(files: PackFilesRead, source: string) {
    this.files = files;
    this.source = source;
    this.records = new Set(files.plan.value.records.map(({ id }) => id));
    this.points = new Set(files.servicePoints?.value.servicePoints.map(({ id }) => id));
    this.units = new Set(files.units.value.units.map(({ name }) => name));
  }

  faultsWith(phrasings: readonly PlacedPhrasing[]): Fault[] {
    const { facts } = this.files;
    this.needQuote(facts, facts.value.title, ['title']);
    this.checkUnitsOfRecords();
    this.checkUnits();
    this.checkServicePoints();
    this.checkNeeds();
    this.checkLexicon();
    this.checkMeasureTasks();
    this.checkGroupNames();
    this.checkDuties();
    this.checkNotes();
    this.checkContacts();
    for (const row of phrasings) this.checkPhrasing(row);
    return this.faults;
  }

  private say(file: Named, path: At, why: Text): void {
    this.faults.push(faultIn(file.name, why, placeOf(file.text, path)));
  }

  private needRecords(file: Named, ids: readonly string[], path: At): void {
    for (const [index, id] of ids.entries()) this.needRecord(file, id, [...path, index]);
  }

  private needRecord(file: Named, id: string, path: At): void {
    if (!this.records.has(id)) this.say(file, path, packText('notRecord', { id }));
  }

  private needQuotes(file: Named, texts: readonly string[], path: At): void {
    for (const [index, text] of texts.entries()) this.needQuote(file, text, [...path, index]);
  }

  private needQuote(file: Named, text: string, path: At): void {
    if (!this.source.includes(text.replace(/\s+/g, ''))) this.say(file, path, packText('notQuoted', { text }));
  }

  private checkUnitsOfRecords(): void {
    const { plan, units: file } = this.files;
    for (const record of plan.value.records)
      for (const unit of unitCellsOf(record).flatMap(({ units }) => units))
        if (!this.units.has(unit)) this.say(file, ['units'], packText('unitUnlisted', { unit, record: record.id }));
  }

  private checkUnits(): void {
    const { units: file } = this.files;
    const owner = new Map<string, string>();
    for (const [index, unit] of file.value.units.entries())
      for (const name of [unit.name, ...unit.aliases, ...unit.english]) {
        const other = owner.get(name);
        if (other && other !== unit.name)
          this.say(file, ['units', index], packText('nameTwice', { name, one: other, other: unit.name }));
        owner.set(name, unit.name);
      }
    for (const [index, joint] of file.value.joint.entries())
      for (const unit of joint.units)
        if (!this.units.has(unit)) this.say(file, ['joint', index], packText('unitMissing', { unit }));
  }

  private checkServicePoints(): void {
    const { servicePoints: file } = this.files;
    const seen = new Set<string>();
    for (const [index, point] of file?.value.servicePoints.entries() ?? []) {
      const at = ['servicePoints', index];
      if (seen.has(point.id)) this.say(file!, at, packText('idTwice', { id: point.id }));
      seen.add(point.id);
      this.needQuote(file!, point.name, [...at, 'name']);
      this.needQuote(file!, point.verb, [...at, 'verb']);
      this.needRecords(file!, point.records, [...at, 'records']);
      for (const [i, unit] of point.runBy.entries())
        if (!this.units.has(unit)) this.say(file!, [...at, 'runBy', i], packText('unitNotInUnits', { unit }));
    }
  }

  private checkNeeds(): void {
    const { needs: file } = this.files;
    const facets = new Set(file?.value.facets.map(({ id }) => id));
    for (const [index, need] of file?.value.needs.entries() ?? []) {
      const named = [...need.when.flatMap((one) => one.split('|')), ...(need.choices ?? [])];
      for (const id of named) if (!facets.has(id)) this.say(file!, ['needs', index], packText('noFacet', { id }));
      this.needRecords(file!, need.places ?? [], ['needs', index, 'places']);
    }
  }

  private checkLexicon(): void {
    const { lexicon: file } = this.files;
    for (const [index, { terms }] of file?.value.concepts.entries() ?? [])
      this.needQuotes(file!, terms, ['concepts', index, 'terms']);
  }

  private checkMeasureTasks(): void {
    const { measureTasks: file } = this.files;
    for (const [owner, tasks] of Object.entries(file?.value.tasks ?? {})) {
      this.needRecord(file!, owner, ['tasks', owner]);
      this.needRecords(file!, tasks, ['tasks', owner]);
    }
  }

  private checkGroupNames(): void {
    const { groupNames: file } = this.files;
    const headings = new Set(headingsIn(this.files.plan.value.records).map(({ id }) => id));
    for (const id of Object.keys(file?.value.groups ?? {}))
      if (!headings.has(id)) this.needRecord(file!, id, ['groups', id]);
  }

  private checkDuties(): void {
    const { duties: file } = this.files;
    for (const [index, { quote, records }] of file?.value.duties.entries() ?? []) {
      this.needQuote(file!, quote, ['duties', index, 'quote']);
      this.needRecords(file!, records, ['duties', index, 'records']);
    }
  }

  private checkNotes(): void {
    const { notes: file } = this.files;
    for (const [index, { quotes, records }] of file?.value.notes.entries() ?? []) {
      this.needQuotes(file!, quotes, ['notes', index, 'quotes']);
      this.needRecords(file!, records, ['notes', index, 'records']);
    }
  }

  private checkContacts(): void {
    const { contacts: file } = this.files;
    for (const [index, { servicePoint: id }] of file?.value.contacts.entries() ?? [])
      if (!this.points.has(id))
        this.say(file!, ['contacts', index, 'servicePoint'], packText('noServicePoint', { id }));
  }

  private checkPhrasing({ file, line, target, nearMissOf }: PlacedPhrasing): void {
    for (const id of nearMissOf ? [target, nearMissOf] : [target])
      if (!this.isTarget(id)) this.faults.push(faultIn(file, packText('notTarget', { id }), `${line}`));
  }

  private isTarget(id: string): boolean {
    return id === 'outside' || this.records.has(id) || this.points.has(id.replace(/^service-point:/, ''));
  }
}
