/** What a service holds at a moment (memory, descriptors, connections), and whether that grows over a run. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Store, sessionPrefix } from '../../src/store/open.ts';
import { median } from '../stats.ts';

export interface Sample {
  atMs: number;
  rssMiB: number;
  descriptors: number;
  /** To the database, without those of the watcher. */
  connections: number;
}

/** Linux only: it reads /proc. */
export async function sampleOf(pid: number, { pool, session }: Store, startedAt: number): Promise<Sample> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and application_name like $1 || '%' and application_name <> $2`,
    [sessionPrefix, session],
  );
  return {
    atMs: Date.now() - startedAt,
    rssMiB: Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    connections: rows[0]!.n,
  };
}

/** The heap and its caches fill in the first half; from then on a figure may wander by so much, or by so many. */
const mayGrow = { share: 0.15, rssMiB: 30, descriptors: 10, connections: 5 } as const;
const names = { rssMiB: 'memory (RSS), MiB', descriptors: 'descriptors', connections: 'connections' } as const;

export function verdictOf(samples: readonly Sample[]): { lines: string[][]; faults: string[] } {
  const quarter = (nth: number) =>
    samples.slice(Math.floor((samples.length * nth) / 4), Math.ceil((samples.length * (nth + 1)) / 4));
  const faults: string[] = [];
  const lines = (['rssMiB', 'descriptors', 'connections'] as const).map((key) => {
    const of = (some: readonly Sample[]) => some.map((sample) => sample[key]);
    const [before, after] = [median(of(quarter(2))), median(of(quarter(3)))];
    if (after > before * (1 + mayGrow.share) && after > before + mayGrow[key])
      faults.push(`${names[key]} grew from ${before} to ${after}`);
    return [names[key], String(of(samples)[0]), String(before), String(after), String(Math.max(...of(samples)))];
  });
  return { lines, faults };
}
