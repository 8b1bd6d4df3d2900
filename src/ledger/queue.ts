/** The queue: pg-boss on the store's own connections, one queue for each door. */
import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Store } from '../store/open.ts';
import type { Jobs } from './ledger.ts';

/** What the tables of the queue are called in statements of our own. */
export const jobTable = sql.raw('pgboss.job');
export const queueOf = (door: string) => `deliver.${door}`;

/** A job whose worker shows no life for so long is given out again; less is not taken by pg-boss. */
const heartbeatSeconds = 10;
/** A door that never comes back from an attempt. */
const expireInSeconds = 300;
const atOnce = 4;
/** Any number, but the same in every version. */
const installLock = 7_249_003;

interface Data {
  delivery: string;
}

export class Queue implements Jobs {
  #boss: PgBoss;
  #pool: Store['pool'];
  #ready = new Set<string>();

  constructor({ pool }: Pick<Store, 'pool'>, note: (line: string) => void) {
    this.#pool = pool;
    this.#boss = new PgBoss({
      db: { executeSql: (text, values) => pool.query(text, values) },
      // The alarm clock is ours; pg-boss only hands out jobs.
      schedule: false,
      superviseIntervalSeconds: 2,
      monitorIntervalSeconds: 2,
    });
    this.#boss.on('error', (error) => note(`queue: ${error.message}`));
  }

  async start(): Promise<void> {
    const client = await this.#pool.connect();
    try {
      // Replicas that start together on an empty database fail in `create schema if not exists` without it.
      await client.query('select pg_advisory_lock($1)', [installLock]);
      await this.#boss.start();
      await client.query('select pg_advisory_unlock($1)', [installLock]);
      client.release();
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  async ready(door: string): Promise<void> {
    if (this.#ready.has(door)) return;
    await this.#boss.createQueue(queueOf(door), {
      heartbeatSeconds,
      expireInSeconds,
      // What a platform refuses is a new job; pg-boss itself repeats only what a dead process or the store left undone.
      retryLimit: 20,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
      deleteAfterSeconds: 24 * 3600,
    });
    this.#ready.add(door);
  }

  async put(...[tx, door, jobs]: Parameters<Jobs['put']>): Promise<void> {
    if (!jobs.length) return;
    const rows = jobs.map(({ id, delivery, afterMs = 0 }) => ({
      id,
      data: { delivery } satisfies Data,
      ...(afterMs ? { startAfter: Math.ceil(afterMs / 1000) } : {}),
    }));
    await this.#boss.insert(queueOf(door), rows, { db: fromDrizzle(tx, sql) });
  }

  async work(door: string, act: (job: { id: string; delivery: string }) => Promise<void>): Promise<void> {
    await this.ready(door);
    const options = { localConcurrency: atOnce, pollingIntervalSeconds: 0.5 };
    await this.#boss.work<Data>(queueOf(door), options, async (jobs) => {
      for (const { id, data } of jobs) await act({ id, delivery: data.delivery });
    });
  }

  /** Waits for what is being sent. */
  async stop(withinMs: number): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: withinMs });
  }
}
