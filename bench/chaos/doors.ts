/** Kills replicas of the service while every door sends and answers, and counts what people saw: `npm run chaos -- doors [--seconds N] [--seed N] [--replicas N]`. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
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
}

interface Seen {
  platform: ChaosPlatform;
  /** Where the answers are shown, in the order in which was asked. */
  asked: string[];
}

const note = (line: string) => void process.stderr.write(`${line}\n`);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** One subscription a channel; its one slot comes due at a moment of the run. */
async function subscribe(
  all: readonly Seen[],
  folder: string,
  env: NodeJS.ProcessEnv,
  client: Client,
  seconds: number,
) {
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
  await client.query(
    `update subscription set cursor_at = now() - interval '1 day', next_at = now() + random() * $1 * interval '1 second'`,
    [seconds],
  );
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

/** Faults at moments that the seed tells; people ask meanwhile. @returns how often a replica was killed */
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
    const { rows } = await client.query<Row>('select door, channel, state from delivery where cause is null');
    const open = rows.filter(({ state }) => state === 'pending' || state === 'sending').length;
    if ((rows.length === expected && !open) || Date.now() > deadline) return rows;
    await sleep(500);
  }
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
  const answered = asked.length ? `${answers.filter((each) => each === 1).length} of ${asked.length}` : '–';
  const sends = [`${mine.length}`, `${count('sent')}`, `${count('unknown')}`, `${twice}`];
  return {
    cells: [`\`${platform.name}\``, ...(platform.channel ? sends : sends.map(() => '–')), answered],
    faults: wrong.flatMap(([n, what]) => (n ? [`${platform.name}: ${n} ${what}`] : [])),
  };
}

/** @returns the exit code */
export async function chaosOfDoors(argv: readonly string[]): Promise<number> {
  const options = {
    seconds: { type: 'string', default: '90' },
    seed: { type: 'string', default: '1' },
    replicas: { type: 'string', default: '2' },
  } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const [seconds, replicas] = [Number(values.seconds), Number(values.replicas)];
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-chaos-doors-'));
  // PostgreSQL does not run as root, and its own user is to reach the folder.
  chmodSync(folder, 0o755);
  const server = await openPrivate(folder, () => {});
  const { host, user, database } = server.connection;
  const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
  const ports = await Promise.all(Array.from({ length: replicas }, freePort));
  const all: Seen[] = (await openPlatforms(perDoor, ports)).map((platform) => ({ platform, asked: [] }));
  const doors = Object.assign({}, ...all.map(({ platform }) => platform.env)) as Record<string, string>;
  // What WeChat's client keeps below the home folder goes with the rest.
  const env = { ...process.env, ...doors, DATABASE_URL: url, HOME: folder, QINZHI_PORT: String(ports[0]) };
  const envOf = (index: number) => ({
    QINZHI_PORT: String(ports[index]),
    QINZHI_WECHAT_FOLDER: join(folder, `wechat-${index}`),
  });
  const client = new Client({ connectionString: url });
  await client.connect();
  const service = new Processes({ size: replicas, command: [program, 'run'], env, envOf });
  try {
    await qinzhi(env, 'migrate');
    service.start();
    await service.working();
    await subscribe(all, folder, env, client, seconds);
    const kills = await disturb(all, { service, replicas, seconds, random: seeded(Number(values.seed)) });
    const rows = await settled(client, all.filter(({ platform }) => platform.channel).length * perDoor);
    const judged = all.map((one) => judge(one, rows));
    const heading = `# Chaos with a door of each kind\n\n\`npm run chaos -- doors --seconds ${seconds}\`: ${replicas} replicas of one service, killed ${kills} times in ${seconds} s; meanwhile connections drop, platforms refuse messages, and take some without an answer. Stand-ins only.\n`;
    const head = ['door', 'slots', 'sent', 'unknown', 'shown twice', 'questions answered'];
    const report = `${heading}\n${table(
      head,
      judged.map(({ cells }) => cells),
    )}\n\nA question is lost where the platform had its acknowledgement and the service was killed before the answer, and where WeChat’s puppet had no client at that moment; Feishu and Slack deliver again what was not acknowledged, WeChat and WeCom call three times.\n`;
    writeFileSync(fileURLToPath(new URL('DOORS.md', import.meta.url)), report);
    process.stdout.write(report);
    const faults = [...judged.flatMap((each) => each.faults), ...service.deserted.map(({ said }) => said)];
    for (const fault of faults) note(`FAULT: ${fault}`);
    return faults.length ? 1 : 0;
  } finally {
    await service.stop();
    await client.end();
    await Promise.all(all.map(({ platform }) => platform.close()));
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
