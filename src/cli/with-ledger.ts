/** What the commands about subscriptions and deliveries share: the ledger, open for as long as they run. */
import type { StoreSettings } from '../config.ts';
import { loadCalendar } from '../digest/holidays.ts';
import { loadPacks } from '../knowledge/load.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DoorContext, DoorSettings } from '../model/door.ts';
import { openStore, type Store } from '../store/open.ts';
import { StoredRooms } from '../store/rooms.ts';
import { type Context, oneLine } from './context.ts';

export interface LedgerContext extends Pick<Context, 'settings' | 'now' | 'stdout' | 'stderr'> {
  store: StoreSettings;
  doors: DoorSettings;
}

export interface Open {
  store: Store;
  ledger: Ledger;
}

export async function withLedger<T>(context: LedgerContext, act: (open: Open) => Promise<T>): Promise<T> {
  const { settings, stderr, now } = context;
  const packs = loadPacks(settings.knowledge);
  const calendar = loadCalendar(settings.holidays);
  const note = (line: string) => void stderr.write(`${line}\n`);
  const store = await openStore(context.store, (error) => note(oneLine(error)));
  try {
    return await act({ store, ledger: { db: store.db, packs, calendar, now, note } });
  } finally {
    await store.close();
  }
}

/** What the program lends to its doors. */
export function doorContext({ store, ledger: { note, now } }: Open, output: NodeJS.WritableStream): DoorContext {
  return { output, note, now, rooms: (door) => new StoredRooms(store.db, door, now) };
}
