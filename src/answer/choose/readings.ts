/** Chooses among the readings of two independent witnesses: what both read is stated, what they dispute is asked back. */
import type { Analysis, Read } from '../analyse/analysis.ts';

export interface ChosenReading {
  read: Read;
  /** A close second that would give other records; to be offered as a whole question. */
  rival: Read | undefined;
  why: string;
}

/** Margins in the log-linear score of a reader. */
export interface Limits {
  /** From here on a reading of one reader stands against the other's. */
  wide: number;
  /** Below this, agreement of the two is still stated. */
  unexplained: number;
}

export const limits: Limits = { wide: 2.5, unexplained: 4 };

const margin = (readings: readonly Read[]): number => {
  const [top] = readings;
  const rival = readings.find(({ key }) => key !== top?.key);
  return top && rival ? top.score - rival.score : 5;
};

/** Where the reading of one stands among those of the other, as a cost. */
function supportOf(read: Read, readings: readonly Read[]): number {
  const at = readings.find(({ key }) => key === read.key);
  return at ? at.score - readings[0]!.score : -4;
}

export function chooseReading({ sets }: Analysis): ChosenReading | undefined {
  const witnesses = [...sets.values()].filter((readings) => readings.length > 0);
  const [first, second] = witnesses;
  if (!first) return undefined;
  const a = first[0]!;
  if (!second) {
    const rival = first.find(({ key }) => key !== a.key);
    return { read: a, rival: rival && a.score - rival.score < 0.4 ? rival : undefined, why: 'one reader' };
  }
  const b = second[0]!;
  if (a.key === b.key) return { read: a, rival: undefined, why: 'both readers agree' };
  // Either may be right: its own lead, and how near the other comes to it.
  const forA = margin(first) + supportOf(a, second);
  const forB = margin(second) + supportOf(b, first);
  const [read, rival] = forA >= forB ? [a, b] : [b, a];
  const decided = Math.abs(forA - forB) >= limits.wide;
  return { read, rival: decided ? undefined : rival, why: decided ? 'one reader leads widely' : 'the readers differ' };
}
