/** What a reader proposes for a question: a query, how well it fits, and what of the words it leaves unexplained. */
import type { Select } from '../query.ts';

/** One way of reading a question as a set of records. */
export interface Reading {
  query: Select;
  /** Log-linear score of the reader that proposes it; comparable among the readings of one reader. */
  score: number;
  /** What the reading costs in words that it does not explain, in the reader's own unit. */
  unexplained: number;
  /** Words that it leaves unexplained, for `--explain` and for asking back. */
  left: readonly string[];
  /** How many tests the words made: a reading without any is a mere list. */
  conditions: number;
  /** How the words were used, for `--explain`. */
  trace: string;
}

/** A reader of sets: the grammar and the learned reader are two witnesses, kept apart in code and data. */
export interface SetReader {
  readonly name: string;
  /**
   * @param text the question, clean and corrected (`text.ts`, `repair.ts`)
   * @returns the readings, best first; none where the words ask for no set
   */
  read: (text: string, now: { year: number; month: number; day: number }) => Reading[];
}
