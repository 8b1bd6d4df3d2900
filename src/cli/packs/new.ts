/** `qinzhi new`: makes a pack of a published document in a short dialogue, or from options, and checks it. */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { SourceDocument } from '../../knowledge/import/formats/read.ts';
import { type Imported, importDocument } from '../../knowledge/import/import.ts';
import type { ImportChoices } from '../../knowledge/import/layout/document-part.ts';
import { summaryOf } from '../../knowledge/import/report/summary.ts';
import type { PackChoices } from '../../knowledge/scaffold/scaffold.ts';
import { faultIn, SetupError } from '../../model/fault.ts';
import { type CliContext, type CliContexts, type Done, write } from '../context.ts';
import { checkTables, columnChoices, readSource, writePack } from '../import.ts';
import { cliText, type Say } from '../messages/messages.ts';
import { packFaults, writeFaults } from './check.ts';
import { askChoices, askColumns, askTables, Dialogue, groupId, pair } from './new-dialogue.ts';

interface NewOptions {
  yes?: boolean;
  force?: boolean;
  column?: string[];
  table?: string[];
  name?: string[];
  place?: string[];
  signpost?: string;
  /** `市教育局=教育局、教委` */
  unit?: string[];
  /** `1=便民` */
  group?: string[];
}

function pairs(option: string, values: readonly string[]): Map<string, string[]> {
  const read = values.map((text) => ({ text, pair: pair(text) }));
  const wrong = read.filter((one) => !one.pair);
  if (wrong.length)
    throw new SetupError(
      cliText('optionsWrong'),
      wrong.map(({ text }) => faultIn(`--${option} ${text}`, cliText('pairWrong'))),
    );
  return new Map(read.map((one) => one.pair!));
}

function givenChoices({ name, place, signpost, unit, group }: NewOptions, { plan }: Imported): PackChoices {
  const groups = pairs('group', group ?? []);
  return {
    ...(name ? { names: name } : {}),
    ...(place ? { places: place } : {}),
    ...(signpost ? { signpost } : {}),
    units: pairs('unit', unit ?? []),
    groups: new Map(
      [...groups].flatMap(([number, names]) => {
        const id = groupId(plan, number);
        return id ? [[id, names] as const] : [];
      }),
    ),
  };
}

/** Which tables list the tasks, and then what their columns of units are. */
async function askAboutTables(
  dialogue: Dialogue,
  document: SourceDocument,
  given: ImportChoices,
  say: Say,
): Promise<ImportChoices> {
  const tables = given.tables ?? (await askTables(dialogue, importDocument(document, given), say));
  const choices = { ...given, ...(tables ? { tables } : {}) };
  const columns = columnChoices(await askColumns(dialogue, importDocument(document, choices), say));
  return { ...choices, columns: { ...choices.columns, ...columns } };
}

/** @returns the exit code: 1 where something of the text could not be read */
async function makePack(
  folder: string,
  file: string,
  options: NewOptions,
  { stdin, stdout, settings }: CliContext,
  { say, language, program }: CliContexts,
): Promise<number> {
  const dir = resolve(folder);
  if (existsSync(join(dir, 'pack.json')))
    throw new SetupError(cliText('packUnwritable'), [faultIn(folder, cliText('newExists'))]);
  const path = resolve(file);
  const { bytes, document } = await readSource(path);
  const { table: tables } = options;
  let choices: ImportChoices = { columns: columnChoices(options.column ?? []), ...(tables ? { tables } : {}) };
  let imported = importDocument(document, choices);
  checkTables(tables, imported);
  await write(stdout, summaryOf(file, document.lines, imported, language));
  if (imported.faults.length && !options.force) {
    await write(stdout, `${say('importFaulty')}\n`);
    return 1;
  }
  const dialogue = options.yes ? undefined : new Dialogue(stdin, stdout);
  if (dialogue) {
    choices = await askAboutTables(dialogue, document, choices, say);
    imported = importDocument(document, choices);
  }
  const given = givenChoices(options, imported);
  const names = dialogue ? await askChoices(dialogue, imported, given, say) : given;
  dialogue?.end();
  const files = writePack(dir, { path, bytes, document, imported, choices }, names);
  const next = join(dir, 'NEXT.md');
  writeFileSync(next, say('newNextSteps', { folder: relative('.', dir) || '.', program }));
  const shown = relative('.', dir) || '.';
  await write(stdout, `${say('importWritten', { folder: shown, files: [...files, 'NEXT.md'].join(', ') })}\n`);
  const { pack, faults } = packFaults(dir);
  await writeFaults(faults, stdout, { say, language });
  if (!pack) return 1;
  const example = pack.facts.examples.official.at(-1)!;
  const isShipped = dirname(dir) === settings.knowledge;
  const ask = isShipped ? `${program} ask` : `${program} --knowledge ${relative('.', dirname(dir)) || '.'} ask`;
  await write(stdout, `${say('newDone', { count: pack.records.size, folder: shown, ask, example })}\n`);
  return imported.faults.length || faults.length ? 1 : 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  program
    .command('new <dir> <file>')
    .description(help('new'))
    .option('-y, --yes', help('newYes'))
    .option('--name <name...>', help('newName'))
    .option('--place <name...>', help('newPlace'))
    .option('--unit <unit=names...>', help('newUnit'))
    .option('--group <number=names...>', help('newGroup'))
    .option('--signpost <text>', help('newSignpost'))
    .option('--column <heading=role...>', help('importColumn'))
    .option('--table <title...>', help('importTable'))
    .option('--force', help('importForce'))
    .addHelpText('after', help('newAfter'))
    .action(async (dir: string, file: string, options: NewOptions) => {
      done(await makePack(dir, file, options, contexts.packs(), contexts));
    });
}
