/** `qinzhi run`: starts the service. */
import type { Command } from 'commander';
import type { CliContexts, Done } from './context.ts';

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('run')
    .description(contexts.help('run'))
    .addHelpText('after', contexts.help('runAfter'))
    .action(async () => {
      // Loads the whole service, which `--help` would wait for.
      const { run } = await import('../service/run.ts');
      done(await run(contexts.run()));
    });
}
