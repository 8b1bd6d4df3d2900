/** Opens a connection again until it is there: waits longer after each attempt, spread, so that many do not come back at the same moment. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface ReopenOptions {
  connect: () => Promise<void>;
  /** Before an attempt, in milliseconds: doubled each time, up to the longest. */
  waitMs: { first: number; longest: number };
  /** Ends it, also while it waits. */
  signal: AbortSignal;
  failed: (error: unknown) => void;
}

export async function reopen({ connect, waitMs, signal, failed }: ReopenOptions): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const ms = Math.min(waitMs.first * 2 ** attempt, waitMs.longest);
    await sleep(ms * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      await connect();
      return;
    } catch (error) {
      failed(error);
    }
  }
}
