/** `qinzhi import`: a published text in, a pack's records out, and every line that could not be read. */
import { readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { importPlan } from '../knowledge/import/import.ts';
import { writeWhole } from '../knowledge/write.ts';
import { SetupError } from '../model/fault.ts';
import type { Plan } from '../model/plan.ts';
import { type CliContext, write } from './context.ts';
import { skeleton } from './scaffold.ts';

export interface ImportOptions {
  out?: string;
  print?: boolean;
  force?: boolean;
}

/** `records.json` as import writes it; check compares with it byte for byte. */
export const recordsText = (plan: Plan) => `${JSON.stringify(plan, null, 2)}\n`;

const refuse = (file: string, message: string) =>
  new SetupError('The text of the plan could not be read:', [{ file, place: '', message }]);

function readSource(file: string): { bytes: Uint8Array; text: string } {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw refuse(file, 'there is no such file');
  if (!found.isFile()) throw refuse(file, 'is no file; name the text of the plan, such as source.txt');
  const bytes = readFileSync(file);
  if (bytes.includes(0))
    throw refuse(file, 'is no text (a PDF or Word file?); save it as plain text, table cells separated by tabs');
  try {
    return { bytes, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw refuse(file, 'is not UTF-8; convert it first, for example: iconv -f GB18030 -t UTF-8 FILE > source.txt');
  }
}

function summary(file: string, { plan, faults, remarks }: ReturnType<typeof importPlan>): string {
  const kinds = new Map<string, number>();
  for (const { kind } of plan.records) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const width = Math.max(7, ...[...kinds.keys()].map((kind) => kind.length));
  const row = (label: string, count: number) => `  ${label.padEnd(width)}  ${String(count).padStart(5)}`;
  const at = (title: string, found: typeof faults) =>
    found.length ? [title, ...found.map(({ line, message }) => `  ${file}:${line}  ${message}`)] : [];
  return [
    plan.document.title.text || '(no title)',
    ...[...kinds].map(([kind, count]) => row(kind, count)),
    row('records', plan.records.length),
    ...at(`Remarks (${remarks.length}): read, but worth a look`, remarks),
    ...at(`Faults (${faults.length}): not in the records`, faults),
    '',
  ].join('\n');
}

/** @returns the exit code: 1 where something of the text could not be read */
export async function importText(
  file: string,
  options: ImportOptions,
  { stdout, stderr }: Pick<CliContext, 'stdout' | 'stderr'>,
): Promise<number> {
  const path = resolve(file);
  const { bytes, text } = readSource(path);
  const imported = importPlan(text);
  const { plan, faults } = imported;
  const failed = faults.length > 0;
  // With --print the records have standard output to themselves.
  const say = (words: string) => write(options.print ? stderr : stdout, words);
  await say(summary(file, imported));
  if (options.print) await write(stdout, recordsText(plan));
  if (!options.out) {
    if (!options.print) await say('Nothing was written: --out DIR writes a pack folder, --print shows the records.\n');
    return failed ? 1 : 0;
  }
  if (failed && !options.force) {
    await say('Nothing was written: mend the text, or write what could be read with --force.\n');
    return 1;
  }
  const dir = resolve(options.out);
  const found = statSync(dir, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw new SetupError("The pack can't be written:", [{ file: dir, place: '', message: 'is no folder' }]);
  const files = new Map<string, string | Uint8Array>(skeleton(plan, dir));
  const source = join(dir, 'source.txt');
  if (path !== source) files.set('source.txt', bytes);
  files.set('records.json', recordsText(plan));
  for (const [name, content] of files) writeWhole(join(dir, name), content);
  const names = [...files.keys()].join(', ');
  await say(`Written to ${relative('.', dir) || '.'}: ${names}\n`);
  return failed ? 1 : 0;
}
