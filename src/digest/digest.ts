/** Input and result of composing a digest. */
import type { Card } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Calendar } from './calendar/working-days.ts';

export interface DigestInput {
  subscription: Subscription;
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  /** The moment that the digest is for: its slot. */
  at: Date;
  /** When it is sent, where that is later than meant. */
  sentAt?: Date;
  /** Sent later than this, it says that it is late; absent = five minutes. */
  lateAfterMs?: number | undefined;
  /** Registered by the group as done: `pack/record`. */
  done?: ReadonlySet<string>;
  /** Packs of which an earlier digest said so. */
  notifiedPlans?: ReadonlySet<string>;
}

export interface Digest {
  /** `over`: it is the first to say that nothing will be due any more. */
  outcome: 'due' | 'nothing' | 'over' | 'silence';
  /** Empty = silence. */
  cards: Card[];
  /** `pack/record` of every row, in order. */
  records: string[];
  /** Packs of which this digest says that all deadlines have passed; the next one does not repeat it. */
  endedPlans: string[];
}
