/** Something that only one of all replicas may hold: a lock of a database session, which goes with its process. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Store } from './open.ts';

export interface LeaderLockOptions {
  store: Pick<Store, 'client'>;
  name: string;
  /** It is ours. */
  onAcquired: () => void;
  /** Another one holds it; waited for before it is asked for again. */
  onLost: () => Promise<void>;
  warn: (line: string) => void;
}

export interface LeaderLock {
  /** Gives it up. Harmless when called twice. */
  stop(): Promise<void>;
}

/** Any number, but the same in every version; the other half of the key is the name. */
const holdLock = 7_249_004;
/** Between two tries of one who waits, and between two looks of the holder whether its connection still lives. */
const lookMs = 1_000;
/** After a restart of the server the one who held it comes first: its platform need not log in again elsewhere. */
const courtesyMs = 3_000;
const againMs = 100;
/** The server takes a session for dead that shows no life for so long: 5 s, and three questions 2 s apart. */
const dropTheDead = 'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3';

export function holdLeaderLock({ store, name, onAcquired: taken, onLost: lost, warn }: LeaderLockOptions): LeaderLock {
  const leaving = new AbortController();
  const { signal } = leaving;
  let held = false;
  let troubled = false;
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});

  /** Until it is left or the connection breaks, which it throws. */
  const keep = async (client: Client): Promise<void> => {
    await client.connect();
    await client.query(dropTheDead);
    while (!signal.aborted) {
      const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as ours', [
        holdLock,
        name,
      ]);
      troubled = false;
      if (rows[0]!.ours) break;
      if (held) {
        held = false;
        warn(`${name}: another replica holds it now`);
        await lost();
      }
      await rest(lookMs);
    }
    if (signal.aborted) return;
    if (!held) taken();
    held = true;
    while (!signal.aborted) {
      await rest(lookMs);
      await client.query('select 1');
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const client = store.client();
      const broken = new Promise<never>((_, reject) => {
        // Each one: an error that nobody listens for ends the process.
        client.on('error', reject);
        client.once('end', () => reject(new Error('the connection has ended')));
      });
      // Whoever is not listening any more when it breaks has left.
      broken.catch(() => {});
      try {
        await Promise.race([keep(client), broken]);
      } catch (error) {
        if (!troubled && !signal.aborted)
          warn(`${name}: ${error instanceof Error ? error.message : String(error)}; trying to hold it again`);
        troubled = true;
      }
      await Promise.race([client.end().catch(() => {}), rest(lookMs)]);
      // Until another one is known to hold it, the holder goes on with what it does, and tries to be the first.
      if (!signal.aborted) await rest(held ? againMs : courtesyMs);
    }
  };

  const over = run();
  return {
    stop: async () => {
      leaving.abort();
      await over;
    },
  };
}
