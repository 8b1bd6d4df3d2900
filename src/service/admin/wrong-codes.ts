/** Limits tries to sign in: wrong codes within an hour, of one address and of all. */
import { LruMap } from '../../shared/lru-map.ts';

const wrongWithinMs = 3_600_000;
/** Wrong codes within an hour, of one address and of all. */
const maxWrong = { address: 5, all: 100 } as const;

/** Counts wrong codes by address. */
export class WrongCodes {
  readonly #seen = new LruMap<string, { sinceMs: number; count: number }>(10_000);

  #entry(key: string, nowMs: number): { sinceMs: number; count: number } {
    const seen = this.#seen.get(key);
    return seen && nowMs - seen.sinceMs < wrongWithinMs ? seen : { sinceMs: nowMs, count: 0 };
  }

  isFull(client: string, nowMs: number): boolean {
    return this.#entry(client, nowMs).count >= maxWrong.address || this.#entry('', nowMs).count >= maxWrong.all;
  }

  add(client: string, nowMs: number): void {
    for (const key of [client, '']) {
      const entry = this.#entry(key, nowMs);
      this.#seen.set(key, { ...entry, count: entry.count + 1 });
    }
  }
}
