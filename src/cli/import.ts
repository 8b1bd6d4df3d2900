/** `qinzhi import`: a published document in, a pack's records out, and everything that could not be read. */
import { readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { writeWhole } from '../knowledge/files/write.ts';
import { UnreadableFile } from '../knowledge/import/formats/blocks.ts';
import { readDocument, type SourceDocument } from '../knowledge/import/formats/read.ts';
import { type Imported, importDocument } from '../knowledge/import/import.ts';
import { roleWords } from '../knowledge/import/layout/column-names.ts';
import type { ColumnChoices } from '../knowledge/import/layout/columns.ts';
import { planToWrite, readChoices, recordsText } from '../knowledge/import/records-file.ts';
import { sayFinding } from '../knowledge/import/report/messages.ts';
import { printJson } from '../knowledge/import/report/print-json.ts';
import { previewOf, summaryOf } from '../knowledge/import/report/summary.ts';
import { type PackChoices, scaffoldPack } from '../knowledge/scaffold/scaffold.ts';
import { faultIn, SetupError } from '../model/fault.ts';
import type { Text } from '../model/text.ts';
import { type CliContext, type CliContexts, type Done, write } from './context.ts';
import { cliText } from './messages/messages.ts';
import { schemaFolder } from './schema.ts';

interface ImportOptions {
  out?: string;
  /** `true`: the records as a table; `json`: for another program. */
  print?: boolean | string;
  force?: boolean;
  /** `指导部门=牵头`: what a column is, by its heading. */
  column?: string[];
}

const refuse = (file: string, why: Text) => new SetupError(cliText('sourceWrong'), [faultIn(file, why)]);

/** A finding of the importer, for whoever will read it. */
export const findingText = (found: Parameters<typeof sayFinding>[0]): Text => ({
  zh: sayFinding(found, 'zh'),
  en: sayFinding(found, 'en'),
});

export async function readSource(path: string): Promise<{ bytes: Uint8Array; document: SourceDocument }> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw refuse(path, cliText('sourceMissing'));
  if (!found.isFile()) throw refuse(path, cliText('sourceNoFile'));
  const bytes = new Uint8Array(readFileSync(path));
  try {
    return { bytes, document: await readDocument(path, bytes) };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw refuse(path, findingText({ code: error.reason, values: {} }));
  }
}

export function columnChoices(said: readonly string[]): ColumnChoices {
  const { columns, unknown } = readChoices(said);
  if (!unknown.length) return columns;
  const why = cliText('columnWrong', { known: Object.keys(roleWords).join(' ') });
  throw new SetupError(
    cliText('optionsWrong'),
    unknown.map((one) => faultIn(`--column ${one}`, why)),
  );
}

/** `source.txt` as it is written; the bytes themselves where the text was taken as it stands. */
function sourceText({ lines }: SourceDocument, bytes: Uint8Array): Uint8Array | string {
  const text = `${lines.map((line) => line.text).join('\n')}\n`;
  const given = new TextDecoder().decode(bytes);
  return given.split(/\r\n|\r|\n/).join('\n') === text.slice(0, -1) ? bytes : text;
}

export interface Reading {
  path: string;
  bytes: Uint8Array;
  document: SourceDocument;
  imported: Imported;
  columns: ColumnChoices;
}

/** Writes a pack folder; @returns the names of the files that were written */
export function writePack(
  dir: string,
  { path, bytes, document, imported, columns }: Reading,
  choices: PackChoices = {},
): string[] {
  const found = statSync(dir, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw new SetupError(cliText('packUnwritable'), [faultIn(dir, cliText('noFolder'))]);
  const isText = document.format === 'text' || document.format === 'markdown';
  const plan = planToWrite(imported, isText ? undefined : basename(path), columns);
  const files = new Map<string, string | Uint8Array>(scaffoldPack(plan, dir, schemaFolder, choices));
  const text = sourceText(document, bytes);
  if (path !== join(dir, 'source.txt') || text !== bytes) files.set('source.txt', text);
  files.set('records.json', recordsText(plan));
  for (const [name, content] of files) writeWhole(join(dir, name), content);
  return [...files.keys()];
}

/** @returns the exit code: 1 where something of the text could not be read */
async function importText(
  file: string,
  { out, print: form, force, column }: ImportOptions,
  { stdout, stderr }: Pick<CliContext, 'stdout' | 'stderr'>,
  { say, language }: CliContexts,
): Promise<number> {
  const path = resolve(file);
  const columns = columnChoices(column ?? []);
  const { bytes, document } = await readSource(path);
  const imported = importDocument(document, { columns });
  const exit = imported.faults.length ? 1 : 0;
  // With --print the records have standard output to themselves.
  const print = (text: string) => write(form ? stderr : stdout, text);
  await print(summaryOf(file, document.lines, imported, language));
  if (form) await write(stdout, form === 'json' ? printJson(imported, language) : previewOf(imported.plan, language));
  if (!out) {
    if (!form) await print(`${say('importOutMissing')}\n`);
  } else if (exit && !force) await print(`${say('importFaulty')}\n`);
  else {
    const files = writePack(resolve(out), { path, bytes, document, imported, columns }).join(', ');
    await print(`${say('importWritten', { folder: relative('.', resolve(out)) || '.', files })}\n`);
  }
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
    .addHelpText('after', help('importAfter'))
    .action(async (file: string, options: ImportOptions) => {
      done(await importText(file, options, contexts.streams(), contexts));
    });
}
