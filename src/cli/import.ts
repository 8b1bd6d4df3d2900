/** `qinzhi import`: a published text in, a pack's records out, and every line that could not be read. */
import { readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { importPlan } from '../knowledge/import/import.ts';
import { scaffoldPack } from '../knowledge/scaffold.ts';
import { writeWhole } from '../knowledge/write.ts';
import { faultIn, SetupError } from '../model/fault.ts';
import type { Plan } from '../model/plan.ts';
import { type CliContext, type CliContexts, type Done, write } from './context.ts';
import type { CliMessage } from './messages/en.ts';
import { cliText, type Say } from './messages/messages.ts';
import { padded } from './messages/width.ts';
import { schemaFolder } from './schema.ts';

interface ImportOptions {
  out?: string;
  print?: boolean;
  force?: boolean;
}

/** `records.json` as import writes it; check compares with it byte for byte. */
export const recordsText = (plan: Plan) => `${JSON.stringify(plan, null, 2)}\n`;

const refuse = (file: string, key: CliMessage) => new SetupError(cliText('sourceWrong'), [faultIn(file, cliText(key))]);

function readSource(file: string): { bytes: Uint8Array; text: string } {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw refuse(file, 'sourceMissing');
  if (!found.isFile()) throw refuse(file, 'sourceNoFile');
  const bytes = readFileSync(file);
  if (bytes.includes(0)) throw refuse(file, 'sourceNoText');
  try {
    return { bytes, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw refuse(file, 'sourceNotUtf8');
  }
}

function summary(file: string, { plan, faults, remarks }: ReturnType<typeof importPlan>, say: Say): string {
  const kinds = new Map<string, number>();
  for (const { kind } of plan.records) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const width = Math.max(7, ...[...kinds.keys()].map((kind) => kind.length));
  const row = (label: string, count: number) => `  ${padded(label, width)}  ${String(count).padStart(5)}`;
  const at = (title: string, found: typeof faults) =>
    found.length ? [title, ...found.map(({ line, message }) => `  ${file}:${line}  ${message}`)] : [];
  return [
    plan.document.title.text || say('titleMissing'),
    ...[...kinds].map(([kind, count]) => row(kind, count)),
    row(say('records'), plan.records.length),
    ...at(say('importRemarks', { count: remarks.length }), remarks),
    ...at(say('importFaults', { count: faults.length }), faults),
  ].join('\n');
}

/** @returns the exit code: 1 where something of the text could not be read */
async function importText(
  file: string,
  options: ImportOptions,
  { stdout, stderr }: Pick<CliContext, 'stdout' | 'stderr'>,
  say: Say,
): Promise<number> {
  const path = resolve(file);
  const { bytes, text } = readSource(path);
  const imported = importPlan(text);
  const { plan, faults } = imported;
  const failed = faults.length > 0;
  // With --print the records have standard output to themselves.
  const print = (words: string) => write(options.print ? stderr : stdout, `${words}\n`);
  await print(summary(file, imported, say));
  if (options.print) await write(stdout, recordsText(plan));
  if (!options.out) {
    if (!options.print) await print(say('importOutMissing'));
    return failed ? 1 : 0;
  }
  if (failed && !options.force) {
    await print(say('importFaulty'));
    return 1;
  }
  const dir = resolve(options.out);
  const found = statSync(dir, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw new SetupError(cliText('packUnwritable'), [faultIn(dir, cliText('noFolder'))]);
  const files = new Map<string, string | Uint8Array>(scaffoldPack(plan, dir, schemaFolder));
  const source = join(dir, 'source.txt');
  if (path !== source) files.set('source.txt', bytes);
  files.set('records.json', recordsText(plan));
  for (const [name, content] of files) writeWhole(join(dir, name), content);
  const names = [...files.keys()].join(', ');
  await print(say('importWritten', { folder: relative('.', dir) || '.', files: names }));
  return failed ? 1 : 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help, say } = contexts;
  program
    .command('import <file>')
    .description(help('import'))
    .option('--out <dir>', help('importOut'))
    .option('--print', help('importPrint'))
    .option('--force', help('importForce'))
    .addHelpText('after', help('importAfter'))
    .action(async (file: string, options: ImportOptions) => {
      done(await importText(file, options, contexts.streams(), say));
    });
}
