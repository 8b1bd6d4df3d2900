/** Keeps a Socket Mode connection open and reconnects with backoff until it is closed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import { waitAtMost } from '../../../src/shared/timeout.ts';
import { tell, waitOf } from '../errors.ts';

type Client = SocketModeReceiver['client'];

export interface SocketOptions {
  report: (line: string) => void;
  /** Of the first wait after a failure; each further one is twice as long. */
  firstWaitMs: number;
}

const maxWaitMs = 30_000;
/** Slack sends its hello immediately after connecting. */
const helloWithinMs = 15_000;
const closeWithinMs = 2_000;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A greeting, a goodbye, or an envelope with a payload; of events also with the event. */
function isReadable(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  try {
    const envelope: unknown = JSON.parse(data);
    if (!isObject(envelope)) return false;
    const { type, payload } = envelope;
    if (type === 'hello' || type === 'disconnect') return true;
    return isObject(payload) && (type !== 'events_api' || isObject(payload.event));
  } catch {
    return false;
  }
}

/**
 * The client's own reconnecting is off: on failure or stop it leaves an unhandled rejection, which
 * ends the process (node-slack-sdk#2656), and it waits five seconds where Slack asks to reconnect at once.
 */
export class Socket {
  /** Why the connection is down; undefined while it is up. */
  problem: string | undefined;
  #client: Client;
  #options: SocketOptions;
  #ending = new AbortController();
  #opening: Promise<void> | undefined;
  #failures = 0;
  #isOpen = false;

  constructor(client: Client, options: SocketOptions) {
    this.#client = client;
    this.#options = options;
    client.on('disconnected', () => this.#lost());
    this.#guardMessages();
  }

  /** The client reads properties of whatever an envelope holds, and awaits no handler: what it can't read is dropped before. */
  #guardMessages(): void {
    const listeners = this.#client.listeners('ws_message') as ((data: unknown, isBinary: boolean) => unknown)[];
    this.#client.removeAllListeners('ws_message');
    this.#client.on('ws_message', (data: unknown, isBinary: boolean) => {
      if (!isReadable(data)) return;
      for (const listener of listeners)
        Promise.resolve(listener.call(this.#client, data, isBinary)).catch((error) =>
          this.#options.report(tell(error)),
        );
    });
  }

  /** Settles when the first connection is open. @throws where it can't be opened */
  async open(): Promise<void> {
    await this.#track(this.#connect());
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#disconnect();
    await this.#opening;
    // Closes a connection that opened meanwhile.
    if (this.#isOpen) await this.#disconnect();
  }

  /** Lets `close` wait for it. */
  async #track(work: Promise<void>): Promise<void> {
    this.#opening = work.catch(() => {});
    await work;
  }

  async #connect(): Promise<void> {
    const { signal } = this.#ending;
    signal.throwIfAborted();
    const { promise: given, reject } = Promise.withResolvers<never>();
    const closed = () => reject(new Error('the door is being closed'));
    signal.addEventListener('abort', closed, { once: true });
    const late = setTimeout(() => reject(new Error(`no hello within ${helloWithinMs / 1000} s`)), helloWithinMs);
    let left = false;
    const starting = this.#client.start().then(() => {
      // The attempt was given up meanwhile.
      if (left) return this.#disconnect();
      this.#isOpen = true;
    });
    try {
      await Promise.race([starting, given]);
      this.#failures = 0;
      this.problem = undefined;
    } catch (error) {
      left = true;
      if (!signal.aborted) await this.#disconnect();
      // The client rejects with undefined where the socket closes before its hello.
      throw error ?? new Error('the socket was closed before it was open');
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', closed);
    }
  }

  #lost(): void {
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    if (!wasOpen || this.#ending.signal.aborted) return;
    this.problem = 'the connection to Slack was lost; it is being opened again';
    // `#reopen` reports its own failures.
    void this.#track(this.#reopen()).catch(() => {});
  }

  async #reopen(): Promise<void> {
    const { signal } = this.#ending;
    const { report, firstWaitMs } = this.#options;
    let reported = '';
    while (!signal.aborted) {
      try {
        return await this.#connect();
      } catch (error) {
        if (signal.aborted) return;
        const why = tell(error);
        this.problem = `no connection to Slack: ${why}`;
        if (why !== reported) report(`${this.problem}; it is tried again`);
        reported = why;
        const backoffMs = Math.min(firstWaitMs * 2 ** this.#failures, maxWaitMs);
        this.#failures += 1;
        await sleep(Math.max(backoffMs, waitOf(error) ?? 0), undefined, { signal }).catch(() => {});
      }
    }
  }

  async #disconnect(): Promise<void> {
    await waitAtMost(this.#client.disconnect(), closeWithinMs);
    // The second call does not wait for the peer's close frame.
    if (this.#isOpen) await waitAtMost(this.#client.disconnect(), closeWithinMs);
    this.#isOpen = false;
  }
}
