/** A process that is killed while it answers: a message is answered once or not at all, never twice. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freshDatabase } from '../store/database.ts';

interface Running {
  child: ChildProcess;
  lines: string[];
  ended: Promise<unknown>;
}

function answerer(url: string, hangAt = 0): Running {
  const program = fileURLToPath(new URL('answerer.ts', import.meta.url));
  const child = spawn(process.execPath, [program, url, String(hangAt)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  let rest = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const whole = (rest + text).split('\n');
    rest = whole.pop()!;
    lines.push(...whole);
  });
  child.stdin!.on('error', () => {});
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, lines, ended: once(child, 'close') };
}

const messages = Array.from({ length: 30 }, (_, n) => ({ id: `m${n}`, user: `u${n % 7}`, text: `第${n + 1}项` }));
const feed = ({ child }: Running, some: readonly object[]) => {
  for (const message of some) child.stdin!.write(`${JSON.stringify(message)}\n`);
};
const until = (running: Running, test: (lines: string[]) => boolean) =>
  expect.poll(() => test(running.lines), { interval: 20 }).toBe(true);

describe('kill -9', () => {
  it('while one is being answered: after the restart the repeat is met with silence, others are answered', async () => {
    const url = await freshDatabase();
    const first = answerer(url, 1);
    feed(first, messages.slice(0, 1));
    await until(first, (lines) => lines.includes('hangs'));
    first.child.kill('SIGKILL');
    await first.ended;
    expect(first.lines).not.toContain('answered m0');
    const second = answerer(url);
    feed(second, messages.slice(0, 3));
    second.child.stdin!.end();
    await second.ended;
    expect(second.lines.sort()).toEqual(['answered m1', 'answered m2', 'open', 'silent m0']);
  });

  it('at many moments, everything handed over again each time: none is answered twice', async () => {
    const url = await freshDatabase();
    const all: string[] = [];
    for (const hangAt of [3, 9, 5]) {
      const running = answerer(url, hangAt);
      feed(running, messages);
      await until(running, (lines) => lines.includes('hangs'));
      running.child.kill('SIGKILL');
      await running.ended;
      all.push(...running.lines);
    }
    const last = answerer(url);
    feed(last, messages);
    last.child.stdin!.end();
    await last.ended;
    all.push(...last.lines);
    const answered = all.filter((line) => line.startsWith('answered'));
    expect(new Set(answered).size).toBe(answered.length);
    // What was claimed when a process died stays unanswered: at most one for each person of each process.
    expect(answered.length).toBeGreaterThan(0);
    expect(last.lines.filter((line) => /^(answered|silent) /.test(line))).toHaveLength(messages.length);
  });
});
