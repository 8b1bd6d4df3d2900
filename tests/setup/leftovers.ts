/** Fails the run when a test has left a folder or a process behind. */
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';

/** A process that was killed needs a moment to go, the more so on a busy machine. */
const longestWaitMs = 10_000;

const textOf = (read: () => string) => {
  try {
    return read();
  } catch {
    // It has ended meanwhile, or belongs to somebody else.
    return '';
  }
};

/** Processes that were given the run's folder for temporary files or work in it; where there is no /proc none is found. */
function processesOf(temporary: string): string[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const command = textOf(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
        .replaceAll('\0', ' ')
        .trim();
      if (!command || command.includes('vitest/dist/workers')) return [];
      const place = textOf(() => readlinkSync(`/proc/${pid}/cwd`));
      const environment = textOf(() => readFileSync(`/proc/${pid}/environ`, 'utf8'));
      return [command, place, environment].some((text) => text.includes(temporary)) ? [`${pid} ${command}`] : [];
    });
}

export default function watch(project: TestProject): () => Promise<void> {
  const temporary = project.config.env.TMPDIR!;
  // A number of a process comes again; what a killed run has left is none of ours.
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  return async () => {
    for (let waited = 0; processesOf(temporary).length && waited < longestWaitMs; waited += 100) await sleep(100);
    const processes = processesOf(temporary);
    // Homes of puppet clients: only the end of a process closes their stores.
    const folders = readdirSync(temporary)
      .filter((name) => !name.startsWith('home-'))
      .map((name) => `${temporary}/${name}`);
    if (!processes.length && !folders.length) return rmSync(temporary, { recursive: true, maxRetries: 5 });
    throw new Error(
      ['The tests have left something behind:', ...processes.map((one) => `process ${one}`), ...folders].join('\n  '),
    );
  };
}
