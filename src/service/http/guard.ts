/** What every response and request of the port is held to: security headers, the size of a body, requests per address. */
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

/** The same request with its body read whole; undefined where it is too large. */
export async function withBoundedBody(request: Request): Promise<Request | undefined> {
  if (!request.body) return request;
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return undefined;
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
