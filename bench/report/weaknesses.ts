/** In plain words: where this assistant is worse than a peer. */
import type { Measured, Tally } from '../accuracy.ts';
import type { Growth } from '../scaling/scaling.ts';
import { type Everything, yardstick } from './sections.ts';
import { figure, firstRate, ms, ratio, threeRate } from './table.ts';

const ours = 'this assistant';
const named = ({ name, given }: Measured) => `${name} (${given})`;
const kinds = {
  lookup: 'A generated lookup',
  golden: 'A golden lookup',
  unit: 'A unit filter',
  row: 'A row number',
} as const;

/** The best peer by a rate, where it is better than `mine`. */
function ahead(peers: readonly Measured[], mine: number, rate: (one: Measured) => number): Measured | undefined {
  const best = [...peers].sort((a, b) => rate(b) - rate(a))[0];
  return best && rate(best) > mine ? best : undefined;
}

const share = (tally: Tally | undefined, key: 'first' | 'three') => (tally ? tally[key] / tally.asked : 0);

function accuracy(measured: readonly Measured[], mine: Measured): string[] {
  const peers = measured.filter(({ name }) => name !== ours);
  const said: string[] = [];
  for (const [set, tally] of [...mine.sets, ['all questions', mine.all] as const]) {
    const of = (one: Measured) => one.sets.get(set) ?? (set === 'all questions' ? one.all : undefined);
    const first = ahead(peers, share(tally, 'first'), (one) => share(of(one), 'first'));
    if (first)
      said.push(`Right record first, ${set}: ${firstRate(tally)}; ${named(first)} has ${firstRate(of(first))}.`);
    const three = ahead(peers, share(tally, 'three'), (one) => share(of(one), 'three'));
    if (three)
      said.push(`Among the first three, ${set}: ${threeRate(tally)}; ${named(three)} has ${threeRate(of(three)!)}.`);
  }
  const quicker = peers.filter(({ medianMs }) => medianMs < mine.medianMs);
  if (quicker.length) {
    const list = quicker.map((one) => `${named(one)} ${ratio(mine.medianMs, one.medianMs)}`).join('; ');
    said.push(`Time per question, median ${ms(mine.medianMs)}; this many times that of the quicker peers: ${list}.`);
  }
  return said;
}

function growth(rows: Everything['growth']): string[] {
  return rows.flatMap(({ who, times, result }) => {
    if (who !== ours) return [];
    if ('failed' in result) return [`At ${times}× it fails: ${result.failed}.`];
    const other = rows.find((row) => row.who === yardstick && row.times === times)?.result;
    if (!other || 'failed' in other) return [];
    const said: string[] = [];
    const compare = (what: string, read: (one: Growth) => number, unit: string) => {
      const [mine, peer] = [read(result.value), read(other.value)];
      if (mine > peer)
        said.push(`${what} at ${times}×: ${figure(mine)} ${unit}, ${ratio(mine, peer)} that of ${yardstick}.`);
    };
    compare('Building', ({ buildMs }) => buildMs, 'ms');
    compare('Memory', ({ memoryMiB }) => memoryMiB, 'MiB');
    for (const kind of ['lookup', 'golden', 'unit', 'row'] as const) {
      compare(kinds[kind], (one) => one[kind].medianMs, 'ms');
      const [mine, peer] = [result.value[kind], other.value[kind]];
      if (mine.right / mine.asked < peer.right / peer.asked)
        said.push(
          `${kinds[kind]} at ${times}× is right ${mine.right} times of ${mine.asked}; ${yardstick}: ${peer.right} of ${peer.asked}.`,
        );
    }
    return said;
  });
}

export function worse({ measured, dropped, cold, memory, growth: rows }: Everything): string[] {
  const mine = measured.find(({ name, given }) => name === ours && given === 'the whole pack');
  if (!mine) return [];
  const bare = measured.find(({ name, given }) => name === ours && given !== 'the whole pack')!;
  const bareAhead = ahead(
    measured.filter(({ given }) => given === 'records'),
    share(bare.all, 'first'),
    ({ all }) => share(all, 'first'),
  );
  const [own, ...others] = dropped;
  const hardier = own && others.find((other) => share(other.dropped, 'first') > share(own.dropped, 'first'));
  const [base, start, peerStart] = Object.values(cold);
  const lighter = Object.entries(memory).filter(([name, value]) => name !== ours && value < (memory[ours] ?? 0));
  return [
    ...accuracy(measured, mine),
    ...(bareAhead
      ? [`Without any phrasings: ${firstRate(bare.all)}; ${named(bareAhead)} has ${firstRate(bareAhead.all)}.`]
      : []),
    ...(own && hardier
      ? [
          `With a record's own phrasings dropped: ${firstRate(own.dropped)}; ${hardier.name} has ${firstRate(hardier.dropped)}.`,
        ]
      : []),
    ...(base && start && peerStart && start > peerStart
      ? [
          `The cold first answer takes ${ratio(start, base)} the time of node -e 0; the MiniSearch program ${ratio(peerStart, base)}.`,
        ]
      : []),
    ...(lighter.length
      ? [
          `Memory: ${figure(memory[ours]!)} MiB; less: ${lighter.map(([name, mib]) => `${name} ${figure(mib)} MiB`).join('; ')}.`,
        ]
      : []),
    ...growth(rows),
  ];
}
