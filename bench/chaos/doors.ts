/** Kills the service while doors of five platforms send and answer, and counts what people saw: `npm run chaos -- doors [--seconds N] [--seed N]`. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { openPrivate } from '../../src/store/postgres/private-server.ts';
import { type Platform, platforms } from '../doors/platforms.ts';
import { table } from '../report/table.ts';
import { program, qinzhi } from './command.ts';
import { Processes } from './processes.ts';
import { between, type Random, seeded } from './random.ts';

const perDoor = 30;
const settleMs = 300_000;
const groupsOfQuestions = 10_000;
const question = '第24项谁负责';

interface Row {
  door: string;
  channel: string;
  state: string;
}

interface Seen {
  platform: Platform;
  /** By the channel, in the order of their showing. */
  shown: Map<string, string[]>;
  asked: number;
}

const note = (line: string) => void process.stderr.write(`${line}\n`);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function openAll(): Promise<Seen[]> {
  const opened = await Promise.all(platforms.map((open) => open()));
  return opened.flatMap((platform) => {
    if (!platform.channel) return [];
    const shown = new Map<string, string[]>();
    platform.onShow((to, text) => void shown.set(to, [...(shown.get(to) ?? []), text]));
    return { platform, shown, asked: 0 };
  });
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
    all.flatMap(({ platform }) =>
      Array.from({ length: perDoor }, (_, n) => [
        `${platform.name}-${n}`,
        { ...draft, door: platform.name, channel: platform.channel!(n) },
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

/** One fault at one platform, or of the service. @returns whether the service was killed */
function strike({ platform }: Seen, service: Processes, luck: number): boolean {
  if (luck < 0.3) platform.refuseNext(luck < 0.15 ? 'refused' : 'no-answer');
  else if (luck < 0.5) platform.drop?.();
  else if (luck < 0.8) return service.works(0) && service.kill(0);
  return false;
}

/** Faults at moments that the seed tells; people ask meanwhile, where a door has a connection. */
async function disturb(all: readonly Seen[], service: Processes, seconds: number, random: Random): Promise<number> {
  const until = Date.now() + seconds * 1_000;
  let kills = 0;
  while (Date.now() < until) {
    await sleep(between(random, 500, 1_500));
    if (strike(all[Math.floor(random() * all.length)]!, service, random())) kills += 1;
    const context = all.filter(({ platform }) => platform.drop && random() < 0.3);
    for (const each of service.works(0) ? context : []) {
      each.platform.ask!(groupsOfQuestions + each.asked, `p${each.asked}`, question);
      each.asked += 1;
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
function judge({ platform, shown, asked }: Seen, rows: readonly Row[]): { cells: string[]; faults: string[] } {
  const mine = rows.filter(({ door }) => door === platform.name);
  const keyOf = (channel: string) => (URL.canParse(channel) ? new URL(channel).searchParams.get('key')! : channel);
  const seen = (channel: string) => shown.get(keyOf(channel)) ?? [];
  const count = (state: string) => mine.filter((row) => row.state === state).length;
  const twice = mine.filter(({ channel }) => new Set(seen(channel)).size !== seen(channel).length).length;
  const missing = mine.filter(({ state, channel }) => state === 'sent' && !seen(channel).length).length;
  const lost = perDoor - count('sent') - count('unknown');
  const answers = Array.from({ length: asked }, (_, n) => {
    const group = platform.name === 'wecom' ? 'wr' : platform.name === 'feishu' ? 'oc_' : 'cid';
    return shown.get(`${group}${groupsOfQuestions + n}`)?.length ?? 0;
  });
  const answeredTwice = answers.filter((each) => each > 1).length;
  const keys = platform.door.idempotencyWindowMs !== undefined;
  const wrong: [number, string][] = [
    [twice, 'digests shown twice'],
    [missing, 'digests sent and not shown'],
    [lost, 'digests neither sent nor unknown'],
    [answeredTwice, 'questions answered twice'],
    [keys ? count('unknown') : 0, 'unknown though the platform knows keys'],
  ];
  const answered = asked ? `${answers.filter((each) => each === 1).length} of ${asked}` : '–';
  return {
    cells: [`\`${platform.name}\``, `${mine.length}`, `${count('sent')}`, `${count('unknown')}`, `${twice}`, answered],
    faults: wrong.flatMap(([n, what]) => (n ? [`${platform.name}: ${n} ${what}`] : [])),
  };
}

/** @returns the exit code */
export async function chaosOfDoors(argv: readonly string[]): Promise<number> {
  const options = { seconds: { type: 'string', default: '90' }, seed: { type: 'string', default: '1' } } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const seconds = Number(values.seconds);
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-chaos-doors-'));
  // PostgreSQL does not run as root, and its own user is to reach the folder.
  chmodSync(folder, 0o755);
  const server = await openPrivate(folder, () => {});
  const { host, user, database } = server.connection;
  const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
  const all = await openAll();
  const doors = Object.assign({}, ...all.map(({ platform }) => platform.env)) as Record<string, string>;
  const env = { ...process.env, ...doors, DATABASE_URL: url, QINZHI_PORT: String(await freePort()) };
  const client = new Client({ connectionString: url });
  await client.connect();
  const service = new Processes({ size: 1, command: [program, 'run'], env });
  try {
    await qinzhi(env, 'migrate');
    service.start();
    await service.working();
    await subscribe(all, folder, env, client, seconds);
    const kills = await disturb(all, service, seconds, seeded(Number(values.seed)));
    const rows = await settled(client, all.length * perDoor);
    const judged = all.map((one) => judge(one, rows));
    const heading = `# Chaos with a door of each kind\n\n\`npm run chaos -- doors --seconds ${seconds}\`: one service, killed ${kills} times in ${seconds} s; meanwhile connections drop, platforms refuse messages, and take some without an answer. Stand-ins only.\n`;
    const head = ['door', 'slots', 'sent', 'unknown', 'shown twice', 'questions answered'];
    const report = `${heading}\n${table(
      head,
      judged.map(({ cells }) => cells),
    )}\n\nA question is lost where the platform had its acknowledgement and the service was killed before the answer; Feishu delivers again what was not acknowledged.\n`;
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
