/** `qinzhi tidy`: rewrites a pack's files in their form, and converts packs of the old layout. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { tidyPack } from '../../knowledge/tidy.ts';
import { type CliContext, type CliContexts, type Done, write } from '../context.ts';
import type { Say } from '../messages/messages.ts';
import { packFolders, shown } from './check.ts';

/** @returns the exit code */
async function tidy(named: readonly string[], { settings, stdout }: CliContext, say: Say): Promise<number> {
  for (const dir of packFolders(settings.knowledge, named)) {
    const { written, removed } = tidyPack(dir);
    const lines = [
      ...written.map((name) => say('tidyWritten', { file: shown(join(dir, name)) })),
      ...removed.map((name) => say('tidyRemoved', { file: shown(join(dir, name)) })),
    ];
    await write(stdout, `${(lines.length ? lines : [say('tidyInOrder', { folder: shown(dir) })]).join('\n')}\n`);
  }
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('tidy [pack...]')
    .description(contexts.help('tidy'))
    .addHelpText('after', contexts.help('tidyAfter'))
    .action(async (packs: string[]) => {
      done(await tidy(packs, contexts.packs(), contexts.say));
    });
}
