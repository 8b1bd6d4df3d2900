/** In-memory conversation store: lost when the process ends. */
import type {
  ConversationStore,
  Dialogue,
  Feedback,
  PairingResult,
  Participant,
  Person,
  QuestionLogEntry,
} from '../model/conversation-store.ts';
import { outcomesWithoutFeedback } from '../model/conversation-store.ts';
import { LruMap } from '../shared/lru-map.ts';

const messagesKept = 50_000;
const dialoguesKept = 10_000;

export const participantKey = ({ door, channel, thread = '', user }: Participant) =>
  [door, channel, thread, user].join('\u0000');

export class MemoryConversationStore implements ConversationStore {
  readonly #messages = new LruMap<string, Date>(messagesKept);
  readonly #dialogues = new LruMap<string, Dialogue>(dialoguesKept);
  readonly #replies = new LruMap<string, string>(dialoguesKept);

  async claimMessage(door: string, message: string, at: Date): Promise<boolean> {
    return this.claimNow(door, message, at);
  }

  /** Synchronous `claimMessage`: two calls with the same id can't interleave. */
  claimNow(door: string, message: string, at: Date): boolean {
    const key = `${door}\u0000${message}`;
    if (this.#messages.has(key)) return false;
    this.#messages.set(key, at);
    return true;
  }

  async loadDialogue(participant: Participant): Promise<Dialogue | undefined> {
    return this.#dialogues.get(participantKey(participant));
  }

  async saveDialogue(participant: Participant, memory: unknown, at: Date): Promise<void> {
    const key = participantKey(participant);
    const before = this.#dialogues.get(key);
    if (!before || before.at <= at) this.#dialogues.set(key, { memory, at });
  }

  async logQuestion({ participant, reply, outcome }: QuestionLogEntry): Promise<void> {
    if (!outcomesWithoutFeedback.some((one) => one === outcome)) this.#replies.set(participantKey(participant), reply);
  }

  /** Feedback is not kept in memory: nothing reads it here. */
  async recordFeedback(_reply: string, _judgement: Feedback): Promise<boolean> {
    return true;
  }

  async lastReply(participant: Participant): Promise<string | undefined> {
    return this.#replies.get(participantKey(participant));
  }

  async planOf(_door: string, _channel: string): Promise<string | undefined> {
    return undefined;
  }

  async admins(_door: string): Promise<Person[]> {
    return [];
  }

  async pair(_code: string, _person: Person, _at: Date): Promise<PairingResult> {
    return 'wrong';
  }

  async revoke(_code: string, _at: Date): Promise<void> {}
}
