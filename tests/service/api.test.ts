/** API and MCP: the document is valid and its examples run, refusals are problem details, MCP by its official client. */
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadCalendar } from '../../src/digest/calendar/load.ts';
import type { OpenApi, OpenApiOperation } from '../../src/model/api/openapi.ts';
import { serveApi } from '../../src/service/api/serve.ts';
import { openHttp } from '../../src/service/http/server.ts';
import { Metrics } from '../../src/service/metrics.ts';
import { LivePlanReader } from '../../src/service/packs/plan-reader.ts';
import { packCache } from '../answer/ask.ts';
import { assistant, pack } from '../bot/rig.ts';
import { root } from '../cli/launch.ts';

const key = 'a-key-of-the-tests-1234';
const now = () => new Date('2025-06-10T02:00:00Z');
const calendar = loadCalendar(join(root, 'knowledge/holidays'));

async function open({ trustedProxies = [] as string[], base = '' } = {}) {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const http = await openHttp(
    { host: '127.0.0.1', port: 0, trustedProxies, requestsPerMinute: 50, embedOrigins: [], nowMs: () => 0 },
    { read: async () => ({ ready: true, store: { ok: true }, doors: {}, warnings: [] }) },
    onError,
  );
  onTestFinished(async () => {
    await http.close();
    expect(errors).toEqual([]);
  });
  const settings = { knowledge: '', cache: packCache, holidays: '', debug: false };
  const plans = new LivePlanReader(() => [pack], settings, now);
  const metrics = new Metrics({
    health: { read: async () => ({ ready: true, store: { ok: true }, doors: { web: { ok: true } }, warnings: [] }) },
    latency: async () => [
      { door: 'slack', slots: 3, states: { sent: 2, failed: 1 }, ms: { p50: 100, p95: 200, max: 300 } },
    ],
  });
  metrics.count({ door: 'web', outcome: 'answer', tookMs: 20 });
  const current = () => ({ assistant, packs: [pack] });
  serveApi(http, {
    ...{ settings: { base, apiKeys: [key], requestsPerMinute: 3 }, plans, now, metrics, current, onError },
    calendar: () => calendar,
  });
  const address = `http://127.0.0.1:${http.port}${base}`;
  const call = async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const init =
      body === undefined
        ? { headers }
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
    const response = await fetch(`${address}/api${path}`, init);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  return { address, call };
}

/** The path with the examples of its parameters. */
function exampleAddress(path: string, { parameters = [] }: OpenApiOperation): string {
  const values = parameters.filter(({ example }) => example !== undefined);
  const exampleOf = (name: string) => String(values.find((each) => each.name === name)!.example);
  const query = values
    .filter((each) => each.in === 'query')
    .map(({ name }): [string, string] => [name, exampleOf(name)]);
  return `${path.replace(/\{(\w+)\}/g, (_, name) => exampleOf(name))}?${new URLSearchParams(query)}`;
}

