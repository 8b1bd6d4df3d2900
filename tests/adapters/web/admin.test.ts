/** The maintainers' pages on a real store: signing in, what each page does, and what an attacker may try. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { addSubscription } from '../../../src/delivery/subscriptions.ts';
import { retryRequested } from '../../../src/delivery/types.ts';
import { workingCalendar } from '../../../src/digest/calendar/working-days.ts';
import { Subscription } from '../../../src/model/subscription.ts';
import { StoreDesk } from '../../../src/service/admin/desk.ts';
import { LivePacks } from '../../../src/service/packs/live-packs.ts';
import { LivePlanReader } from '../../../src/service/packs/plan-reader.ts';
import { makeInvite } from '../../../src/store/admins.ts';
import { audit, delivery, question } from '../../../src/store/schema.ts';
import { packCache } from '../../answer/ask.ts';
import { freshStore } from '../../store/database.ts';
import { openSite } from './open-site.ts';

const fixtures = resolve(import.meta.dirname, '../../fixtures');
const markup = `"'><img src=x onerror=alert(1)><script>alert(1)</script>`;

let browser: Browser;
beforeAll(async () => {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(() => browser.close());

/** A site over a pack that may be changed, with a store and questions that were asked. */
async function scene() {
  const knowledge = mkdtempSync(join(tmpdir(), 'admin-'));
  onTestFinished(() => rmSync(knowledge, { recursive: true }));
  cpSync(join(fixtures, 'lanqiao'), join(knowledge, 'lanqiao'), { recursive: true });
  const store = await freshStore();
  const now = () => new Date('2026-05-20T02:00:00Z');
  const settings = { knowledge, cache: packCache, holidays: join(knowledge, 'holidays'), debug: false };
  const live = new LivePacks(settings);
  const plans = new LivePlanReader(() => live.packs, settings, now);
  const deliveryContext = { db: store.db, packs: live.packs, calendar: workingCalendar(), now, warn: () => {} };
  const health = { read: async () => ({ ready: true, store: { ok: true }, doors: {}, warnings: [] }) };
  const desk = new StoreDesk({ deliveryContext, live, plans, knowledge, health, refresh: () => void live.refresh() });
  const row = { door: 'web', user: 'u', room: 'r', records: [], outcome: 'not_found' };
  const asked = ['遛狗要牵绳吗', '遛狗要牵绳吗', markup, '公园里能放风筝不'];
  await store.db
    .insert(question)
    .values(asked.map((text, n) => ({ ...row, text, at: new Date(now().getTime() - (n + 1) * 60_000) })));
  const site = await openSite({ packs: live.packs, admin: desk, current: () => live });
  onTestFinished(() => site.close());
  const at = (path: string, init: RequestInit = {}) =>
    fetch(`${site.address}/admin${path}`, { redirect: 'manual', ...init });
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    at(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    });
  const code = () => makeInvite(store.db, 'test', now());
  /** Signs in with a fresh code. */
  const signIn = async () => {
    const response = await post('/sign-in', { code: await code(), name: '小王' });
    const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
    const page = await (await at('', { headers: { cookie } })).text();
    const csrf = /name="csrf" value="([0-9a-f]+)"/.exec(page)![1]!;
    return { cookie, csrf, setCookie: response.headers.get('set-cookie')! };
  };
  const read = (name: string) => readFileSync(join(knowledge, 'lanqiao', name), 'utf8');
  return { store, site, at, post, code, signIn, read, live };
}

