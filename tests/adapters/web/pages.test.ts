/** Every page in a real browser, narrow and wide: nothing inaccessible, nothing from outside, nothing too large; and the flows of asking. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
  type Response,
} from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type OpenSite, openSite } from './open-site.ts';

const maxBytes = 100_000;

let browser: Browser;
let site: OpenSite;
/** Sites of two offices, of which one may show the assistant. */
let offices: { allowed: Office; other: Office };

beforeAll(async () => {
  // Debian's Chromium; .ci/run installs it.
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  offices = { allowed: await openOffice(), other: await openOffice() };
  [browser, site] = await Promise.all([
    chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer'] }),
    openSite({ embedOrigins: [offices.allowed.origin] }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await site.close();
  for (const { server } of Object.values(offices)) server.close();
});

interface Office {
  origin: string;
  server: Server;
}

/** The page of an office, with the assistant in it. */
async function openOffice(): Promise<Office> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><h1>市局</h1><script src="${site.address}/embed.js" async></script>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** A page whose every request and error is watched. */
async function open(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 }, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(site.address)) faults.push(`asks ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  return { page, faults, go: (path: string) => page.goto(`${site.address}${path}`) };
}

/** Clicks what leads to another page, and waits for the whole of it: a click settles before it has come. */
async function follow(page: Page, link: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('load'), link.click()]);
}

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** Of like rows the first are looked at: a table of sixty takes axe ten times as long; `npm run test:long` takes all. */
const maxRows = process.env.QINZHI_TEST_LONG ? Number.POSITIVE_INFINITY : 12;

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(
    `for (const list of document.querySelectorAll('tbody, ol, ul')) for (const row of [...list.children].slice(${maxRows})) row.remove()`,
  );
  await page.evaluate(axe.source);
  const found = await page.evaluate<Violation[]>(
    'axe.run(document, { resultTypes: ["violations"], preload: false }).then(({ violations }) => violations)',
  );
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
  );
}

const plan = '/plans/xian-ip';
const asked = (text: string) => `/?${new URLSearchParams({ q: text })}`;

const paths = [
  '/',
  asked('外观被隔壁厂仿了，不想打官司，找谁调解？'),
  asked('公安六月到期的，带星的不要'),
  asked('今天天气怎么样'),
  '/embed',
  `${plan}/tasks`,
  `${plan}/tasks?unit=市公安局&role=cooperating&star=yes&sort=number`,
  `${plan}/time`,
  `${plan}/units`,
  `${plan}/units/市法院`,
  `${plan}/measures`,
  `${plan}/indicators`,
  `${plan}/services`,
  `${plan}/source`,
  `${plan}/search?q=盗版`,
  `${plan}/records/task:24`,
  `${plan}/records/measure:4`,
  `${plan}/records/indicator:1`,
  '/api',
  '/nowhere',
];

/** @returns what is wrong with the status, the size or the width of a page */
async function look(
  path: string,
  { page, go, width }: { page: Page; go: (path: string) => Promise<Response | null>; width: number },
) {
  const response = (await go(path))!;
  const size = (await response.body()).length;
  const needed = await page.evaluate<number>('document.documentElement.scrollWidth');
  return [
    ...(response.status() === (path === '/nowhere' ? 404 : 200) ? [] : [`status ${response.status()}`]),
    ...(size > maxBytes ? [`${size} bytes`] : []),
    ...(needed > width ? [`${needed} px wide`] : []),
  ];
}

/** What is laid out in another way on a phone. */
const differs = ['/', asked('公安六月到期的，带星的不要'), `${plan}/units/市法院`, `${plan}/time`];

describe.each([
  ['wide, in Chinese', () => true, { viewport: { width: 1280, height: 900 } }],
  [
    '360 px, in English',
    (path: string) => differs.includes(path),
    { viewport: { width: 360, height: 740 }, locale: 'en-GB' },
  ],
])('%s', (_name, accessible, options) => {
  it('every page is accessible, fits, loads nothing from outside, and stays below 100 kB', async () => {
    const { page, faults, go } = await open(options);
    const wrong: string[] = [];
    for (const path of paths) {
      const found = await look(path, { page, go, width: options.viewport.width });
      if (accessible(path)) found.push(...(await violations(page)));
      wrong.push(...found.map((one) => `${path}: ${one}`));
    }
    expect(wrong).toEqual([]);
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
  });
});

const question = '公安六月到期的，带星的不要';

describe('asking', () => {
  it('with scripts: by keyboard, on one page, with an address, feedback, and conditions that can be removed', async () => {
    const { page, faults, go } = await open();
    await go('/');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('跳到正文');
    await page.getByRole('textbox', { name: '问题' }).fill(question);
    await page.keyboard.press('Enter');
    await page.locator('.turn .reply').waitFor();
    expect(await page.locator('.rows li').count()).toBe(5);
    expect(new URL(page.url()).searchParams.get('q')).toBe(question);
    await page.getByRole('textbox', { name: '问题' }).fill('那法院的呢');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.turn .reply').count()).toBe(2);
    expect(await page.locator('.turn .reply').last().textContent()).toContain('市法院');
    await page.getByRole('button', { name: '有用', exact: true }).last().click();
    await expect.poll(() => page.getByText('谢谢，记下了。').count()).toBe(1);
    expect(site.received.at(-1)?.content).toMatchObject({ type: 'feedback', useful: true });
    await page.getByRole('link', { name: '去掉“不带★”' }).first().click();
    await page.waitForURL(/query=/);
    expect(await page.locator('.rows li').count()).toBe(7);
    await page.getByRole('link', { name: '在任务表里打开' }).click();
    await page.waitForURL(/tasks\?/);
    expect(await page.locator('tbody tr:not(.group)').count()).toBe(7);
    expect(faults).toEqual([]);
  });

  it('with scripts: a choice is asked in the same dialogue', async () => {
    const { page, go } = await open();
    await go('/');
    await page.getByRole('textbox', { name: '问题' }).fill('外观被隔壁厂仿了，不想打官司，找谁调解？');
    await page.keyboard.press('Enter');
    const choice = page.locator('.choices button').first();
    await choice.waitFor();
    const label = await choice.textContent();
    await choice.click();
    await expect.poll(() => page.locator('.turn .reply').count()).toBe(2);
    expect(await page.locator('.question').last().textContent()).toContain(label!.slice(0, 4));
    expect(new Set(site.received.slice(-2).map(({ user }) => user)).size).toBe(1);
  });

  it('without scripts: by forms and links alone, in one dialogue', async () => {
    const { page, go } = await open({ javaScriptEnabled: false });
    await go('/');
    await page.getByRole('textbox', { name: '问题' }).fill('24号任务谁牵头');
    await follow(page, page.getByRole('button', { name: '问', exact: true }));
    expect(await page.locator('.reply').textContent()).toContain('市市场监管局');
    await page.getByRole('textbox', { name: '问题' }).fill('那配合单位呢');
    await follow(page, page.getByRole('button', { name: '问', exact: true }));
    expect(await page.locator('.reply').textContent()).toContain('市法院');
    await follow(page, page.getByRole('button', { name: '没用' }));
    expect(await page.locator('h1').textContent()).toContain('记下了');
    expect(site.received.at(-1)?.content).toMatchObject({ type: 'feedback', useful: false });
  });

  it('leads from a citation to the row, and from the row to its place in the text', async () => {
    const { page, go } = await open({ javaScriptEnabled: false });
    await go(asked('24号任务谁牵头'));
    await follow(page, page.locator('.cite a').first());
    expect(new URL(page.url()).pathname).toBe(`${plan}/records/task:24`);
    expect(await page.locator('.in-source .marked').first().textContent()).toContain('技术调查官');
    await follow(page, page.getByRole('link', { name: '打开全文' }));
    expect(page.url()).toMatch(/source#L\d+$/);
    expect(await page.locator(':target').textContent()).toContain('技术调查官');
  });
});

describe('reading the plan', () => {
  it('filters the table without scripts, with counts that hold', async () => {
    const { page, go } = await open({ javaScriptEnabled: false });
    await go(`${plan}/tasks`);
    expect(await page.locator('tbody tr:not(.group)').count()).toBe(68);
    const link = page.locator('.filter a', { hasText: '带★' }).first();
    const count = Number(/\d+/.exec((await link.textContent())!)![0]);
    await follow(page, link);
    expect(await page.locator('tbody tr:not(.group)').count()).toBe(count);
    await page.locator('select[name=unit]').selectOption('市法院');
    await follow(page, page.getByRole('button', { name: '筛选' }));
    expect(new URL(page.url()).searchParams.get('star')).toBe('yes');
    const rows = await page.locator('tbody tr:not(.group)').allTextContents();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toContain('市法院');
  });

  it('sorts by every column without scripts, and the other way round', async () => {
    const { page, go } = await open({ javaScriptEnabled: false });
    await go(`${plan}/tasks?star=yes`);
    const cells = (column: number) => page.locator(`tbody tr:not(.group) td:nth-child(${column})`).allTextContents();
    for (const [index, name] of ['序号', '内容', '责任单位', '配合单位'].entries()) {
      await follow(page, page.locator('thead').getByRole('link', { name }));
      expect(await page.locator('th[aria-sort=ascending]').textContent()).toContain(name);
      const up = await cells(index + 1);
      await follow(page, page.locator('thead').getByRole('link', { name }));
      expect(await page.locator('th[aria-sort=descending]').textContent()).toContain(name);
      expect(await cells(index + 1)).toEqual(up.toReversed());
      expect(new URL(page.url()).searchParams.get('star')).toBe('yes');
    }
    await follow(page, page.locator('thead').getByRole('link', { name: '完成时限' }));
    const months = await page.locator('tr.group').allTextContents();
    expect(months.length).toBeGreaterThan(2);
    await follow(page, page.getByRole('link', { name: '降序' }));
    expect(await page.locator('tr.group').allTextContents()).toEqual(months.toReversed());
  });

  it('gives calendars and lists away, also those that chats link to', async () => {
    const { page, go } = await open({ javaScriptEnabled: false });
    await go(`${plan}/units/市法院`);
    const link = (await page.getByRole('link', { name: '订阅日历' }).getAttribute('href'))!;
    const address = link.replace(/^webcal:/, 'http:');
    expect(address).toMatch(new RegExp(`^${site.address}/calendar/xian-ip\\.ics\\?unit=`));
    const calendar = await fetch(`${address}&remind=7`);
    expect(calendar.headers.get('content-type')).toContain('text/calendar');
    const text = await calendar.text();
    expect(text.match(/BEGIN:VALARM/g)).toHaveLength(text.match(/BEGIN:VEVENT/g)!.length);
    const rows = await (await fetch(`${site.address}/calendar/xian-ip.ics?rows=20.30`)).text();
    expect(rows.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    const query = JSON.stringify({ ask: 'select', kind: 'indicator', as: 'list' });
    const list = await (await fetch(`${site.address}${plan}/list.csv?${new URLSearchParams({ query })}`)).text();
    expect(list.trim().split('\r\n')).toHaveLength(10);
    for (const gone of ['/calendar/other.ics', `${plan}/list.csv?query={}`])
      expect((await fetch(`${site.address}${gone}`)).status, gone).toBe(404);
    await go(asked('日历'));
    expect(await page.locator('.reply a').first().getAttribute('href')).toBe(`${site.address}/calendar/xian-ip.ics`);
  });

  it('finds while one types, and without scripts', async () => {
    const { page, go } = await open();
    await go(`${plan}/search`);
    await page.getByRole('searchbox').pressSequentially('调解');
    await page.locator('.hits li').first().waitFor();
    expect(await page.locator('.hits li').first().textContent()).toContain('调解');
    const still = await open({ javaScriptEnabled: false });
    await still.go(`${plan}/search?q=调解`);
    expect(await still.page.locator('.hits li').first().textContent()).toContain('调解');
  });

  it('keeps the language that was chosen, and comes back to the page', async () => {
    const { page, go } = await open({ javaScriptEnabled: false });
    await go(`${plan}/tasks?star=yes`);
    await follow(page, page.getByRole('link', { name: 'English' }));
    expect(page.url()).toContain('/tasks?star=yes');
    expect(await page.locator('h1').textContent()).toContain('Tasks');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('prints without what can only be pressed', async () => {
    const { page, go } = await open();
    await go(asked(question));
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['form.ask', 'nav', '.feedback'])
      expect(await page.locator(gone).first().isVisible()).toBe(false);
    expect(await page.locator('.cite').first().isVisible()).toBe(true);
  });
});

describe('in the page of an office', () => {
  it('asks and is answered in a frame of a site that may show it', async () => {
    const { page } = await open();
    await page.goto(offices.allowed.origin);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('textbox', { name: '问题' }).fill(question);
    await frame.getByRole('textbox', { name: '问题' }).press('Enter');
    await frame.locator('.rows li').first().waitFor();
    expect(await frame.locator('.rows li').count()).toBe(5);
    expect(await frame.locator('header').count()).toBe(0);
  });

  it('is not shown by any other site', async () => {
    const { page } = await open();
    await page.goto(offices.other.origin);
    await page.locator('iframe').waitFor();
    await expect.poll(() => page.frames().at(-1)?.url()).toContain('chrome-error:');
  });
});
