/** `qinzhi admin`: lists and removes admins, and makes invitation codes. */
import type { Command } from 'commander';
import { SetupError } from '../model/fault.ts';
import { jsonLine, printable } from '../shared/mask.ts';
import { allAdmins, makeInvite, removeAdmin } from '../store/admins.ts';
import { actorOf, type CliContexts, type Done, type StoreCliContext } from './context.ts';
import { cliText, type Say } from './messages/messages.ts';
import { withStore } from './store.ts';

const invite = (options: { by?: string }, context: StoreCliContext, say: Say): Promise<number> =>
  withStore(context, async ({ db }) => {
    const code = await makeInvite(db, actorOf(options), context.now());
    return say('invited', { code });
  });

/** `named`: admins of the settings, who have no rows in the store. */
const listAdmins = (
  named: readonly { door: string; user: string }[],
  { json }: { json?: boolean },
  context: StoreCliContext,
  say: Say,
): Promise<number> =>
  withStore(context, async ({ db }) => {
    const rows = [
      ...named.map(({ door, user }) => ({ door, user, name: null, addedBy: 'QINZHI_ADMINS', addedAt: null })),
      ...(await allAdmins(db)),
    ];
    if (json) return rows.map(jsonLine).join('\n');
    const line = ({ door, user, name, addedBy, addedAt }: (typeof rows)[number]) =>
      printable(
        [`${door}:${user}`, name, say('addedBy', { name: addedBy }), addedAt?.toISOString()].filter(Boolean).join('  '),
      );
    return rows.map(line).join('\n') || say('adminsNone');
  });

const remove = (who: string, options: { by?: string }, context: StoreCliContext, say: Say): Promise<number> => {
  const match = /^([a-z][a-z0-9-]*):(.+)$/.exec(who);
  if (!match) throw new SetupError(cliText('adminWrong', { who }), []);
  return withStore(context, async ({ db }) => {
    const person = { door: match[1]!, user: match[2]! };
    if (!(await removeAdmin(db, person, actorOf(options), context.now())))
      throw new SetupError(cliText('adminUnknown', { who }), []);
    return say('adminRemoved', { who });
  });
};

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help, say } = contexts;
  const admin = program.command('admin').description(help('admin'));
  const by = ['--by <name>', help('by')] as const;
  admin
    .command('invite')
    .description(help('adminInvite'))
    .option(...by)
    .action(async (options: { by?: string }) => {
      done(await invite(options, contexts.store(), say));
    });
  admin
    .command('list')
    .description(help('adminList'))
    .option('--json', help('jsonLines'))
    .action(async (options: { json?: boolean }) => {
      done(await listAdmins(contexts.bot().admins, options, contexts.store(), say));
    });
  admin
    .command('remove <admin>')
    .description(help('adminRemove'))
    .option(...by)
    .action(async (who: string, options: { by?: string }) => {
      done(await remove(who, options, contexts.store(), say));
    });
}
