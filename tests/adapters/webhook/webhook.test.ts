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

const day = 24 * 3_600_000;

it.each<[string, { outcome: string; retryAfterMs?: number }]>([
  ['31536000', { outcome: 'retry', retryAfterMs: day }],
  ['9'.repeat(400), { outcome: 'retry', retryAfterMs: day }],
  ['Fri, 31 Dec 9999 23:59:59 GMT', { outcome: 'retry', retryAfterMs: day }],
  ['-5', { outcome: 'retry' }],
])('waits a day at most, whatever Retry-After asks for: %s', async (wait, means) => {
  const url = await serve((_request, response) => response.writeHead(429, { 'retry-after': wait }).end());
  await expect(door.send(url, card, 'k')).rejects.toMatchObject(means);
  if (means.retryAfterMs) await expect(door.send(url, card, 'k')).rejects.toThrow('more than a day');
});

it.each([
  ['{"errcode":93000,"errmsg":"invalid webhook url"}', { outcome: 'final', message: /93000 invalid webhook url/ }],
  ['{"errcode":45009,"errmsg":"api freq out of limit"}', { outcome: 'retry', retryAfterMs: 60_000 }],
  ['{"errcode":-1,"errmsg":"system busy"}', { outcome: 'retry' }],
  ['{"code":19001,"msg":"param invalid"}', { outcome: 'final', message: /19001 param invalid/ }],
  ['{"StatusCode":1002,"StatusMessage":"no"}', { outcome: 'final' }],
  [
    '<!doctype html><title>统一登录</title><form><input type="password"></form>',
    { outcome: 'final', message: /login page/ },
  ],
])('takes a 200 with %s for a refusal', async (body, means) => {
  const url = await serve((_request, response) => response.end(body));
  const expected = { ...means, ...('message' in means ? { message: expect.stringMatching(means.message!) } : {}) };
  await expect(door.send(url, card, 'k')).rejects.toMatchObject(expected);
});

it.each([
  '',
  'ok',
  '{"errcode":0,"errmsg":"ok"}',
  '{"code":0}',
  '{"code":200}',
  '{"code":"created"}',
  '{"StatusCode":0}',
])('takes a 200 with %j for taken', async (body) => {
  const url = await serve((_request, response) => response.end(body));
  expect(await door.send(url, card, 'k')).toMatchObject({ message: 'k' });
});

it('sends user and password as Basic, and tells neither', async () => {
  const got: IncomingHttpHeaders[] = [];
  const url = await serve((request, response) => {
    got.push(request.headers);
    response.writeHead(404).end();
  });
  const error = await door.send(url.replace('//', '//ann:s%40cret@'), card, 'k').catch((one: Error) => one);
  expect(got[0]!.authorization).toBe(`Basic ${Buffer.from('ann:s@cret').toString('base64')}`);
  expect(String(error)).not.toMatch(/cret/);
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
