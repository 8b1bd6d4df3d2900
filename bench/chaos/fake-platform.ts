/** The platform that is sent to: it delays, refuses, throttles, and takes cards without saying so. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { between, type Random } from './random.ts';

export interface Post {
  /** Who sends: one of the contestants. */
  from: string;
  group: string;
  /** The Idempotency-Key, or what stands for the slot with senders that have none. */
  key: string;
  at: number;
  /** `taken`: shown in the group. `repeat`: known by its key, and not shown again. */
  outcome: 'taken' | 'repeat' | 'refused' | 'throttled' | 'ignored';
  /** False: the connection was closed without an answer. */
  answered: boolean;
  /** Of the bytes that were sent. */
  hash: string;
}

const shares = { refused: 0.08, throttled: 0.04, untold: 0.04, ignored: 0.02 };

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

export class FakePlatform {
  readonly posts: Post[] = [];
  /** From then on it takes everything at once, so that what is open can settle. */
  fair = false;
  /** Told of every POST as soon as it has been read, with the port of its sender. */
  received: (from: string, port: number) => void = () => {};
  #server: Server;
  #random: Random;
  #keepsKeys: ReadonlySet<string>;
  #taken = new Set<string>();

  /** `keepsKeys`: the senders whose repeats are known by their keys. */
  constructor(random: Random, keepsKeys: readonly string[]) {
    this.#random = random;
    this.#keepsKeys = new Set(keepsKeys);
    this.#server = createServer((request, response) => {
      // A sender that was killed in the middle of its request is no error of this receiver.
      this.#hear(request, response).catch(() => response.destroy());
    });
  }

  /** @returns its address */
  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, from, group] = (request.url ?? '').split('/');
    const body = await bodyOf(request);
    const key = String(request.headers['idempotency-key']);
    const post: Post = {
      from: from!,
      group: group!,
      key,
      at: Date.now(),
      outcome: 'taken',
      answered: true,
      hash: createHash('sha256').update(body).digest('hex'),
    };
    this.received(post.from, request.socket.remotePort!);
    const luck = this.fair ? 1 : this.#random();
    await sleep(between(this.#random, 5, 65));
    // What has been read is worked on to its end, whether or not its sender is still there.
    this.#judge(post, luck);
    this.posts.push(post);
    if (!post.answered) response.destroy();
    else if (post.outcome === 'refused') response.writeHead(503).end();
    else if (post.outcome === 'throttled') response.writeHead(429, { 'retry-after': '1' }).end();
    else response.writeHead(200).end();
  }

  #judge(post: Post, luck: number): void {
    const { refused, throttled, untold, ignored } = shares;
    const own = `${post.from} ${post.key}`;
    if (luck < refused) post.outcome = 'refused';
    else if (luck < refused + throttled) post.outcome = 'throttled';
    else if (luck < refused + throttled + ignored) {
      post.outcome = 'ignored';
      post.answered = false;
    } else {
      post.answered = luck >= refused + throttled + ignored + untold;
      if (this.#keepsKeys.has(post.from) && this.#taken.has(own)) post.outcome = 'repeat';
      this.#taken.add(own);
    }
  }
}
