/** Packs: `import`, `check`, `tidy` and `schema`. */
import type { Command } from 'commander';
import type { CheckOptions } from '../check-golden.ts';
import type { ImportOptions } from '../import.ts';
import type { Contexts, Done } from './contexts.ts';

export function packCommands(program: Command, contexts: Contexts, done: Done): void {
  program
    .command('import <file>')
    .description('read the published text of a plan into records')
    .option(
      '--out <dir>',
      'pack folder to write records.json and source.txt into; a new one also gets pack.json and units.json',
    )
    .option('--print', 'print the records on standard output')
    .option('--force', 'write what could be read, although some lines could not')
    .addHelpText('after', '\nExample:\n  qinzhi import plan.txt --out knowledge/my-plan')
    .action(async (file: string, options: ImportOptions) => {
      const { importText } = await import('../import.ts');
      done(await importText(file, options, contexts.streams()));
    });

  program
    .command('check [pack...]')
    .description('tell every fault of the packs, and how their golden questions are answered')
    .option('--golden <file...>', 'further golden cases (JSON lines)')
    .option('--accept', 'take the answers as they are for the baseline (accepted.json beside the cases)')
    .option('--misses', 'show every golden question that is not answered rightly')
    .addHelpText('after', '\nExamples:\n  qinzhi check\n  qinzhi check my-plan --golden cases.jsonl --misses')
    .action(async (packs: string[], options: CheckOptions) => {
      const { check } = await import('../check.ts');
      done(await check(packs, options, contexts.packs()));
    });

  program
    .command('tidy [pack...]')
    .description('bring the files of packs into their form: old layouts converted, tables sorted, UTF-8')
    .addHelpText('after', '\nExamples:\n  qinzhi tidy\n  qinzhi tidy knowledge/my-plan')
    .action(async (packs: string[]) => {
      const { tidy } = await import('../tidy.ts');
      done(await tidy(packs, contexts.packs()));
    });

  program
    .command('schema')
    .description("write the JSON Schemas of a pack's files (for editors)")
    .option('--out <dir>', 'folder to write into (default: docs/schema of the program)')
    .action(async (options: { out?: string }) => {
      const { schema } = await import('../schema.ts');
      done(await schema(options, contexts.streams()));
    });
}
