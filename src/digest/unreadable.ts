/** Why words can't be read as a schedule. */
import type { DigestPhrase } from './phrases.ts';

/** A problem on the way, turned into the result at the front door. */
export class Unreadable extends Error {
  readonly key: DigestPhrase;
  readonly slots: Record<string, string | number>;
  constructor(key: DigestPhrase, slots: Record<string, string | number> = {}) {
    super(key);
    this.key = key;
    this.slots = slots;
  }
}
