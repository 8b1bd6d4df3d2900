/** `POST /api/ask` from 100 connections beside a bare hono echo, in turn on one machine: `npm run bench:load [-- --seconds 10] [--write]`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { percentile } from '../stats.ts';
import { withSection } from './section.ts';

/** Golden questions of both audiences, each asked alone. */
const questions = ['enterprise', 'officials'].flatMap((name) =>
  readFileSync(new URL(`../../tests/golden/sample/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { q: string }).q),
);

const rounds = 3;
const folder = new URL('.', import.meta.url);
const results = new URL('../RESULTS.md', folder);

interface Target {
  name: string;
  port: number;
  child: ChildProcess;
}

interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
  /** Requests without an answer, by what came instead: a status, or the code of the network. */
  failed: Map<string, number>;
}

/** Starts a program and waits for the address that it prints. */
async function start(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Target> {
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  for await (const part of child.stdout!.setEncoding('utf8') as AsyncIterable<string>) {
    said += part;
    const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
    if (port) return { name, port: Number(port), child };
  }
  throw new Error(`${name} ended: ${said}`);
}

/** Resident memory now and at its peak, in MiB, as the kernel counts it. */
function memoryOf({ child }: Target): { now: number; peak: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

function post(agent: Agent, port: number, body: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const sent = request({ host: '127.0.0.1', port, path: '/api/ask', method: 'POST', agent, headers }, (response) => {
    response.resume();
    response.once('end', () => resolve(response.statusCode ?? 0));
    response.once('error', reject);
  });
  sent.once('error', reject);
  sent.end(body);
  return promise;
}

/** Every connection asks again as soon as it is answered. */
async function load({ port }: Target, connections: number, seconds: number): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const tookMs: number[] = [];
  const failed = new Map<string, number>();
  const began = performance.now();
  const until = began + seconds * 1000;
  const connection = async (first: number) => {
    for (let turn = first; performance.now() < until; turn++) {
      const body = JSON.stringify({ question: questions[turn % questions.length] });
      const from = performance.now();
      // A connection that is reset is a question that was not answered.
      const outcome = await post(agent, port, body).catch(
        (error: NodeJS.ErrnoException) => error.code ?? error.message,
      );
      tookMs.push(performance.now() - from);
      if (outcome !== 200) failed.set(String(outcome), (failed.get(String(outcome)) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => connection(index * 7)));
  // The last answers come after the end of the round.
  const tookSeconds = (performance.now() - began) / 1000;
  agent.destroy();
  return {
    perSecond: tookMs.length / tookSeconds,
    p50: percentile(tookMs, 0.5),
    p99: percentile(tookMs, 0.99),
    failed,
  };
}

const middle = (all: readonly Measured[], of: 'perSecond' | 'p50' | 'p99') =>
  percentile(
    all.map((each) => each[of]),
    0.5,
  );

/** `0`, or how many of each kind: `3 (2 × ECONNRESET, 1 × 503)`. */
function notAnswered(all: readonly Measured[]): string {
  const kinds = Map.groupBy(
    all.flatMap(({ failed }) => [...failed]),
    ([kind]) => kind,
  );
  const sums = [...kinds].map(([kind, counts]) => ({ kind, sum: counts.reduce((sum, [, count]) => sum + count, 0) }));
  const total = sums.reduce((sum, each) => sum + each.sum, 0);
  return total ? `${total} (${sums.map(({ kind, sum }) => `${sum} × ${kind}`).join(', ')})` : '0';
}

function rowOf(target: Target, all: readonly Measured[], quietMiB: number): string {
  const { now, peak } = memoryOf(target);
  const figures = [
    middle(all, 'perSecond').toFixed(0),
    `${middle(all, 'p50').toFixed(1)} ms`,
    `${middle(all, 'p99').toFixed(1)} ms`,
    `${quietMiB.toFixed(0)} MiB`,
    `${now.toFixed(0)} MiB`,
    `${peak.toFixed(0)} MiB`,
    notAnswered(all),
  ];
  return `| ${target.name} | ${figures.join(' | ')} |`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '10' },
      connections: { type: 'string', default: '100' },
      write: { type: 'boolean', default: false },
    },
  });
  const [seconds, connections] = [Number(values.seconds), Number(values.connections)];
  const bin = new URL('../../bin/qinzhi.js', folder).pathname;
  // Without a store: what is measured is asking over HTTP.
  const ours = { QINZHI_DATA: '/dev/null/none', QINZHI_PORT: '0', QINZHI_LOG: 'silent', QINZHI_LANG: 'en' };
  const targets = [
    await start('`POST /api/ask`', [bin, 'run'], ours),
    await start('bare hono echo', [new URL('run.ts', folder).pathname, 'echo'], {}),
  ];
  try {
    const quiet = targets.map((target) => memoryOf(target).now);
    const measured: Measured[][] = targets.map(() => []);
    for (const target of targets) await load(target, connections, Math.min(3, seconds));
    for (let round = 0; round < rounds; round++)
      for (const [index, target] of targets.entries()) measured[index]!.push(await load(target, connections, seconds));
    const [asked, echoed] = measured as [Measured[], Measured[]];
    const ratio = (of: 'perSecond' | 'p99') => (middle(asked, of) / middle(echoed, of)).toFixed(2);
    const text = [
      `\`npm run bench:load\`: ${connections} connections, each asks again as soon as it is answered; ${rounds} rounds of ${seconds} s in turn after a warm-up, medians of the`,
      `rounds; ${questions.length} different questions. The driver runs on the same machine and takes its share of the processor from both.`,
      '',
      '| server | requests a second | p50 | p99 | memory, idle | memory, after | memory, peak | not answered |',
      '| --- | --: | --: | --: | --: | --: | --: | --: |',
      ...targets.map((target, index) => rowOf(target, measured[index]!, quiet[index]!)),
      '',
      `Beside the echo: ${ratio('perSecond')}× its requests a second, ${ratio('p99')}× its p99.`,
    ].join('\n');
    process.stdout.write(`${text}\n`);
    if (values.write) writeFileSync(results, withSection(readFileSync(results, 'utf8'), text));
  } finally {
    for (const { child } of targets) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
}

if (process.argv[2] === 'echo') (await import('./echo.ts')).serveEcho();
else await main();
