/** Who may use API and MCP: programs on this machine, and holders of a key. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Client } from '../http/client.ts';
import { AddressLimit } from '../http/guard.ts';
import { Problem } from './problem.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Names by which a program on this machine reaches it. A page of another site that resolves to this machine has another. */
const localHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

export class Access {
  readonly #keys: readonly Buffer[];
  readonly #limit: AddressLimit;
  readonly #nowMs: () => number;

  constructor({ keys, perMinute, nowMs }: { keys: readonly string[]; perMinute: number; nowMs: () => number }) {
    this.#keys = keys.map(digest);
    this.#limit = new AddressLimit(perMinute);
    this.#nowMs = nowMs;
  }

  /** @throws {Problem} where the request is refused */
  check(request: Request, client: Client): void {
    const given = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    const hash = given === undefined ? undefined : digest(given);
    // Every key is compared, so that the time reveals nothing.
    const isKnown = hash !== undefined && this.#keys.filter((key) => timingSafeEqual(key, hash)).length > 0;
    if (isKnown) {
      const waitSeconds = this.#limit.take(hash.toString('hex'), this.#nowMs());
      if (waitSeconds) throw new Problem(429, 'too-many-requests', `try again in ${waitSeconds} s`);
      return;
    }
    if (given !== undefined || !client.local)
      throw new Problem(401, 'key-needed', 'send a key of QINZHI_API_KEYS as Authorization: Bearer KEY');
    if (!localHost.test(request.headers.get('host') ?? ''))
      throw new Problem(403, 'host-refused', 'without a key the API answers to localhost only');
    const origin = request.headers.get('origin');
    if (origin && new URL(origin).host !== request.headers.get('host'))
      throw new Problem(403, 'origin-refused', 'without a key the API answers no other site');
  }
}
