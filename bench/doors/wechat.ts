/** How long answers wait in WeChat's pacing: `npm run bench:wechat`, on a clock that runs as fast as it can. */
import { rmSync } from 'node:fs';
import { Wechat } from '../../adapters/wechat/wechat.ts';
import { quickOptions, temporaryFolder } from '../../tests/adapters/wechat/quick-options.ts';
import { mentionOf, Stage } from '../../tests/adapters/wechat/stage/stage.ts';
import { VirtualClock } from '../../tests/adapters/wechat/virtual-clock.ts';
import { table } from '../report/table.ts';
import { percentile } from '../stats.ts';

const groups = 200;
const people = 5;
const minuteMs = 60_000;
const paces = [
  { name: 'default: 1–2 s, 10 a minute to one group', spacingMs: [1000, 2000], perRoomPerMinute: 10 },
  { name: '0.5–1 s, 10 a minute to one group', spacingMs: [500, 1000], perRoomPerMinute: 10 },
] as const;

/** The same numbers in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Waited {
  lagsMs: number[];
  inOrder: boolean;
}

/** Everybody asks once, at a moment of the same minute; the answer itself takes no time. */
async function ask(asked: number, pace: (typeof paces)[number]): Promise<Waited> {
  const random = seeded(42);
  const clock = new VirtualClock(new Date('2026-11-23T01:00:00Z'));
  const stage = new Stage();
  const folder = temporaryFolder();
  const { now, wait } = clock;
  const door = new Wechat({ ...quickOptions(stage, folder), now, wait, random, pace, sendTimeoutMs: minuteMs });
  const askedAt = new Map<string, number>();
  const lagsMs: number[] = [];
  const order = new Map<string, number[]>();
  await door.start(async ({ content: what }) => ({
    blocks: [{ type: 'text', text: what.type === 'text' ? what.text : '' }],
    choices: [],
    sources: [],
  }));
  await clock.advance(1000);
  stage.seen.on('posted', () => {
    const { to, text } = stage.posted.at(-1)!;
    lagsMs.push(now().getTime() - askedAt.get(text)!);
    order.set(to, [...(order.get(to) ?? []), askedAt.get(text)!]);
  });
  const rooms = Array.from({ length: groups }, (_, n) => stage.open(`群${n}`));
  const start = now().getTime();
  const questions = Array.from({ length: asked }, (_, n) => ({ n, at: start + Math.floor(random() * minuteMs) }));
  for (const { n, at } of questions.sort((a, b) => a.at - b.at)) {
    await clock.advanceTo(at);
    const text = `问题${n}`;
    askedAt.set(text, at);
    stage.say({ in: rooms[n % groups]!, text: `${mentionOf('小助手')}${text}`, mentioned: [stage.self], at: now() });
  }
  await clock.advance(asked * 3000 + minuteMs);
  await door.stop();
  rmSync(folder, { recursive: true, force: true });
  const sorted = (times: number[]) => times.every((at, n) => n === 0 || at >= times[n - 1]!);
  return { lagsMs, inOrder: [...order.values()].every(sorted) };
}

const said = (ms: number) => (ms < minuteMs ? `${(ms / 1000).toFixed(1)} s` : `${(ms / minuteMs).toFixed(1)} min`);
const rows: string[][] = [];
for (const pace of paces)
  for (const asked of [30, 100, 300, groups * people]) {
    const { lagsMs, inOrder } = await ask(asked, pace);
    const figures = [percentile(lagsMs, 0.5), percentile(lagsMs, 0.99), Math.max(...lagsMs)].map(said);
    rows.push([pace.name, `${asked}`, `${lagsMs.length}`, inOrder ? 'yes' : 'no', ...figures]);
    if (lagsMs.length !== asked || !inOrder) process.exitCode = 1;
  }
const { rss } = process.memoryUsage();
process.stdout.write(
  `${table(['pacing', 'asked in a minute', 'answered', 'in order', 'p50', 'p99', 'longest'], rows)}\n\nMemory: ${Math.round(rss / 2 ** 20)} MB\n`,
);
