/** A real server that takes the cards of the webhook door, for the contract suite. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from '../../../adapters/webhook/webhook.ts';
import type { Refusal, Rig, Shown } from '../contract/rig.ts';
import { sendOnly } from '../contract/send-only.ts';

/** Whether the receiver has answered with a refusal. */
function refuses(refusal: Refusal | undefined, response: ServerResponse): boolean {
  if (refusal === 'gone') response.writeHead(410).end();
  else if (refusal === 'slow-down') response.writeHead(429, { 'retry-after': '2' }).end();
  else if (refusal === 'refused') response.writeHead(503).end();
  return response.writableEnded;
}

/** @param keys whether the receiver knows a key again */
export const openRig = (keys: boolean) => async (): Promise<Rig> => {
  const shown: Shown[] = [];
  const seen = new Set<string>();
  let refusal: Refusal | undefined;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const now = refusal;
    refusal = undefined;
    if (refuses(now, response)) return;
    const key = String(request.headers['idempotency-key']);
    if (!(keys && seen.has(key))) shown.push({ text: JSON.parse(body).text, pings: [] });
    seen.add(key);
    if (now === 'no-answer') return void request.socket.destroy();
    response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  return {
    ...sendOnly,
    name: keys ? 'webhook with keys' : 'webhook',
    folder: 'webhook',
    open: () =>
      new Webhook({
        timeoutMs: 10_000,
        now: () => new Date(),
        ...(keys ? { idempotencyWindowMs: 24 * 3_600_000 } : {}),
      }),
    channel: (place) => (place === 'group' ? url : undefined),
    shown: (place) => (place === 'group' ? [...shown] : []),
    refuseNext: (next) => {
      refusal = next;
    },
    limit: { size: Number.POSITIVE_INFINITY, measure: (text) => text.length },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
