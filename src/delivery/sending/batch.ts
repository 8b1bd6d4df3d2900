/** Batches calls that come at about the same time, so that many rows share one transaction. */

interface PendingItem<In, Out> {
  item: In;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

/**
 * Calls during `act` wait for its next run: batches grow with the load, and a single call does not wait.
 * `act` returns a result for each item, in their order. `parallel`: batches under way at once.
 */
export function batched<In, Out>(
  act: (items: readonly In[]) => Promise<readonly Out[]>,
  max: number,
  parallel = 1,
): (item: In) => Promise<Out> {
  let waiting: PendingItem<In, Out>[] = [];
  /** Runs under way or about to begin. */
  let running = 0;
  const settle = async (asked: readonly PendingItem<In, Out>[]): Promise<void> => {
    try {
      const outs = await act(asked.map(({ item }) => item));
      for (const [index, { resolve }] of asked.entries()) resolve(outs[index] as Out);
    } catch (error) {
      if (asked.length === 1) return asked[0]!.reject(error);
      // One item may have caused the error; each is tried alone, so that the others succeed.
      await Promise.all(asked.map((one) => settle([one])));
    }
  };
  const work = async (): Promise<void> => {
    while (waiting.length) {
      const batch = waiting.slice(0, max);
      waiting = waiting.slice(max);
      await settle(batch);
    }
    running--;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // Deferred by a microtask, so that calls of the same moment join the batch.
      if (running >= parallel) return;
      running++;
      queueMicrotask(() => void work());
    });
}
