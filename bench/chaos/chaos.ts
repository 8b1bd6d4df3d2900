/** The run: three replicas with keys, three without, and node-cron sending directly, under the same faults; then the verdict. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Deployment, type Row } from './deployment.ts';
import { everyMs, groups, instantsFrom, subscriptionsFile } from './expected-slots.ts';
import { FakePlatform } from './fake-platform.ts';
import { type Contestant, faultsOf, injectFaults } from './faults.ts';
import { Processes } from './processes.ts';
import { seeded } from './random.ts';
import { type Result, resultTable } from './table.ts';
import { type Verdict, verify, verifyBaseline } from './verify.ts';

const shortSeconds = 50;
/** The longest waits between attempts are of minutes, and few come to them. */
const longestSettleMs = 240_000;
/** In twenty seconds without a process, half of what is due is late by the policy of its group. */
const lateAfterSeconds = 10;
const keyHours = { 'qinzhi-keys': 24, 'qinzhi-no-keys': 0 } as const;

const run = fileURLToPath(new URL('run.ts', import.meta.url));
const note = (text: string) => process.stderr.write(`${text}\n`);
const noKills = () => ({ random: 0, aimed: 0, all: 0, database: 0, clock: 0, suspended: 0 });

const ours = (): (Contestant & { deployment: Deployment })[] =>
  Object.entries(keyHours).map(([name, hours]) => {
    const deployment = new Deployment(name, hours, lateAfterSeconds);
    return { name, deployment, processes: deployment.replicas, kills: noKills() };
  });

/** One process each: node-cron knows nothing of other replicas, and three of them would send everything three times. */
const naive = (address: string, instants: readonly number[]): Contestant[] =>
  [0, 3].map((retries) => {
    const name = retries ? `node-cron-${retries}-retries` : 'node-cron';
    const command = [run, 'naive', `${address}/${name}`, String(instants[0]), String(instants.at(-1)), String(retries)];
    return { name, processes: new Processes({ size: 1, command, env: process.env }), kills: noKills() };
  });

/** Subscribes everybody before the first slot. @returns the slots */
async function promise(deployments: readonly Deployment[], address: string, seconds: number): Promise<number[]> {
  for (let leadMs = 6_000; ; leadMs *= 2) {
    const firstAt = Math.ceil((Date.now() + leadMs) / everyMs) * everyMs;
    const instants = instantsFrom(firstAt, seconds);
    await Promise.all(
      deployments.map((deployment) =>
        deployment.subscribe(subscriptionsFile((group) => `${address}/${deployment.name}/${group}`, instants)),
      ),
    );
    // A machine that is too slow for it is given longer; the file replaces what it said before.
    if (Date.now() < firstAt - 1_000) return instants;
  }
}

const isOpen = ({ state }: Row) => state === 'pending' || state === 'sending';

async function settled(deployment: Deployment, promised: number, deadline: number): Promise<Row[]> {
  for (;;) {
    const rows = await deployment.deliveries();
    if ((rows.length >= promised && !rows.some(isOpen)) || Date.now() > deadline) return rows;
    await sleep(2_000);
  }
}

/** Nothing that a run is to show may be missing from it. */
function unproved({ name, deployment, kills }: Contestant, { skippedBy }: Verdict): string[] {
  if (!deployment) return [];
  const { all, aimed, database, clock, suspended } = kills;
  const done = {
    all,
    aimed,
    database,
    clock,
    suspended,
    'skipped by latest': skippedBy.latest,
    'skipped by none': skippedBy.none,
  };
  return Object.entries(done).flatMap(([what, count]) => (count ? [] : [`${name}: nothing happened of: ${what}`]));
}

/** A replica with nothing to do says so and ends; this is something to do, and the real subscriptions take its place. */
const idle = (channel: string) =>
  `subscriptions:\n  idle: { door: webhook, channel: '${channel}', when: 0 0 29 2 * }\n`;

async function perform(
  seconds: number,
  seed: number,
  platform: FakePlatform,
  all: ReturnType<typeof ours>,
): Promise<boolean> {
  const address = await platform.open();
  await Promise.all(all.map(({ deployment }) => deployment.subscribe(idle(`${address}/idle`))));
  for (const { processes } of all) processes.start();
  await Promise.all(all.map(({ processes }) => processes.working()));
  const instants = await promise(
    all.map(({ deployment }) => deployment),
    address,
    seconds,
  );
  const others = naive(address, instants);
  for (const { processes } of others) processes.start();
  const endAt = instants.at(-1)! + everyMs;
  note(`${instants.length} slots for each of ${groups.length} groups, until ${new Date(endAt).toISOString()}`);
  try {
    await injectFaults([...all, ...others], platform, faultsOf(seconds), seeded(seed + 1), instants[0]!, endAt);
  } finally {
    await Promise.all(others.map(({ processes }) => processes.down()));
  }
  platform.fair = true;
  note('no more faults; open deliveries settle');
  const deadline = Date.now() + longestSettleMs;
  const results = await Promise.all(
    all.map(async (contestant): Promise<Result> => {
      const { name, deployment } = contestant;
      const rows = await settled(deployment, instants.length * groups.length, deadline);
      const badEnds = await contestant.processes.stop();
      const posts = platform.posts.filter(({ from }) => from === name);
      const verdict = verify(instants, rows, posts, keyHours[name as keyof typeof keyHours] > 0);
      for (const { ran, said } of contestant.processes.deserted) {
        if (ran) verdict.faults.push(`a replica that nobody had killed ended: ${said}`);
        else note(`${name}: a replica ended while it started: ${said}`);
      }
      verdict.faults.push(...badEnds.map((end) => `a replica that was told to stop: ${end}`));
      if (deployment.databaseRuns) verdict.faults.push('the database runs on after the last replica');
      return { contestant, verdict, posts };
    }),
  );
  for (const contestant of others) {
    const posts = platform.posts.filter(({ from }) => from === contestant.name);
    results.push({ contestant, verdict: verifyBaseline(instants, posts), posts });
  }
  process.stdout.write(`\n${resultTable(results)}\n\n`);
  const faults = results.flatMap(({ contestant, verdict }) => [
    ...verdict.faults.map((fault) => `${contestant.name}: ${fault}`),
    ...unproved(contestant, verdict),
  ]);
  process.stdout.write(
    faults.length
      ? `${faults.length} faults:\n${faults.map((fault) => `  ${fault}\n`).join('')}`
      : 'No slot without a settled row, none lost, none sent twice.\n',
  );
  return !faults.length;
}

/** @returns the exit code */
export async function chaos(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seconds: { type: 'string', default: '300' },
      short: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(Date.now() % 100_000) },
    },
  });
  const [seconds, seed] = [values.short ? shortSeconds : Number(values.seconds), Number(values.seed)];
  if (!(seconds >= shortSeconds) || !Number.isInteger(seed)) {
    note(`chaos [--short] [--seconds N, ${shortSeconds} or more] [--seed N]`);
    return 2;
  }
  note(`seed ${seed}`);
  const platform = new FakePlatform(seeded(seed), ['qinzhi-keys']);
  const all = ours();
  try {
    return (await perform(seconds, seed, platform, all)) ? 0 : 1;
  } finally {
    await Promise.all(all.map(({ processes }) => processes.down()));
    for (const { deployment } of all) deployment.killDatabase('SIGKILL');
    platform.close();
    for (const { deployment } of all) deployment.remove();
  }
}