describe('the API', () => {
  it('is described by a valid document whose examples run', async () => {
    const { call } = await open({ base: '/qinzhi' });
    const document = (await call('/openapi.json')).body as unknown as OpenApi;
    expect(await new Validator().validate({ ...structuredClone(document) })).toMatchObject({ valid: true });
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: '/qinzhi/api' }]);
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations).toHaveLength(8);
    for (const { path, method, operation } of operations) {
      const example = operation.requestBody?.content['application/json'].example;
      expect(method, path).toBe(example ? 'post' : 'get');
      const { status, body } = await call(exampleAddress(path, operation), example);
      expect({ status, body }, path).toMatchObject({ status: 200 });
      const lists = ['records', 'units', 'servicePoints'].flatMap((name) => (name in body ? [body[name]] : []));
      expect(
        lists.filter((list) => Array.isArray(list) && !list.length),
        path,
      ).toEqual([]);
    }
  });

  it('answers in the words of every door, with citations, and goes on with a dialogue', async () => {
    const { call } = await open();
    const first = await call('/ask', { question: '公安六月到期的，带星的不要', conversation: 'one' });
    expect(first.body).toMatchObject({
      outcome: 'list',
      plan: 'xian-ip',
      records: ['task:20', 'task:30', 'task:51', 'task:56', 'task:60'],
    });
    expect(String(first.body.citations)).toContain('市政办函〔2024〕61号 附件1');
    const second = await call('/ask', { question: '那法院的呢', conversation: 'one' });
    expect(String(second.body.text)).toContain('市法院');
    const alone = await call('/ask', { question: '那法院的呢' });
    expect(alone.body.text).not.toBe(second.body.text);
    const again = await call('/query', { query: first.body.query });
    expect(again.body).toMatchObject({ count: 5, conditions: ['市公安局牵头或配合', '2025年6月到期', '不带★'] });
  });

  it('lists records by parameters, and by nearness to words', async () => {
    const { call } = await open();
    const { body } = await call(`/records?${new URLSearchParams({ unit: '市公安局', due: '2025-06', starred: 'no' })}`);
    expect(body).toMatchObject({ total: 5, offset: 0 });
    const near = await call(`/records?${new URLSearchParams({ search: '调解', limit: '1' })}`);
    expect((near.body.records as { text: { text: string } }[])[0]!.text.text).toContain('调解');
    expect((await call('/records/xian-ip/task:24')).body).toMatchObject({
      citation: '市政办函〔2024〕61号 附件1 第24项',
    });
  });

  it('gives the digest of a day, in the words of a subscription', async () => {
    const { call } = await open();
    const ask = (query: Record<string, string>) => call(`/digest?${new URLSearchParams(query)}`);
    const { body } = await ask({ words: '公安牵头 本月到期', on: '2025-06-03' });
    expect(body).toMatchObject({ on: '2025-06-03', outcome: 'due' });
    expect(String(body.read)).toContain('公安');
    expect(String(body.pages)).toContain('2025年6月');
    expect((body.records as { id: string; citation: string }[])[0]).toMatchObject({
      id: expect.stringMatching(/^task:/),
      citation: expect.stringContaining('附件1'),
    });
    expect((await ask({})).body).toMatchObject({ on: '2025-06-10' });
    expect(await ask({ words: '乱七八糟' })).toMatchObject({
      status: 422,
      body: { type: 'urn:qinzhi:problem:words-unread' },
    });
    expect(await ask({ plan: 'other' })).toMatchObject({ status: 404 });
    expect(await ask({ on: '2025-02-30' })).toMatchObject({ status: 400 });
  });

  it('may be read about without a key', async () => {
    const { call } = await open({ trustedProxies: ['127.0.0.1'] });
    expect(await call('/openapi.json')).toMatchObject({ status: 200 });
    expect(await call('/digest')).toMatchObject({ status: 401 });
  });

  it.each([
    ['a body that is no JSON', '/ask', '{', 400, 'json-faulty'],
    ['a question without words', '/ask', '{"question":" "}', 400, 'request-faulty'],
    ['a field that is unknown', '/ask', '{"question":"甲","user":"x"}', 400, 'request-faulty'],
    [
      'a column that is unknown',
      '/query',
      '{"query":{"ask":"select","kind":"task","where":{"column":"nothing","is":"yes"},"as":"list"}}',
      422,
      'query-faulty',
    ],
    [
      'a plan that is unknown',
      '/query',
      '{"plan":"other","query":{"ask":"select","kind":"task","as":"list"}}',
      404,
      'plan-unknown',
    ],
    ['a path that leads out', '/records/xian-ip/..%2f..%2fsource.txt', undefined, 404, 'record-unknown'],
    ['a path that is unknown', '/nothing', undefined, 404, 'path-unknown'],
  ])('refuses %s as a problem', async (_name, path, body, status, kind) => {
    const { address } = await open();
    const response = await fetch(
      `${address}/api${path}`,
      body === undefined ? {} : { method: 'POST', body, headers: { 'content-type': 'application/json' } },
    );
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ type: `urn:qinzhi:problem:${kind}`, status });
  });

  it('asks other machines for a key, counts its requests, and answers no other site', async () => {
    const { call } = await open({ trustedProxies: ['127.0.0.1'] });
    expect(await call('/plans')).toMatchObject({ status: 401 });
    expect(await call('/plans', undefined, { authorization: 'Bearer wrong-key-wrong-key' })).toMatchObject({
      status: 401,
    });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++)
      statuses.push((await call('/plans', undefined, { authorization: `Bearer ${key}` })).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const local = await open();
    expect(await local.call('/plans')).toMatchObject({ status: 200 });
    expect(await local.call('/plans', undefined, { origin: 'http://evil.example' })).toMatchObject({ status: 403 });
    expect(await local.call('/plans', undefined, { 'x-forwarded-for': '203.0.113.9' })).toMatchObject({ status: 401 });
  });
});

