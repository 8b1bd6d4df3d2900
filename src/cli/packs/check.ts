/** `qinzhi check`: every fault of the packs, then how the golden questions are answered. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { importPlan } from '../../knowledge/import/import.ts';
import { keptChoices, planToWrite, recordsText, withoutPlaces } from '../../knowledge/import/records-file.ts';
import { loadPack } from '../../knowledge/load.ts';
import { type Fault, faultIn, faultLine, SetupError } from '../../model/fault.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { Plan } from '../../model/plan.ts';
import type { Output } from '../../model/streams.ts';
import { type CliContext, type CliContexts, type Done, write } from '../context.ts';
import { findingText } from '../import.ts';
import type { CliMessage } from '../messages/en.ts';
import { cliText, type Say } from '../messages/messages.ts';
import { padded } from '../messages/width.ts';
import { type CheckOptions, checkGolden } from './check-golden.ts';

/** A path from where the command runs when it lies below, so that it can be clicked and pasted. */
export function shown(path: string): string {
  const near = relative('.', path);
  return near && !near.startsWith('..') && !isAbsolute(near) ? near : path;
}

/** A pipe would be waited for without end. */
const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const isPack = (dir: string) => existsSync(join(dir, 'pack.json'));

/** Folders of the packs that are named, by name or path; of all packs where none is. */
export function packFolders(knowledge: string, named: readonly string[]): string[] {
  const all = readdirSync(knowledge)
    .sort()
    .map((name) => join(knowledge, name))
    .filter((dir) => statSync(dir).isDirectory());
  if (!named.length) {
    const packs = all.filter(isPack);
    if (!packs.length) throw new SetupError(cliText('packMissing'), [faultIn(knowledge, cliText('packNotIn'))]);
    return packs;
  }
  const faults: Fault[] = [];
  const dirs = named.flatMap((name) => {
    const dir = [join(knowledge, name), resolve(name)].find((path) =>
      statSync(path, { throwIfNoEntry: false })?.isDirectory(),
    );
    if (dir) return [dir];
    const known = all.filter(isPack).map((path) => basename(path));
    const slots = { folder: shown(knowledge), known: known.join(', ') || cliText('none') };
    faults.push(faultIn(name, cliText('packUnknown', slots)));
    return [];
  });
  if (faults.length) throw new SetupError(cliText('packsUnknown'), faults);
  return dirs;
}

/** What `source.txt` imports to has to be what `records.json` says. */
function reimport(dir: string): Fault[] {
  const [source, records] = [join(dir, 'source.txt'), join(dir, 'records.json')];
  if (!isFile(source) || !isFile(records)) return [];
  const stored = readFileSync(records, 'utf8');
  const kept = keptPlan(stored);
  const choices = keptChoices(kept);
  const imported = importPlan(readFileSync(source, 'utf8'), choices);
  const found = imported.faults.map((found) => faultIn('source.txt', findingText(found), `${found.line}`));
  const fresh = recordsText(planToWrite(imported, kept?.origin?.file, choices));
  const comparable = kept?.origin?.file ? recordsText(withoutPlaces(kept)) : stored;
  if (fresh === comparable) return found;
  const [now, was] = [fresh.split('\n'), comparable.split('\n')];
  const line = now.findIndex((text, index) => text !== was[index]);
  const remedy = `qinzhi import ${shown(source)} --out ${shown(dir)}`;
  return [
    ...found,
    faultIn('records.json', cliText('recordsOutdated', { command: remedy }), `${line < 0 ? now.length : line + 1}`),
  ];
}

/** The stored plan; undefined where the loader reports its faults. */
function keptPlan(stored: string): Plan | undefined {
  try {
    // As written: a schema would put the fields into its own order, and the texts are compared.
    const raw: unknown = JSON.parse(stored);
    return Plan.safeParse(raw).success ? (raw as Plan) : undefined;
  } catch {
    return undefined;
  }
}

function summary(pack: KnowledgePack, say: Say): string {
  const kinds = new Map<string, number>();
  for (const { kind } of pack.records.values()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const phrased = new Set(pack.phrasings.map(({ target }) => target));
  const silent = [...pack.records.keys()].filter((id) => !phrased.has(id));
  const names = pack.units.units.reduce((sum, unit) => sum + 1 + unit.aliases.length + unit.english.length, 0);
  const row = (label: CliMessage, count: number, more = '') =>
    `  ${padded(say(label), 14)} ${String(count).padStart(5)}${more && `  ${more}`}`;
  return [
    `${pack.id}  ${pack.facts.title}`,
    row('records', pack.records.size, [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')),
    row(
      'phrasings',
      pack.phrasings.length,
      silent.length
        ? say('phrasingsLack', { ids: `${silent.slice(0, 8).join(' ')}${silent.length > 8 ? ' …' : ''}` })
        : '',
    ),
    row('servicePoints', pack.servicePoints.length),
    row('units', pack.units.units.length, say('unitNames', { count: names })),
    row('concepts', pack.concepts.length),
    '',
  ].join('\n');
}

function duplicateIds(packs: readonly KnowledgePack[]): Fault[] {
  return packs.flatMap((pack, index) => {
    const duplicate = packs.slice(0, index).find(({ id }) => id === pack.id);
    if (!duplicate) return [];
    const clash = cliText('packIdTwice', { id: pack.id, other: shown(duplicate.dir) });
    return [faultIn(shown(join(pack.dir, 'pack.json')), clash)];
  });
}

/** The pack of a folder, and what is wrong with it; undefined where it can't be loaded. */
export function packFaults(dir: string): { pack?: KnowledgePack; faults: Fault[] } {
  const within = (faults: readonly Fault[]) =>
    faults.map((fault) => ({ ...fault, file: shown(join(dir, fault.file)) }));
  try {
    return { pack: loadPack(dir), faults: within(reimport(dir)) };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { faults: within([...error.faults, ...reimport(dir)]) };
  }
}

export async function writeFaults(
  faults: readonly Fault[],
  stdout: Output,
  { say, language }: Pick<CliContexts, 'say' | 'language'>,
): Promise<void> {
  const lines = faults.map((fault) => faultLine(fault, language));
  const text = faults.length ? [say('faults', { count: faults.length }), ...lines].join('\n') : say('noFaults');
  await write(stdout, `${text}\n`);
}

/** @returns the exit code: 1 where there is a fault or an accepted answer has changed */
async function check(
  named: readonly string[],
  options: CheckOptions,
  context: CliContext,
  { say, language }: CliContexts,
): Promise<number> {
  const { settings, stdout } = context;
  const faults: Fault[] = [];
  const packs: KnowledgePack[] = [];
  for (const dir of packFolders(settings.knowledge, named)) {
    const { pack, faults: found } = packFaults(dir);
    if (pack) {
      packs.push(pack);
      await write(stdout, summary(pack, say));
    }
    faults.push(...found);
  }
  faults.push(...duplicateIds(packs));
  const golden = await checkGolden(packs, options, stdout, say);
  faults.push(...golden.faults);
  await writeFaults(faults, stdout, { say, language });
  return faults.length || golden.changed ? 1 : 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  program
    .command('check [pack...]')
    .description(help('check'))
    .option('--golden <file...>', help('checkGolden'))
    .option('--accept', help('checkAccept'))
    .option('--misses', help('checkMisses'))
    .addHelpText('after', help('checkAfter'))
    .action(async (packs: string[], options: CheckOptions) => {
      done(await check(packs, options, contexts.packs(), contexts));
    });
}
