/** Work that continues after a platform has its acknowledgement: errors are reported, and a stop can wait for it. */
import { messageOf } from '../../../src/shared/error-message.ts';
import { waitAtMost } from '../../../src/shared/timeout.ts';

export class UnderWay {
  readonly #work = new Set<Promise<void>>();
  readonly #report: (line: string) => void;

  constructor(report: (line: string) => void) {
    this.#report = report;
  }

  /** `what` begins the line that is reported when the work fails. */
  track(what: string, work: Promise<unknown>): void {
    const done: Promise<void> = work
      .then(
        () => {},
        (error: unknown) => this.#report(`${what}: ${messageOf(error)}`),
      )
      .finally(() => this.#work.delete(done));
    this.#work.add(done);
  }

  /** Settles when nothing is under way, or after `withinMs`. */
  settle(withinMs: number): Promise<void> {
    const idle = async () => {
      while (this.#work.size) await Promise.all(this.#work);
    };
    return waitAtMost(idle(), withinMs);
  }
}
