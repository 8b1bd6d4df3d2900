/** Kills replicas of the service while every door sends and answers, and counts what people saw: `npm run chaos -- doors [--seconds N] [--seed N] [--replicas N] [--only NAME,…] [--log FILE]`. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { openPrivate } from '../../src/store/postgres/private-server.ts';
import { type ChaosPlatform, openPlatforms } from '../doors/chaos-platforms.ts';
import { table } from '../report/table.ts';
import { program, qinzhi } from './command.ts';
import { Processes } from './processes.ts';
import { between, type Random, seeded } from './random.ts';

const perDoor = 30;
const settleMs = 300_000;
const question = '第24项谁负责';

interface Row {
  door: string;
  channel: string;
  state: string;
  error: string | null;
}

interface Seen {
  platform: ChaosPlatform;
  /** Where the answers are shown, in the order in which was asked. */
  asked: string[];
}

/** Of the last minute. */
const load = () => loadavg()[0]!.toFixed(1);
const note = (line: string) => void process.stderr.write(`${line}\n`);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** One subscription a channel, of which nothing is due. */
async function subscribe(all: readonly Seen[], folder: string, env: NodeJS.ProcessEnv) {
  const draft = { when: '每天 0:00', late: { policy: 'all' }, dayOff: 'send', scope: { groups: [1] } };
  const subscriptions = Object.fromEntries(
    all.flatMap(({ platform: { name, channel } }) =>
      Array.from({ length: channel ? perDoor : 0 }, (_, n) => [
        `${name}-${n}`,
        { ...draft, door: name, channel: channel!(n) },
      ]),
    ),
  );
  const file = join(folder, 'subscriptions.json');
  writeFileSync(file, JSON.stringify({ subscriptions }));
  await qinzhi(env, 'subscriptions', 'apply', file, '--yes');
}

/** The one slot of each subscription comes due during the run: of half of them at the same moment, as at nine o'clock. */
async function bringDue(client: Client, { seconds, random }: Pick<Disturbing, 'seconds' | 'random'>): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select id from subscription order by id');
  const startMs = Date.now();
  const rushMs = between(random, 0.2, 0.6) * seconds * 1_000;
  const due = rows
    .map(({ id }, index) => ({ id, atMs: index % 2 ? rushMs : between(random, 0, seconds * 1_000) }))
    .sort((a, b) => a.atMs - b.atMs);
  for (const [atMs, together] of Map.groupBy(due, (one) => one.atMs)) {
    await sleep(Math.max(0, startMs + atMs - Date.now()));
    // A replica that starts computes the next slot from the cursor.
    await client.query(
      `update subscription set cursor_at = now() - interval '1 day', next_at = now() where id = any($1)`,
      [together.map(({ id }) => id)],
    );
  }
}

/** One fault at one platform, or of a replica. @returns whether a replica was killed */
function strike({ platform }: Seen, service: Processes, replica: number, luck: number): boolean {
  if (luck < 0.3) platform.refuseNext(luck < 0.15 ? 'refused' : 'no-answer');
  else if (luck < 0.5) platform.drop?.();
  else if (luck < 0.8) return service.works(replica) && service.kill(replica);
  return false;
}

interface Disturbing {
  service: Processes;
  replicas: number;
  seconds: number;
  random: Random;
}

/** Faults at moments drawn from the seed, during questions. @returns how often a replica was killed */
async function disturb(all: readonly Seen[], { service, replicas, seconds, random }: Disturbing): Promise<number> {
  const until = Date.now() + seconds * 1_000;
  let kills = 0;
  while (Date.now() < until) {
    await sleep(between(random, 500, 1_500));
    const replica = Math.floor(random() * replicas);
    if (strike(all[Math.floor(random() * all.length)]!, service, replica, random())) kills += 1;
    for (const each of all) {
      const { ask, isHeard } = each.platform;
      const isUp = Array.from({ length: replicas }, (_, n) => service.works(n)).some(Boolean);
      if (ask && random() < 0.3 && isUp && isHeard()) each.asked.push(await ask(each.asked.length, question));
    }
  }
  return kills;
}

async function settled(client: Client, expected: number): Promise<Row[]> {
  const deadline = Date.now() + settleMs;
  for (;;) {
    const { rows } = await client.query<Row>(
      'select door, channel, state, last_error as error from delivery where cause is null',
    );
    const open = rows.filter(({ state }) => state === 'pending' || state === 'sending').length;
    if ((rows.length === expected && !open) || Date.now() > deadline) return rows;
    await sleep(500);
  }
}

/** How often a replica was killed in the middle, and how often the platform took a digest without an answer. */
function whyUnknown(rows: readonly Row[]): string {
  const unknown = rows.filter(({ state }) => state === 'unknown');
  const killed = unknown.filter(({ error }) => error?.includes('the process ended')).length;
  const counts: [number, string][] = [
    [killed, 'killed'],
    [unknown.length - killed, 'no answer'],
  ];
  return counts.flatMap(([n, why]) => (n ? [`${n} ${why}`] : [])).join(', ') || '–';
}

