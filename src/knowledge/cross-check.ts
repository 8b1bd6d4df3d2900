/** What the files of a pack say of one another: ids that exist, quotations that stand in the source. */
import type { z } from 'zod';
import type { Fault } from '../model/fault.ts';
import type {
  Contacts,
  Duties,
  Lexicon,
  Links,
  Notes,
  PackFacts,
  Phrasings,
  ServicePoints,
  Units,
} from '../model/pack.ts';
import { type Plan, unitCellsOf } from '../model/plan.ts';
import { type JsonFile, placeOf } from './json.ts';

type File<S extends z.ZodType> = JsonFile<z.output<S>>;

export interface PackFilesRead {
  facts: File<typeof PackFacts>;
  plan: File<typeof Plan>;
  units: File<typeof Units>;
  channels?: File<typeof ServicePoints> | undefined;
  lexicon?: File<typeof Lexicon> | undefined;
  links?: File<typeof Links> | undefined;
  duties?: File<typeof Duties> | undefined;
  notes?: File<typeof Notes> | undefined;
  contacts?: File<typeof Contacts> | undefined;
}

/** `source` is the published text with white space and ★ gone. */
export function crossCheck(
  files: PackFilesRead,
  phrasings: readonly File<typeof Phrasings>[],
  source: string,
): Fault[] {
  const faults: Fault[] = [];
  type At = readonly (string | number)[];
  const say = (file: { name: string; text: string }, path: At, message: string) =>
    faults.push({ file: file.name, place: placeOf(file.text, path), message });
  const records = new Set(files.plan.value.records.map((record) => record.id));
  const channelIds = new Set(files.channels?.value.channels.map((channel) => `channel:${channel.id}`));
  const units = new Set(files.units.value.units.map((unit) => unit.name));
  const inSource = (text: string) => source.includes(text.replace(/\s+/g, ''));

  const needRecord = (file: { name: string; text: string }, id: string, path: At) => {
    if (!records.has(id)) say(file, path, `${id} is no record of this plan`);
  };
  const needTarget = (file: { name: string; text: string }, id: string, path: At) => {
    if (id !== 'outside' && !records.has(id) && !channelIds.has(id))
      say(file, path, `${id} is neither a record, nor a channel (channel:…), nor outside`);
  };
  const needQuote = (file: { name: string; text: string }, text: string, path: At) => {
    if (!inSource(text)) say(file, path, `「${text}」 does not stand in source.txt`);
  };

  needQuote(files.facts, files.facts.value.title, ['title']);
  for (const record of files.plan.value.records) {
    for (const unit of unitCellsOf(record).flatMap(({ units }) => units))
      if (!units.has(unit)) say(files.units, ['units'], `${unit}, named in ${record.id}, is not listed`);
  }
  const owner = new Map<string, string>();
  for (const [index, unit] of files.units.value.units.entries())
    for (const alias of [unit.name, ...unit.aliases, ...unit.english]) {
      const other = owner.get(alias);
      if (other && other !== unit.name)
        say(files.units, ['units', index], `「${alias}」 is a name of both ${other} and ${unit.name}`);
      owner.set(alias, unit.name);
    }
  for (const [index, joint] of files.units.value.joint.entries())
    for (const unit of joint.units) if (!units.has(unit)) say(files.units, ['joint', index], `${unit} is not listed`);
  if (files.channels) {
    const seen = new Set<string>();
    for (const [index, channel] of files.channels.value.channels.entries()) {
      const at = ['channels', index];
      if (seen.has(channel.id)) say(files.channels, at, `the id ${channel.id} stands twice`);
      seen.add(channel.id);
      needQuote(files.channels, channel.name, [...at, 'name']);
      needQuote(files.channels, channel.verb, [...at, 'verb']);
      for (const [i, id] of channel.records.entries()) needRecord(files.channels!, id, [...at, 'records', i]);
      channel.runBy.forEach((unit, i) => {
        if (!units.has(unit)) say(files.channels!, [...at, 'runBy', i], `${unit} is not listed in units.json`);
      });
      for (const [i, { is }] of channel.not.entries()) needTarget(files.channels!, is, [...at, 'not', i]);
    }
  }
  for (const [index, concept] of files.lexicon?.value.concepts.entries() ?? [])
    for (const [i, term] of concept.terms.entries()) needQuote(files.lexicon!, term, ['concepts', index, 'terms', i]);
  for (const [owner, tasks] of Object.entries(files.links?.value.tasks ?? {})) {
    needRecord(files.links!, owner, ['tasks', owner]);
    for (const [i, id] of tasks.entries()) needRecord(files.links!, id, ['tasks', owner, i]);
  }
  for (const id of Object.keys(files.links?.value.groups ?? {})) needRecord(files.links!, id, ['groups', id]);
  files.duties?.value.duties.forEach((duty, index) => {
    needQuote(files.duties!, duty.quote, ['duties', index, 'quote']);
    for (const [i, id] of duty.records.entries()) needRecord(files.duties!, id, ['duties', index, 'records', i]);
  });
  files.notes?.value.notes.forEach((note, index) => {
    for (const [i, quote] of note.quotes.entries()) needQuote(files.notes!, quote, ['notes', index, 'quotes', i]);
    for (const [i, id] of note.records.entries()) needRecord(files.notes!, id, ['notes', index, 'records', i]);
  });
  files.contacts?.value.contacts.forEach(({ channel }, index) => {
    if (!channelIds.has(`channel:${channel}`))
      say(files.contacts!, ['contacts', index, 'channel'], `there is no channel ${channel}`);
  });
  for (const file of phrasings)
    for (const [target, { not }] of Object.entries(file.value.phrasings)) {
      needTarget(file, target, ['phrasings', target]);
      for (const [i, { is }] of not.entries()) needTarget(file, is, ['phrasings', target, 'not', i, 'is']);
    }
  return faults;
}
