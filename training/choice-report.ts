/** How often a choice among candidates is right, by set of golden questions. */
import { basename, dirname } from 'node:path';
import { type ChoiceExample, type FeatureColumns, takenBy, weightsByColumn } from './learned/choice.ts';

interface Reported extends ChoiceExample {
  set: string;
  id: string;
  text: string;
}

/** Writers of one round are held out together. */
const foldOf = ({ set }: Pick<Reported, 'set'>): string => basename(dirname(set)) || set;

/** Every fold fitted without itself. */
export function* heldOut<E extends Reported>(
  examples: readonly E[],
  fitted: (others: readonly E[]) => Readonly<Record<string, number>>,
): Generator<{ examples: E[]; weights: Readonly<Record<string, number>> }> {
  for (const [fold, own] of Map.groupBy(examples, foldOf)) {
    const weights = fitted(examples.filter((one) => foldOf(one) !== fold));
    yield { examples: own, weights };
  }
}

const percent = (part: number, of: number) => ((100 * part) / of).toFixed(1);

/** @param missed told of every example of which a wrong candidate is taken */
export function report<E extends Reported>(
  examples: readonly E[],
  columns: FeatureColumns,
  weights: Readonly<Record<string, number>>,
  missed: (example: E, taken: number) => void = () => {},
): string[] {
  const byColumn = weightsByColumn(columns, weights);
  return [...Map.groupBy(examples, ({ set }) => set)].map(([set, own]) => {
    const taken = own.map((example) => takenBy(example, byColumn));
    for (const [at, example] of own.entries()) if (!example.right[taken[at]!]) missed(example, taken[at]!);
    const right = own.filter((example, at) => example.right[taken[at]!]).length;
    const some = own.filter((example) => example.right.includes(true)).length;
    return `${set.padEnd(34)} ${String(own.length).padStart(4)}  right ${percent(right, own.length)}  some candidate right ${percent(some, own.length)}`;
  });
}
