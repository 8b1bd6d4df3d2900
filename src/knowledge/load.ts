/** Loads a pack's folder: every file by its schema, then what the files say of one another; all faults at once. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { type Fault, faultIn, SetupError } from '../model/fault.ts';
import {
  Contacts,
  Duties,
  GroupNames,
  type KnowledgePack,
  Lexicon,
  MeasureTasks,
  Needs,
  Notes,
  PackFacts,
  type Phrasing,
  type ServicePoint,
  ServicePoints,
  Units,
  Wording,
} from '../model/pack/pack.ts';
import { Plan } from '../model/plan.ts';
import { readRegularFile, utf8Of } from '../shared/read-file.ts';
import { crossCheck } from './cross-check.ts';
import { readJson } from './files/json.ts';
import { packText } from './messages.ts';
import { oldFiles } from './old-layout.ts';
import { byTarget, readPhrasings } from './phrasings.ts';

/** The text of a plan with all white space gone and ★ removed: what a quotation has to be found in. */
export function foldedSource(source: string): string {
  return source.replace(/[\s\u3000\u00a0\ufeff★]+/g, '');
}

/** Undefined where there is none that can be read; why is then in `faults`. */
function readSource(path: string, faults: Fault[]): string | undefined {
  const text = existsSync(path) ? utf8Of(readRegularFile(path)) : undefined;
  if (text === undefined)
    faults.push(faultIn('source.txt', packText(existsSync(path) ? 'fileNotUtf8' : 'sourceMissing')));
  return text && foldedSource(text);
}

/**
 * Reads the pack in `dir`.
 * @throws {SetupError} with every fault of every file, where it can't be used as it is.
 */
export function loadPack(dir: string): KnowledgePack {
  const faults: Fault[] = [];
  const old = oldFiles(dir);
  if (old.length)
    throw new SetupError(packText('oldLayout', { pack: basename(dir), dir }), [
      faultIn(old[0]!, packText('oldFile', { count: old.length, dir })),
    ]);
  const read = <S extends Parameters<typeof readJson>[1]>(name: string, schema: S, optional = false) =>
    readJson(join(dir, name), schema, faults, { optional });
  const facts = read('pack.json', PackFacts);
  const plan = read('records.json', Plan);
  const units = read('units.json', Units);
  const servicePoints = read('service-points.json', ServicePoints, true);
  const needs = read('needs.json', Needs, true);
  const lexicon = read('lexicon.json', Lexicon, true);
  const measureTasks = read('measure-tasks.json', MeasureTasks, true);
  const groupNames = read('group-names.json', GroupNames, true);
  const duties = read('duties.json', Duties, true);
  const notes = read('notes.json', Notes, true);
  const contacts = read('contacts.json', Contacts, true);
  const wording = read('wording.json', Wording, true);
  const rows = readPhrasings(join(dir, 'phrasings'), faults);
  const source = readSource(join(dir, 'source.txt'), faults);
  if (facts && plan && units && source !== undefined) {
    const files = {
      facts,
      plan,
      units,
      servicePoints,
      needs,
      lexicon,
      measureTasks,
      groupNames,
      duties,
      notes,
      contacts,
    };
    faults.push(...crossCheck(files, rows, source));
    if (!faults.length) {
      const listed = servicePoints?.value.servicePoints ?? [];
      const sorted = rows.sort(byTarget);
      return {
        id: facts.value.id,
        dir,
        facts: facts.value,
        plan: plan.value,
        records: new Map(plan.value.records.map((record) => [record.id, record])),
        units: units.value,
        servicePoints: withQuestions(listed, sorted),
        needs: needs?.value ?? Needs.parse({}),
        concepts: lexicon?.value.concepts ?? [],
        tasksOf: new Map(Object.entries(measureTasks?.value.tasks ?? {})),
        groupNames: groupNames?.value.groups ?? {},
        duties: duties?.value.duties ?? [],
        notes: notes?.value.notes ?? [],
        wording: wording?.value ?? Wording.parse({}),
        contacts: contacts?.value.contacts ?? [],
        phrasings: allPhrasings(sorted, listed),
      };
    }
  }
  throw new SetupError(packText('packFaulty', { pack: basename(dir), dir }), faults);
}

type Entries = z.output<typeof ServicePoints>['servicePoints'];

const servicePointTarget = (id: string) => `service-point:${id}`;

function withQuestions(points: Entries, rows: readonly Phrasing[]): ServicePoint[] {
  const questions = new Map<string, string[]>(points.map(({ id }) => [servicePointTarget(id), []]));
  for (const { target, text, nearMissOf } of rows) if (!nearMissOf) questions.get(target)?.push(text);
  return points.map((point) => ({ ...point, questions: questions.get(servicePointTarget(point.id))! }));
}

/** Rows and needs, without their places. */
function allPhrasings(rows: readonly Phrasing[], points: Entries): Phrasing[] {
  const needs = points.flatMap(({ id, needs }) => needs.map((text) => ({ target: servicePointTarget(id), text })));
  const plain = rows.map(({ target, text, nearMissOf }) =>
    nearMissOf ? { target, text, nearMissOf } : { target, text },
  );
  return [...plain, ...needs].sort(byTarget);
}

/** Ids that two packs share, and successors that are not there. */
function idFaults(packs: readonly KnowledgePack[]): Fault[] {
  const ids = packs.map(({ id }) => id);
  const at = ({ dir }: KnowledgePack) => join(basename(dir), 'pack.json');
  return packs.flatMap((pack, index) => {
    const { id, facts } = pack;
    const duplicate = packs.slice(0, index).find((other) => other.id === id);
    const { successor } = facts;
    const lost = successor !== undefined && (successor === id || !ids.includes(successor));
    return [
      ...(duplicate ? [faultIn(at(pack), packText('idTwin', { id, other: duplicate.dir }))] : []),
      ...(lost ? [faultIn(at(pack), packText('noSuccessor', { id: successor, known: ids.join(', ') }))] : []),
    ];
  });
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
  if (!dirs.length) throw new SetupError(packText('noPack'), [faultIn(folder, packText('noPackIn'))]);
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
  faults.push(...idFaults(packs));
  if (faults.length) throw new SetupError(packText('somePacksFaulty'), faults);
  return packs;
}
