/** Finds the units whose names are most like a name that no plan has, by their pairs of characters (Dice coefficient). */
import type { KnowledgePack } from '../../model/pack/pack.ts';

const pairs = (text: string) => Array.from({ length: text.length + 1 }, (_, at) => ` ${text} `.slice(at, at + 2));
/** A shared first or last character says less than a shared pair. */
const weight = (pair: string) => (pair.includes(' ') ? 1 : 2);
const weightOf = (all: readonly string[]) => all.reduce((sum, pair) => sum + weight(pair), 0);

/** By pairs of letters (Dice), so that one wrong, missing or swapped character leaves most of a name in place. */
function likeness(a: string, b: string): number {
  const [first, second] = [pairs(a), pairs(b)];
  const shared = first.filter((pair) => second.includes(pair));
  const characters = [...new Set(a)].filter((character) => b.includes(character)).length;
  return (2 * weightOf(shared)) / (weightOf(first) + weightOf(second)) + characters / Math.max(a.length, b.length);
}

/** The three units whose names are the most alike: a wrong name is refused with something to choose from. */
export function nearUnits(packs: readonly KnowledgePack[], name: string, atLeast = 0): string[] {
  const folded = name.normalize('NFKC').trim().toLowerCase();
  const scores = new Map<string, number>();
  for (const unit of packs.flatMap(({ units }) => units.units)) {
    const known = [unit.name, unit.short, ...unit.aliases, ...unit.english];
    const best = Math.max(...known.map((one) => likeness(folded, one.normalize('NFKC').toLowerCase())));
    scores.set(unit.short, Math.max(best, scores.get(unit.short) ?? 0));
  }
  const sorted = [...scores].sort(([, a], [, b]) => b - a);
  const worth = sorted.filter(([, score]) => score >= Math.max(atLeast, sorted[0]![1] * 0.6));
  return worth.slice(0, 3).map(([unit]) => unit);
}
