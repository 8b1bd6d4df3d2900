/** Time limits for promises: one that fails when the time is up, and one that only stops waiting. */

/** After a busy stretch expired timers run before pending input is read; an answer that already arrived is not a timeout. */
const afterPendingInput = (act: () => void) => setImmediate(() => setImmediate(act));

/** @throws what `work` throws, or the error of `onTimeout` where it has not settled within `ms`; its late outcome is dropped */
export async function withTimeout<T>(work: Promise<T>, ms: number, onTimeout: () => Error): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => afterPendingInput(() => reject(onTimeout())), ms);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until `work` settles, for at most `ms`. @throws what `work` throws within that time */
export async function waitAtMost(work: Promise<unknown>, ms: number): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
