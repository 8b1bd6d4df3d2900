/** `qinzhi import`: a published document in, a pack's records out, and everything that could not be read; a newer edition is compared first. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { currentPlan } from '../../knowledge/editions/update.ts';
import { importDocument } from '../../knowledge/import/import.ts';
import type { ImportChoices } from '../../knowledge/import/layout/document-part.ts';
import { keptChoices } from '../../knowledge/import/records-file.ts';
import { printJson } from '../../knowledge/import/report/print-json.ts';
import { previewOf, summaryOf } from '../../knowledge/import/report/summary.ts';
import type { Plan } from '../../model/plan.ts';
import { type CliContexts, type Done, write } from '../context.ts';
import { checkTables, columnChoices, packContent, type Reading, readSource, writePack } from '../import.ts';
import type { EditionOptions } from './edition.ts';

interface ImportOptions extends EditionOptions {
  out?: string;
  /** `true`: the records as a table; `json`: for another program. */
  print?: boolean | string;
  force?: boolean;
  /** `指导部门=牵头`: what a column is, by its heading. */
  column?: string[];
  /** Titles of the tables that list the tasks. */
  table?: string[];
}

const bytesOf = (text: Uint8Array | string) => Buffer.from(text);

/** The plan of the pack in `dir`, where the document is another edition of it and not its own text once more. */
function earlierEdition(dir: string, reading: Reading): Plan | undefined {
  const source = join(dir, 'source.txt');
  if (!existsSync(source) || bytesOf(packContent(reading).source).equals(readFileSync(source))) return undefined;
  return currentPlan(dir);
}

/** What was said of the edition before in `out` holds for the next one, where nothing else is said. */
function choicesOf({ column, table, out }: ImportOptions): ImportChoices {
  const kept = out ? keptChoices(currentPlan(resolve(out))) : {};
  const tables = table ?? kept.tables;
  return { columns: { ...kept.columns, ...columnChoices(column ?? []) }, ...(tables ? { tables } : {}) };
}

/** @returns the exit code: 1 where something of the text could not be read */
async function importText(file: string, options: ImportOptions, contexts: CliContexts): Promise<number> {
  const { out, print: form, force, column: _, table: __, ...edition } = options;
  const { say, language } = contexts;
  const { stdout, stderr } = contexts.streams();
  const path = resolve(file);
  const choices = choicesOf(options);
  const { bytes, document } = await readSource(path);
  const imported = importDocument(document, choices);
  checkTables(choices.tables, imported);
  const exit = imported.faults.length ? 1 : 0;
  // With --print the records have standard output to themselves.
  const print = (text: string) => write(form ? stderr : stdout, text);
  await print(summaryOf(file, document.lines, imported, language));
  if (form) await write(stdout, form === 'json' ? printJson(imported, language) : previewOf(imported.plan, language));
  if (!out) {
    if (!form) await print(`${say('importOutMissing')}\n`);
    return exit;
  }
  if (exit && !force) {
    await print(`${say('importFaulty')}\n`);
    return exit;
  }
  const dir = resolve(out);
  const reading = { path, bytes, document, imported, choices };
  const before = earlierEdition(dir, reading);
  if (before) {
    // Only a newer edition has to do with the store, whose driver takes long to load.
    const { updateEdition } = await import('./edition.ts');
    return (await updateEdition(dir, before, reading, edition, contexts, print)) || exit;
  }
  const files = writePack(dir, reading).join(', ');
  await print(`${say('importWritten', { folder: relative('.', dir) || '.', files })}\n`);
  return exit;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  program
    .command('import <file>')
    .description(help('import'))
    .option('--out <dir>', help('importOut'))
    .option('--print [form]', help('importPrint'))
    .option('--force', help('importForce'))
    .option('--column <heading=role...>', help('importColumn'))
    .option('--table <title...>', help('importTable'))
    .option('--yes', help('importYes'))
    .option('--edition <name>', help('importEdition'))
    .option('--offline', help('importOffline'))
    .addHelpText('after', help('importAfter'))
    .action(async (file: string, options: ImportOptions) => {
      done(await importText(file, options, contexts));
    });
}
