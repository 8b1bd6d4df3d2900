/** Chooses among the readings of two independent witnesses: what both read is stated, what they dispute is asked back. */
import type { Analysis, Read } from '../analyse/analysis.ts';

export interface ChosenReading {
  read: Read;
  /** A close second that would give other records; to be offered as a whole question. */
  rival: Read | undefined;
  why: string;
}

/**
 * How scores are weighed. Chosen on two writers that neither reader was fitted on (sets-w3, sets-w6): of their 440
 * questions 91% are then stated rightly, 1.4% wrongly, and 7.5% are asked back with the right reading offered.
 */
const readingLimits = {
  /** Weight of a reader's score; a reader that is not named counts once. */
  weights: { grammar: 1.5 } as Readonly<Record<string, number>>,
  /** Cost of a reading that a reader does not propose at all. */
  absent: 3,
  /** From this lead on a disputed reading is stated. */
  wide: 1.75,
};

export interface WeighedReading {
  read: Read;
  /** By reader: how far below that reader's best, 0 or less; a reader that does not propose it is left out. */
  costs: ReadonlyMap<string, number>;
  score: number;
}

/** Every set that some reader proposes, with what each reader thinks of it, best first. */
export function weighReadings(sets: Analysis['sets']): WeighedReading[] {
  const byKey = new Map<string, { read: Read; costs: Map<string, number> }>();
  for (const [name, readings] of sets)
    for (const read of readings) {
      const weighed = byKey.get(read.key) ?? { read, costs: new Map<string, number>() };
      byKey.set(read.key, weighed);
      if (!weighed.costs.has(name)) weighed.costs.set(name, read.score - readings[0]!.score);
    }
  const { weights, absent } = readingLimits;
  const names = [...sets.keys()].filter((name) => sets.get(name)?.length);
  return [...byKey.values()]
    .map(({ read, costs }) => ({
      read,
      costs,
      score: names.reduce((sum, name) => sum + (weights[name] ?? 1) * (costs.get(name) ?? -absent), 0),
    }))
    .sort((a, b) => b.score - a.score);
}

/** Of readings that give the same records the one that counts them by a column, if there is one: it took more of the words. */
const tellingMost = (tops: readonly Read[]): Read => tops.find(({ query }) => typeof query.as === 'object') ?? tops[0]!;

/** @returns undefined where no reader takes the question for one about a set */
export function chooseReading({ sets }: Analysis): ChosenReading | undefined {
  const [best, second] = weighReadings(sets);
  if (!best) return undefined;
  const tops = [...sets.values()].flatMap((readings) => readings[0] ?? []);
  const agreed = tops.length > 1 && tops.every(({ key }) => key === tops[0]!.key);
  if (agreed) return { read: tellingMost(tops), rival: undefined, why: 'both readers agree' };
  const decided = tops.length < 2 || !second || best.score - second.score >= readingLimits.wide;
  return decided
    ? { read: best.read, rival: undefined, why: tops.length < 2 ? 'one reader' : 'a wide lead' }
    : { read: best.read, rival: second.read, why: 'the readers differ' };
}
