/** What every response and request of the port is held to: security headers, the size of a body, requests per address. */
import type { IncomingMessage } from 'node:http';
import { LruMap } from '../../shared/lru-map.ts';

/** Of what the page, the API and MCP take; a question has at most a thousand characters. */
const maxBodyBytes = 128 * 1024;
const windowMs = 60_000;
const addressesKept = 20_000;

/** Nothing is loaded from another host, nothing runs that does not stand in a file of ours. */
const policy = (ancestors: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors.length ? ancestors.join(' ') : "'none'"}`,
  ].join('; ');

/** `ancestors`: origins that may show this response in a frame. */
export function secure(response: Response, ancestors: readonly string[]): Response {
  const { headers } = response;
  headers.set('content-security-policy', policy(ancestors));
  headers.set('x-content-type-options', 'nosniff');
  if (!ancestors.length) headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  return response;
}

/** The same request, whose body is bounded; undefined where it is too large. */
export async function withBoundedBody(request: Request): Promise<Request | undefined> {
  // Node's parser ends a body at its length; only one without a length must be counted.
  const length = request.headers.get('content-length');
  if (length !== null) return Number(length) > maxBodyBytes ? undefined : request;
  if (!request.body) return request;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  const { method, headers, url } = request;
  return new Request(url, { method, headers, body: Buffer.concat(chunks) });
}

/** Caps the bodies that are received at the same time, since no signature has been checked yet. */
const maxReceiving = { all: 100, address: 20 };

/** Caps the bodies that arrive at the same time, of all and of one address: each may be as large as its door allows. */
export class ReceivingLimit {
  readonly #byAddress = new Map<string, number>();
  #all = 0;

  /** Counts the request until its body is there or its connection has gone. @returns false where it is one too many */
  take(request: IncomingMessage, address: string): boolean {
    const { headers } = request;
    if (!Number(headers['content-length'] ?? 0) && !headers['transfer-encoding']) return true;
    const count = this.#byAddress.get(address) ?? 0;
    if (this.#all >= maxReceiving.all || count >= maxReceiving.address) return false;
    this.#all += 1;
    this.#byAddress.set(address, count + 1);
    let isOver = false;
    const release = () => {
      if (isOver) return;
      isOver = true;
      this.#all -= 1;
      const left = this.#byAddress.get(address)! - 1;
      if (left) this.#byAddress.set(address, left);
      else this.#byAddress.delete(address);
    };
    request.once('end', release);
    request.once('close', release);
    return true;
  }
}

/** Requests of one address in a minute. */
export class AddressLimit {
  readonly #seen = new LruMap<string, { sinceMs: number; count: number }>(addressesKept);
  readonly #perMinute: number;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** @returns the seconds to wait, 0 where the request passes */
  take(address: string, nowMs: number): number {
    const seen = this.#seen.get(address);
    const fresh = !seen || nowMs - seen.sinceMs >= windowMs || nowMs < seen.sinceMs;
    const window = fresh ? { sinceMs: nowMs, count: 0 } : seen;
    window.count += 1;
    if (fresh) this.#seen.set(address, window);
    return window.count > this.#perMinute ? Math.ceil((window.sinceMs + windowMs - nowMs) / 1000) : 0;
  }
}
