/** Runs something at an interval of a monotonic clock, never twice at once, until it is stopped. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Steps of the system's clock neither stop nor multiply the runs; after a suspend the next one comes once.
 * `act` must not throw. @returns a function that stops it and settles when no run is under way
 */
export function repeat(everyMs: number, act: () => Promise<void>): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = (async () => {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await act();
    }
  })();
  return async () => {
    stopping.abort();
    await loop;
  };
}
