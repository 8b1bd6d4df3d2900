/** A clock that moves only when it is told to, from one awaited moment to the next. */
import type { Wait } from '../../../adapters/wechat/send-queue.ts';

export class VirtualClock {
  #at: number;
  #sleepers = new Set<{ until: number; wake: () => void }>();

  constructor(at: Date) {
    this.#at = at.getTime();
  }

  now = (): Date => new Date(this.#at);

  wait: Wait = (ms, signal) => {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        this.#sleepers.delete(sleeper);
        resolve();
      };
      const sleeper = { until: this.#at + ms, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', wake, { once: true });
    });
  };

  /** Up to that moment, with every sleeper woken at its own. */
  async advanceTo(at: number): Promise<void> {
    for (;;) {
      await settle();
      const [next] = [...this.#sleepers].sort((a, b) => a.until - b.until);
      if (!next || next.until > at) break;
      this.#at = Math.max(this.#at, next.until);
      next.wake();
    }
    this.#at = Math.max(this.#at, at);
    await settle();
  }

  /** A step of the system's clock: no sleeper is woken by it. */
  back(ms: number): void {
    this.#at -= ms;
  }

  advance(ms: number): Promise<void> {
    return this.advanceTo(this.#at + ms);
  }
}

/** What runs without the clock has run: a few rounds of the event loop. */
async function settle(): Promise<void> {
  for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
