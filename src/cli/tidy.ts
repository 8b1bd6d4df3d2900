/** `qinzhi tidy`: rewrites a pack's files in their form, and converts packs of the old layout. */
import { join } from 'node:path';
import { tidyPack } from '../knowledge/tidy.ts';
import { packFolders, shown } from './check.ts';
import { type CliContext, write } from './context.ts';

/** @returns the exit code */
export async function tidy(named: readonly string[], { settings, stdout }: CliContext): Promise<number> {
  for (const dir of packFolders(settings.knowledge, named)) {
    const { written, removed } = tidyPack(dir);
    const lines = [
      ...written.map((name) => `written  ${shown(join(dir, name))}`),
      ...removed.map((name) => `removed  ${shown(join(dir, name))}`),
    ];
    await write(stdout, `${(lines.length ? lines : [`in order  ${shown(dir)}`]).join('\n')}\n`);
  }
  return 0;
}
