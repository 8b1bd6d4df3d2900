/** `qinzhi migrate`, `backup` and `restore`. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { faultIn, SetupError } from '../model/fault.ts';
import type { Text } from '../model/text.ts';
import { oneLine } from '../shared/error-message.ts';
import { backup } from '../store/backup/backup.ts';
import { NotEmpty, restore } from '../store/backup/restore.ts';
import { explainDatabaseError } from '../store/explain-error.ts';
import { openStore, type Store } from '../store/open.ts';
import { type CliContexts, type Done, type StoreCliContext, write } from './context.ts';
import { cliText, type Say } from './messages/messages.ts';

/** Opens the store for `act`, and prints the text that it returns. */
export async function withStore(context: StoreCliContext, act: (store: Store) => Promise<string>): Promise<number> {
  const store = await openStore(context.settings, (error) => context.stderr.write(`${oneLine(error)}\n`));
  try {
    const message = await act(store);
    if (message) await write(context.stdout, `${message}\n`);
    return 0;
  } catch (error) {
    throw explainDatabaseError(store.where, error);
  } finally {
    await store.close();
  }
}

const count = (rows: Record<string, number>) =>
  Object.entries(rows)
    .filter(([, number]) => number)
    .map(([table, number]) => `${table} ${number}`)
    .join(', ');

const rowsText = (rows: Record<string, number>): string | Text => count(rows) || cliText('noRows');

const runMigrate = (context: StoreCliContext, say: Say) =>
  withStore(context, async ({ migrated, where }) =>
    migrated ? say('migrated', { where, count: migrated }) : say('upToDate', { where }),
  );

const runBackup = (file: string, context: StoreCliContext, say: Say) =>
  withStore(context, async (store) => {
    const path = resolve(file);
    const rows = count(await backup(store, path, context.now())) || say('noRows');
    return `${store.where} → ${path}: ${rows}`;
  });

const runRestore = (file: string, { yes }: { yes?: boolean }, context: StoreCliContext, say: Say) =>
  withStore(context, async (store) => {
    const path = resolve(file);
    try {
      const rows = count(await restore(store, path, { mayReplace: yes ?? false })) || say('noRows');
      return `${path} → ${store.where}: ${rows}`;
    } catch (error) {
      if (!(error instanceof NotEmpty)) throw error;
      const replaced = { held: rowsText(error.held), file: path, coming: rowsText(error.coming) };
      throw new SetupError(cliText('notRestored'), [faultIn(store.where, cliText('wouldReplace', replaced))]);
    }
  });

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help, say } = contexts;
  program
    .command('migrate')
    .description(help('migrate'))
    .action(async () => {
      done(await runMigrate(contexts.store(), say));
    });

  program
    .command('backup <file>')
    .description(help('backup'))
    .addHelpText('after', help('backupAfter'))
    .action(async (file: string) => {
      done(await runBackup(file, contexts.store(), say));
    });

  program
    .command('restore <file>')
    .description(help('restore'))
    .option('--yes', help('restoreYes'))
    .addHelpText('after', help('restoreAfter'))
    .action(async (file: string, options: { yes?: boolean }) => {
      done(await runRestore(file, options, contexts.store(), say));
    });
}
