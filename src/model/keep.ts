/** What the assistant keeps of its conversations: in memory, or in the store, where other replicas find it too. */

/** Owner of a dialogue: one person in one conversation. */
export interface Talker {
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
export interface Asked {
  /** Id of the card that answered it. */
  reply: string;
  at: Date;
  talker: Talker;
  /** Numbers by which people are known are masked in it. */
  text: string;
  outcome: string;
  pack?: string | undefined;
  records: readonly string[];
  tookMs: number;
}

/** Outcomes of what was no question, so that nobody means them by 有用 or 没用. */
export const unjudged = ['flood', 'pairing'] as const;

export interface Judgement {
  useful: boolean;
  at: Date;
}

export interface Person {
  door: string;
  user: string;
  name?: string | undefined;
}

/** `wrong`: no such code, or it has expired or been used. `limited`: too many wrong ones. */
export type Pairing = 'paired' | 'wrong' | 'limited';

/** What stands in the question log instead of the words that held a code; wrong ones are counted by it. */
export const pairingTexts = { paired: 'code: right', wrong: 'code: wrong', limited: 'code: too many' } as const;

export interface Keep {
  /** False: this message was handed over before. */
  claim(door: string, message: string, at: Date): Promise<boolean>;
  recall(talker: Talker): Promise<Dialogue | undefined>;
  /** `undefined` forgets. An older one never replaces a newer one. */
  remember(talker: Talker, memory: unknown, at: Date): Promise<void>;
  log(asked: Asked): Promise<void>;
  /** @returns whether there was such a reply */
  judge(reply: string, judgement: Judgement): Promise<boolean>;
  /** The last reply that this person got there. @returns its id, where there is one */
  lastReply(talker: Talker): Promise<string | undefined>;
  /** Who may change what belongs to everybody, beside those whom the settings name. */
  admins(door: string): Promise<Person[]>;
  /** Makes a person an admin, once for each code. */
  pair(code: string, person: Person, at: Date): Promise<Pairing>;
  /** A code that others have seen is good for nobody. */
  spoil(code: string, at: Date): Promise<void>;
}
