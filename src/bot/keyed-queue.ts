/** One after the other for each key, in the order of the calls; different keys side by side, but only so many at once. */

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
    // What became of the one before is told to whoever asked for it.
    const mine = before.then(go, go);
    this.#last.set(key, mine);
    const leave = () => {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    };
    mine.then(leave, leave);
    return mine;
  }

  /** Settles when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#last.size) await Promise.allSettled(this.#last.values());
  }

  /** A place that gets free goes to whoever has waited longest. */
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
