/** Send queue of the account: spacing between messages, a cap per conversation, first in, first out. */

/** @returns early when the signal is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export interface PacerOptions {
  /** Between the end of one message and the start of the next: from, to; drawn anew each time. */
  spacingMs: readonly [number, number];
  perRoomPerMinute: number;
  now: () => Date;
  wait: Wait;
  /** From 0 up to, but not including, 1. */
  random: () => number;
}

export type Step = () => Promise<void>;

interface Job {
  room: string;
  since: number;
  /** Those still to be taken. */
  steps: Step[];
  done: () => void;
  fail: (why: unknown) => void;
  /** Why the steps that are left are not taken. */
  cut?: NotSent;
}

/** Rejects jobs that were never sent: the queue was closed, or they waited too long. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

const minuteMs = 60_000;
/** Between two looks at a queue whose messages need no spacing. */
const minPollMs = 10;
/** Jobs that waited longer for a login are dropped. */
const maxHoldMs = 10 * minuteMs;

export class Pacer {
  #options: PacerOptions;
  #queue: Job[] = [];
  #sent = new Map<string, number[]>();
  #freeAt = 0;
  #heldSince: number | undefined;
  #closed = false;
  #running: Promise<void> | undefined;
  #current: Job | undefined;
  #wake = new AbortController();

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  /** How many messages wait. */
  get waiting(): number {
    return this.#queue.reduce((sum, { steps }) => sum + steps.length, 0);
  }

  /** Expected delay of a message added now, by the mean spacing. */
  get lagMs(): number {
    const [least, most] = this.#options.spacingMs;
    const mean = (least + most) / 2;
    const untilFree = this.#current
      ? mean
      : Math.max(0, this.#freeFrom(this.#options.now().getTime()) - this.#options.now().getTime());
    return untilFree + this.waiting * mean;
  }

  /**
   * Runs the steps in order; nothing else is sent to that room in between, and a failed step cancels the rest.
   * @throws {NotSent} where steps were cancelled.
   */
  add(room: string, steps: readonly Step[]): Promise<void> {
    if (this.#closed) return Promise.reject(new NotSent('the door is closed'));
    if (!steps.length) return Promise.resolve();
    return new Promise((done, fail) => {
      this.#queue.push({ room, since: this.#options.now().getTime(), steps: [...steps], done, fail });
      this.#rouse();
      this.#running ??= this.#work();
    });
  }

  /** Settles when a message would go out at once, when none can (logged out, closed), or after `maxMs`. */
  async untilFree(maxMs: number): Promise<void> {
    const { now, wait } = this.#options;
    const startedMs = now().getTime();
    while (!this.#closed && this.#heldSince === undefined) {
      const lagMs = this.#current || this.#queue.length ? Math.max(this.lagMs, minPollMs) : this.lagMs;
      const waitedMs = now().getTime() - startedMs;
      if (lagMs <= 0 || waitedMs >= maxMs) return;
      await wait(Math.min(lagMs, maxMs - waitedMs), this.#wake.signal);
    }
  }

  /** Nothing goes out until `release`. */
  hold(): void {
    this.#heldSince ??= this.#options.now().getTime();
    this.#rouse();
  }

  release(): void {
    const now = this.#options.now().getTime();
    const heldSince = this.#heldSince ?? now;
    this.#heldSince = undefined;
    for (const job of this.#queue)
      if (now - Math.max(job.since, heldSince) > maxHoldMs)
        this.#drop(job, new NotSent('it waited too long for a login'));
    this.#rouse();
  }

  /** Waits for the message being sent and drops the rest. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue) this.#drop(job, new NotSent('the door is closed'));
    this.#rouse();
    await this.#running;
  }

  #rouse(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  async #work(): Promise<void> {
    const { now, wait, random, spacingMs } = this.#options;
    const [least, most] = spacingMs;
    while (this.#queue.length) {
      const { signal } = this.#wake;
      const { job, at } = this.#next();
      const early = this.#heldSince !== undefined ? minuteMs : at - now().getTime();
      if (early > 0) {
        // A newly added job may be sendable earlier, so adding one wakes the queue.
        await wait(early, signal);
        continue;
      }
      await this.#step(job);
      const end = now().getTime();
      this.#sent.set(job.room, [...this.#recent(job.room, end), end]);
      this.#freeAt = end + least + (most - least) * random();
    }
    this.#forget();
    // Reset synchronously, or a job added next would not start a run.
    this.#running = undefined;
  }

  async #step(job: Job): Promise<void> {
    this.#current = job;
    try {
      await job.steps.shift()!();
      if (job.cut) throw job.cut;
      if (job.steps.length) return;
      this.#leave(job);
      job.done();
    } catch (error) {
      this.#leave(job);
      job.fail(error);
    } finally {
      this.#current = undefined;
    }
  }

  /** Of the job being sent only the remaining steps are dropped. */
  #drop(job: Job, why: NotSent): void {
    if (job === this.#current) {
      if (job.steps.length) job.cut = why;
      return;
    }
    this.#leave(job);
    job.fail(why);
  }

  #leave(job: Job): void {
    this.#queue = this.#queue.filter((other) => other !== job);
  }

  #recent(room: string, at: number): number[] {
    return (this.#sent.get(room) ?? []).filter((sent) => sent > at - minuteMs && sent <= at);
  }

  /** A clock that went back leaves a moment further off than any spacing; the wait is then that of one message. */
  #freeFrom(now: number): number {
    const [, most] = this.#options.spacingMs;
    return Math.min(this.#freeAt, now + most);
  }

  /** The first job that may be sent now, else the one that may be sent soonest; in order per room. */
  #next(): { job: Job; at: number } {
    const clock = this.#options.now().getTime();
    this.#freeAt = this.#freeFrom(clock);
    const now = Math.max(clock, this.#freeAt);
    const seen = new Set<string>();
    let soonest: { job: Job; at: number } | undefined;
    for (const job of this.#queue) {
      if (seen.has(job.room)) continue;
      seen.add(job.room);
      const recent = this.#recent(job.room, now);
      const over = recent.length - this.#options.perRoomPerMinute;
      const at = over < 0 ? this.#freeAt : Math.max(this.#freeAt, recent[over]! + minuteMs);
      if (at <= now) return { job, at };
      if (!soonest || at < soonest.at) soonest = { job, at };
    }
    return soonest!;
  }

  #forget(): void {
    const now = this.#options.now().getTime();
    for (const room of this.#sent.keys()) if (!this.#recent(room, now).length) this.#sent.delete(room);
  }
}
