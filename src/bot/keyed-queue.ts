/** Runs tasks in order per key, different keys concurrently up to a limit. */

export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Settles as `act` does. */
  run<T>(key: string, act: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const go = () => this.#inTurn(act);
    // Runs after the previous task of the key, whether it succeeded or failed.
    const result = before.then(go, go);
    this.#last.set(key, result);
    const release = () => {
      if (this.#last.get(key) === result) this.#last.delete(key);
    };
    result.then(release, release);
    return result;
  }

  /** Settles when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#last.size) await Promise.allSettled(this.#last.values());
  }

  /** Free slots go to the longest waiting task. */
  async #inTurn<T>(act: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await act();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
