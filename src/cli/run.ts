/** `qinzhi run`: starts the service. */
import type { Command } from 'commander';
import { run } from '../service/run.ts';
import type { CliContexts, Done } from './context.ts';

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('run')
    .description(contexts.help('run'))
    .addHelpText('after', contexts.help('runAfter'))
    .action(async () => {
      done(await run(contexts.run()));
    });
}
