/** The run: three replicas with keys, three without, and node-cron sending directly, in one weather; then the judgement. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Row, World } from './deployment.ts';
import { everyMs, groups, instantsFrom, subscriptionsFile } from './expected-slots.ts';
import { Sink } from './fake-platform.ts';
import { blowsOf, type Contestant, storm } from './faults.ts';
import { Fleet } from './processes.ts';
import { seeded } from './random.ts';
import { type Result, resultTable } from './table.ts';
import { judge, judgeNaive, type Verdict } from './verify.ts';

const shortSeconds = 35;
/** The longest waits between attempts are of minutes, and few come to them. */
const longestSettleMs = 240_000;
/** In twenty seconds without a process, half of what is due is late by the policy of its group. */
const lateAfterSeconds = 10;
const keyHours = { 'qinzhi-keys': 24, 'qinzhi-no-keys': 0 } as const;

const run = fileURLToPath(new URL('run.ts', import.meta.url));
const note = (text: string) => process.stderr.write(`${text}\n`);
const noKills = () => ({ random: 0, aimed: 0, all: 0, database: 0 });

const ours = (): (Contestant & { world: World })[] =>
  Object.entries(keyHours).map(([name, hours]) => {
    const world = new World(name, hours, lateAfterSeconds);
    return { name, world, fleet: world.replicas, kills: noKills() };
  });

/** One process each: node-cron knows nothing of other replicas, and three of them would send everything three times. */
const naive = (address: string, instants: readonly number[]): Contestant[] =>
  [0, 3].map((retries) => {
    const name = retries ? `node-cron-${retries}-retries` : 'node-cron';
    const command = [run, 'naive', `${address}/${name}`, String(instants[0]), String(instants.at(-1)), String(retries)];
    return { name, fleet: new Fleet({ size: 1, command, env: process.env }), kills: noKills() };
  });

/** Subscribes everybody before the first slot. @returns the slots */
async function promise(worlds: readonly World[], address: string, seconds: number): Promise<number[]> {
  for (let leadMs = 6_000; ; leadMs *= 2) {
    const firstAt = Math.ceil((Date.now() + leadMs) / everyMs) * everyMs;
    const instants = instantsFrom(firstAt, seconds);
    await Promise.all(
      worlds.map((world) =>
        world.subscribe(subscriptionsFile((group) => `${address}/${world.name}/${group}`, instants)),
      ),
    );
    // A machine that is too slow for it is given longer; the file replaces what it said before.
    if (Date.now() < firstAt - 1_000) return instants;
  }
}

const isOpen = ({ state }: Row) => state === 'pending' || state === 'sending';

async function settled(world: World, promised: number, deadline: number): Promise<Row[]> {
  for (;;) {
    const rows = await world.deliveries();
    if ((rows.length >= promised && !rows.some(isOpen)) || Date.now() > deadline) return rows;
    await sleep(2_000);
  }
}

/** Nothing that a run is to show may be missing from it. */
function unproved({ name, world, kills }: Contestant, { skippedBy }: Verdict): string[] {
  if (!world) return [];
  const { all, aimed, database } = kills;
  const done = { all, aimed, database, 'skipped by latest': skippedBy.latest, 'skipped by none': skippedBy.none };
  return Object.entries(done).flatMap(([what, count]) => (count ? [] : [`${name}: nothing happened of: ${what}`]));
}

/** A replica with nothing to do says so and ends; this is something to do, and the real subscriptions take its place. */
const idle = (channel: string) =>
  `subscriptions:\n  idle: { door: webhook, channel: '${channel}', when: 0 0 29 2 * }\n`;

async function perform(seconds: number, seed: number, sink: Sink, all: ReturnType<typeof ours>): Promise<boolean> {
  const address = await sink.open();
  await Promise.all(all.map(({ world }) => world.subscribe(idle(`${address}/idle`))));
  for (const { fleet } of all) fleet.start();
  await Promise.all(all.map(({ fleet }) => fleet.working()));
  const instants = await promise(
    all.map(({ world }) => world),
    address,
    seconds,
  );
  const others = naive(address, instants);
  for (const { fleet } of others) fleet.start();
  const endAt = instants.at(-1)! + everyMs;
  note(`${instants.length} slots for each of ${groups.length} groups, until ${new Date(endAt).toISOString()}`);
  try {
    await storm([...all, ...others], sink, blowsOf(seconds), seeded(seed + 1), instants[0]!, endAt);
  } finally {
    await Promise.all(others.map(({ fleet }) => fleet.down()));
  }
  sink.fair = true;
  note('the weather is fair again; what is open settles');
  const deadline = Date.now() + longestSettleMs;
  const results = await Promise.all(
    all.map(async (contestant): Promise<Result> => {
      const { name, world } = contestant;
      const rows = await settled(world, instants.length * groups.length, deadline);
      const badEnds = await contestant.fleet.stop();
      const posts = sink.posts.filter(({ from }) => from === name);
      const verdict = judge(instants, rows, posts, keyHours[name as keyof typeof keyHours] > 0);
      for (const { ran, said } of contestant.fleet.deserted) {
        if (ran) verdict.faults.push(`a replica that nobody had killed ended: ${said}`);
        else note(`${name}: a replica ended while it started: ${said}`);
      }
      verdict.faults.push(...badEnds.map((end) => `a replica that was told to stop: ${end}`));
      if (world.databaseRuns) verdict.faults.push('the database runs on after the last replica');
      return { contestant, verdict, posts };
    }),
  );
  for (const contestant of others) {
    const posts = sink.posts.filter(({ from }) => from === contestant.name);
    results.push({ contestant, verdict: judgeNaive(instants, posts), posts });
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
  const sink = new Sink(seeded(seed), ['qinzhi-keys']);
  const all = ours();
  try {
    return (await perform(seconds, seed, sink, all)) ? 0 : 1;
  } finally {
    await Promise.all(all.map(({ fleet }) => fleet.down()));
    for (const { world } of all) world.killDatabase('SIGKILL');
    sink.close();
    for (const { world } of all) world.remove();
  }
}
