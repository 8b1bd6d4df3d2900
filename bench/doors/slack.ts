/** 200 rooms × 5 people ask twice within a minute, through Slack's stand-in over Socket Mode: `npm run bench:slack [-- SECONDS]`. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { percentile } from '../stats.ts';
import { openBot, questions } from './bot.ts';

const rooms = 200;
const people = 5;
const each = 2;
const inThousandths = (ms: number) => `${(ms / 1000).toFixed(3)} s`;

/** The program's side: the door, the bot with its memory, the assistant. The stand-in is in another process, so memory is its own. */
async function answer(apiUrl: string, botToken: string, appToken: string): Promise<void> {
  const { Slack } = await import('../../adapters/slack/slack.ts');
  const bot = openBot();
  const now = () => new Date();
  const door = new Slack({ botToken, mode: { kind: 'socket', appToken }, apiUrl, now, report: console.error });
  await door.start(bot.receive);
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 200);
  process.send!({ started: true });
  await once(process, 'message');
  clearInterval(watch);
  await door.stop();
  process.send!({ before, most });
  process.disconnect();
}

const messageFrom = async <T>(child: ChildProcess): Promise<T> => {
  const [message] = (await once(child, 'message')) as [T];
  return message;
};

async function ask(seconds: number): Promise<void> {
  const { openSlack } = await import('../../tests/adapters/slack/stand-in/stand-in.ts');
  const names = Array.from({ length: rooms * people }, (_, n) => `p${n + 1}`);
  const slack = await openSlack({ people: names, rooms: rooms - 1, patienceMs: 60_000 });
  const { apiUrl, botToken, appToken, botUserId } = slack;
  const child = fork(fileURLToPath(import.meta.url), ['door', apiUrl, botToken, appToken], { stdio: 'inherit' });
  await messageFrom(child);

  const asked = new Map<string, { who: string; at: number; took: number }>();
  const person = async (room: (typeof slack.rooms)[number], name: string, nth: number) => {
    await sleep(Math.random() * seconds * 1_000);
    for (let turn = 0; turn < each; turn++) {
      const text = `<@${botUserId}> ${questions[(nth + turn) % questions.length]}`;
      const { ts, tell } = await slack.write(text, { by: name, room });
      const at = Date.now();
      const delivered = await tell();
      if (delivered.some(({ became }) => became !== 'acknowledged')) throw new Error(`not acknowledged: ${text}`);
      asked.set(ts, { who: `${room.id} ${name}`, at, took: Date.now() - at });
    }
  };
  const from = Date.now();
  await Promise.all(names.map((name, n) => person(slack.rooms[n % rooms]!, name, n)));
  const wanted = rooms * people * each;
  const replies = () => slack.api.calls.filter(({ method }) => method === 'chat.postMessage');
  for (let left = 600; new Set(replies().map(({ args }) => args.thread_ts)).size < wanted && left; left--)
    await sleep(100);
  const lasted = Date.now() - from;

  const first = new Map<string, number>();
  for (const { args, at } of replies()) if (!first.has(String(args.thread_ts))) first.set(String(args.thread_ts), at);
  const latencies = [...asked].flatMap(([ts, { at }]) => (first.has(ts) ? [first.get(ts)! - at] : []));
  const acks = [...asked.values()].map(({ took }) => took);
  const lastOf = new Map<string, number>();
  let swapped = 0;
  for (const [ts, { who }] of asked) {
    const at = first.get(ts) ?? Number.POSITIVE_INFINITY;
    if (at < (lastOf.get(who) ?? 0)) swapped += 1;
    lastOf.set(who, at);
  }
  const memory = messageFrom<{ before: number; most: number }>(child);
  child.send('stop');
  const { before, most } = await memory;
  await slack.close();

  const mb = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
  const times = (list: number[]) =>
    `p50 ${inThousandths(percentile(list, 0.5))}, p99 ${inThousandths(percentile(list, 0.99))}`;
  console.log(
    `${rooms} rooms × ${people} people × ${each} questions within ${seconds} s; done after ${inThousandths(lasted)}`,
  );
  console.log(`answered ${first.size} of ${wanted}, posts ${replies().length}, out of a person's order ${swapped}`);
  console.log(`acknowledged: ${times(acks)}`);
  console.log(`answered: ${times(latencies)}`);
  console.log(`memory of the door, the bot and the assistant: ${mb(before)} at the start, at most ${mb(most)}`);
  if (first.size < wanted || replies().length > wanted || swapped) process.exitCode = 1;
}

const [role, ...rest] = process.argv.slice(2);
if (role === 'door') await answer(rest[0]!, rest[1]!, rest[2]!);
else await ask(Number(role ?? 60));
