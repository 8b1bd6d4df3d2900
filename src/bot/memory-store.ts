/** What is kept of conversations while this process lives, and no longer. */
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

const messagesKept = 50_000;
const dialoguesKept = 10_000;

export const participantKey = ({ door, channel, thread = '', user }: Participant) =>
  [door, channel, thread, user].join('\u0000');

/** A map that forgets what was set longest ago. */
class Recent<T> extends Map<string, T> {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  override set(key: string, value: T): this {
    this.delete(key);
    super.set(key, value);
    if (this.size > this.#most) this.delete(this.keys().next().value!);
    return this;
  }
}

export class MemoryConversationStore implements ConversationStore {
  readonly #messages = new Recent<Date>(messagesKept);
  readonly #dialogues = new Recent<Dialogue>(dialoguesKept);
  readonly #replies = new Recent<string>(dialoguesKept);

  async claimMessage(door: string, message: string, at: Date): Promise<boolean> {
    return this.claimNow(door, message, at);
  }

  /** As `claim`, at once: between two of the same no other work comes. */
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

  /** Nobody reads judgements here; they are kept where the questions are. */
  async recordFeedback(_reply: string, _judgement: Feedback): Promise<boolean> {
    return true;
  }

  async lastReply(participant: Participant): Promise<string | undefined> {
    return this.#replies.get(participantKey(participant));
  }

  async admins(_door: string): Promise<Person[]> {
    return [];
  }

  async pair(_code: string, _person: Person, _at: Date): Promise<PairingResult> {
    return 'wrong';
  }

  async revoke(_code: string, _at: Date): Promise<void> {}
}
