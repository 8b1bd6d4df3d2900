/** `qinzhi import`: a published document in, a pack's records out, and everything that could not be read. */
import { readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { UnreadableFile } from '../knowledge/import/formats/blocks.ts';
import { readDocument, type SourceDocument } from '../knowledge/import/formats/read.ts';
import { type Imported, importDocument } from '../knowledge/import/import.ts';
import { roleWords } from '../knowledge/import/layout/column-names.ts';
import type { ColumnChoices } from '../knowledge/import/layout/columns.ts';
import { planToWrite, readChoices, recordsText } from '../knowledge/import/records-file.ts';
import { type Language, sayFinding } from '../knowledge/import/report/messages.ts';
import { printJson } from '../knowledge/import/report/print-json.ts';
import { previewOf, summaryOf } from '../knowledge/import/report/summary.ts';
import { scaffoldPack } from '../knowledge/scaffold.ts';
import { writeWhole } from '../knowledge/write.ts';
import { SetupError } from '../model/fault.ts';
import { type CliContext, type CliContexts, type Done, write } from './context.ts';
import { schemaFolder } from './schema.ts';

interface ImportOptions {
  out?: string;
  /** `true`: the records as a table; `json`: for another program. */
  print?: boolean | string;
  force?: boolean;
  /** `指导部门=牵头`: what a column is, by its heading. */
  column?: string[];
  language?: string;
}

const words = {
  zh: {
    refused: '文件读不了：',
    missing: '没有这个文件',
    noFile: '不是文件；请给出方案文件，例如 方案.docx',
    notWritten: '没有写入任何文件：--out 目录 写成一个方案包，--print 先看一看。\n',
    faulty: '没有写入任何文件：请按上面的提示处理；要先写入已读到的内容，加 --force。\n',
    written: (dir: string, names: string) => `已写入 ${dir}：${names}\n`,
    columns: (known: string) => `看不懂；写成 --column 表头=字段，字段可以是：${known}`,
  },
  en: {
    refused: 'The document could not be read:',
    missing: 'there is no such file',
    noFile: 'is no file; name the document of the plan, such as plan.docx',
    notWritten: 'Nothing was written: --out DIR writes a pack folder, --print shows the records.\n',
    faulty: 'Nothing was written: mend the text, or write what could be read with --force.\n',
    written: (dir: string, names: string) => `Written to ${dir}: ${names}\n`,
    columns: (known: string) => `is not understood; write --column HEADING=ROLE with one of ${known}`,
  },
} as const;

const refuse = (file: string, message: string, language: Language) =>
  new SetupError(words[language].refused, [{ file, place: '', message }]);

async function readFile(path: string, language: Language): Promise<{ bytes: Uint8Array; document: SourceDocument }> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw refuse(path, words[language].missing, language);
  if (!found.isFile()) throw refuse(path, words[language].noFile, language);
  const bytes = new Uint8Array(readFileSync(path));
  try {
    return { bytes, document: await readDocument(path, bytes) };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw refuse(path, sayFinding({ code: error.reason, values: {} }, language), language);
  }
}

function choices(said: readonly string[], language: Language): ColumnChoices {
  const { columns, unknown } = readChoices(said);
  if (unknown.length) {
    const message = words[language].columns(Object.keys(roleWords).join(' '));
    throw new SetupError(
      '--column',
      unknown.map((one) => ({ file: one, place: '', message })),
    );
  }
  return columns;
}

/** `source.txt` as it is written; the bytes themselves where the text was taken as it stands. */
function sourceText({ lines }: SourceDocument, bytes: Uint8Array): Uint8Array | string {
  const text = `${lines.map((line) => line.text).join('\n')}\n`;
  const given = new TextDecoder().decode(bytes);
  return given.split(/\r\n|\r|\n/).join('\n') === text.slice(0, -1) ? bytes : text;
}

interface Reading {
  path: string;
  bytes: Uint8Array;
  document: SourceDocument;
  imported: Imported;
  columns: ColumnChoices;
}

/** Writes a pack folder; @returns the names of the files that were written */
function writePack(dir: string, { path, bytes, document, imported, columns }: Reading): string[] {
  const found = statSync(dir, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw new SetupError("The pack can't be written:", [{ file: dir, place: '', message: 'is no folder' }]);
  const isText = document.format === 'text' || document.format === 'markdown';
  const plan = planToWrite(imported, isText ? undefined : basename(path), columns);
  const files = new Map<string, string | Uint8Array>(scaffoldPack(plan, dir, schemaFolder));
  const text = sourceText(document, bytes);
  if (path !== join(dir, 'source.txt') || text !== bytes) files.set('source.txt', text);
  files.set('records.json', recordsText(plan));
  for (const [name, content] of files) writeWhole(join(dir, name), content);
  return [...files.keys()];
}

/** @returns the exit code: 1 where something of the text could not be read */
async function importText(
  file: string,
  { out, print, force, column, language: said }: ImportOptions,
  { stdout, stderr }: Pick<CliContext, 'stdout' | 'stderr'>,
): Promise<number> {
  const language: Language = said === 'en' ? 'en' : 'zh';
  const path = resolve(file);
  const columns = choices(column ?? [], language);
  const { bytes, document } = await readFile(path, language);
  const imported = importDocument(document, { columns });
  const exit = imported.faults.length ? 1 : 0;
  // With --print the records have standard output to themselves.
  const say = (text: string) => write(print ? stderr : stdout, text);
  await say(summaryOf(file, document.lines, imported, language));
  if (print) await write(stdout, print === 'json' ? printJson(imported, language) : previewOf(imported.plan, language));
  if (!out) {
    if (!print) await say(words[language].notWritten);
  } else if (exit && !force) await say(words[language].faulty);
  else {
    const names = writePack(resolve(out), { path, bytes, document, imported, columns });
    await say(words[language].written(relative('.', resolve(out)) || '.', names.join(', ')));
  }
  return exit;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('import <file>')
    .description('read a published plan (.docx, .xlsx, .pdf, .html, .txt, .md) into records')
    .option(
      '--out <dir>',
      'pack folder to write records.json and source.txt into; a new one also gets pack.json and units.json',
    )
    .option('--print [form]', 'print the records on standard output: a table, or json')
    .option('--force', 'write what could be read, although some lines could not')
    .option('--column <heading=role...>', 'what a column is, by its heading: 指导部门=牵头')
    .option('--language <zh|en>', 'language of the report', 'zh')
    .addHelpText(
      'after',
      '\nExamples:\n  qinzhi import 方案.docx --print\n  qinzhi import plan.txt --out knowledge/my-plan',
    )
    .action(async (file: string, options: ImportOptions) => {
      done(await importText(file, options, contexts.streams()));
    });
}
