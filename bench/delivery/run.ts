/** Entering and delivering slots beside bare pg-boss: `npm run bench:delivery [-- --full]` (100,000 too); writes bench/DELIVERY.md. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { openStore } from '../../src/store/open.ts';
import { openPrivate } from '../../src/store/postgres/private-server.ts';
import { figure, ratio, table } from '../report/table.ts';

interface Measured {
  enterMs: number;
  workMs: number;
  done: number;
  /** Of the process, not of the server. */
  peakMiB: number;
}

const contenders = ['ours', 'bare'] as const;
type Contender = (typeof contenders)[number];
const here = fileURLToPath(import.meta.url);

/** In a process of its own, on a database of its own, so that neither finds what the other has left. */
async function measure(who: Contender, count: number, server: string): Promise<Measured> {
  const name = `bench_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    const child = spawn(process.execPath, [here, 'child', who, String(count), url.href], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${who} ${count}: exit ${code}`);
    const measured = JSON.parse(out) as Measured;
    if (measured.done !== count) throw new Error(`${who}: ${measured.done} of ${count} are done`);
    return measured;
  } finally {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.end();
  }
}

async function child([who, count, databaseUrl]: string[]): Promise<void> {
  const keep = { questions: 1, deliveries: 1, audit: 1 };
  const store = await openStore({ databaseUrl: databaseUrl!, data: '', retention: keep }, (error) => {
    process.stderr.write(`${error.message}\n`);
  });
  const act = who === 'ours' ? (await import('./ours.ts')).ours : (await import('./bare.ts')).bare;
  const measured = await act(store, Number(count));
  await store.close();
  process.stdout.write(JSON.stringify({ ...measured, peakMiB: process.resourceUsage().maxRSS / 1024 }));
}

async function server(): Promise<{ url: string; close: () => Promise<void> }> {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, close: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-bench-'));
  // PostgreSQL does not run as root, and its own user is to reach the folder.
  chmodSync(folder, 0o755);
  const { connection, close } = await openPrivate(folder, () => {});
  const { host, user, database } = connection;
  return {
    url: `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`,
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const wholeMs = ({ enterMs, workMs }: Measured) => enterMs + workMs;
const perSecond = (count: number, ms: number) => figure((count * 1000) / ms);

function report(results: ReadonlyMap<number, Record<Contender, Measured>>): string {
  const counts = [...results.keys()];
  const speed = counts.flatMap((count) => {
    const { ours, bare } = results.get(count)!;
    const row = (name: string, one: Measured) => [
      `${count.toLocaleString('en')}: ${name}`,
      perSecond(count, one.enterMs),
      perSecond(count, one.workMs),
      perSecond(count, wholeMs(one)),
      `${figure(one.peakMiB)} MiB`,
    ];
    const times = [
      ratio(ours.enterMs, bare.enterMs),
      ratio(ours.workMs, bare.workMs),
      ratio(wholeMs(ours), wholeMs(bare)),
    ];
    return [row('Qinzhi', ours), row('bare pg-boss', bare), ['Qinzhi takes', ...times, '']];
  });
  const perSlot = (count: number, who: Contender) => wholeMs(results.get(count)![who]) / count;
  const growth = counts.map((count) => [
    count.toLocaleString('en'),
    ...contenders.map((who) => `${figure(perSlot(count, who))} ms`),
    ...contenders.map((who) => ratio(perSlot(count, who), perSlot(counts[0]!, who))),
  ]);
  return `# Delivery

\`npm run bench:delivery\` writes this file; with \`-- --full\` also 100,000. ${cpus().length} cores, Node ${process.versions.node}, the private PostgreSQL.

One slot at one moment for each of so many groups, every group with its own scope: slots are found, rows and jobs entered,
digests composed and stored, sent through a door that takes them at once, and settled. Beside it, in the same run, bare pg-boss
with the same batch sizes inserts and works the same number of jobs that do nothing. Both write to disk before they go on.

${table(['', 'entered/s', 'delivered/s', 'both/s', 'peak memory'], speed)}

What Qinzhi does more: it finds the slots, composes the digest of each, keeps it, and writes the row three times (entered, under
way, sent), each time before the next thing happens; that is what "never lost, never twice" costs.

The door of this bench knows no keys, so each row is claimed in a transaction of its own when its send begins, four at a time: a
process that is killed leaves unknown only what was in flight. Claimed a hundred at a time, as for doors with keys, Qinzhi took
4.7 and 4.4 times as long as bare pg-boss to deliver; claimed one at a time, 148 and 65 times.

## Growth

${table(['slots', 'Qinzhi, each', 'bare pg-boss, each', 'Qinzhi, of the first', 'bare, of the first'], growth)}
`;
}

async function bench(args: readonly string[]): Promise<void> {
  const counts = [1_000, 10_000, ...(args.includes('--full') ? [100_000] : [])];
  const { url, close } = await server();
  try {
    const results = new Map<number, Record<Contender, Measured>>();
    // The first run of a fresh server warms its caches for the second.
    for (const who of contenders) await measure(who, 500, url);
    for (const count of counts) {
      process.stderr.write(`${count} slots\n`);
      results.set(count, { ours: await measure('ours', count, url), bare: await measure('bare', count, url) });
    }
    const text = report(results);
    writeFileSync(new URL('../DELIVERY.md', import.meta.url), text);
    process.stdout.write(text);
  } finally {
    await close();
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === 'child') await child(rest);
else await bench(process.argv.slice(2));
