/** `qinzhi migrate`, `backup` and `restore`: what a person does with the store. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { SetupError } from '../model/fault.ts';
import { oneLine } from '../shared/error-message.ts';
import { backup } from '../store/backup/backup.ts';
import { NotEmpty, restore } from '../store/backup/restore.ts';
import { explainDatabaseError } from '../store/explain-error.ts';
import { openStore, type Store } from '../store/open.ts';
import { type CliContexts, type Done, type StoreCliContext, write } from './context.ts';

/** Prints what `act` says, if anything. */
export async function withStore(context: StoreCliContext, act: (store: Store) => Promise<string>): Promise<number> {
  const store = await openStore(context.settings, (error) => context.stderr.write(`${oneLine(error)}\n`));
  try {
    const said = await act(store);
    if (said) await write(context.stdout, `${said}\n`);
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
    .join(', ') || 'no rows';

const runMigrate = (context: StoreCliContext) =>
  withStore(context, async ({ migrated, where }) =>
    migrated ? `${where}: ${migrated} applied, up to date` : `${where}: up to date`,
  );

const runBackup = (file: string, context: StoreCliContext) =>
  withStore(context, async (store) => {
    const path = resolve(file);
    return `${store.where} → ${path}: ${count(await backup(store, path, context.now()))}`;
  });

const runRestore = (file: string, { yes }: { yes?: boolean }, context: StoreCliContext) =>
  withStore(context, async (store) => {
    const path = resolve(file);
    try {
      return `${path} → ${store.where}: ${count(await restore(store, path, { mayReplace: yes ?? false }))}`;
    } catch (error) {
      if (!(error instanceof NotEmpty)) throw error;
      throw new SetupError('The backup was not restored, because the store is not empty:', [
        {
          file: store.where,
          place: '',
          message: `holds ${count(error.held)}; ${path} would replace all of it by ${count(error.coming)}: --yes does that (qinzhi backup FILE keeps what is there)`,
        },
      ]);
    }
  });

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('migrate')
    .description('bring the tables of the store up to date; every command that needs them also does')
    .action(async () => {
      done(await runMigrate(contexts.store()));
    });

  program
    .command('backup <file>')
    .description('write all that the store holds to one file, while it may be in use')
    .addHelpText('after', '\nThe file holds what people asked and is readable by its owner only.')
    .action(async (file: string) => {
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
      done(await runRestore(file, options, contexts.store()));
    });
}
