/** Candidate queries for a question: the likeliest labels, and those that differ from them in one or two. */
import type { RecordKind } from '../../../model/plan.ts';
import { assemble, type Candidate, type Overrides } from './assemble.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { Scores } from './scores.ts';

/** Limits that hold the time per question: chosen so that the right set is among the candidates for 98% of the corpus. */
const maxKinds = 2;
const maxFlips = 14;
const maxCandidates = 60;
/** A label this much less likely (log) than the likeliest is no rival. */
const gap = 5;

interface Flip {
  id: string;
  label: string;
  cost: number;
}

function flipsOf({ picks }: Candidate): Flip[] {
  const flips: Flip[] = [];
  for (const { id, label, logp, distribution } of picks)
    for (const [rival, rivalLogp] of distribution)
      if (rival !== label && rivalLogp > logp - gap) flips.push({ id, label: rival, cost: logp - rivalLogp });
  return flips.sort((a, b) => a.cost - b.cost).slice(0, maxFlips);
}

function overridesOf(flips: readonly Flip[]): Overrides[] {
  const single = flips.map(({ id, label, cost }) => ({ map: new Map([[id, label]]), cost }));
  const double = flips.flatMap((a, at) =>
    flips.slice(at + 1).flatMap((b) =>
      a.id !== b.id && a.cost + b.cost < gap + 1
        ? [
            {
              map: new Map([
                [a.id, a.label],
                [b.id, b.label],
              ]),
              cost: a.cost + b.cost,
            },
          ]
        : [],
    ),
  );
  return [...single, ...double]
    .sort((a, b) => a.cost - b.cost)
    .slice(0, maxCandidates)
    .map(({ map }) => map);
}

/** Candidates with the log-probability of their kind, without `none` of the kinds. */
export function candidatesOf(scores: Scores, gazetteer: Gazetteer): { candidate: Candidate; kindLogp: number }[] {
  const kinds = [...scores.of('kind')]
    .filter(([kind]) => kind !== 'none' && gazetteer.kinds.has(kind as RecordKind))
    .sort((a, b) => b[1] - a[1]);
  const likeliest = kinds[0]?.[1] ?? 0;
  return kinds
    .slice(0, maxKinds)
    .filter(([, logp]) => logp > likeliest - gap)
    .flatMap(([kind, kindLogp]) => {
      const base = assemble(scores, gazetteer, kind as RecordKind, new Map());
      const others = overridesOf(flipsOf(base)).map((overrides) =>
        assemble(scores, gazetteer, kind as RecordKind, overrides),
      );
      return [base, ...others].map((candidate) => ({ candidate, kindLogp }));
    });
}
