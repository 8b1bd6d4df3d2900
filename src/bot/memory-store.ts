/** What is kept of conversations while this process lives, and no longer. */
import type { Asked, Dialogue, Judgement, Keep, Pairing, Person, Talker } from '../model/keep.ts';
import { unjudged } from '../model/keep.ts';
import { LruMap } from '../shared/lru-map.ts';

const messagesKept = 50_000;
const dialoguesKept = 10_000;

export const talkerKey = ({ door, channel, thread = '', user }: Talker) => [door, channel, thread, user].join('\u0000');

export class MemoryKeep implements Keep {
  readonly #messages = new LruMap<string, Date>(messagesKept);
  readonly #dialogues = new LruMap<string, Dialogue>(dialoguesKept);
  readonly #replies = new LruMap<string, string>(dialoguesKept);

  async claim(door: string, message: string, at: Date): Promise<boolean> {
    return this.take(door, message, at);
  }

  /** As `claim`, at once: between two of the same no other work comes. */
  take(door: string, message: string, at: Date): boolean {
    const key = `${door}\u0000${message}`;
    if (this.#messages.has(key)) return false;
    this.#messages.set(key, at);
    return true;
  }

  async recall(talker: Talker): Promise<Dialogue | undefined> {
    return this.#dialogues.get(talkerKey(talker));
  }

  async remember(talker: Talker, memory: unknown, at: Date): Promise<void> {
    const key = talkerKey(talker);
    const before = this.#dialogues.get(key);
    if (!before || before.at <= at) this.#dialogues.set(key, { memory, at });
  }

  async log({ talker, reply, outcome }: Asked): Promise<void> {
    if (!unjudged.some((one) => one === outcome)) this.#replies.set(talkerKey(talker), reply);
  }

  /** Nobody reads judgements here; they are kept where the questions are. */
  async judge(_reply: string, _judgement: Judgement): Promise<boolean> {
    return true;
  }

  async lastReply(talker: Talker): Promise<string | undefined> {
    return this.#replies.get(talkerKey(talker));
  }

  async admins(_door: string): Promise<Person[]> {
    return [];
  }

  async pair(_code: string, _person: Person, _at: Date): Promise<Pairing> {
    return 'wrong';
  }

  async spoil(_code: string, _at: Date): Promise<void> {}
}