describe('a maintainer', () => {
  it('signs in by a code, sees what is unanswered, makes it a phrasing after seeing what would change, and signs out', async () => {
    const { site, code, store, read } = await scene();
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('dialog', () => faults.push('a dialog'));
    const look = async () => {
      faults.push(...(await violations(page)));
      if ((await page.evaluate<number>('document.documentElement.scrollWidth')) > 360)
        faults.push(`wide: ${page.url()}`);
    };
    await page.goto(`${site.address}/admin`);
    await look();
    await page.fill('[name=code]', await code());
    await page.fill('[name=name]', markup);
    await page.click('form.stacked button');
    await look();
    expect(await page.textContent('main')).toContain('个问题没答上');
    await page.click('.admin-nav a:nth-of-type(2)');
    await look();
    const first = await page.textContent('tbody tr:first-child');
    expect(first).toMatch(/^2.*遛狗要牵绳吗/);
    await page.click('tbody tr:first-child a');
    await look();
    await page.fill('[name=other]', 'task:15');
    await page.click('button[value=phrasing]');
    await look();
    expect(await page.textContent('main')).toMatch(/试问了 \d+ 个问题/);
    await page.click('main form button >> nth=0');
    await look();
    expect(await page.textContent('[role=status]')).toContain('已写入方案包');
    expect(read('phrasings/tasks.tsv')).toContain('task:15\t遛狗要牵绳吗');
    for (const part of ['deliveries', 'contacts', 'packs']) {
      await page.goto(`${site.address}/admin/${part}`);
      await look();
    }
    expect(faults).toEqual([]);
    const actions = (await store.db.select({ action: audit.action, actor: audit.actor }).from(audit)).filter(
      ({ action }) => action === 'question.phrasing',
    );
    expect(actions[0]?.actor).toMatch(/^web:page-[0-9a-f]{12} /);
  });

  it('enters a contact, and replies show it with its day from then on', async () => {
    const { post, signIn, live, read, site } = await scene();
    const { cookie, csrf } = await signIn();
    const pack = live.packs[0]!;
    const point = pack.servicePoints[0]!;
    const fields = { csrf, pack: pack.id, servicePoint: point.id, text: '蓝桥路1号', confirmedOn: '2026-05-19' };
    expect(await (await post('/contacts', { ...fields, confirmedOn: '2027-01-01' }, { cookie })).text()).toContain(
      '没有执行',
    );
    expect(await (await post('/contacts', fields, { cookie })).text()).toContain('已保存');
    expect(JSON.parse(read('contacts.json')).contacts).toEqual([
      { servicePoint: point.id, text: '蓝桥路1号', confirmedOn: '2026-05-19' },
    ]);
    expect(live.packs[0]!.contacts).toHaveLength(1);
    const reply = await (await fetch(`${site.address}/?${new URLSearchParams({ q: `${point.name}怎么联系` })}`)).text();
    expect(reply).toContain('蓝桥路1号');
    expect(reply).toMatch(/2026年5月19日|2026-05-19/);
    await post('/contacts', { ...fields, text: '' }, { cookie });
    expect(live.packs[0]!.contacts).toEqual([]);
  });

  it('sends a delivery that failed again, and sees why it had failed', async () => {
    const { at, post, signIn, store } = await scene();
    const { cookie, csrf } = await signIn();
    const deliveryContext = {
      db: store.db,
      packs: [],
      calendar: workingCalendar(),
      now: () => new Date(),
      warn: () => {},
    };
    const parsed = Subscription.parse({
      timing: { schedule: { kind: 'daily', at: ['09:00'] } },
      scope: {},
      content: {},
    });
    const draft = {
      door: 'webhook',
      channel: 'https://example.org/in',
      requestText: '每天 9:00',
      subscription: parsed,
    };
    const owner = await store.db.transaction((tx) => addSubscription(deliveryContext, tx, draft, 'test'));
    const slotAt = new Date('2026-05-20T01:00:00Z');
    const failed = {
      subscriptionId: owner.id,
      slotAt,
      createdAt: slotAt,
      settledAt: slotAt,
      lastError: `refused ${markup}`,
    };
    const place = {
      door: 'webhook',
      channel: draft.channel,
      state: 'failed',
      reason: 'gave-up',
      attempts: 10,
    } as const;
    const [row] = await store.db
      .insert(delivery)
      .values({ ...failed, ...place })
      .returning();
    const page = await (await at('/deliveries', { headers: { cookie } })).text();
    expect(page).toContain(`/admin/deliveries/${row!.id}/retry`);
    expect(page).toContain('refused');
    expect(page).not.toContain('<script>alert');
    const again = (headers: Record<string, string>, token: string) =>
      post(`/deliveries/${row!.id}/retry`, { csrf: token }, headers);
    expect((await again({}, csrf)).status).toBe(403);
    expect((await again({ cookie }, csrf)).status).toBe(200);
    const [after] = await store.db.select().from(delivery);
    expect(after).toMatchObject({ state: 'pending', reason: retryRequested });
    expect(await (await at('/deliveries', { headers: { cookie } })).text()).not.toContain('/retry');
  });

  it('sees the same reply and the same changes each time', async () => {
    const { at, post, signIn, store } = await scene();
    const { cookie, csrf } = await signIn();
    const row = { door: 'web', user: 'u', room: 'r', records: [], outcome: 'not_found' };
    // Asked again in a dialogue it would be about the list before.
    const text = '园林局牵头的里面有★吗';
    const [{ id }] = (await store.db
      .insert(question)
      .values({ ...row, text, at: new Date('2026-05-20T01:00:00Z') })
      .returning({ id: question.id })) as [{ id: number }];
    const look = async () => (await at(`/questions/${id}`, { headers: { cookie } })).text();
    const first = await look();
    expect(first).toContain('市园林局牵头、带★的共 3 项');
    expect(await look()).toBe(first);
    const [{ id: other }] = (await store.db.select({ id: question.id }).from(question)) as [{ id: number }];
    const preview = async () =>
      (await post(`/questions/${other}/preview`, { csrf, as: 'phrasing', target: 'task:15' }, { cookie })).text();
    const changes = await preview();
    expect(changes).toMatch(/试问了 \d+ 个问题/);
    expect(await preview()).toBe(changes);
  });

  it('makes a golden question, and is told when it is one already', async () => {
    const { post, signIn, read, store } = await scene();
    const { cookie, csrf } = await signIn();
    const [{ id }] = (await store.db.select({ id: question.id }).from(question)) as [{ id: number }];
    const teach = async () =>
      (await post(`/questions/${id}/teach`, { csrf, as: 'golden', target: 'outside' }, { cookie })).text();
    expect(await teach()).toContain('已写入方案包');
    expect(JSON.parse(read('golden/from-questions.jsonl'))).toMatchObject({ q: '遛狗要牵绳吗', gold: [] });
    expect(await teach()).toContain('已经是标准问题');
  });
});

