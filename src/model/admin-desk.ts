/** What the maintainers' pages read and change: questions, packs, deliveries, contacts; a door sees the store through it only. */
import type { Text } from './text.ts';

export interface AdminSession {
  /** As the audit log names who is signed in. */
  actor: string;
  /** Shown on the pages. */
  name: string;
}

/** Questions that are equal but for case, width and punctuation; the fields are those of the last one. */
export interface LoggedQuestion {
  id: number;
  count: number;
  at: Date;
  text: string;
  outcome: string;
  useful: boolean | null;
  /** Where the records that it was answered with stand, as people name them. */
  places: readonly string[];
}

export interface QuestionDetail {
  text: string;
  at: Date;
  /** Title of the plan that it is answered from now. */
  plan: string;
  outcome: string;
  /** The reply as it would be given now. */
  reply: string;
  /** The query that it is read as, in words; absent where it is read as none. */
  understood?: Text;
  /** How it is read now, step by step. */
  trace: readonly { step: string; detail: string }[];
  /** Records, places and `outside` that it may be about, the nearest first. */
  targets: readonly { id: string; label: string }[];
}

/** What is to be made of a question. */
export interface Teaching {
  question: number;
  as: 'phrasing' | 'golden';
  /** Id of a record, `service-point:…` or `outside`. */
  target: string;
}

export interface TeachingPreview {
  /** Questions that were asked before and after: golden ones and those of the log. */
  asked: number;
  changes: readonly { question: string; before: string; after: string }[];
  /** What the question itself is answered with afterwards. */
  after: string;
}

export interface Attention {
  what: Text;
  /** What to do about it. */
  remedy: Text;
  /** The page where it is done; absent where it is done elsewhere. */
  page?: 'questions' | 'deliveries' | 'contacts' | 'packs';
}

export interface AdminSubscription {
  id: string;
  where: string;
  requestText: string;
  state: string;
  reason: string | null;
  nextAt: Date | null;
}

export interface AdminDelivery {
  id: string;
  slotAt: Date;
  where: string;
  state: string;
  reason: string | null;
  attempts: number;
  error: string | null;
  /** A failed or unknown one may be sent again. */
  mayRetry: boolean;
}

export interface AdminContact {
  pack: string;
  servicePoint: string;
  name: string;
  runBy: readonly string[];
  text: string;
  confirmedOn: string;
  /** People go or ring there, and nothing is known yet. */
  isMissing: boolean;
}

export interface AdminDesk {
  /** @param client the address that tries the code */
  signIn(code: string, name: string, client: string): Promise<{ token: string } | 'wrong' | 'limited'>;
  session(token: string): Promise<AdminSession | undefined>;
  signOut(token: string): Promise<void>;
  /** What is red; empty where all is well. */
  attention(): Promise<Attention[]>;
  questions(which: 'in-vain' | 'useless'): Promise<LoggedQuestion[]>;
  question(id: number): Promise<QuestionDetail | undefined>;
  preview(teaching: Teaching): Promise<TeachingPreview | Text>;
  /** @returns why it was not done */
  teach(teaching: Teaching, session: AdminSession): Promise<Text | undefined>;
  subscriptions(): Promise<AdminSubscription[]>;
  deliveries(): Promise<AdminDelivery[]>;
  retry(delivery: string, session: AdminSession): Promise<Text | undefined>;
  contacts(): AdminContact[];
  /** An empty text removes the contact. */
  setContact(
    contact: Pick<AdminContact, 'pack' | 'servicePoint' | 'text' | 'confirmedOn'>,
    session: AdminSession,
  ): Promise<Text | undefined>;
  /** Faults of the packs on disk as lines; empty where they can be used. */
  packFaults(): Text[];
  reload(session: AdminSession): Promise<void>;
}
