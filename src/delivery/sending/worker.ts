/** Works the queue of one door: so many at once, each as long as it takes, and none held up by a slow one beside it. */

import { messageOf } from '../../shared/error-message.ts';
import type { Job } from '../context.ts';
import { expireInSeconds, type LeasedJob, type Queue } from './queue.ts';

export interface WorkerOptions {
  queue: Pick<Queue, 'lease' | 'heartbeat' | 'complete' | 'fail'>;
  door: string;
  deliver: (job: Job) => Promise<void>;
  /** How many of so many may be begun now. */
  allowance: (max: number) => Promise<number>;
  warn: (line: string) => void;
  /** How many at once, and how many of them are taken from the queue in one batchSize. */
  maxConcurrent: number;
  batchSize: number;
}

const pollMs = 500;
/** Well within the heartbeat of the queue, also where the event loop is late. */
const heartbeatMs = 3_000;

export class Worker {
  #options: WorkerOptions;
  #inFlight = new Map<string, LeasedJob>();
  /** Over, and the queue has yet to be told. */
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
    let troubled = false;
    while (!this.#stopping.signal.aborted) {
      let taken = 0;
      try {
        const count = this.#freeSlots > 0 ? await allowance(Math.min(this.#freeSlots, batchSize)) : 0;
        const jobs = count > 0 ? await queue.lease(door, count) : [];
        taken = jobs.length;
        for (const job of jobs) void this.#start(job);
        troubled = false;
      } catch (error) {
        if (!troubled) warn(`queue of ${door}: ${messageOf(error)}`);
        troubled = true;
      }
      this.#starved = taken === 0;
      // Small bites cost as much as large ones: with little room it is worth waiting for more.
      if (taken === 0 || this.#freeSlots < batchSize) await this.#pause();
    }
  }

  /** Until the next poll, or until there is something to be had. */
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
    const { queue, door, deliver: act, warn } = this.#options;
    // Given out again while it is still being worked on here: the store was away for longer than the heartbeat.
    const again = this.#inFlight.has(job.id);
    this.#inFlight.set(job.id, job);
    if (again) return;
    const leave = () => {
      this.#inFlight.delete(job.id);
      if (this.#freeSlots >= this.#options.batchSize || this.#stopping.signal.aborted) this.#wake();
    };
    // The queue has given up on it by then, and its place is for others.
    const expired = setTimeout(leave, expireInSeconds * 1000);
    try {
      await act(job);
      this.#completed.push(this.#inFlight.get(job.id) ?? job);
      this.#flush();
    } catch (error) {
      warn(`delivery ${job.delivery}: ${messageOf(error)}; it is tried again`);
      // Where the store is away this fails too; then the heartbeat ends, and the queue gives it out again all the same.
      await queue.fail(door, job, messageOf(error)).catch(() => {});
    } finally {
      clearTimeout(expired);
      leave();
    }
  }

  /** What ends while the queue is being told, is told together afterwards. */
  #flush(): void {
    if (!this.#completed.length) return;
    this.#flushing ??= (async () => {
      const { queue, door, warn } = this.#options;
      while (this.#completed.length) {
        const told = this.#completed;
        this.#completed = [];
        try {
          await queue.complete(door, told);
        } catch (error) {
          warn(`queue of ${door}: ${messageOf(error)}`);
          this.#completed.unshift(...told);
          break;
        }
        // The next of a channel is given out once the one before is over.
        if (this.#starved) this.#wake();
      }
      this.#flushing = undefined;
    })();
  }

  async #heartbeat(): Promise<void> {
    const held = [...this.#inFlight.values(), ...this.#completed];
    this.#flush();
    // Where the store is away, the queue gives them out again once the heartbeat is over; the row knows what became of them.
    if (held.length) await this.#options.queue.heartbeat(this.#options.door, held).catch(() => {});
  }

  /** Takes nothing more, and waits for what is under way. */
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
