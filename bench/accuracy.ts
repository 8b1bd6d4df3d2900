/** The right record first, among the first three, and the time per question, for every contender on the same questions. */
import type { KnowledgePack } from '../src/model/pack/pack.ts';
import type { Asked, Contender, Found } from './contender.ts';
import type { Lookup } from './golden.ts';
import { median, percentile, time } from './stats.ts';

export interface Tally {
  asked: number;
  first: number;
  three: number;
}

export interface Measured {
  name: string;
  given: string;
  sets: Map<string, Tally>;
  all: Tally;
  medianMs: number;
  p95Ms: number;
}

/** Asking back, or saying that the plan does not say it, is not a right record, whatever is offered along with it. */
export function judge(tally: Tally, { ids, stated }: Found, gold: readonly string[]): void {
  tally.asked++;
  if (stated && ids[0] !== undefined && gold.includes(ids[0])) tally.first++;
  if (ids.slice(0, 3).some((id) => gold.includes(id))) tally.three++;
}

export const noTally = (): Tally => ({ asked: 0, first: 0, three: 0 });

export async function measure(
  contender: Contender,
  pack: KnowledgePack,
  questions: readonly Lookup[],
  warmUps: readonly string[],
): Promise<Measured> {
  const find = await contender.build(pack);
  const at = new Date('2025-06-10T10:00:00+08:00');
  const warm: Asked[] = warmUps.map((text, index) => ({ id: `warm-${index}`, text, at }));
  for (const question of warm) await find(question);
  const sets = new Map<string, Tally>();
  const all = noTally();
  const times: number[] = [];
  for (const question of questions) {
    const { value, ms } = await time(() => find(question));
    times.push(ms);
    const set = sets.get(question.set) ?? noTally();
    sets.set(question.set, set);
    judge(set, value, question.gold);
    judge(all, value, question.gold);
  }
  const { name, given } = contender;
  return { name, given, sets, all, medianMs: median(times), p95Ms: percentile(times, 0.95) };
}