describe('an attacker', () => {
  it('gets no page and no act without a session', async () => {
    const { at, post } = await scene();
    for (const path of ['', '/questions', '/questions/1', '/deliveries', '/contacts', '/packs']) {
      const text = await (await at(path)).text();
      expect(text, path).toContain('name="code"');
      expect(text, path).not.toContain('遛狗');
    }
    for (const path of ['/packs/reload', '/questions/1/teach', '/contacts', '/sign-out'])
      expect((await post(path, { csrf: '' })).status, path).toBe(403);
  });

  it('can neither fix a session nor forge a form, nor use a token of another session', async () => {
    const { at, post, code, signIn } = await scene();
    const fixed = `qinzhi_admin=${'a'.repeat(64)}`;
    const response = await post('/sign-in', { code: await code() }, { cookie: fixed });
    expect(response.status).toBe(303);
    const given = response.headers.get('set-cookie')!;
    expect(given).toMatch(/^qinzhi_admin=[0-9a-f]{64}; Path=\/admin; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    expect(given).not.toContain('a'.repeat(64));
    expect((await at('', { headers: { cookie: fixed } })).status).toBe(401);
    const [mine, other] = [await signIn(), await signIn()];
    const reload = (csrf: string, headers: Record<string, string>) => post('/packs/reload', { csrf }, headers);
    expect((await reload('', { cookie: mine.cookie })).status).toBe(403);
    expect((await reload(other.csrf, { cookie: mine.cookie })).status).toBe(403);
    expect((await reload(mine.csrf, { cookie: mine.cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await reload(mine.csrf, { cookie: mine.cookie })).status).toBe(200);
    const out = await post('/sign-out', { csrf: mine.csrf }, { cookie: mine.cookie });
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await at('', { headers: { cookie: mine.cookie } })).status).toBe(401);
  });

  it('may try five codes an hour, and a code works once', async () => {
    const { post, code } = await scene();
    const good = await code();
    expect((await post('/sign-in', { code: good })).status).toBe(303);
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) statuses.push((await post('/sign-in', { code: n ? `AAAAA-AAAA${n}` : good })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await post('/sign-in', { code: await code() })).status).toBe(429);
  });

  it('can’t run markup by a question, and no other site may frame the pages', async () => {
    const { at, signIn } = await scene();
    const { cookie } = await signIn();
    const response = await at('/questions', { headers: { cookie } });
    const text = await response.text();
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script>alert');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))',
  );
}
