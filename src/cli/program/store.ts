/** The store: `migrate`, `backup` and `restore`. */
import type { Command } from 'commander';
import type { Contexts, Done } from './contexts.ts';

export function storeCommands(program: Command, contexts: Contexts, done: Done): void {
  program
    .command('migrate')
    .description('bring the tables of the store up to date; every command that needs them also does')
    .action(async () => {
      const { runMigrate } = await import('../store.ts');
      done(await runMigrate(contexts.store()));
    });

  program
    .command('backup <file>')
    .description('write all that the store holds to one file, while it may be in use')
    .addHelpText('after', '\nThe file holds what people asked and is readable by its owner only.')
    .action(async (file: string) => {
      const { runBackup } = await import('../store.ts');
      done(await runBackup(file, contexts.store()));
    });

  program
    .command('restore <file>')
    .description('replace all that the store holds by a backup; a broken file changes nothing')
    .option('--yes', 'also where the store is not empty; without it, it is only told what would be replaced')
    .addHelpText(
      'after',
      '\nAlso the way from the private PostgreSQL to a server and back: backup, set or unset DATABASE_URL, restore.',
    )
    .action(async (file: string, options: { yes?: boolean }) => {
      const { runRestore } = await import('../store.ts');
      done(await runRestore(file, options, contexts.store()));
    });
}
