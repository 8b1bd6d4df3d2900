/** Reads the files that packs had before their phrasings became tables: `channels.json`, `links.json`, `phrasings/*.json`. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Fault } from '../model/fault.ts';
import type { Phrasing } from '../model/pack/pack.ts';
import { readJson } from './files/json.ts';

const words = z.array(z.string().min(1));
const nearMisses = z.array(z.strictObject({ q: z.string(), is: z.string() })).default([]);
const $schema = z.string().optional();

const OldPhrasings = z.strictObject({
  $schema,
  phrasings: z.record(z.string(), z.strictObject({ say: words, not: nearMisses })),
});
const OldChannels = z.strictObject({
  $schema,
  channels: z.array(z.looseObject({ id: z.string(), say: words, not: nearMisses })),
});
const OldLinks = z.strictObject({
  $schema,
  tasks: z.record(z.string(), z.unknown()),
  groups: z.record(z.string(), z.unknown()).optional(),
});
const OldNotes = z.looseObject({ notes: z.array(z.looseObject({ say: z.string().optional() })) });
const OldContacts = z.looseObject({ contacts: z.array(z.looseObject({ channel: z.string().optional() })) });

/** Files of the old layout in a pack's folder, by their path inside it. */
export function oldFiles(dir: string): string[] {
  const folder = join(dir, 'phrasings');
  const tables = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return [
    ...['channels.json', 'links.json'].filter((name) => existsSync(join(dir, name))),
    ...tables.sort().map((name) => `phrasings/${name}`),
  ];
}

const newTarget = (target: string) => target.replace(/^channel:/, 'service-point:');

interface OldSaid {
  say: readonly string[];
  not: readonly { q: string; is: string }[];
}

/** A near miss is written at the target that it means, with the one that it looks like. */
function phrasingsOf(owner: string, { say, not }: OldSaid): Phrasing[] {
  const target = newTarget(owner);
  return [
    ...say.map((text) => ({ target, text })),
    ...not.map(({ q, is }) => ({ target: newTarget(is), text: q, nearMissOf: target })),
  ];
}

/** The schema of a file in the same folder of schemas as that of the old one. */
const schemaBeside = (old: string | undefined, name: string) =>
  old === undefined ? {} : { $schema: old.replace(/[^/]*$/, `${name}.schema.json`) };

export interface Converted {
  phrasings: Phrasing[];
  /** JSON files by the names that they have from now on. */
  files: Map<string, unknown>;
}

/** What the old files of a pack say, in the new layout; what can't be read goes to `faults`. */
export function convertOld(dir: string, faults: Fault[]): Converted {
  const phrasings: Phrasing[] = [];
  const files = new Map<string, unknown>();
  const read = <S extends z.ZodType>(name: string, schema: S) =>
    readJson(join(dir, name), schema, faults, { optional: true })?.value;
  for (const name of oldFiles(dir)) {
    if (!name.startsWith('phrasings/')) continue;
    for (const [target, texts] of Object.entries(read(name, OldPhrasings)?.phrasings ?? {}))
      phrasings.push(...phrasingsOf(target, texts));
  }
  const old = read('channels.json', OldChannels);
  if (old) {
    const servicePoints = old.channels.map(({ say, not, ...point }) => {
      phrasings.push(...phrasingsOf(`service-point:${point.id}`, { say, not }));
      return point;
    });
    files.set('service-points.json', { ...schemaBeside(old.$schema, 'service-points'), servicePoints });
  }
  const links = read('links.json', OldLinks);
  if (links) {
    const { tasks, groups } = links;
    files.set('measure-tasks.json', { ...schemaBeside(links.$schema, 'measure-tasks'), tasks });
    if (groups && Object.keys(groups).length)
      files.set('group-names.json', { ...schemaBeside(links.$schema, 'group-names'), groups });
  }
  const notes = read('notes.json', OldNotes);
  if (notes?.notes.some(({ say }) => say !== undefined)) {
    const renamed = notes.notes.map(({ say, ...note }) => (say === undefined ? note : { ...note, text: say }));
    files.set('notes.json', { ...notes, notes: renamed });
  }
  const contacts = read('contacts.json', OldContacts);
  if (contacts?.contacts.some(({ channel }) => channel !== undefined)) {
    const renamed = contacts.contacts.map(({ channel, ...contact }) =>
      channel === undefined ? contact : { servicePoint: channel, ...contact },
    );
    files.set('contacts.json', { ...contacts, contacts: renamed });
  }
  return { phrasings, files };
}
