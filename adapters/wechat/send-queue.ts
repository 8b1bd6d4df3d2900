/** One queue for the whole account: spaced, capped for each conversation, in order. */

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

/** What waited when the queue was closed, or for too long; it was never sent. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

const minuteMs = 60_000;
/** An answer that waited longer for a login is of no use to anybody. */
const longestHoldMs = 10 * minuteMs;

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

  /** When one that is added now goes out, by the mean spacing. */
  get lagMs(): number {
    const [least, most] = this.#options.spacingMs;
    const mean = (least + most) / 2;
    const untilFree = this.#current ? mean : Math.max(0, this.#freeAt - this.#options.now().getTime());
    return untilFree + this.waiting * mean;
  }

  /**
   * Takes each step when it is its turn; nothing else goes to that room between them, and none is taken after one that fails.
   * @throws {NotSent} where the rest never had a turn.
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
      if (now - Math.max(job.since, heldSince) > longestHoldMs)
        this.#drop(job, new NotSent('it waited too long for a login'));
    this.#rouse();
  }

  /** What is being sent is waited for; what waits is dropped. */
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
        // Woken by whatever is added: it may be free to go before what waits for its room.
        await wait(early, signal);
        continue;
      }
      await this.#step(job);
      const end = now().getTime();
      this.#sent.set(job.room, [...this.#recent(job.room, end), end]);
      this.#freeAt = end + least + (most - least) * random();
    }
    this.#forget();
    // At once: what is added a moment later needs a run of its own.
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

  /** Of one that is just being sent only the rest is dropped. */
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
    return (this.#sent.get(room) ?? []).filter((sent) => sent > at - minuteMs);
  }

  /** The first in the queue that may go now, else the one that may go soonest; never before an older one of its room. */
  #next(): { job: Job; at: number } {
    const now = Math.max(this.#options.now().getTime(), this.#freeAt);
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
