/** Loads a pack's folder: every file by its schema, then what the files say of one another; all faults at once. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Fault, SetupError } from '../model/fault.ts';
import {
  Contacts,
  Duties,
  type KnowledgePack,
  Lexicon,
  Links,
  Notes,
  PackFacts,
  type Phrasing,
  Phrasings,
  ServicePoints,
  Units,
} from '../model/pack.ts';
import { Plan } from '../model/plan.ts';
import { crossCheck } from './cross-check.ts';
import { readJson } from './json.ts';

/** The text of a plan with all white space gone and ★ removed: what a quotation has to be found in. */
export function foldedSource(source: string): string {
  return source.replace(/[\s\u3000\u00a0\ufeff★]+/g, '');
}

/**
 * Reads the pack in `dir`.
 * @throws {SetupError} with every fault of every file, where it can't be used as it is.
 */
export function loadPack(dir: string): KnowledgePack {
  const faults: Fault[] = [];
  const read = <S extends Parameters<typeof readJson>[1]>(name: string, schema: S, optional = false) =>
    readJson(join(dir, name), schema, faults, { optional });
  const facts = read('pack.json', PackFacts);
  const plan = read('records.json', Plan);
  const units = read('units.json', Units);
  const channels = read('channels.json', ServicePoints, true);
  const lexicon = read('lexicon.json', Lexicon, true);
  const links = read('links.json', Links, true);
  const duties = read('duties.json', Duties, true);
  const notes = read('notes.json', Notes, true);
  const contacts = read('contacts.json', Contacts, true);
  const folder = join(dir, 'phrasings');
  const phrasingFiles = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => readJson(join(folder, name), Phrasings, faults))
    : [];
  const sourceFile = join(dir, 'source.txt');
  if (!existsSync(sourceFile))
    faults.push({ file: 'source.txt', place: '', message: 'is missing: the text of the plan as published' });
  if (facts && plan && units && existsSync(sourceFile)) {
    const source = foldedSource(readFileSync(sourceFile, 'utf8'));
    const files = { facts, plan, units, channels, lexicon, links, duties, notes, contacts };
    faults.push(
      ...crossCheck(
        files,
        phrasingFiles.filter((file) => file !== undefined),
        source,
      ),
    );
    if (!faults.length) {
      const listed = channels?.value.channels ?? [];
      const phrasings: Phrasing[] = [];
      for (const file of phrasingFiles)
        for (const [target, { say, not }] of Object.entries(file?.value.phrasings ?? {})) {
          for (const text of say) phrasings.push({ target, text });
          for (const { q, is } of not) phrasings.push({ target: is, text: q });
        }
      for (const channel of listed) {
        for (const text of [...channel.say, ...channel.needs])
          phrasings.push({ target: `channel:${channel.id}`, text });
        for (const { q, is } of channel.not) phrasings.push({ target: is, text: q });
      }
      return {
        id: facts.value.id,
        dir,
        facts: facts.value,
        plan: plan.value,
        records: new Map(plan.value.records.map((record) => [record.id, record])),
        units: units.value,
        servicePoints: listed,
        concepts: lexicon?.value.concepts ?? [],
        tasksOf: new Map(Object.entries(links?.value.tasks ?? {})),
        groupNames: links?.value.groups ?? {},
        duties: duties?.value.duties ?? [],
        notes: notes?.value.notes ?? [],
        contacts: contacts?.value.contacts ?? [],
        phrasings,
      };
    }
  }
  throw new SetupError(`The pack ${basename(dir)} can't be used as it is (${dir}):`, faults);
}

/**
 * Every pack below `folder`, the first by name first; ids must differ.
 * @throws {SetupError} where a pack is wrong or there is none.
 */
export function loadPacks(folder: string): KnowledgePack[] {
  const dirs = existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => join(folder, name))
        .filter((dir) => statSync(dir).isDirectory() && existsSync(join(dir, 'pack.json')))
    : [];
  if (!dirs.length)
    throw new SetupError('There is no pack to answer from:', [
      {
        file: folder,
        place: '',
        message: 'holds no folder with a pack.json; name another with --knowledge or QINZHI_KNOWLEDGE',
      },
    ]);
  const faults: Fault[] = [];
  const packs: KnowledgePack[] = [];
  for (const dir of dirs) {
    try {
      packs.push(loadPack(dir));
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      faults.push(...error.faults.map((fault) => ({ ...fault, file: join(basename(dir), fault.file) })));
    }
  }
  for (const [index, pack] of packs.entries()) {
    const twin = packs.slice(0, index).find((other) => other.id === pack.id);
    if (twin)
      faults.push({
        file: join(basename(pack.dir), 'pack.json'),
        place: '',
        message: `the id ${pack.id} is also that of ${twin.dir}`,
      });
  }
  if (faults.length) throw new SetupError("Some packs can't be used as they are:", faults);
  return packs;
}
