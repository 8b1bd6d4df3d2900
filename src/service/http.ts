/** The HTTP port: health checks, and the paths of doors that receive over HTTP. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SetupError } from '../model/fault.ts';
import type { Health } from './health.ts';
import { serviceText } from './messages.ts';

export interface Http {
  port: number;
  /** Routes all requests at and below a path; the path stays in the URL. */
  mount(prefix: string, listener: RequestListener): void;
  close(): Promise<void>;
}

/** How long open requests may take at closing. */
const closeWithinMs = 5_000;

/** @throws {SetupError} where the port can't be had. */
export async function openHttp(at: { host: string; port: number }, health: Health): Promise<Http> {
  const mounts: { prefix: string; listener: RequestListener }[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]!;
    const mounted = mounts.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
    if (mounted) return mounted.listener(request, response);
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
      response.end(`${JSON.stringify(body)}\n`);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, { error: 'only GET' });
    if (path === '/healthz') return send(200, { alive: true });
    if (path !== '/readyz') return send(404, { error: 'nothing is here; /healthz and /readyz are' });
    health.read().then(
      (state) => send(state.ready ? 200 : 503, state),
      (error: unknown) => send(503, { ready: false, why: String(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new SetupError(serviceText('portTaken'), [
          { file: 'QINZHI_PORT', place: '', message: `${at.host}:${at.port}: ${error.message}` },
        ]),
      ),
    );
    server.listen(at.port, at.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    mount: (prefix, listener) => void mounts.push({ prefix: prefix.replace(/\/+$/, ''), listener }),
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
