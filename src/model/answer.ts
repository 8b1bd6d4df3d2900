/** A question as asked, and its answer. */
import type { Card, Outcome } from './card.ts';

export interface Question {
  text: string;
  /** The asker's moment: it decides 本月, and how long ago the turn before was. */
  at: Date;
  /** Where it was said; with `user` it owns the memory of the dialogue. */
  conversation: string;
  user: string;
  /** Id of the plan that questions without a name are about; absent = whichever is nearest. */
  plan?: string;
}

export interface Answer {
  outcome: Outcome;
  /** Id of the pack that the records are of. */
  pack: string;
  /** What the reply states, best first; for a list the whole set. */
  records: string[];
  card: Card;
  /** The typed query that was executed, as plain JSON with its version; absent where none was. */
  query?: object;
  /** What each choice of a question back would state, in order. */
  readings?: string[][];
  /** How the question was understood and why this was said: for `--explain`, in the order of the steps. */
  trace: { step: string; detail: string }[];
}
