/** What the doors share that hold a connection to their platform: start and stop, repeats and old messages dropped, work under way. */
import type { Message } from '../../../src/model/message.ts';
import type { Receive } from '../../../src/model/port.ts';
import { LruMap } from '../../../src/shared/lru-map.ts';
import { UnderWay } from './under-way.ts';

export interface Connection {
  /** Why there is none now. */
  readonly problem: string | undefined;
  /** @throws where the platform can't be reached, or refuses us */
  open(): Promise<void>;
  close(): void;
}

/** What a platform delivers again after a long outage is not answered. */
const maxAgeMs = 15 * 60_000;
const maxRemembered = 5_000;
const settleWithinMs = 5_000;

export class ConnectedDoor<C extends Connection> {
  /** Of the last start; it is kept while the answers under way are sent. */
  connection: C | undefined;
  /** Undefined before the start and after the stop. */
  receive: Receive | undefined;
  readonly #seen = new LruMap<string, true>(maxRemembered);
  readonly #underWay: UnderWay;
  readonly #now: () => Date;
  #ending = new AbortController();

  constructor({ report, now }: { report: (line: string) => void; now: () => Date }) {
    this.#underWay = new UnderWay(report);
    this.#now = now;
  }

  /** Aborted at the stop. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  get problem(): string | undefined {
    return this.connection?.problem;
  }

  /** @throws what opening the connection throws; may be called again */
  async start(receive: Receive, connection: C): Promise<void> {
    this.#ending = new AbortController();
    this.connection = connection;
    this.receive = receive;
    try {
      await connection.open();
    } catch (error) {
      this.receive = undefined;
      connection.close();
      throw error;
    }
  }

  /** The connection stays until the answers under way are sent, for at most a few seconds. */
  async stop(): Promise<void> {
    this.receive = undefined;
    this.#ending.abort();
    await this.#underWay.settle(settleWithinMs);
    this.connection?.close();
  }

  isOld({ at }: Message): boolean {
    return this.#now().getTime() - at.getTime() > maxAgeMs;
  }

  /** Platforms deliver an event again whose acknowledgement was lost, also through another connection. */
  isRepeat(id: string): boolean {
    if (this.#seen.has(id)) return true;
    this.#seen.set(id, true);
    return false;
  }

  track(work: Promise<void>): void {
    this.#underWay.track('a message was not answered', work);
  }
}
