/** The queue: pg-boss on the store's own connections, one queue for each door. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Store } from '../../store/open.ts';
import type { Job, JobQueue } from '../context.ts';

/** What the tables of the queue are called in statements of our own. */
export const jobTable = sql.raw('pgboss.job');
export const queueName = (door: string) => `deliver.${door}`;

/** A job whose worker shows no life for so long is given out again; less is not taken by pg-boss. */
const heartbeatSeconds = 10;
/** A door that never comes back from an attempt. */
export const expireInSeconds = 300;
/** Any number, but the same in every version. */
const installLock = 7_249_003;

interface Data {
  delivery: string;
  channel: string;
  due: string;
  turn?: string;
}

/** A job in a worker's hands. `retryCount` says which of its attempts: another one's is not ours to settle. */
export interface LeasedJob extends Job {
  retryCount: number;
}

/** A channel may be a long address, and the queue has an index over it. */
const groupOf = (channel: string) => createHash('sha1').update(channel).digest('base64url');

/** What was due first is handed out first; what comes back for its turn goes before others of the same minute. */
const priorityOf = ({ due, reservedAt: turn }: Job) => -2 * Math.floor(due.getTime() / 60_000) + (turn ? 1 : 0);

export class Queue implements JobQueue {
  #boss: PgBoss;
  #pool: Store['pool'];
  #ready = new Set<string>();

  constructor({ pool }: Pick<Store, 'pool'>, warn: (line: string) => void) {
    this.#pool = pool;
    this.#boss = new PgBoss({
      db: { executeSql: (text, values) => pool.query(text, values) },
      // The alarm clock is ours; pg-boss only hands out jobs.
      schedule: false,
      superviseIntervalSeconds: 2,
      monitorIntervalSeconds: 2,
    });
    this.#boss.on('error', (error) => warn(`queue: ${error.message}`));
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

  async ensure(door: string): Promise<void> {
    if (this.#ready.has(door)) return;
    await this.#boss.createQueue(queueName(door), {
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

  async enqueue(...[tx, door, jobs]: Parameters<JobQueue['enqueue']>): Promise<void> {
    if (!jobs.length) return;
    const rows = jobs.map((job) => {
      const { id, delivery, channel, due, reservedAt: turn, afterMs = 0 } = job;
      const data: Data = { delivery, channel, due: due.toISOString(), ...(turn ? { turn: turn.toISOString() } : {}) };
      const wait = afterMs > 0 ? { startAfter: afterMs / 1000 } : {};
      return { id, data, priority: priorityOf(job), group: { id: groupOf(channel) }, ...wait };
    });
    await this.#boss.insert(queueName(door), rows, { db: fromDrizzle(tx, sql) });
  }

  /** Of each channel at most one at a time: a slow one holds up nobody else, and its digests stay in order. */
  async lease(door: string, count: number): Promise<LeasedJob[]> {
    const jobs = await this.#boss.fetch<Data>(queueName(door), { batchSize: count, groupConcurrency: 1 });
    return jobs.map(({ id, retryCount, data: { delivery, channel, due, turn } }) => ({
      ...{ id, retryCount, delivery, channel, due: new Date(due) },
      ...(turn ? { reservedAt: new Date(turn) } : {}),
    }));
  }

  /** They are still being worked on. */
  async heartbeat(door: string, jobs: readonly LeasedJob[]): Promise<void> {
    await this.#boss.touch(queueName(door), [...jobs]);
  }

  async complete(door: string, jobs: readonly LeasedJob[]): Promise<void> {
    await this.#boss.complete(queueName(door), [...jobs]);
  }

  /** Given out again after a while. */
  async fail(door: string, job: LeasedJob, why: string): Promise<void> {
    await this.#boss.fail(queueName(door), job, { message: why });
  }

  async stop(withinMs: number): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: withinMs });
  }
}
