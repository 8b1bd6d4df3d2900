/** Interface of the conversation store: duplicate detection, dialogues, question log, feedback, admins. */

/** Owner of a dialogue: one person in one conversation. */
export interface Participant {
  door: string;
  channel: string;
  thread?: string | undefined;
  user: string;
}

export interface Dialogue {
  /** Opaque: what the assistant leans on. */
  memory: unknown;
  at: Date;
}

/** What was asked, and how it ended. */
export interface QuestionLogEntry {
  /** Id of the card that answered it. */
  reply: string;
  at: Date;
  participant: Participant;
  /** Numbers by which people are known are masked in it. */
  text: string;
  outcome: string;
  pack?: string | undefined;
  records: readonly string[];
  tookMs: number;
}

/** Outcomes of what was no question, so that nobody means them by 有用 or 没用. */
export const outcomesWithoutFeedback = ['flood', 'pairing'] as const;

export interface Feedback {
  useful: boolean;
  at: Date;
}

export interface Person {
  door: string;
  user: string;
  name?: string | undefined;
}

/** `wrong`: no such code, or it has expired or been used. `limited`: too many wrong ones. */
export type PairingResult = 'paired' | 'wrong' | 'limited';

/** What stands in the question log instead of the words that held a code; wrong ones are counted by it. */
export const pairingTexts = { paired: 'code: right', wrong: 'code: wrong', limited: 'code: too many' } as const;

export interface ConversationStore {
  /** False: this message was handed over before. */
  claimMessage(door: string, message: string, at: Date): Promise<boolean>;
  loadDialogue(participant: Participant): Promise<Dialogue | undefined>;
  /** `undefined` forgets. An older one never replaces a newer one. */
  saveDialogue(participant: Participant, memory: unknown, at: Date): Promise<void>;
  logQuestion(asked: QuestionLogEntry): Promise<void>;
  /** @returns whether there was such a reply */
  recordFeedback(reply: string, judgement: Feedback): Promise<boolean>;
  /** The last reply that this person got there. @returns its id, where there is one */
  lastReply(participant: Participant): Promise<string | undefined>;
  /** Id of the plan that questions of a channel are about where they name none. */
  planOf(door: string, channel: string): Promise<string | undefined>;
  /** Who may change what belongs to everybody, beside those whom the settings name. */
  admins(door: string): Promise<Person[]>;
  /** Makes a person an admin, once for each code. */
  pair(code: string, person: Person, at: Date): Promise<PairingResult>;
  /** Revokes a code exposed in a group. */
  revoke(code: string, at: Date): Promise<void>;
}
