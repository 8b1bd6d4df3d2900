/** What the dispatcher answers with: a card, and what the question log stores of it. */
import type { Card } from '../model/card.ts';

export interface Reply {
  card: Card;
  outcome: string;
  pack?: string;
  records?: readonly string[];
  /** Stored instead of the message's own text, which held a code. */
  loggedText?: string;
}
