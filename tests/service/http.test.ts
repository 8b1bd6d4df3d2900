/** The HTTP port: free ports, limits, headers, and whose request it is. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addressList, clientOf } from '../../src/service/http/client.ts';
import { type HttpSettings, openHttp } from '../../src/service/http/server.ts';

const health = { read: async () => ({ ready: true, store: { ok: true }, doors: {}, warnings: [] }) };

async function open(more: Partial<HttpSettings> = {}) {
  const errors: unknown[] = [];
  const settings: HttpSettings = {
    host: '127.0.0.1',
    port: 0,
    trustedProxies: [],
    requestsPerMinute: 3,
    embedOrigins: ['https://office.example'],
    nowMs: () => 0,
    ...more,
  };
  const http = await openHttp(settings, health, (error) => errors.push(error));
  onTestFinished(() => http.close());
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${http.port}${path}`, init);
  return { http, get, errors };
}

it('takes the first free port from 8080 on where none is named', async () => {
  const [one, two] = [await open({ port: 'free' }), await open({ port: 'free' })];
  expect(one.http.port).toBeGreaterThanOrEqual(8080);
  expect(two.http.port).toBeGreaterThan(one.http.port);
});

it('names the setting where a port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as { port: number };
  await expect(open({ port })).rejects.toMatchObject({ faults: [{ file: 'QINZHI_PORT' }] });
});

describe('what is served', () => {
  it('goes to the longest prefix, with headers that let nothing in from outside', async () => {
    const { http, get } = await open();
    http.serve('', async () => new Response('page'));
    http.serve('/api', async (_request, { local }) => new Response(`api ${local}`));
    expect(await (await get('/any/where')).text()).toBe('page');
    expect(await (await get('/api/ask')).text()).toBe('api true');
    expect(await (await get('/apidoc')).text()).toBe('page');
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    // A shorter time than a proxy's ends connections that the proxy is about to use.
    expect(headers.get('keep-alive')).toBe('timeout=75');
    const framed = (await get('/embed')).headers;
    expect(framed.get('content-security-policy')).toContain('frame-ancestors https://office.example');
    expect(framed.get('x-frame-options')).toBeNull();
  });

  it('is refused beyond the limits: large bodies, with a length and without, and too many requests of one address', async () => {
    const { http, get } = await open({ trustedProxies: ['127.0.0.1'] });
    http.serve('', async (request) => new Response(String((await request.text()).length)));
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const post = (body: string | ReadableStream, address: string) =>
      get('/', { method: 'POST', body, headers: from(address), duplex: 'half' } as RequestInit);
    expect(await (await post('x'.repeat(1000), '203.0.113.1')).text()).toBe('1000');
    expect((await post('x'.repeat(10_000_000), '203.0.113.1')).status).toBe(413);
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    // The server answers before it has read all, and closes the connection under the writer.
    const endless = await post(stream, '203.0.113.2').then(
      ({ status }) => status,
      () => 413,
    );
    expect(endless).toBe(413);
    const statuses: number[] = [];
    for (let n = 0; n < 5; n++) statuses.push((await get('/', { headers: from('203.0.113.9') })).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await get('/', { headers: from('203.0.113.10') })).status).toBe(200);
    expect((await get('/', { headers: from('203.0.113.9') })).headers.get('retry-after')).toBe('60');
  });

  it('survives five hundred connections that say nothing, and a handler that fails', async () => {
    const { http, get, errors } = await open();
    http.serve('', async () => {
      throw new Error('broken');
    });
    const idle = Array.from({ length: 500 }, () => connect(http.port, '127.0.0.1').on('error', () => {}));
    await Promise.all(idle.map((socket) => once(socket, 'connect')));
    expect((await get('/healthz')).status).toBe(200);
    const answer = await get('/');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('broken');
    expect(errors).toHaveLength(1);
    for (const socket of idle) socket.destroy();
  });
});

it('tells strangers of its health no errors and no paths', async () => {
  const state = {
    ready: false,
    store: { ok: false, why: 'connect ENOENT /srv/secret/.s.PGSQL.5432' },
    doors: { slack: { ok: false, why: 'invalid_auth' } },
    warnings: ['put holidays into /srv/secret'],
  };
  const http = await openHttp(
    {
      ...{ host: '127.0.0.1', port: 0, trustedProxies: [], requestsPerMinute: 3, embedOrigins: [] },
      nowMs: () => 0,
    },
    { read: async () => state },
    () => {},
  );
  onTestFinished(() => http.close());
  const url = `http://127.0.0.1:${http.port}/readyz`;
  expect(await (await fetch(url)).json()).toEqual(state);
  // Through a proxy that is not configured, nobody is of this machine.
  const stranger = await fetch(url, { headers: { 'x-forwarded-for': '203.0.113.7' } });
  expect(stranger.status).toBe(503);
  expect(await stranger.json()).toEqual({ ready: false, store: { ok: false }, doors: { slack: { ok: false } } });
});

it('receives a bounded number of bodies at the same time, and others once these have gone', async () => {
  const { http, get } = await open({ requestsPerMinute: 1_000 });
  http.mount('/slack', (request, response) => {
    request.resume().on('end', () => response.end('received'));
  });
  const head = 'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 400000\r\n\r\n{';
  const slow = Array.from({ length: 40 }, () => connect(http.port, '127.0.0.1').on('error', () => {}));
  const answers = slow.map((socket) => {
    const got = { text: '' };
    socket.setEncoding('utf8').on('data', (text: string) => {
      got.text += text;
    });
    socket.write(head);
    return got;
  });
  await expect.poll(() => answers.filter(({ text }) => text.includes(' 503 ')).length).toBe(20);
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/slack/events', { method: 'POST', body: '{}' })).status).toBe(503);
  for (const socket of slow) socket.destroy();
  await expect.poll(async () => (await get('/slack/events', { method: 'POST', body: '{}' })).status).toBe(200);
});

describe('whose request it is', () => {
  const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
    ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;
  const trusted = addressList(['10.0.0.0/8', '::1']);

  it('is the peer, unless that is a trusted proxy', () => {
    const forged = { 'x-forwarded-for': '127.0.0.1' };
    expect(clientOf(request('203.0.113.7', forged), trusted)).toEqual({ address: '203.0.113.7', local: false });
    const behind = { 'x-forwarded-for': '198.51.100.1, 203.0.113.7, 10.1.1.1' };
    expect(clientOf(request('10.9.9.9', behind), trusted)).toEqual({ address: '203.0.113.7', local: false });
    expect(clientOf(request('::ffff:127.0.0.1'), trusted)).toEqual({ address: '127.0.0.1', local: true });
  });

  it('is not local where a proxy that is not configured stands between', () => {
    const behind = { 'x-forwarded-for': '203.0.113.7' };
    expect(clientOf(request('127.0.0.1', behind), trusted).local).toBe(false);
  });
});
