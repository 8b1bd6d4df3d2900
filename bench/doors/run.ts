/** Load through each door at its stand-in: `npm run bench:doors [-- --seconds N]`; writes bench/DOORS.md, and fails where a limit is broken. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStore, type Store } from '../../src/store/open.ts';
import { ms, table } from '../report/table.ts';
import { percentile } from '../stats.ts';
import { type Digests, sendAtNine } from './nine.ts';
import { type Platform, platforms } from './platforms.ts';
import { type Answered, askThrough } from './questions.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const withinMs = Number(values.seconds) * 1_000;
const faults: string[] = [];
const note = (line: string) => void process.stderr.write(`${line}\n`);

async function ask(): Promise<string[][]> {
  const rows: string[][] = [];
  for (const open of platforms) {
    const platform = await open();
    if (platform.ask) {
      note(`questions: ${platform.name}`);
      rows.push(questionRow(platform.name, await askThrough(platform, withinMs)));
    }
    await platform.close();
  }
  return rows;
}

function questionRow(name: string, { asked, tookMs }: Answered): string[] {
  if (tookMs.length !== asked) faults.push(`${name} answered ${tookMs.length} of ${asked}`);
  const figures = [percentile(tookMs, 0.5), percentile(tookMs, 0.99), Math.max(...tookMs)].map(ms);
  return [`\`${name}\``, `${asked}`, `${tookMs.length}`, ...figures];
}

const seconds = (value: number) => `${(value / 1_000).toFixed(1)} s`;

function digestRow(platform: Platform, { name, lagMs, busyLagMs, most, sent }: Digests): string[] {
  const { perMinute, door } = platform;
  if (sent !== lagMs.length + busyLagMs.length || sent < 1_000) faults.push(`${name} sent ${sent}`);
  if (most.channel > perMinute.channel || most.door > perMinute.door) faults.push(`${name} broke a rate`);
  const limit = (value: number) => (Number.isFinite(value) ? ` of ${value.toLocaleString('en')}` : '');
  return [
    `\`${name}\``,
    `${door.sendInterval!.doorMs} ms`,
    `${sent}`,
    ...[percentile(lagMs, 0.5), percentile(lagMs, 0.99), Math.max(...lagMs)].map(seconds),
    seconds(Math.max(...busyLagMs)),
    `${most.channel}${limit(perMinute.channel)}`,
    `${most.door.toLocaleString('en')}${limit(perMinute.door)}`,
  ];
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'qinzhi-bench-'));
  // PostgreSQL does not run as root, and its own user is to reach the folder.
  chmodSync(data, 0o755);
  const retention = { questions: 1, deliveries: 1, audit: 1 };
  const store = await openStore({ databaseUrl: undefined, data, retention }, (error) => note(error.message));
  try {
    return await work(store);
  } finally {
    await store.close();
    rmSync(data, { recursive: true, force: true });
  }
}

async function digests(): Promise<string[][]> {
  const opened = await Promise.all(platforms.map((open) => open()));
  const all = opened.filter(({ channel }) => channel);
  note('digests: all doors at once');
  try {
    const results = await withStore((store) => sendAtNine(store, all));
    return results.map((result, at) => digestRow(all[at]!, result));
  } finally {
    await Promise.all(opened.map(({ close }) => close()));
  }
}

const asked = await ask();
const sent = await digests();
const report = `# Load through the doors

\`npm run bench:doors\`, against the stand-ins of the tests, in one process with them, on ${cpus().length} processors (${cpus()[0]!.model.trim()}). No real platform was reached.

## 200 groups × 5 people within ${withinMs / 1_000} s

Each person asks once, in a group where the door knows groups, else alone. Measured from the message at the platform to its answer at the platform.

${table(['door', 'asked', 'answered', 'p50', 'p99', 'longest'], asked)}

## 1,000 digests at 9:00

All doors at once in one service, with one store. Each door keeps an interval between two digests, so that the platform's rates hold; the lag is from 9:00 to the last message of the digest. Ten of the digests are due in one group: they wait for that group's own interval, and hold up nobody else.

${table(['door', 'interval', 'sent', 'p50', 'p99', 'longest', 'longest of the busy group', 'most a minute to one channel', 'most a minute in all'], sent)}
`;
writeFileSync(fileURLToPath(new URL('../DOORS.md', import.meta.url)), report);
process.stdout.write(report);
for (const fault of faults) note(`FAULT: ${fault}`);
process.exit(faults.length ? 1 : 0);
