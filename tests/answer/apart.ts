/** An assistant in a process of its own: a question that never ends can be stopped, and fails its test instead of holding up all. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Timed } from './answering.ts';

const patienceMs = 90_000;

export class Apart {
  #child: ChildProcess | undefined;

  async #running(): Promise<ChildProcess> {
    if (!this.#child) {
      this.#child = fork(join(import.meta.dirname, 'answering.ts'), { execArgv: [] });
      await once(this.#child, 'message');
    }
    return this.#child;
  }

  /** The outcome `never` stands for a question that had to be stopped. */
  async ask(text: string, { plans = 1, conversation }: { plans?: number; conversation?: string } = {}): Promise<Timed> {
    const child = await this.#running();
    child.send({ text, plans, conversation });
    try {
      const [reply] = await once(child, 'message', { signal: AbortSignal.timeout(patienceMs) });
      return reply;
    } catch {
      this.stop();
      return { outcome: 'never', records: [], text: '', ms: Number.POSITIVE_INFINITY };
    }
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}
