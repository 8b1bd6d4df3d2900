/** Reads a published document for `import` and `new`, and writes the pack folder. */
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeWhole } from '../knowledge/files/write.ts';
import { UnreadableFile } from '../knowledge/import/formats/blocks.ts';
import { readDocument, type SourceDocument } from '../knowledge/import/formats/read.ts';
import type { Imported } from '../knowledge/import/import.ts';
import { roleWords } from '../knowledge/import/layout/columns/column-names.ts';
import type { ColumnChoices } from '../knowledge/import/layout/columns/columns.ts';
import type { ImportChoices } from '../knowledge/import/layout/document-part.ts';
import { planToWrite, readChoices, recordsText } from '../knowledge/import/records-file.ts';
import { sayFinding } from '../knowledge/import/report/messages.ts';
import { type PackChoices, scaffoldPack } from '../knowledge/scaffold/scaffold.ts';
import { faultIn, SetupError } from '../model/fault.ts';
import type { Plan } from '../model/plan.ts';
import type { Text } from '../model/text.ts';
import { readRegularFile } from '../shared/read-file.ts';
import { cliText } from './messages/messages.ts';
import { schemaFolder } from './schema.ts';

const refuse = (file: string, why: Text) => new SetupError(cliText('sourceWrong'), [faultIn(file, why)]);

/** A finding of the importer, for the person who reads the report. */
export const findingText = (found: Parameters<typeof sayFinding>[0]): Text => ({
  zh: sayFinding(found, 'zh'),
  en: sayFinding(found, 'en'),
});

export async function readSource(path: string): Promise<{ bytes: Uint8Array; document: SourceDocument }> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw refuse(path, cliText('sourceMissing'));
  if (!found.isFile()) throw refuse(path, cliText('sourceNoFile'));
  const bytes = new Uint8Array(readRegularFile(path));
  try {
    return { bytes, document: await readDocument(path, bytes) };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw refuse(path, findingText({ code: error.reason, values: {} }));
  }
}

export function columnChoices(choices: readonly string[]): ColumnChoices {
  const { columns, unknown } = readChoices(choices);
  if (!unknown.length) return columns;
  const why = cliText('columnWrong', { known: Object.keys(roleWords).join(' ') });
  throw new SetupError(
    cliText('optionsWrong'),
    unknown.map((one) => faultIn(`--column ${one}`, why)),
  );
}

/** @throws {SetupError} where the document has no such table */
export function checkTables(tables: readonly string[] | undefined, { lists }: Imported): void {
  const unknown = (tables ?? []).filter((table) => !lists.some(({ name }) => name === table));
  if (!unknown.length) return;
  const why = cliText('tableUnknown', { known: lists.map(({ name }) => name).join('；') || cliText('none') });
  throw new SetupError(
    cliText('optionsWrong'),
    unknown.map((one) => faultIn(`--table ${one}`, why)),
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
  choices: ImportChoices;
}

/** The records and the text as a pack keeps them. */
export function packContent({ path, bytes, document, imported, choices }: Reading): {
  plan: Plan;
  source: Uint8Array | string;
} {
  const isText = document.format === 'text' || document.format === 'markdown';
  const plan = planToWrite(imported, isText ? undefined : basename(path), choices);
  return { plan, source: sourceText(document, bytes) };
}

/** Writes a pack folder; @returns the names of the files that were written */
export function writePack(dir: string, reading: Reading, choices: PackChoices = {}): string[] {
  const found = statSync(dir, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw new SetupError(cliText('packUnwritable'), [faultIn(dir, cliText('noFolder'))]);
  const { path, bytes } = reading;
  const { plan, source: text } = packContent(reading);
  const files = new Map<string, string | Uint8Array>(scaffoldPack(plan, dir, schemaFolder, choices));
  if (path !== join(dir, 'source.txt') || text !== bytes) files.set('source.txt', text);
  files.set('records.json', recordsText(plan));
  for (const [name, content] of files) writeWhole(join(dir, name), content);
  return [...files.keys()];
}
