/** Has a service anything to do? A chat door to answer at, or a subscription to send. */
import type { BotSettings } from '../config/bot.ts';
import type { DeliveryContext } from '../delivery/context.ts';
import { countSubscriptions } from '../delivery/subscriptions.ts';
import { SetupError } from '../model/fault.ts';
import type { Log } from '../model/log.ts';
import type { Adapter } from '../model/port.ts';
import { isChatDoor } from './doors.ts';
import { serviceText } from './messages.ts';
import { chatDoorSetup } from './notices.ts';

/**
 * Warns of rights at doors that are not configured, and of a service that only sends.
 * @throws {SetupError} where there is neither a chat door nor a subscription
 */
export async function checkPurpose(
  { commandsForAnyone, admins }: BotSettings,
  context: DeliveryContext,
  log: Log,
  doors: readonly Adapter[],
): Promise<void> {
  const configured = doors.map(({ name }) => name);
  const named = new Set([...commandsForAnyone, ...admins.map(({ door }) => door)]);
  // Only a warning: the settings of a door may be taken out for a while.
  for (const door of named) if (!configured.includes(door)) log.warn({ door }, serviceText('rightsDoor'));
  if (doors.some(isChatDoor)) return;
  if (!(await countSubscriptions(context))) throw new SetupError(serviceText('nothingToRun'), chatDoorSetup);
  log.warn({}, serviceText('onlyDigests'));
}
