/** The job queue: pg-boss on the store's connections, one queue for each door. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Store } from '../../store/open.ts';
import type { Job, JobQueue } from '../context.ts';

/** pg-boss's table, for our own statements. */
export const jobTable = sql.raw('pgboss.job');
export const queueName = (door: string) => `deliver.${door}`;

/** A job without a heartbeat for so long is handed out again; 10 s is pg-boss's minimum. */
const heartbeatSeconds = 10;
/** Limit for an attempt that never returns. */
export const expireInSeconds = 300;
/** An arbitrary key; it must be the same in every version. */
const installLock = 7_249_003;

interface Data {
  delivery: string;
  channel: string;
  due: string;
  turn?: string;
}

/** A job leased to this worker. `retryCount` distinguishes its leases: pg-boss ignores the completion of an earlier one. */
export interface LeasedJob extends Job {
  retryCount: number;
}

/** Hashed, since a channel may be a long address and pg-boss indexes the group. */
const groupOf = (channel: string) => createHash('sha1').update(channel).digest('base64url');

/** The earliest due first; a job that returns for its reserved moment goes before others of the same minute. */
const priorityOf = ({ due, reservedAt }: Job) => -2 * Math.floor(due.getTime() / 60_000) + (reservedAt ? 1 : 0);

export class Queue implements JobQueue {
  #boss: PgBoss;
  #pool: Store['pool'];
  #ready = new Set<string>();

  constructor({ pool }: Pick<Store, 'pool'>, warn: (line: string) => void) {
    this.#pool = pool;
    this.#boss = new PgBoss({
      db: { executeSql: (text, values) => pool.query(text, values) },
      // Schedules are ours; pg-boss only hands out jobs.
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
      // A refused send gets a new job; pg-boss retries only what a dead process or an unreachable store left.
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
      const { id, delivery, channel, due, reservedAt, afterMs = 0 } = job;
      const turn = reservedAt ? { turn: reservedAt.toISOString() } : {};
      const data: Data = { delivery, channel, due: due.toISOString(), ...turn };
      const wait = afterMs > 0 ? { startAfter: afterMs / 1000 } : {};
      return { id, data, priority: priorityOf(job), group: { id: groupOf(channel) }, ...wait };
    });
    await this.#boss.insert(queueName(door), rows, { db: fromDrizzle(tx, sql) });
  }

  /** Leases at most one job of each channel: its digests stay in order, and a slow channel blocks no other. */
  async lease(door: string, count: number): Promise<LeasedJob[]> {
    const jobs = await this.#boss.fetch<Data>(queueName(door), { batchSize: count, groupConcurrency: 1 });
    return jobs.map(({ id, retryCount, data: { delivery, channel, due, turn } }) => ({
      ...{ id, retryCount, delivery, channel, due: new Date(due) },
      ...(turn ? { reservedAt: new Date(turn) } : {}),
    }));
  }

  /** Extends the leases of jobs in work. */
  async heartbeat(door: string, jobs: readonly LeasedJob[]): Promise<void> {
    await this.#boss.touch(queueName(door), [...jobs]);
  }

  async complete(door: string, jobs: readonly LeasedJob[]): Promise<void> {
    await this.#boss.complete(queueName(door), [...jobs]);
  }

  /** Hands the job out again after pg-boss's retry delay. */
  async fail(door: string, job: LeasedJob, why: string): Promise<void> {
    await this.#boss.fail(queueName(door), job, { message: why });
  }

  async stop(withinMs: number): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: withinMs });
  }
}