it('tells its figures to Prometheus', async () => {
  const { address } = await open();
  const response = await fetch(`${address}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  for (const line of [
    'qinzhi_questions_total{door="web",outcome="answer"} 1',
    'qinzhi_answer_seconds_bucket{le="0.03"} 1',
    'qinzhi_up{part="store"} 1',
    'qinzhi_up{part="web"} 1',
    'qinzhi_deliveries{door="slack",state="failed"} 1',
    'qinzhi_delivery_lag_seconds{door="slack",quantile="p95"} 0.2',
  ])
    expect(text).toContain(line);
  const hidden = await open({ trustedProxies: ['127.0.0.1'] });
  expect((await fetch(`${hidden.address}/metrics`)).status).toBe(401);
});

async function tryAll(client: Client): Promise<void> {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).toSorted()).toEqual(['ask', 'due', 'query', 'record']);
  const asked = await client.callTool({ name: 'ask', arguments: { question: '24号任务的责任单位和完成时限' } });
  expect(asked.structuredContent).toMatchObject({
    records: ['task:24'],
    citations: ['市政办函〔2024〕61号 附件1 第24项'],
  });
  const query = { ask: 'select', kind: 'task', where: { column: 'starred', is: 'yes' }, as: 'list' };
  const starred = await client.callTool({ name: 'query', arguments: { query } });
  expect(starred.structuredContent).toMatchObject({ count: 12, citations: [expect.stringContaining('61号')] });
  const due = await client.callTool({ name: 'due', arguments: { unit: '市公安局', due: '2025-06' } });
  expect(due.structuredContent).toMatchObject({ total: 7 });
  expect(await client.callTool({ name: 'record', arguments: { id: 'task:999' } })).toMatchObject({ isError: true });
  const { resources } = await client.listResources();
  expect(resources.length).toBeGreaterThan(100);
  const text = await client.readResource({ uri: 'plan://xian-ip/source' });
  expect(JSON.stringify(text)).toContain('市政办函〔2024〕61号');
  const one = await client.readResource({ uri: resources.find(({ uri }) => uri.endsWith('task%3A24'))!.uri });
  expect(JSON.stringify(one)).toContain('技术调查官');
  // As the protocol says of a resource that is not there.
  await expect(client.readResource({ uri: 'plan://xian-ip/records/task:999' })).rejects.toMatchObject({ code: -32002 });
  const { prompts } = await client.listPrompts();
  expect(prompts.every(({ description }) => description)).toBe(true);
  const prompt = await client.getPrompt({ name: 'whom-to-ask', arguments: { problem: '商标被抄' } });
  expect(JSON.stringify(prompt)).toContain('商标被抄');
}

describe('MCP', () => {
  it('answers its official client over HTTP', async () => {
    const { address } = await open();
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${address}/mcp`)));
    await tryAll(client);
    await client.close();
  });

  it('refuses another host by name, and other methods', async () => {
    const { address } = await open();
    const { status } = await fetch(`${address}/mcp`);
    expect(status).toBe(405);
    const refused = await fetch(`${address}/mcp`, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
      body: '{}',
    });
    expect(refused.status).toBe(403);
  });

  it('answers its official client on standard input and output', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StdioClientTransport({
      command: `${root}/node_modules/.bin/node`,
      args: [`${root}/bin/qinzhi.js`, 'mcp'],
      env: { ...(process.env as Record<string, string>), QINZHI_CACHE: packCache },
      stderr: 'inherit',
    });
    await client.connect(transport);
    await tryAll(client);
    await client.close();
  });
});
