/** A lock that only one replica holds: an advisory lock of a database session, released when its process ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { messageOf } from '../shared/error-message.ts';
import type { Store } from './open.ts';

export interface LeaderLockOptions {
  store: Pick<Store, 'client'>;
  name: string;
  /** Called when this replica holds the lock. */
  onAcquired: () => void;
  /** Called when another replica holds it; awaited before the lock is tried again. */
  onLost: () => Promise<void>;
  warn: (line: string) => void;
}

export interface LeaderLock {
  /** Releases it. Safe to call twice. */
  stop(): Promise<void>;
}

/** An arbitrary key; it must be the same in every version. The other half of the key is the name. */
const lockKey = 7_249_004;
/** Between two tries for the lock, and between two checks of the holder's connection. */
const checkEveryMs = 1_000;
/** After a restart of the server the former holder tries first, so that its platform need not log in again elsewhere. */
const reconnectMs = 3_000;
const holderReconnectMs = 100;
/** The server drops a dead session after 5 s and three probes 2 s apart. */
const dropDeadSessions = 'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3';

class SessionLock implements LeaderLock {
  readonly #options: LeaderLockOptions;
  readonly #stopping = new AbortController();
  readonly #loop: Promise<void>;
  #held = false;
  /** A failure was reported, and the lock has not been tried since. */
  #isReported = false;

  constructor(options: LeaderLockOptions) {
    this.#options = options;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #rest(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const client = this.#options.store.client();
      try {
        await Promise.race([this.#keep(client), whenBroken(client)]);
      } catch (error) {
        this.#report(error);
      }
      await Promise.race([client.end().catch(() => {}), this.#rest(checkEveryMs)]);
      // The holder keeps working until another replica has the lock, and tries to get it back first.
      if (!this.#isStopped) await this.#rest(this.#held ? holderReconnectMs : reconnectMs);
    }
  }

  /** Gets the lock and holds it until it is stopped. @throws when the connection breaks */
  async #keep(client: Client): Promise<void> {
    await client.connect();
    await client.query(dropDeadSessions);
    if (!(await this.#acquire(client))) return;
    if (!this.#held) this.#options.onAcquired();
    this.#held = true;
    while (!this.#isStopped) {
      await this.#rest(checkEveryMs);
      await client.query('select 1');
    }
  }

  /** @returns false where it was stopped first */
  async #acquire(client: Client): Promise<boolean> {
    const { name, onLost, warn } = this.#options;
    while (!this.#isStopped) {
      const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as ours', [
        lockKey,
        name,
      ]);
      this.#isReported = false;
      if (rows[0]!.ours) return !this.#isStopped;
      if (this.#held) {
        this.#held = false;
        warn(`${name}: another replica holds it now`);
        await onLost();
      }
      await this.#rest(checkEveryMs);
    }
    return false;
  }

  #report(error: unknown): void {
    const { name, warn } = this.#options;
    if (!this.#isReported && !this.#isStopped) warn(`${name}: ${messageOf(error)}; trying to hold it again`);
    this.#isReported = true;
  }
}

/** Rejects when the connection fails or ends. */
function whenBroken(client: Client): Promise<never> {
  const broken = new Promise<never>((_, reject) => {
    // Every error needs a listener: without one it would end the process.
    client.on('error', reject);
    client.once('end', () => reject(new Error('the connection has ended')));
  });
  // Not raced any more once the lock is given up: the end of the connection is then expected.
  broken.catch(() => {});
  return broken;
}

export const holdLeaderLock = (options: LeaderLockOptions): LeaderLock => new SessionLock(options);
