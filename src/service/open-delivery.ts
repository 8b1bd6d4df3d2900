/** Opens the store and the delivery context for a command, and closes them after it. */

import type { DeliveryContext } from '../delivery/context.ts';
import { CommandError } from '../delivery/subscriptions.ts';
import { loadCalendar } from '../digest/calendar/load.ts';
import { loadPacks } from '../knowledge/load.ts';
import type { DoorContext } from '../model/door.ts';
import { SetupError } from '../model/fault.ts';
import { oneLine } from '../shared/error-message.ts';
import { explainDatabaseError } from '../store/explain-error.ts';
import { openStore, type Store } from '../store/open.ts';
import { StoredRooms } from '../store/rooms.ts';
import type { DeliveryEnvironment } from './environment.ts';
import { throttled } from './log/throttled-log.ts';
import { serviceText } from './messages.ts';

export interface OpenDelivery {
  store: Store;
  deliveryContext: DeliveryContext;
}

export async function withDelivery<T>(
  context: DeliveryEnvironment,
  act: (open: OpenDelivery) => Promise<T>,
): Promise<T> {
  const { settings, stderr, now } = context;
  const { lateAfterMs } = context.clock;
  const packs = loadPacks(settings.knowledge);
  const calendar = loadCalendar(settings.holidays);
  const warn = throttled((line) => void stderr.write(`${line}\n`), now);
  const store = await openStore(context.store, (error) => warn(oneLine(error)));
  try {
    return await act({ store, deliveryContext: { db: store.db, packs, calendar, now, warn, lateAfterMs } });
  } catch (error) {
    throw explainDatabaseError(store.where, error);
  } finally {
    await store.close();
  }
}

/** What doors are opened with. */
export function doorContext(
  { store, deliveryContext: { warn, now } }: OpenDelivery,
  output: NodeJS.WritableStream,
): DoorContext {
  return { output, warn, now, rooms: (door) => new StoredRooms(store.db, door, now) };
}

/** Turns a CommandError into one sentence without a stack. @throws {SetupError} */
export async function reportRefusal<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CommandError) throw new SetupError(serviceText('notDone', { why: error.text }), []);
    throw error;
  }
}
