/** `qinzhi admin`: who may give commands in the chats, and codes for those who are to. */
import type { Command } from 'commander';
import { SetupError } from '../model/fault.ts';
import { allAdmins, makeInvite, removeAdmin } from '../store/admins.ts';
import { actorOf, type CliContexts, type Done, type StoreCliContext } from './context.ts';
import { withStore } from './store.ts';

const invite = (options: { by?: string }, context: StoreCliContext): Promise<number> =>
  withStore(context, async ({ db }) => {
    const code = await makeInvite(db, actorOf(options), context.now());
    return `${code}\nWhoever sends “认领 ${code}” (or “pair ${code}”) to the assistant in a direct chat within 24 hours becomes an admin; it works once.`;
  });

/** `named`: by the settings, who are no rows of the store. */
const listAdmins = (
  named: readonly { door: string; user: string }[],
  { json }: { json?: boolean },
  context: StoreCliContext,
): Promise<number> =>
  withStore(context, async ({ db }) => {
    const rows = [
      ...named.map(({ door, user }) => ({ door, user, name: null, addedBy: 'QINZHI_ADMINS', addedAt: null })),
      ...(await allAdmins(db)),
    ];
    if (json) return rows.map((row) => JSON.stringify(row)).join('\n');
    const line = ({ door, user, name, addedBy, addedAt }: (typeof rows)[number]) =>
      [`${door}:${user}`, name, `by ${addedBy}`, addedAt?.toISOString()].filter(Boolean).join('  ');
    return rows.map(line).join('\n') || 'There are none; qinzhi admin invite makes a code for one.';
  });

const remove = (who: string, options: { by?: string }, context: StoreCliContext): Promise<number> => {
  const match = /^([a-z][a-z0-9-]*):(.+)$/.exec(who);
  if (!match) throw new SetupError(`${who} is no DOOR:USER such as slack:U0123ABC; qinzhi admin list shows them.`, []);
  return withStore(context, async ({ db }) => {
    const person = { door: match[1]!, user: match[2]! };
    if (!(await removeAdmin(db, person, actorOf(options), context.now())))
      throw new SetupError(`${who} is no admin of the store; qinzhi admin list shows them.`, []);
    return `${who} is no admin any more`;
  });
};

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const admin = program.command('admin').description('who may give commands in the chats');
  const by = ['--by <name>', 'who asks for it (default: the user of this system)'] as const;
  admin
    .command('invite')
    .description('a code that makes whoever says it to the assistant an admin: once, within 24 hours')
    .option(...by)
    .action(async (options: { by?: string }) => {
      done(await invite(options, contexts.store()));
    });
  admin
    .command('list')
    .description('all of them, by settings and by code')
    .option('--json', 'JSON lines')
    .action(async (options: { json?: boolean }) => {
      done(await listAdmins(contexts.bot().admins, options, contexts.store()));
    });
  admin
    .command('remove <admin>')
    .description('take the right away from DOOR:USER')
    .option(...by)
    .action(async (who: string, options: { by?: string }) => {
      done(await remove(who, options, contexts.store()));
    });
}