/** What is wrong with what people saw; `unknown` is a state that a person looks at, and not wrong where the platform knows no keys. */
function judge({ platform, asked }: Seen, rows: readonly Row[]): { cells: string[]; faults: string[] } {
  const mine = rows.filter(({ door }) => door === platform.name);
  const shown = platform.shown();
  const keyOf = (channel: string) => (URL.canParse(channel) ? new URL(channel).searchParams.get('key')! : channel);
  const seen = (channel: string) => shown.get(keyOf(channel)) ?? [];
  const count = (state: string) => mine.filter((row) => row.state === state).length;
  const twice = mine.filter(({ channel }) => new Set(seen(channel)).size !== seen(channel).length).length;
  const missing = mine.filter(({ state, channel }) => state === 'sent' && !seen(channel).length).length;
  const lost = (platform.channel ? perDoor : 0) - count('sent') - count('unknown');
  const answers = asked.map((key) => shown.get(key)?.length ?? 0);
  const answeredTwice = answers.filter((each) => each > 1).length;
  const wrong: [number, string][] = [
    [twice, 'digests shown twice'],
    [missing, 'digests sent and not shown'],
    [lost, 'digests neither sent nor unknown'],
    [answeredTwice, 'questions answered twice'],
    [platform.knowsWhatArrived ? count('unknown') : 0, 'unknown though the platform can tell'],
  ];
  const unfinished = mine.filter(({ state }) => state !== 'sent' && state !== 'unknown');
  const answered = asked.length ? `${answers.filter((each) => each === 1).length} of ${asked.length}` : '–';
  const sends = [`${mine.length}`, `${count('sent')}`, `${count('unknown')}`, whyUnknown(mine), `${twice}`];
  return {
    cells: [`\`${platform.name}\``, ...(platform.channel ? sends : sends.map(() => '–')), answered],
    faults: [
      ...wrong.flatMap(([n, what]) => (n ? [`${platform.name}: ${n} ${what}`] : [])),
      ...unfinished.map(({ state, error }) => `${platform.name}: a digest is ${state}: ${error}`),
    ],
  };
}

/** @returns the exit code */
export async function chaosOfDoors(argv: readonly string[]): Promise<number> {
  const options = {
    seconds: { type: 'string', default: '90' },
    seed: { type: 'string', default: '1' },
    replicas: { type: 'string', default: '2' },
    only: { type: 'string' },
    log: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const [seconds, replicas] = [Number(values.seconds), Number(values.replicas)];
  // Of the gRPC server of WeChat's stand-in.
  process.noDeprecation = true;
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-chaos-doors-'));
  // PostgreSQL does not run as root, and its own user is to reach the folder.
  chmodSync(folder, 0o755);
  const server = await openPrivate(folder, () => {});
  const { host, user, database } = server.connection;
  const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
  const ports = await Promise.all(Array.from({ length: replicas }, freePort));
  const only = values.only?.split(',');
  const opened = await openPlatforms(perDoor, ports);
  const all: Seen[] = opened
    .filter(({ name }) => only?.includes(name) ?? true)
    .map((platform) => ({ platform, asked: [] }));
  const doors = Object.assign({}, ...all.map(({ platform }) => platform.env)) as Record<string, string>;
  // What WeChat's client keeps below the home folder goes with the rest.
  const env = { ...process.env, ...doors, DATABASE_URL: url, HOME: folder, QINZHI_PORT: String(ports[0]) };
  const envOf = (index: number) => ({
    QINZHI_PORT: String(ports[index]),
    QINZHI_WECHAT_FOLDER: join(folder, `wechat-${index}`),
  });
  const client = new Client({ connectionString: url });
  await client.connect();
  const service = new Processes({ size: replicas, command: [program, 'run'], env, envOf, logFile: values.log });
  try {
    await qinzhi(env, 'migrate');
    const loadBefore = load();
    service.start();
    await service.working();
    await subscribe(all, folder, env);
    const seed = Number(values.seed);
    const [kills] = await Promise.all([
      disturb(all, { service, replicas, seconds, random: seeded(seed) }),
      bringDue(client, { seconds, random: seeded(seed + 1_000) }),
    ]);
    const rows = await settled(client, all.filter(({ platform }) => platform.channel).length * perDoor);
    const judged = all.map((one) => judge(one, rows));
    const heading = `# Chaos with a door of each kind\n\n\`npm run chaos -- doors --seconds ${seconds} --seed ${seed}\`: ${replicas} replicas of one service, killed ${kills} times in ${seconds} s; meanwhile connections drop, platforms refuse messages, and take some without an answer. Stand-ins only. ${cpus().length} cores; load average ${loadBefore} before the run, ${load()} after it.\n`;
    const head = ['door', 'slots', 'sent', 'unknown', 'why unknown', 'shown twice', 'questions answered'];
    const report = `${heading}\n${table(
      head,
      judged.map(({ cells }) => cells),
    )}\n\nA question is lost where the platform had its acknowledgement and the service was killed before the answer, since its id is claimed before it is answered, so that nobody is answered twice; DingTalk, Feishu and Slack deliver again what was not acknowledged, WeChat and WeCom call three times. A digest is unknown where the platform took it and gave no answer (a fault of the run), or a replica was killed between the two, and the platform knows no keys and can’t be asked.\n`;
    if (!only) writeFileSync(fileURLToPath(new URL('DOORS.md', import.meta.url)), report);
    process.stdout.write(report);
    const faults = [...judged.flatMap((each) => each.faults), ...service.deserted.map(({ said }) => said)];
    for (const fault of faults) note(`FAULT: ${fault}`);
    return faults.length ? 1 : 0;
  } finally {
    await service.stop();
    await client.end();
    await Promise.all(opened.map((platform) => platform.close()));
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
