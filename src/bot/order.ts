/** One after the other for each key, in the order of the calls; different keys do not wait for one another. */

export class Order {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Settles as `act` does. */
  run<T>(key: string, act: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    // What became of the one before is told to whoever asked for it.
    const mine = before.then(act, act);
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
}
