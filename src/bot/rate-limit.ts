/** Token bucket per person or room, with one notice when the limit is exceeded. */
import { LruMap } from '../shared/lru-map.ts';

const minuteMs = 60_000;
/** Buckets kept; a dropped bucket is recreated full. */
const kept = 20_000;

interface Bucket {
  left: number;
  atMs: number;
  flooded: boolean;
}

/** `notice` once when the limit is exceeded, then `drop` until the bucket is half full. */
export type Verdict = 'pass' | 'notice' | 'drop';

export class TokenBucket {
  readonly #buckets = new LruMap<string, Bucket>(kept);
  readonly #perMinute: number;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  take(key: string, now: Date): Verdict {
    const size = this.#perMinute;
    const atMs = now.getTime();
    const before = this.#buckets.get(key);
    const refilled = before ? before.left + (Math.max(0, atMs - before.atMs) / minuteMs) * size : size;
    const bucket = before ?? { left: size, atMs, flooded: false };
    bucket.left = Math.min(size, refilled);
    bucket.atMs = atMs;
    // Hysteresis: reopen at half full, or a steady sender alternates between answers and notices.
    if (bucket.flooded && bucket.left >= size / 2) bucket.flooded = false;
    this.#buckets.set(key, bucket);
    if (bucket.flooded) return 'drop';
    if (bucket.left >= 1) {
      bucket.left -= 1;
      return 'pass';
    }
    bucket.flooded = true;
    return 'notice';
  }
}
