/** The admins of a running service: the code for the first one, and the channels to which failures of a door are reported. */
import type { BotSettings } from '../config/bot.ts';
import type { AlertChannels } from '../delivery/types.ts';
import type { Log } from '../model/log.ts';
import type { Adapter } from '../model/port.ts';
import { adminChannels, allAdmins, startInvite } from '../store/admins.ts';
import type { Store } from '../store/open.ts';
import { isChatDoor } from './doors.ts';
import type { ServiceEnvironment } from './environment.ts';
import { serviceText } from './messages.ts';

/** Logs a pairing code where a chat door runs and nobody is an admin yet. */
export async function inviteFirstAdmin(
  { bot, now, program }: ServiceEnvironment,
  { db }: Store,
  log: Log,
  doors: readonly Adapter[],
): Promise<void> {
  if (!doors.some(isChatDoor) || bot.admins.length || (await allAdmins(db)).length) return;
  log.warn({}, serviceText('noAdmin', { code: await startInvite(db, now()), program }));
}

/** Channels of a door's admins: those of the settings, and those who paired. */
export const alertChannelsOf =
  (admins: BotSettings['admins']): AlertChannels =>
  async (door, tx) => {
    const named = admins.filter((one) => one.door === door).map(({ user }) => user);
    return [...new Set([...named, ...(await adminChannels(tx, door))])];
  };
