/** The service as an operator sees it: what it lacks, its log, its health, and how it stops. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { invoke } from '../cli/invoke.ts';
import { running, smallKnowledge, tempFolder } from '../cli/launch.ts';
import { freshDatabase } from '../store/database.ts';

/** A channel that is digested on a day that is far away. */
const subscribe = (env: Record<string, string>) =>
  invoke(
    ['subscriptions', 'add', '--door', 'webhook', '--channel', 'http://127.0.0.1:9/in', '--when', '每月1日 9:00'],
    { env },
  );

/** The service, with what it has logged line by line. */
function watched(env: Record<string, string>) {
  const service = running(env);
  const lines = () =>
    service
      .said()
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { level: string; msg: string; time: string; port?: number });
  const says = (part: string) =>
    expect.poll(() => lines().some(({ msg }) => msg.includes(part)), { interval: 50 }).toBe(true);
  return { ...service, lines, says };
}

describe('run', () => {
  it('without a chat door and without a subscription says what is missing and how to get it', async () => {
    const { code, out, err } = await invoke(['run'], {
      env: { DATABASE_URL: await freshDatabase(), QINZHI_PAGE: 'off' },
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const word of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'QINZHI_WECHAT_PUPPET', 'docs/slack.md', 'qinzhi chat'])
      expect(err).toContain(word);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('ends where a door can never start, and says what to install', async () => {
    const env = {
      DATABASE_URL: await freshDatabase(),
      QINZHI_WECHAT_PUPPET: 'wechaty-puppet-not-there',
      QINZHI_WECHAT_FOLDER: tempFolder(),
    };
    const { code, err } = await invoke(['run'], { env });
    expect(code).toBe(2);
    expect(err).toContain('wechaty-puppet-not-there is not installed; run: npm install wechaty-puppet-not-there');
  });

  it('tells all faults of its settings at once', async () => {
    const bot = await invoke(['run'], {
      env: { QINZHI_ADMINS: 'everybody', QINZHI_COMMANDS_SLACK: 'nobody', QINZHI_LIMIT_ROOM: '0' },
    });
    expect(bot.code).toBe(2);
    for (const name of ['QINZHI_ADMINS', 'QINZHI_COMMANDS_SLACK', 'QINZHI_LIMIT_ROOM']) expect(bot.err).toContain(name);
    const service = await invoke(['run'], { env: { QINZHI_PORT: '99999', QINZHI_LOG: 'loud' } });
    expect(service.code).toBe(2);
    for (const name of ['QINZHI_PORT', 'QINZHI_LOG']) expect(service.err).toContain(name);
  });

  it('runs for digests alone with a note, tells its health, takes over a changed pack, and stops cleanly', async () => {
    const folder = smallKnowledge();
    const env = { DATABASE_URL: await freshDatabase(), QINZHI_KNOWLEDGE: folder, QINZHI_PORT: '0', QINZHI_PAGE: 'off' };
    await subscribe(env);
    const service = watched(env);
    await service.says('running on');
    await service.says('No chat door is configured');
    const { port } = service.lines().find((line) => line.port)!;
    const get = async (path: string, method = 'GET') => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    expect(await get('/healthz')).toEqual({ status: 200, body: { alive: true } });
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      body: { ready: true, store: { ok: true }, doors: { terminal: { ok: true }, webhook: { ok: true } } },
    });
    expect((await get('/')).status).toBe(404);
    expect((await get('/readyz', 'POST')).status).toBe(405);

    const facts = join(folder, 'lanqiao/pack.json');
    const sound = readFileSync(facts, 'utf8');
    writeFileSync(facts, sound.slice(0, -20));
    await service.says('the packs have changed and are faulty');
    writeFileSync(facts, `${sound}\n`);
    await service.says('the packs have changed; the new ones are used');

    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual([0, null]);
    expect(service.lines().map(({ msg }) => msg)).toContain('stopping');
    for (const line of service.lines())
      expect(line).toMatchObject({ level: expect.any(String), time: expect.any(String) });
  });

  it('shows a database that is away in its health, and lives on', async () => {
    const env = {
      DATABASE_URL: await freshDatabase(),
      QINZHI_KNOWLEDGE: smallKnowledge(),
      QINZHI_PORT: '0',
      QINZHI_PAGE: 'off',
    };
    await subscribe(env);
    const service = watched(env);
    await service.says('running on');
    const { port } = service.lines().find((line) => line.port)!;
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
    expect(await ready()).toBe(200);
    const { Client } = await import('pg');
    const url = new URL(env.DATABASE_URL);
    const name = url.pathname.slice(1);
    url.pathname = '/postgres';
    const client = new Client({ connectionString: url.href });
    await client.connect();
    const close = async () => {
      await client.query(`alter database ${name} with allow_connections false`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    };
    await close();
    await expect.poll(ready, { interval: 200 }).toBe(503);
    await client.query(`alter database ${name} with allow_connections true`);
    await client.end();
    await expect.poll(ready, { interval: 200 }).toBe(200);
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual([0, null]);
  });

  it('a port that is taken is a fault of the settings', async () => {
    const { createServer } = await import('node:http');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const env = { DATABASE_URL: await freshDatabase() };
    await subscribe(env);
    const { port } = server.address() as { port: number };
    const { code, err } = await invoke(['run'], { env: { ...env, QINZHI_PORT: String(port) } });
    expect(code).toBe(2);
    expect(err).toContain('QINZHI_PORT');
  });
});
