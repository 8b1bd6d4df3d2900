/** Works the queue of one door: so many at once, each as long as it takes, and none held up by a slow one beside it. */

import { messageOf } from '../shared/error-message.ts';
import type { Job } from './context.ts';
import { expireInSeconds, type Held, type Queue } from './queue.ts';

export interface LineOptions {
  queue: Pick<Queue, 'take' | 'touch' | 'complete' | 'fail'>;
  door: string;
  act: (job: Job) => Promise<void>;
  /** How many of so many may be begun now. */
  allowance: (most: number) => Promise<number>;
  note: (line: string) => void;
  /** How many at once, and how many of them are taken from the queue in one bite. */
  most: number;
  bite: number;
}

const pollMs = 500;
/** Well within the heartbeat of the queue, also where the event loop is late. */
const touchMs = 3_000;

export class Line {
  #options: LineOptions;
  #underWay = new Map<string, Held>();
  /** Over, and the queue has yet to be told. */
  #done: Held[] = [];
  #telling: Promise<void> | undefined;
  #stopping = new AbortController();
  #wake = () => {};
  #hungry = false;
  #over: Promise<void>;
  #beat: NodeJS.Timeout;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#beat = setInterval(() => void this.#touch(), touchMs);
    this.#over = this.#work();
  }

  get #room(): number {
    return this.#options.most - this.#underWay.size;
  }

  async #work(): Promise<void> {
    const { queue, door, allowance, note, bite } = this.#options;
    let troubled = false;
    while (!this.#stopping.signal.aborted) {
      let taken = 0;
      try {
        const count = this.#room > 0 ? await allowance(Math.min(this.#room, bite)) : 0;
        const jobs = count > 0 ? await queue.take(door, count) : [];
        taken = jobs.length;
        for (const job of jobs) void this.#begin(job);
        troubled = false;
      } catch (trouble) {
        if (!troubled) note(`queue of ${door}: ${messageOf(trouble)}`);
        troubled = true;
      }
      this.#hungry = taken === 0;
      // Small bites cost as much as large ones: with little room it is worth waiting for more.
      if (taken === 0 || this.#room < bite) await this.#pause();
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

  async #begin(job: Held): Promise<void> {
    const { queue, door, act, note } = this.#options;
    // Given out again while it is still being worked on here: the store was away for longer than the heartbeat.
    const again = this.#underWay.has(job.id);
    this.#underWay.set(job.id, job);
    if (again) return;
    const leave = () => {
      this.#underWay.delete(job.id);
      if (this.#room >= this.#options.bite || this.#stopping.signal.aborted) this.#wake();
    };
    // The queue has given up on it by then, and its place is for others.
    const expired = setTimeout(leave, expireInSeconds * 1000);
    try {
      await act(job);
      this.#done.push(this.#underWay.get(job.id) ?? job);
      this.#tell();
    } catch (trouble) {
      note(`delivery ${job.delivery}: ${messageOf(trouble)}; it is tried again`);
      // Where the store is away this fails too; then the heartbeat ends, and the queue gives it out again all the same.
      await queue.fail(door, job, messageOf(trouble)).catch(() => {});
    } finally {
      clearTimeout(expired);
      leave();
    }
  }

  /** What ends while the queue is being told, is told together afterwards. */
  #tell(): void {
    if (!this.#done.length) return;
    this.#telling ??= (async () => {
      const { queue, door, note } = this.#options;
      while (this.#done.length) {
        const told = this.#done;
        this.#done = [];
        try {
          await queue.complete(door, told);
        } catch (trouble) {
          note(`queue of ${door}: ${messageOf(trouble)}`);
          this.#done.unshift(...told);
          break;
        }
        // The next of a channel is given out once the one before is over.
        if (this.#hungry) this.#wake();
      }
      this.#telling = undefined;
    })();
  }

  async #touch(): Promise<void> {
    const held = [...this.#underWay.values(), ...this.#done];
    this.#tell();
    // Where the store is away, the queue gives them out again once the heartbeat is over; the row knows what became of them.
    if (held.length) await this.#options.queue.touch(this.#options.door, held).catch(() => {});
  }

  /** Takes nothing more, and waits for what is under way. */
  async stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#over;
    await this.#idle(withinMs);
    clearInterval(this.#beat);
    await this.#telling;
    this.#tell();
    await this.#telling;
  }

  #idle(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#wake = () => {
        if (this.#underWay.size) return;
        clearTimeout(timer);
        resolve();
      };
      this.#wake();
    });
  }
}
