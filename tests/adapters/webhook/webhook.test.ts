/** The webhook door: what is POSTed, and what each answer of the receiver means. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Webhook } from '../../../adapters/webhook/webhook.ts';
import type { Card } from '../../../src/model/card.ts';

const card: Card = { title: '到期提醒', blocks: [{ type: 'text', text: '一项' }], choices: [], sources: ['附件1'] };
const now = () => new Date('2026-11-23T01:00:00Z');
const door = new Webhook({ timeoutMs: 60_000, now });

async function serve(listen: RequestListener): Promise<string> {
  const server = createServer(listen).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
}

it('posts the card as JSON and as text, with its key', async () => {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const url = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    got.push({ headers: request.headers, body });
    response.writeHead(204).end();
  });
  expect(await door.send(url, card, 'k1')).toEqual({ message: 'k1', at: now() });
  expect(got[0]!.headers).toMatchObject({ 'idempotency-key': 'k1', 'content-type': 'application/json; charset=utf-8' });
  expect(JSON.parse(got[0]!.body)).toMatchObject({ key: 'k1', card, text: expect.stringContaining('附件1') });
});

it.each([
  [404, {}, { outcome: 'final' }],
  [410, {}, { outcome: 'final' }],
  [301, { location: 'http://127.0.0.1:1/' }, { outcome: 'final' }],
  [429, { 'retry-after': '7' }, { outcome: 'retry', retryAfterMs: 7_000 }],
  [503, { 'retry-after': 'Mon, 23 Nov 2026 01:02:00 GMT' }, { outcome: 'retry', retryAfterMs: 120_000 }],
  [503, { 'retry-after': 'soon' }, { outcome: 'retry', retryAfterMs: undefined }],
  [501, {}, { outcome: 'retry' }],
  [500, {}, { outcome: 'unknown' }],
  [500, { 'retry-after': '3' }, { outcome: 'retry', retryAfterMs: 3_000 }],
  [502, {}, { outcome: 'unknown' }],
  [502, { 'retry-after': 'soon' }, { outcome: 'retry', retryAfterMs: undefined }],
  [504, {}, { outcome: 'unknown' }],
])('takes %s %j for %j', async (status, headers, means) => {
  const url = await serve((_request, response) => response.writeHead(status, headers).end());
  await expect(door.send(url, card, 'k')).rejects.toMatchObject(means);
});

it('does not know what became of a card without an answer, and knows it where nobody listens', async () => {
  const silent = await serve(() => {});
  const hasty = new Webhook({ timeoutMs: 300, now });
  await expect(hasty.send(silent, card, 'k')).rejects.toMatchObject({ outcome: 'unknown' });
  const rude = await serve((request) => request.socket.destroy());
  await expect(door.send(rude, card, 'k')).rejects.toMatchObject({ outcome: 'unknown' });
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await expect(door.send(`http://127.0.0.1:${port}/`, card, 'k')).rejects.toMatchObject({ outcome: 'retry' });
  await expect(door.send('http://127.0.0.1:1/', card, 'k')).rejects.toMatchObject({ outcome: 'final' });
  await expect(door.send('file:///etc/passwd', card, 'k')).rejects.toMatchObject({ outcome: 'final' });
});
