/** 200 rooms × 5 people ask twice within a minute, each at a terminal of their own, of one bot: `npm run bench:terminal [-- SECONDS]`. */
import { PassThrough, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Terminal } from '../../adapters/terminal/terminal.ts';
import { percentile } from '../stats.ts';
import { openBot, questions } from './bot.ts';

const rooms = 200;
const people = 5;
const each = 2;

/** One person's terminal; settles with how long each reply took, in the order of the questions. */
async function sit(bot: ReturnType<typeof openBot>, room: string, user: string, nth: number, withinMs: number) {
  const took: number[] = [];
  const input = new PassThrough();
  let replied = () => {};
  const output = new Writable({
    write(_chunk, _encoding, done) {
      replied();
      done();
    },
  });
  const now = () => new Date();
  const terminal = new Terminal({
    input,
    output,
    greeting: { blocks: [], choices: [], sources: [] },
    exitWords: [],
    failureText: '',
    report: (error) => {
      throw error;
    },
    now,
  });
  await terminal.start((message) => bot.receive({ ...message, channel: room, user, direct: false }));
  await sleep(Math.random() * withinMs);
  for (let turn = 0; turn < each; turn++) {
    const reply = new Promise<void>((resolve) => {
      replied = resolve;
    });
    const at = performance.now();
    input.write(`${questions[(nth + turn) % questions.length]}\n`);
    await reply;
    took.push(performance.now() - at);
  }
  await terminal.stop();
  return took;
}

const seconds = Number(process.argv[2] ?? 60);
const bot = openBot();
const before = process.memoryUsage().rss;
let most = before;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 200);
const all = await Promise.all(
  Array.from({ length: rooms * people }, (_, nth) =>
    sit(bot, `room ${nth % rooms}`, `person ${nth}`, nth, seconds * 1_000),
  ),
);
clearInterval(watch);
const took = all.flat();
const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
console.log(`asked ${rooms * people * each} within ${seconds} s, answered ${took.length}`);
console.log(`a reply after p50 ${percentile(took, 0.5).toFixed(1)} ms, p99 ${percentile(took, 0.99).toFixed(1)} ms`);
console.log(`memory ${mib(before)} before, at most ${mib(most)}`);
