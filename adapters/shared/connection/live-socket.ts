/** A WebSocket to a platform that is opened again when it ends, goes silent, or the platform asks for it. */
import { WebSocket } from 'ws';
import { messageOf } from '../../../src/shared/error-message.ts';
import { reopen } from './reopen.ts';

export interface LiveSocketOptions {
  /** Where the next connection goes; may ask the platform. */
  address: () => Promise<string>;
  /** Called for a new connection; settles when the platform accepts it. */
  greet: () => Promise<void>;
  receive: (text: string) => void;
  /** Asks the platform for a sign of life. */
  beat: () => void;
  /** Between two beats; a connection that is silent for three of them is ended. */
  beatMs: number;
  /** Before a connection is opened again: doubled each time, up to the longest. */
  waitMs: { first: number; longest: number };
  report: (line: string) => void;
}

const handshakeTimeoutMs = 10_000;
/** Far more than a message of a person's. */
const maxFrameBytes = 4 * 1024 * 1024;

export class LiveSocket {
  /** Why there is no connection now. */
  problem: string | undefined;
  readonly #options: LiveSocketOptions;
  readonly #ending = new AbortController();
  #socket: WebSocket | undefined;
  #reopening: Promise<void> | undefined;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
  }

  /** @throws where the platform can't be reached, or refuses us */
  open(): Promise<void> {
    return this.#connect();
  }

  close(): void {
    this.#ending.abort();
    this.#socket?.terminate();
  }

  /** @returns whether there was a connection to send it through */
  send(text: string): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  /** Asks by the protocol of WebSockets. */
  ping(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  /** The platform ends this connection; another is opened. */
  reopen(): void {
    this.#socket?.terminate();
  }

  /** Ends it for good: another connection would only end that of somebody else. */
  giveUp(why: string): void {
    this.problem = why;
    this.#options.report(why);
    this.#ending.abort();
    this.#socket?.terminate();
  }

  async #connect(): Promise<void> {
    const { address, greet } = this.#options;
    const socket = new WebSocket(await address(), {
      handshakeTimeout: handshakeTimeoutMs,
      maxPayload: maxFrameBytes,
      perMessageDeflate: false,
    });
    await opened(socket);
    if (this.#ending.signal.aborted) return socket.terminate();
    this.#socket = socket;
    const stopBeating = this.#watch(socket);
    socket.once('close', stopBeating);
    const { promise: closed, reject } = Promise.withResolvers<never>();
    socket.once('close', () => reject(new Error('the connection was closed')));
    try {
      await Promise.race([greet(), closed]);
    } catch (error) {
      socket.terminate();
      throw error;
    }
    this.problem = undefined;
    closed.catch(() => this.#lost());
  }

  /** Ends a socket that says nothing. @returns stops watching */
  #watch(socket: WebSocket): () => void {
    const { beat, beatMs, receive, report } = this.#options;
    let missed = 0;
    const markAlive = () => {
      missed = 0;
    };
    for (const event of ['ping', 'pong'] as const) socket.on(event, markAlive);
    socket.on('error', () => {});
    socket.on('message', (data) => {
      markAlive();
      try {
        if (this.#socket === socket && !this.#ending.signal.aborted) receive(String(data));
      } catch (error) {
        // The message of a SyntaxError quotes what was written.
        report(`a frame could not be read: ${error instanceof SyntaxError ? 'no JSON' : messageOf(error)}`);
      }
    });
    const timer = setInterval(() => {
      missed += 1;
      if (missed > 3) socket.terminate();
      else beat();
    }, beatMs);
    return () => clearInterval(timer);
  }

  #lost(): void {
    if (this.#ending.signal.aborted || this.#reopening) return;
    this.problem ??= 'the connection was lost';
    this.#reopening = this.#reopen().finally(() => {
      this.#reopening = undefined;
    });
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

function opened(socket: WebSocket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('open', resolve);
  socket.once('error', reject);
  socket.once('close', () => reject(new Error('the connection was closed')));
  return promise;
}
