/** Works the queue of one door with a limit of concurrent jobs; a slow job delays no other. */

import { messageOf } from '../../shared/error-message.ts';
import type { Job } from '../context.ts';
import { expireInSeconds, type LeasedJob, type Queue } from './queue.ts';

export interface WorkerOptions {
  queue: Pick<Queue, 'lease' | 'heartbeat' | 'complete' | 'fail'>;
  door: string;
  deliver: (job: Job) => Promise<void>;
  /** How many of at most `max` jobs may start now. */
  allowance: (max: number) => Promise<number>;
  warn: (line: string) => void;
  /** Jobs at once, and jobs leased from the queue at once. */
  maxConcurrent: number;
  batchSize: number;
}

const pollMs = 500;
/** Well below the queue's 10 s, so that a late event loop loses no lease. */
const heartbeatMs = 3_000;

export class Worker {
  #options: WorkerOptions;
  #inFlight = new Map<string, LeasedJob>();
  /** Finished jobs that are not yet completed in the queue. */
  #completed: LeasedJob[] = [];
  #flushing: Promise<void> | undefined;
  #stopping = new AbortController();
  #wake = () => {};
  #starved = false;
  #loop: Promise<void>;
  #heartbeatTimer: NodeJS.Timeout;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#heartbeatTimer = setInterval(() => void this.#heartbeat(), heartbeatMs);
    this.#loop = this.#work();
  }

  get #freeSlots(): number {
    return this.#options.maxConcurrent - this.#inFlight.size;
  }

  async #work(): Promise<void> {
    const { queue, door, allowance, warn, batchSize } = this.#options;
    let failing = false;
    while (!this.#stopping.signal.aborted) {
      let taken = 0;
      try {
        const count = this.#freeSlots > 0 ? await allowance(Math.min(this.#freeSlots, batchSize)) : 0;
        const jobs = count > 0 ? await queue.lease(door, count) : [];
        taken = jobs.length;
        for (const job of jobs) void this.#start(job);
        failing = false;
      } catch (error) {
        if (!failing) warn(`queue of ${door}: ${messageOf(error)}`);
        failing = true;
      }
      this.#starved = taken === 0;
      // A small lease costs as much as a large one: with little room it waits for more.
      if (taken === 0 || this.#freeSlots < batchSize) await this.#pause();
    }
  }

  /** Waits until the next poll, or until it is woken. */
  #pause(): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #start(job: LeasedJob): Promise<void> {
    const { queue, door, deliver, warn } = this.#options;
    // Leased again while it is in work here: the store was away for longer than the heartbeat.
    const isLeasedAgain = this.#inFlight.has(job.id);
    this.#inFlight.set(job.id, job);
    if (isLeasedAgain) return;
    const release = () => {
      this.#inFlight.delete(job.id);
      if (this.#freeSlots >= this.#options.batchSize || this.#stopping.signal.aborted) this.#wake();
    };
    // pg-boss has expired the job by then; its place is freed for others.
    const expired = setTimeout(release, expireInSeconds * 1000);
    try {
      await deliver(job);
      this.#completed.push(this.#inFlight.get(job.id) ?? job);
      this.#flush();
    } catch (error) {
      warn(`delivery ${job.delivery}: ${messageOf(error)}; it is tried again`);
      // Without the store this fails too; the lease then ends, and the job is handed out again all the same.
      await queue.fail(door, job, messageOf(error)).catch(() => {});
    } finally {
      clearTimeout(expired);
      release();
    }
  }

  /** Jobs finishing during `complete()` go into the next batch. */
  #flush(): void {
    if (!this.#completed.length) return;
    this.#flushing ??= (async () => {
      const { queue, door, warn } = this.#options;
      while (this.#completed.length) {
        const batch = this.#completed;
        this.#completed = [];
        try {
          await queue.complete(door, batch);
        } catch (error) {
          warn(`queue of ${door}: ${messageOf(error)}`);
          this.#completed.unshift(...batch);
          break;
        }
        // A channel's next job becomes available now.
        if (this.#starved) this.#wake();
      }
      this.#flushing = undefined;
    })();
  }

  async #heartbeat(): Promise<void> {
    const held = [...this.#inFlight.values(), ...this.#completed];
    this.#flush();
    // Without the store the leases end and the jobs are handed out again; the delivery row holds their outcome.
    if (held.length) await this.#options.queue.heartbeat(this.#options.door, held).catch(() => {});
  }

  /** Leases nothing more, and waits for jobs in work. */
  async stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#loop;
    await this.#idle(withinMs);
    clearInterval(this.#heartbeatTimer);
    await this.#flushing;
    this.#flush();
    await this.#flushing;
  }

  #idle(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#wake = () => {
        if (this.#inFlight.size) return;
        clearTimeout(timer);
        resolve();
      };
      this.#wake();
    });
  }
}
