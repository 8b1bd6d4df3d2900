/** `qinzhi schema`: the JSON Schemas by which editors check the files under knowledge/, made from the schemas that load them. */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { programRoot } from '../config/settings.ts';
import { formatJson } from '../knowledge/files/format-json.ts';
import { writeWhole } from '../knowledge/files/write.ts';
import { Grammar } from '../model/pack/grammar.ts';
import { packFiles } from '../model/pack/pack.ts';
import { ColumnWords, Intents, OutsideTopics, UnitNames } from '../model/pack/speech.ts';
import { type CliContext, type CliContexts, type Done, write } from './context.ts';

/** Where the "$schema" of the shipped packs points. */
export const schemaFolder = join(programRoot, 'docs', 'schema');

/** File name → text, as `docs/schema` holds them. */
export function schemaFiles(): Map<string, string> {
  const schemas: Record<string, z.ZodType> = {
    ...packFiles,
    'intents.json': Intents,
    'outside-topics.json': OutsideTopics,
    'grammar.json': Grammar,
    'column-words.json': ColumnWords,
    'unit-names.json': UnitNames,
  };
  return new Map(
    Object.entries(schemas).map(([file, schema]) => {
      const name = file.replace(/\.json$/, '.schema.json');
      // What is written in a file, so that a field with a default may be left out.
      const described = z.toJSONSchema(schema, { io: 'input' });
      return [name, formatJson({ $id: name, ...described })] as const;
    }),
  );
}

/** @returns the exit code */
async function schema(options: { out?: string }, { stdout }: Pick<CliContext, 'stdout'>): Promise<number> {
  const folder = options.out ? resolve(options.out) : schemaFolder;
  for (const [name, text] of schemaFiles()) {
    writeWhole(join(folder, name), text);
    await write(stdout, `${join(folder, name)}\n`);
  }
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('schema')
    .description(contexts.help('schema'))
    .option('--out <dir>', contexts.help('schemaOut'))
    .action(async (options: { out?: string }) => {
      done(await schema(options, contexts.streams()));
    });
}
