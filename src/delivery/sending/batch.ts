/** Does together what is asked for at about the same time: one transaction for many rows. */

interface PendingItem<In, Out> {
  item: In;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

/**
 * What is asked for while `act` works waits for its next turn, so that a busy time makes large bites and a quiet one makes
 * nobody wait. `act` answers for each item, in their order.
 */
export function batched<In, Out>(
  act: (items: readonly In[]) => Promise<readonly Out[]>,
  max: number,
): (item: In) => Promise<Out> {
  let waiting: PendingItem<In, Out>[] = [];
  let working = false;
  const settle = async (asked: readonly PendingItem<In, Out>[]): Promise<void> => {
    try {
      const outs = await act(asked.map(({ item }) => item));
      for (const [index, { resolve }] of asked.entries()) resolve(outs[index] as Out);
    } catch (error) {
      if (asked.length === 1) return asked[0]!.reject(error);
      // One of them may be at fault, and the others are not to pay for it.
      await Promise.all(asked.map((one) => settle([one])));
    }
  };
  const work = async (): Promise<void> => {
    working = true;
    while (waiting.length) {
      const bite = waiting.slice(0, max);
      waiting = waiting.slice(max);
      await settle(bite);
    }
    working = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // Not at once: those who ask in the same moment come along.
      if (!working && waiting.length === 1) queueMicrotask(() => void work());
    });
}
