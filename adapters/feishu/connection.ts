/** The long connection to Feishu through its SDK: one client a connection, opened again by us when it is lost or given up. */
import { messageOf } from '../../src/shared/error-message.ts';
import { reopen } from '../shared/connection/reopen.ts';
import type { Client, Sdk } from './load.ts';

export interface ConnectionOptions {
  appId: string;
  appSecret: string;
  /** Ends with a slash. */
  apiUrl: string;
  /** Of a new connection, its address included. */
  connectMs: number;
  /** A connection that does not answer a ping within this is ended; Feishu says when to ping. */
  pongMs: number;
  /** Before a connection is opened again: doubled each time, up to the longest. */
  waitMs: { first: number; longest: number };
  /** By the name of the event. What a handler returns travels back with the acknowledgement, so it returns at once. */
  handlers: Readonly<Record<string, (data: unknown) => unknown>>;
  report: (line: string) => void;
}

const errorsOnly = 1;

export class LongConnection {
  /** Why there is no connection now. */
  problem: string | undefined;
  readonly #sdk: Sdk;
  readonly #options: ConnectionOptions;
  readonly #ending = new AbortController();
  #client: Client | undefined;

  constructor(sdk: Sdk, options: ConnectionOptions) {
    this.#sdk = sdk;
    this.#options = options;
  }

  /** @throws where Feishu can't be reached, or refuses us */
  open(): Promise<void> {
    return this.#connect();
  }

  close(): void {
    this.#ending.abort();
    this.#client?.close({ force: true });
  }

  async #connect(): Promise<void> {
    const { appId, appSecret, apiUrl, connectMs, pongMs } = this.#options;
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    let isLost = false;
    const client = new this.#sdk.WSClient({
      ...{ appId, appSecret, domain: apiUrl.replace(/\/$/, '') },
      // Its log names events, and with them what people wrote.
      logger: silent,
      loggerLevel: errorsOnly,
      handshakeTimeoutMs: connectMs,
      // Without it a connection that is dead and open is kept.
      wsConfig: { pingTimeout: pongMs / 1000 },
      onReady: resolve,
      onError: reject,
      onReconnecting: () => {
        isLost = true;
        // Inside this call the SDK would schedule another attempt after the close.
        setImmediate(() => this.#lost(client));
      },
    });
    const late = setTimeout(() => reject(new Error('Feishu did not take the connection in time')), connectMs);
    client.start({ eventDispatcher: this.#dispatcher(() => isLost) }).catch(reject);
    try {
      await ready;
    } catch (error) {
      client.close({ force: true });
      throw error;
    } finally {
      clearTimeout(late);
    }
    if (this.#ending.signal.aborted) return client.close({ force: true });
    this.#client = client;
    this.problem = undefined;
  }

  #dispatcher(isOver: () => boolean): object {
    const { handlers } = this.#options;
    const guarded = Object.entries(handlers).map(([event, handle]) => [
      event,
      (data: unknown) => (isOver() || this.#ending.signal.aborted ? undefined : handle(data)),
    ]);
    return new this.#sdk.EventDispatcher({ logger: silent }).register(Object.fromEntries(guarded));
  }

  /** The SDK would wait up to thirty seconds, then two minutes between attempts, as Feishu tells it to. */
  #lost(client: Client): void {
    client.close({ force: true });
    if (this.#ending.signal.aborted) return;
    this.problem = 'the connection was lost';
    void this.#reopen();
  }

  #reopen(): Promise<void> {
    const { waitMs, report } = this.#options;
    const { signal } = this.#ending;
    const failed = (error: unknown) => {
      this.problem = `no connection: ${messageOf(error)}`;
      report(this.problem);
    };
    return reopen({ connect: () => this.#connect(), waitMs, signal, failed });
  }
}

const nothing = () => {};
const silent = { error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing };
