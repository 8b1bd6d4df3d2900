/** The HTTP port: health checks, the paths of doors that receive over HTTP, the page and the API. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Health, State } from '../health.ts';
import { addressList, type Client, clientOf } from './client.ts';
import { AddressLimit, ReceivingLimit, secure, withBoundedBody } from './guard.ts';
import { listen } from './listen.ts';

/** Answers one request; undefined = the next handler does. */
type Handler = (request: Request, client: Client) => Promise<Response | undefined>;

export interface HttpSettings {
  host: string;
  /** `free`: the first free one from 8080 on. */
  port: number | 'free';
  /** Addresses and subnets of proxies whose X-Forwarded-For counts. */
  trustedProxies: readonly string[];
  /** Of one address; programs on this machine have no limit. */
  requestsPerMinute: number;
  /** Origins whose pages may show `/embed` in a frame. */
  embedOrigins: readonly string[];
  nowMs: () => number;
}

export interface Http {
  port: number;
  /** Routes all requests at and below a path; the path stays in the URL. */
  mount(prefix: string, listener: RequestListener): void;
  /** The same for what answers with web standards: held to the limits and headers of the port. */
  serve(prefix: string, handler: Handler): void;
  close(): Promise<void>;
}

/** How long open requests may take at closing. */
const closeWithinMs = 5_000;
const requestTimeoutMs = 30_000;
/** Counts from the connection, also while a busy process has not read what arrived. */
const headersTimeoutMs = 30_000;
/**
 * Longer than proxies keep a connection (nginx: 60 s), and than any burst takes: when it ends, a request that has arrived and was not
 * read yet is lost with its connection.
 */
const keepAliveTimeoutMs = 75_000;
/** Slack's, a browser's and a proxy's headers take two. */
const maxHeaderBytes = 8 * 1024;
/** More connections than this wait in the system's queue. */
const maxConnections = 2_000;

const isBelow = (path: string, prefix: string) => prefix === '' || path === prefix || path.startsWith(`${prefix}/`);

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });

/** What an unauthenticated caller may know: which part works, and neither paths nor errors. */
const inPublic = ({ ready, store, clock, doors }: State) => ({
  ready,
  store: { ok: store.ok },
  ...(clock ? { clock: { ok: clock.ok } } : {}),
  doors: Object.fromEntries(Object.entries(doors).map(([name, { ok }]) => [name, { ok }])),
});

/** Health of the process and of its parts; undefined for other paths. */
async function readHealth(
  path: string,
  method: string,
  health: Health,
  isLocal: boolean,
): Promise<Response | undefined> {
  if (path !== '/healthz' && path !== '/readyz') return undefined;
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'only GET' });
  if (path === '/healthz') return json(200, { alive: true });
  try {
    const state = await health.read();
    return json(state.ready ? 200 : 503, isLocal ? state : inPublic(state));
  } catch (error) {
    return json(503, { ready: false, ...(isLocal ? { why: String(error) } : {}) });
  }
}

/** @throws {SetupError} where the port can't be had. */
export async function openHttp(
  settings: HttpSettings,
  health: Health,
  onError: (error: unknown) => void,
): Promise<Http> {
  const mounts: { prefix: string; listener: RequestListener }[] = [];
  const handlers: { prefix: string; handler: Handler }[] = [];
  const trusted = addressList(settings.trustedProxies);
  const limit = new AddressLimit(settings.requestsPerMinute);

  const answer = async (request: Request, incoming: IncomingMessage): Promise<Response> => {
    const path = new URL(request.url).pathname;
    const client = clientOf(incoming, trusted);
    const state = await readHealth(path, request.method, health, client.local);
    if (state) return state;
    const found = handlers.filter(({ prefix }) => isBelow(path, prefix));
    const nothing = () => json(404, { error: 'nothing is here; /healthz and /readyz are' });
    if (!found.length) return nothing();
    const waitSeconds = client.local ? 0 : limit.take(client.address, settings.nowMs());
    if (waitSeconds) return json(429, { error: 'too many requests' }, { 'retry-after': String(waitSeconds) });
    const bounded = await withBoundedBody(request);
    if (!bounded) return json(413, { error: 'the body is too large' }, { connection: 'close' });
    for (const { handler } of found) {
      const response = await handler(bounded, client);
      if (response) return response;
    }
    return nothing();
  };

  const listener = getRequestListener(
    async (request, { incoming }) => {
      const path = new URL(request.url).pathname;
      const ancestors = /\/embed$/.test(path) ? settings.embedOrigins : [];
      try {
        return secure(await answer(request, incoming as IncomingMessage), ancestors);
      } catch (error) {
        onError(error);
        return secure(json(500, { error: 'this request could not be answered' }), []);
      }
    },
    { overrideGlobalObjects: false },
  );
  const receiving = new ReceivingLimit();
  const limits = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: headersTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    connectionsCheckingInterval: 5_000,
    maxHeaderSize: maxHeaderBytes,
  };
  const server = createServer(limits, (request, response) => {
    if (!receiving.take(request, clientOf(request, trusted).address)) {
      response.writeHead(503, { connection: 'close', 'retry-after': '1', 'content-type': 'text/plain; charset=utf-8' });
      response.end('too many requests are being received\n');
      return;
    }
    const path = (request.url ?? '/').split('?', 1)[0]!;
    const mounted = mounts.find(({ prefix }) => isBelow(path, prefix));
    if (mounted) mounted.listener(request, response);
    else void listener(request, response);
  });
  server.maxConnections = maxConnections;
  const port = await listen(server, settings.host, settings.port);
  return {
    port,
    mount: (prefix, mounted) => void mounts.push({ prefix: prefix.replace(/\/+$/, ''), listener: mounted }),
    serve(prefix, handler) {
      handlers.push({ prefix: prefix.replace(/\/+$/, ''), handler });
      // The longest prefix first: the page stands below all others.
      handlers.sort((a, b) => b.prefix.length - a.prefix.length);
    },
    close: () =>
      new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), closeWithinMs);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
