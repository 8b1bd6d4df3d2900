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

/** `source` is the published text with white space and ★ gone. */
export function crossCheck(files: PackFilesRead, phrasings: readonly PlacedPhrasing[], source: string): Fault[] {
  const faults: Fault[] = [];
  type At = readonly (string | number)[];
  const say = (file: { name: string; text: string }, path: At, why: Text) =>
    faults.push(faultIn(file.name, why, placeOf(file.text, path)));
  const records = new Set(files.plan.value.records.map((record) => record.id));
  const pointIds = new Set(files.servicePoints?.value.servicePoints.map(({ id }) => `service-point:${id}`));
  const units = new Set(files.units.value.units.map((unit) => unit.name));
  const inSource = (text: string) => source.includes(text.replace(/\s+/g, ''));

  const needRecord = (file: { name: string; text: string }, id: string, path: At) => {
    if (!records.has(id)) say(file, path, packText('notRecord', { id }));
  };
  const needQuote = (file: { name: string; text: string }, text: string, path: At) => {
    if (!inSource(text)) say(file, path, packText('notQuoted', { text }));
  };

  needQuote(files.facts, files.facts.value.title, ['title']);
  for (const record of files.plan.value.records) {
    for (const unit of unitCellsOf(record).flatMap(({ units }) => units))
      if (!units.has(unit)) say(files.units, ['units'], packText('unitUnlisted', { unit, record: record.id }));
  }
  const owner = new Map<string, string>();
  for (const [index, unit] of files.units.value.units.entries())
    for (const alias of [unit.name, ...unit.aliases, ...unit.english]) {
      const other = owner.get(alias);
      if (other && other !== unit.name)
        say(files.units, ['units', index], packText('nameTwice', { name: alias, one: other, other: unit.name }));
      owner.set(alias, unit.name);
    }
  for (const [index, joint] of files.units.value.joint.entries())
    for (const unit of joint.units)
      if (!units.has(unit)) say(files.units, ['joint', index], packText('unitMissing', { unit }));
  const { servicePoints } = files;
  const seen = new Set<string>();
  for (const [index, point] of servicePoints?.value.servicePoints.entries() ?? []) {
    const file = servicePoints!;
    const at = ['servicePoints', index];
    if (seen.has(point.id)) say(file, at, packText('idTwice', { id: point.id }));
    seen.add(point.id);
    needQuote(file, point.name, [...at, 'name']);
    needQuote(file, point.verb, [...at, 'verb']);
    for (const [i, id] of point.records.entries()) needRecord(file, id, [...at, 'records', i]);
    for (const [i, unit] of point.runBy.entries())
      if (!units.has(unit)) say(file, [...at, 'runBy', i], packText('unitNotInUnits', { unit }));
  }
  const facets = new Set(files.needs?.value.facets.map(({ id }) => id));
  files.needs?.value.needs.forEach((need, index) => {
    const named = [...need.when.flatMap((one) => one.split('|')), ...(need.choices ?? [])];
    for (const id of named) if (!facets.has(id)) say(files.needs!, ['needs', index], packText('noFacet', { id }));
    for (const [i, id] of (need.places ?? []).entries()) needRecord(files.needs!, id, ['needs', index, 'places', i]);
  });
  for (const [index, concept] of files.lexicon?.value.concepts.entries() ?? [])
    for (const [i, term] of concept.terms.entries()) needQuote(files.lexicon!, term, ['concepts', index, 'terms', i]);
  for (const [owner, tasks] of Object.entries(files.measureTasks?.value.tasks ?? {})) {
    needRecord(files.measureTasks!, owner, ['tasks', owner]);
    for (const [i, id] of tasks.entries()) needRecord(files.measureTasks!, id, ['tasks', owner, i]);
  }
  for (const id of Object.keys(files.groupNames?.value.groups ?? {})) needRecord(files.groupNames!, id, ['groups', id]);
  files.duties?.value.duties.forEach((duty, index) => {
    needQuote(files.duties!, duty.quote, ['duties', index, 'quote']);
    for (const [i, id] of duty.records.entries()) needRecord(files.duties!, id, ['duties', index, 'records', i]);
  });
  files.notes?.value.notes.forEach((note, index) => {
    for (const [i, quote] of note.quotes.entries()) needQuote(files.notes!, quote, ['notes', index, 'quotes', i]);
    for (const [i, id] of note.records.entries()) needRecord(files.notes!, id, ['notes', index, 'records', i]);
  });
  files.contacts?.value.contacts.forEach(({ servicePoint }, index) => {
    if (!pointIds.has(`service-point:${servicePoint}`))
      say(files.contacts!, ['contacts', index, 'servicePoint'], packText('noServicePoint', { id: servicePoint }));
  });
  const isTarget = (id: string) => id === 'outside' || records.has(id) || pointIds.has(id);
  const needTarget = ({ file, line }: PlacedPhrasing, id: string) => {
    if (isTarget(id)) return;
    faults.push(faultIn(file, packText('notTarget', { id }), `${line}`));
  };
  for (const row of phrasings) {
    needTarget(row, row.target);
    if (row.nearMissOf) needTarget(row, row.nearMissOf);
  }
  return faults;
}
