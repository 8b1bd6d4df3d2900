/** Runs one part of the bench in a process of its own, so that its memory and its start are its own. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './stats.ts';

const run = fileURLToPath(new URL('run.ts', import.meta.url));

export interface Limits {
  heapMiB: number;
  timeoutMs: number;
}

/** The JSON that `run.ts child PART …` prints, or why there is none. */
export function inChild<T>(
  args: readonly string[],
  { heapMiB, timeoutMs }: Limits,
): Promise<{ value: T } | { failed: string }> {
  return new Promise((resolve) => {
    const options = ['--expose-gc', `--max-old-space-size=${heapMiB}`, run, 'child', ...args];
    const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ value: JSON.parse(out) as T });
      else if (/heap out of memory/.test(err)) resolve({ failed: `more than ${heapMiB} MiB of heap` });
      else if (signal === 'SIGTERM') resolve({ failed: `more than ${timeoutMs / 60_000} min` });
      else resolve({ failed: err.match(/^\w*Error: .*$/m)?.[0] ?? `exit ${code ?? signal}` });
    });
  });
}

/** Median wall time of each command, in turns, so that what else the machine does hits all alike. The first turn is not counted. */
export function alternate(
  commands: Readonly<Record<string, readonly string[]>>,
  turns: number,
): Record<string, number> {
  const times = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
  for (let turn = 0; turn <= turns; turn++)
    for (const [name, args] of Object.entries(commands)) {
      const from = performance.now();
      const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
      // A command that fails has no time; the median of nothing is NaN, which the table calls failed.
      if (status !== 0) times.set(name, []);
      else if (turn) times.get(name)?.push(performance.now() - from);
    }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)]));
}

/** Resident memory in MiB after what can be collected has been. */
export function residentMiB(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
}
