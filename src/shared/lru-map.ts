/** A map with a size limit that drops the entry set longest ago. */

export class LruMap<K, V> extends Map<K, V> {
  readonly #maxSize: number;

  constructor(maxSize: number) {
    super();
    this.#maxSize = maxSize;
  }

  /** Moves an existing key to the newest place, so that what is written often is never dropped. */
  override set(key: K, value: V): this {
    this.delete(key);
    super.set(key, value);
    if (this.size > this.#maxSize) this.delete(this.keys().next().value!);
    return this;
  }
}
