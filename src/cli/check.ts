/** `qinzhi check`: every fault of the packs, then how the golden questions are answered. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { importPlan } from '../knowledge/import/import.ts';
import { planToWrite, readChoices, recordsText, withoutPlaces } from '../knowledge/import/records-file.ts';
import { sayFinding } from '../knowledge/import/report/messages.ts';
import { loadPack } from '../knowledge/load.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack.ts';
import { Plan } from '../model/plan.ts';
import { type CheckOptions, checkGolden } from './check-golden.ts';
import { type CliContext, type CliContexts, type Done, write } from './context.ts';

/** A path from where the command runs when it lies below, so that it can be clicked and pasted. */
export function shown(path: string): string {
  const near = relative('.', path);
  return near && !near.startsWith('..') && !isAbsolute(near) ? near : path;
}

const isPack = (dir: string) => existsSync(join(dir, 'pack.json'));

/** Folders of the packs that are named, by name or path; of all packs where none is. */
export function packFolders(knowledge: string, named: readonly string[]): string[] {
  const all = readdirSync(knowledge)
    .sort()
    .map((name) => join(knowledge, name))
    .filter((dir) => statSync(dir).isDirectory());
  if (!named.length) {
    const packs = all.filter(isPack);
    if (!packs.length)
      throw new SetupError('There is no pack to check:', [
        { file: knowledge, place: '', message: 'holds no folder with a pack.json' },
      ]);
    return packs;
  }
  const faults: Fault[] = [];
  const dirs = named.flatMap((name) => {
    const dir = [join(knowledge, name), resolve(name)].find((path) =>
      statSync(path, { throwIfNoEntry: false })?.isDirectory(),
    );
    if (dir) return [dir];
    const known = all.filter(isPack).map((path) => basename(path));
    faults.push({
      file: name,
      place: '',
      message: `is no pack; there are ${known.join(', ') || 'none'} in ${shown(knowledge)}`,
    });
    return [];
  });
  if (faults.length) throw new SetupError('Not every pack was found:', faults);
  return dirs;
}

/** What `source.txt` imports to has to be what `records.json` says. */
function reimport(dir: string): Fault[] {
  const [source, records] = [join(dir, 'source.txt'), join(dir, 'records.json')];
  if (!existsSync(source) || !existsSync(records)) return [];
  const stored = readFileSync(records, 'utf8');
  const kept = keptPlan(stored);
  const columns = kept
    ? readChoices(Object.entries(kept.origin?.columns ?? {}).map((pair) => pair.join('='))).columns
    : {};
  const imported = importPlan(readFileSync(source, 'utf8'), { columns });
  const found = imported.faults.map((fault) => ({
    file: 'source.txt',
    place: `${fault.line}`,
    message: sayFinding(fault, 'zh'),
  }));
  const fresh = recordsText(planToWrite(imported, kept?.origin?.file, columns));
  const comparable = kept?.origin?.file ? recordsText(withoutPlaces(kept)) : stored;
  if (fresh === comparable) return found;
  const [now, was] = [fresh.split('\n'), comparable.split('\n')];
  const line = now.findIndex((text, index) => text !== was[index]);
  const remedy = `qinzhi import ${shown(source)} --out ${shown(dir)}`;
  return [
    ...found,
    {
      file: 'records.json',
      place: `${line < 0 ? now.length : line + 1}`,
      message: `is not what source.txt says; run: ${remedy}`,
    },
  ];
}

/** The stored plan; undefined where the loader tells what is wrong with it. */
function keptPlan(stored: string): Plan | undefined {
  try {
    return Plan.parse(JSON.parse(stored));
  } catch {
    return undefined;
  }
}

function summary(pack: KnowledgePack): string {
  const kinds = new Map<string, number>();
  for (const { kind } of pack.records.values()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const said = new Set(pack.phrasings.map(({ target }) => target));
  const silent = [...pack.records.keys()].filter((id) => !said.has(id));
  const names = pack.units.units.reduce((sum, unit) => sum + 1 + unit.aliases.length + unit.english.length, 0);
  const row = (label: string, count: number, more = '') =>
    `  ${label.padEnd(14)} ${String(count).padStart(5)}${more && `  ${more}`}`;
  return [
    `${pack.id}  ${pack.facts.title}`,
    row('records', pack.records.size, [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')),
    row(
      'phrasings',
      pack.phrasings.length,
      silent.length ? `none for ${silent.slice(0, 8).join(' ')}${silent.length > 8 ? ' …' : ''}` : '',
    ),
    row('service points', pack.servicePoints.length),
    row('units', pack.units.units.length, `${names} names`),
    row('concepts', pack.concepts.length),
    '',
  ].join('\n');
}

function duplicateIds(packs: readonly KnowledgePack[]): Fault[] {
  return packs.flatMap((pack, index) => {
    const twin = packs.slice(0, index).find(({ id }) => id === pack.id);
    return twin
      ? [
          {
            file: shown(join(pack.dir, 'pack.json')),
            place: '',
            message: `the id ${pack.id} is also that of ${shown(twin.dir)}`,
          },
        ]
      : [];
  });
}

/** @returns the exit code: 1 where there is a fault or an accepted answer has changed */
async function check(named: readonly string[], options: CheckOptions, context: CliContext): Promise<number> {
  const { settings, stdout } = context;
  const faults: Fault[] = [];
  const packs: KnowledgePack[] = [];
  for (const dir of packFolders(settings.knowledge, named)) {
    const found: Fault[] = [];
    try {
      const pack = loadPack(dir);
      packs.push(pack);
      await write(stdout, summary(pack));
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      found.push(...error.faults);
    }
    found.push(...reimport(dir));
    faults.push(...found.map((fault) => ({ ...fault, file: shown(join(dir, fault.file)) })));
  }
  faults.push(...duplicateIds(packs));
  const golden = await checkGolden(packs, options, stdout);
  faults.push(...golden.faults);
  if (faults.length) {
    const lines = faults.map(({ file, place, message }) => `  ${file}${place && `:${place}`}  ${message}`);
    await write(stdout, [`Faults (${faults.length})`, ...lines, ''].join('\n'));
  } else await write(stdout, 'No faults.\n');
  return faults.length || golden.changed ? 1 : 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('check [pack...]')
    .description('tell every fault of the packs, and how their golden questions are answered')
    .option('--golden <file...>', 'further golden cases (JSON lines)')
    .option('--accept', 'take the answers as they are for the baseline (accepted.json beside the cases)')
    .option('--misses', 'show every golden question that is not answered rightly')
    .addHelpText('after', '\nExamples:\n  qinzhi check\n  qinzhi check my-plan --golden cases.jsonl --misses')
    .action(async (packs: string[], options: CheckOptions) => {
      done(await check(packs, options, contexts.packs()));
    });
}
