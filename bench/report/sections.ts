/** The tables of RESULTS.md, and what they say in words. */
import { cpus, totalmem } from 'node:os';
import type { Dropped } from '../ablation.ts';
import type { Measured } from '../accuracy.ts';
import type { Growth } from '../scaling/scaling.ts';
import { figure, firstRate, ms, percent, ratio, table, threeRate } from './table.ts';

const ours = 'this assistant';
/** The peer that times are put in relation to: accurate, and quick. */
export const yardstick = 'MiniSearch, character pairs';

const whole = (measured: readonly Measured[], name: string) =>
  measured.find((one) => one.name === name && /whole|\+/.test(one.given));

export function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${memory} GiB of memory, Node ${process.versions.node}, ${process.platform} ${process.arch}.`;
}

export function accuracySection(measured: readonly Measured[]): string {
  const sets = [...(measured[0]?.sets.keys() ?? [])];
  const base = whole(measured, yardstick)?.medianMs ?? Number.NaN;
  const counts = sets.map((set) => measured[0]?.sets.get(set)?.asked ?? 0);
  const head = ['contender', 'given', ...sets.map((set, i) => `${set} (${counts[i]})`)];
  return table(
    [...head, `all (${measured[0]?.all.asked})`, 'in first 3', 'median', 'p95', 'median ÷ yardstick'],
    measured.map((one) => [
      one.name,
      one.given,
      ...sets.map((set) => firstRate(one.sets.get(set))),
      firstRate(one.all),
      threeRate(one.all),
      ms(one.medianMs),
      ms(one.p95Ms),
      ratio(one.medianMs, base),
    ]),
  );
}

export function droppedSection(dropped: readonly Dropped[], none: readonly Measured[]): string {
  return table(
    ['contender', 'with', 'in first 3', 'own dropped', 'in first 3', 'no phrasings at all', 'in first 3'],
    dropped.map(({ name, kept, dropped: without }) => {
      const bare = none.find((one) => one.name === name)?.all;
      return [
        name,
        ...[kept, without].flatMap((tally) => [firstRate(tally), threeRate(tally)]),
        ...(bare ? [firstRate(bare), threeRate(bare)] : ['–', '–']),
      ];
    }),
  );
}

export function coldSection(times: Readonly<Record<string, number>>): string {
  const base = times['node -e 0'] ?? Number.NaN;
  return table(
    ['command', 'median', 'ratio to node -e 0'],
    Object.entries(times).map(([name, value]) =>
      Number.isNaN(value) ? [name, 'failed', '–'] : [name, ms(value), ratio(value, base)],
    ),
  );
}

export function memorySection(memory: Readonly<Record<string, number>>): string {
  const base = memory[yardstick] ?? Number.NaN;
  return table(
    ['contender', 'RSS after building', 'ratio to the yardstick'],
    Object.entries(memory).map(([name, value]) => [name, `${figure(value)} MiB`, ratio(value, base)]),
  );
}

export interface GrowthRow {
  who: string;
  times: number;
  result: { value: Growth } | { failed: string };
}

export function growthSection(rows: readonly GrowthRow[]): string {
  const per = (context: Growth['lookup']) =>
    `${ms(context.medianMs)} (p95 ${figure(context.p95Ms)}; ${percent(context.right, context.asked)} of ${context.asked})`;
  return table(
    ['contender', 'size', 'records', 'build', 'RSS', 'lookup', 'golden lookup', 'unit filter', 'row number'],
    rows.map(({ who, times, result }) => {
      if ('failed' in result) return [who, `${times}×`, result.failed, '–', '–', '–', '–', '–', '–'];
      const { records, buildMs, memoryMiB, lookup, golden, unit, row } = result.value;
      const sizes = [String(records), `${figure(buildMs / 1000)} s`, `${figure(memoryMiB)} MiB`];
      return [who, `${times}×`, ...sizes, per(lookup), per(golden), per(unit), per(row)];
    }),
  );
}

/** Growth side by side: this assistant's figure divided by the peer's, at each size. */
export function growthRatios(rows: readonly GrowthRow[]): string {
  const at = (who: string, times: number) => {
    const found = rows.find((row) => row.who === who && row.times === times)?.result;
    return found && 'value' in found ? found.value : undefined;
  };
  const sizes = [...new Set(rows.map(({ times }) => times))];
  return table(
    ['this assistant ÷ MiniSearch', 'build', 'RSS', 'lookup', 'golden lookup', 'unit filter', 'row number'],
    sizes.map((times) => {
      const [mine, peer] = [at(ours, times), at(yardstick, times)];
      if (!mine || !peer) return [`${times}×`, '–', '–', '–', '–', '–', '–'];
      const kinds = ['lookup', 'golden', 'unit', 'row'] as const;
      return [
        `${times}×`,
        ratio(mine.buildMs, peer.buildMs),
        ratio(mine.memoryMiB, peer.memoryMiB),
        ...kinds.map((kind) => ratio(mine[kind].medianMs, peer[kind].medianMs)),
      ];
    }),
  );
}

export interface Everything {
  measured: readonly Measured[];
  dropped: readonly Dropped[];
  cold: Readonly<Record<string, number>>;
  memory: Readonly<Record<string, number>>;
  growth: readonly GrowthRow[];
}
