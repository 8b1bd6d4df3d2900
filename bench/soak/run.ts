/** Hours of ordinary work for one service, to see that nothing grows: `npm run soak [-- --minutes N]`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStore, type Store } from '../../src/store/open.ts';
import { openSlack } from '../../tests/adapters/slack/stand-in/stand-in.ts';
import { everyMs, instantsFrom, subscriptionsFile } from '../chaos/expected-slots.ts';
import { FakePlatform } from '../chaos/fake-platform.ts';
import { questions } from '../doors/bot.ts';
import { table } from '../report/table.ts';
import { type Sample, sampleOf, verdictOf } from './samples.ts';

const program = fileURLToPath(new URL('../../bin/qinzhi.js', import.meta.url));
const people = Array.from({ length: 20 }, (_, n) => `p${n + 1}`);
const rooms = 5;
const askEveryMs = 500;
const pressEveryMs = 3_000;
const sampleEveryMs = 15_000;
const startWithinMs = 120_000;
const note = (text: string) => process.stderr.write(`${text}\n`);

interface Work {
  asked: number;
  pressed: number;
  refused: number;
}

type Slack = Awaited<ReturnType<typeof openSlack>>;

/** People of several rooms ask, and judge what they were answered, until the end. */
async function converse(slack: Slack, endAt: number, work: Work): Promise<void> {
  let pressedAt = Date.now();
  for (let turn = 0; Date.now() < endAt; turn++) {
    const by = people[turn % people.length]!;
    const room = slack.rooms[turn % slack.rooms.length]!;
    const text = `<@${slack.botUserId}> ${questions[turn % questions.length]}`;
    const { tell } = await slack.write(text, { by, room });
    void tell().then((delivered) => {
      if (delivered.every(({ became }) => became === 'acknowledged')) work.asked++;
      else {
        work.refused++;
        note(`not acknowledged: ${JSON.stringify(delivered)}`);
      }
    });
    const last = slack.posted().at(-1);
    if (last && Date.now() - pressedAt > pressEveryMs && JSON.stringify(last.blocks ?? []).includes('有用')) {
      pressedAt = Date.now();
      void slack.press('有用', last, { by }).then(
        () => work.pressed++,
        (error) => {
          work.refused++;
          note(`not pressed: ${error}`);
        },
      );
    }
    await sleep(askEveryMs);
  }
}

async function watch(pid: number, store: Store, endAt: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const startedAt = Date.now();
  while (Date.now() < endAt) {
    const sample = await sampleOf(pid, store, startedAt);
    samples.push(sample);
    const { atMs, rssMiB, descriptors, connections } = sample;
    note(`${Math.round(atMs / 1000)} s: ${rssMiB} MiB, ${descriptors} descriptors, ${connections} connections`);
    await sleep(sampleEveryMs);
  }
  return samples;
}

/** @returns the exit code */
async function soak(minutes: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-soak-'));
  chmodSync(folder, 0o755);
  const slack = await openSlack({ people, rooms: rooms - 1, patienceMs: 60_000 });
  const platform = new FakePlatform(Math.random, ['soak']);
  platform.fair = true;
  const address = await platform.open();
  const env = {
    ...process.env,
    DATABASE_URL: '',
    QINZHI_DATA: join(folder, 'data'),
    QINZHI_WEBHOOK_KEY_HOURS: '24',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  };
  const instants = instantsFrom(Math.ceil((Date.now() + 60_000) / everyMs) * everyMs, minutes * 60);
  const file = join(folder, 'subscriptions.json');
  writeFileSync(
    file,
    subscriptionsFile((group) => `${address}/soak/${group}`, instants),
  );
  const applying = spawn(process.execPath, [program, 'subscriptions', 'apply', file, '--yes'], {
    env,
    stdio: 'ignore',
  });
  if ((await once(applying, 'close'))[0] !== 0) throw new Error('the subscriptions could not be made');
  const service = spawn(process.execPath, [program, 'run'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  service.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-20_000);
  });
  const retention = { questions: 180, deliveries: 400, audit: 1100 };
  const store = await openStore({ databaseUrl: undefined, data: env.QINZHI_DATA, retention }, () => {});
  try {
    for (const deadline = Date.now() + startWithinMs; !said.includes('running on'); await sleep(100))
      if (Date.now() > deadline || service.exitCode !== null) throw new Error(`the service does not start: ${said}`);
    // Listens a moment later than it runs.
    while ((await slack.openHome(people[0]!)).became !== 'acknowledged') await sleep(200);
    const work: Work = { asked: 0, pressed: 0, refused: 0 };
    const endAt = instants.at(-1)! + everyMs;
    note(`until ${new Date(endAt).toISOString()}`);
    const [samples] = await Promise.all([watch(service.pid!, store, endAt), converse(slack, endAt, work)]);
    await sleep(everyMs);
    const ended = once(service, 'close');
    service.kill('SIGTERM');
    const [code] = await ended;
    const digests = platform.posts.filter(({ outcome }) => outcome === 'taken').length;
    const answers = slack.posted().filter(({ blocks }) => blocks?.length).length;
    const { lines, faults } = verdictOf(samples);
    process.stdout.write(`\n${table(['', 'at the start', 'third quarter', 'last quarter', 'most'], lines)}\n\n`);
    process.stdout.write(
      `${minutes} minutes: ${work.asked} messages, ${answers} replies, ${work.pressed} presses, ${digests} digests of ${instants.length * 10} slots, ${work.refused} not taken; the service ended with ${code}\n`,
    );
    if (digests !== instants.length * 10) faults.push(`${instants.length * 10 - digests} digests are missing`);
    if (answers < work.asked) faults.push(`${work.asked - answers} messages were not answered`);
    if (work.refused) faults.push(`${work.refused} messages or presses were not taken`);
    if (code !== 0) faults.push(`the service ended with ${code}`);
    for (const fault of faults) process.stdout.write(`  ${fault}\n`);
    return faults.length ? 1 : 0;
  } finally {
    service.kill('SIGKILL');
    await store.close();
    await slack.close();
    platform.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
const minutes = Number(values.minutes);
if (minutes >= 1) process.exitCode = await soak(minutes);
else {
  note('soak [--minutes N, 1 or more]');
  process.exitCode = 2;
}
