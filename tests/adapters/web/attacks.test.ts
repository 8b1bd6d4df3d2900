/** What an attacker may try on the page: markup in every text, requests in somebody's name, paths that lead out. */
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import type { PlanRecord } from '../../../src/model/plan.ts';
import { pack } from '../../bot/rig.ts';
import { type OpenSite, openSite } from './open-site.ts';
import { elements } from './read-html.ts';

const markup = `"'><img src=x onerror=alert(1)><svg onload=alert(1)><script>alert(1)</script><a href="javascript:alert(1)">`;

/** The shipped plan with markup wherever the plan's own words stand. */
function hostilePack(): KnowledgePack {
  const span = <T extends { text: string }>(one: T): T => ({ ...one, text: `${one.text}${markup}` });
  const records = new Map(
    [...pack.records].map(([id, record]): [string, PlanRecord] => {
      const changed = {
        ...record,
        text: span(record.text),
        ...('title' in record ? { title: span(record.title) } : {}),
      };
      if (changed.kind !== 'task') return [id, changed as PlanRecord];
      const responsible = { ...changed.responsible, units: [...changed.responsible.units, markup] };
      return [id, { ...changed, responsible } as PlanRecord];
    }),
  );
  const facts = { ...pack.facts, title: `${pack.facts.title}${markup}`, signpost: markup };
  const servicePoints = pack.servicePoints.map((point) => ({
    ...point,
    name: markup,
    statusNote: markup,
    needs: [markup],
  }));
  return { ...pack, facts, records, servicePoints };
}

let site: OpenSite;
let hostile: OpenSite;

beforeAll(async () => {
  [site, hostile] = [await openSite({ base: '/qinzhi' }), await openSite({ packs: [hostilePack()] })];
});
afterAll(async () => {
  await site.close();
  await hostile.close();
});

type Element = DefaultTreeAdapterMap['element'];

/** Elements and attributes that would run something, or show what was not written by the page. */
function dangers(body: string): string[] {
  const runs = ({ tagName, attrs }: Element): string[] => [
    ...(['img', 'iframe', 'object', 'embed', 'base', 'style'].includes(tagName) ? [tagName] : []),
    ...(tagName === 'script' && !attrs.some(({ name, value }) => name === 'src' && value.includes('/assets/'))
      ? ['script']
      : []),
    ...attrs
      .filter(({ name, value }) => /^on/.test(name) || name === 'style' || /^\s*javascript:/i.test(value))
      .map(({ name }) => `${tagName} ${name}`),
  ];
  return [...elements(parse(body))].flatMap(runs);
}

const get = (at: OpenSite, path: string, headers: Record<string, string> = {}) =>
  fetch(`${at.address}${path}`, { headers, redirect: 'manual' });

describe('markup is shown as it is written', () => {
  const plan = '/plans/xian-ip';
  it.each([
    `/?${new URLSearchParams({ q: markup })}`,
    `/embed?${new URLSearchParams({ q: markup })}`,
    `${plan}/tasks?${new URLSearchParams({ words: markup, unit: markup })}`,
    `${plan}/tasks`,
    `${plan}/time`,
    `${plan}/units`,
    `${plan}/units/${encodeURIComponent(markup)}`,
    `${plan}/measures`,
    `${plan}/indicators`,
    `${plan}/services`,
    `${plan}/records/task:24`,
    `/nowhere/${encodeURIComponent(markup)}`,
    `/?plan=xian-ip&query=${encodeURIComponent(JSON.stringify({ ask: 'select', kind: 'task', as: 'list', where: { column: 'text', is: 'contains', text: markup } }))}`,
  ])('%s', async (path) => {
    const response = await get(hostile, path, { 'user-agent': markup, 'accept-language': markup });
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(dangers(await response.text())).toEqual([]);
  });
});

describe('nobody asks in the name of another', () => {
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
    fetch(`${site.address}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another site of the same domain', { 'sec-fetch-site': 'same-site' }],
    ['an old browser on another site', { origin: 'http://evil.example' }],
    ['a client that says nothing of itself', {}],
  ])('a form of %s is refused', async (_name, headers) => {
    const before = site.received.length;
    expect((await post('/ask', { q: '取消订阅' }, headers)).status).toBe(403);
    expect((await post('/feedback', { card: 'x', useful: 'yes' }, headers)).status).toBe(403);
    expect(site.received).toHaveLength(before);
  });

  it('a link of another site is answered, but not as who follows it', async () => {
    const first = await get(site, '/', {});
    const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
    await get(site, '/?q=你好', { cookie, 'sec-fetch-site': 'same-origin' });
    await get(site, '/?q=你好', { cookie, 'sec-fetch-site': 'cross-site' });
    const [own, foreign] = site.received.slice(-2).map(({ user }) => user);
    expect(own).not.toBe(foreign);
  });

  it('a session is a random cookie that scripts can’t read, and what is no cookie of ours is replaced', async () => {
    const { headers } = await get(site, '/', { cookie: 'qinzhi=chosen-by-somebody' });
    const cookie = headers.get('set-cookie')!;
    expect(cookie).toMatch(/^qinzhi=[0-9a-f]{32}; Max-Age=\d+; Path=\/qinzhi; HttpOnly; SameSite=Lax$/);
    expect(site.received.some(({ user }) => cookie.includes(user))).toBe(false);
  });

  it('a page that is fetched ahead asks nothing', async () => {
    const before = site.received.length;
    await get(site, '/?q=你好', { 'sec-purpose': 'prefetch' });
    await fetch(`${site.address}/?q=你好`, { method: 'HEAD' });
    expect(site.received).toHaveLength(before);
  });
});

describe('paths lead nowhere else', () => {
  it.each([
    '/assets/..%2f..%2fpackage.json',
    '/assets/tsconfig.json',
    '/assets/%2e%2e%2f%2e%2e%2fweb.ts',
    '/plans/xian-ip/records/..%2f..%2fsource.txt',
    '/plans/..%2f..%2fetc/tasks',
    '/plans/xian-ip/units/%00',
    '/plans/xian-ip/tasks?where=%7B',
    '/plans/xian-ip/tasks?where=%7B%22all%22:[[[[]]]]%7D',
    '/plans/xian-ip/tasks.xlsx?where=1',
    '/?plan=xian-ip&query=%7B%7D',
    '/?plan=xian-ip&query=nonsense',
  ])('%s is not found', async (path) => {
    expect((await get(site, path)).status).toBe(404);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/%0d%0aset-cookie:x=1', '/%', ''])(
    'the switch of language leads back to this page only, not to %j',
    async (back) => {
      const { status, headers } = await get(site, `/language?to=en&back=${encodeURIComponent(back)}`);
      expect(status).toBe(303);
      expect(headers.get('location')).toMatch(/^\/qinzhi\/(?![/\\])/);
      expect(headers.get('set-cookie')).toMatch(/^qinzhi_language=en;/);
    },
  );

  it('refuses an address that is too long', async () => {
    // Node itself refuses what is longer than all headers may be.
    expect((await get(site, `/?q=${'a'.repeat(15_990)}`)).status).toBe(431);
  });
});
