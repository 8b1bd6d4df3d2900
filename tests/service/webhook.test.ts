/** `qinzhi run` against a real receiver: sends, obeys, stops, and is killed in the middle of it. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { invoke } from '../cli/invoke.ts';
import { running, smallKnowledge, tempFolder } from '../cli/launch.ts';
import { maxWaitMs } from '../setup/max-wait.ts';
import { freshDatabase } from '../store/database.ts';

/** Takes what is POSTed, answers as `answer` says, and remembers the keys in the order of their arrival. */
async function receiver(answer: (count: number) => { status: number; afterMs?: number; retryAfter?: string }) {
  const keys: string[] = [];
  const server = createServer(async (request, response) => {
    for await (const _chunk of request);
    keys.push(String(request.headers['idempotency-key']));
    const { status, afterMs = 0, retryAfter } = answer(keys.length);
    const reply = () => response.writeHead(status, retryAfter ? { 'retry-after': retryAfter } : {}).end();
    setTimeout(reply, afterMs).unref();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { keys, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in` };
}

const ofTest = async () => ({ DATABASE_URL: await freshDatabase(), QINZHI_KNOWLEDGE: smallKnowledge() });

/** So many rooms, each with a slot that is due now. */
async function overdue(env: Record<string, string>, url: string, rooms: number) {
  const draft = {
    door: 'webhook',
    when: '每天 0:00',
    late: { policy: 'all' },
    dayOff: 'send',
    content: { overdue: true },
  };
  const names = Array.from({ length: rooms }, (_, room) => `room-${room}`);
  const subscriptions = Object.fromEntries(names.map((name) => [name, { ...draft, channel: `${url}?${name}` }]));
  const file = join(tempFolder(), 'subscriptions.json');
  writeFileSync(file, JSON.stringify({ subscriptions }));
  const { code, err } = await invoke(['subscriptions', 'apply', file, '--yes'], { env });
  expect({ code, err: err.replace(/^The days off.*\n/, '') }).toEqual({ code: 0, err: '' });
  const client = new Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`update subscription set cursor_at = now() - interval '1 day', next_at = now()`);
  const states = async () => {
    const { rows } = await client.query<{ id: string; state: string }>(
      'select id, state from delivery order by slot_at',
    );
    return rows;
  };
  return { client, states };
}

const settled = (rows: { state: string }[], slots: number) =>
  rows.length === slots && rows.every(({ state }) => !['pending', 'sending'].includes(state));

describe('qinzhi run', () => {
  it('sends every slot once, waits where it is told to, outlives a database that is away, and stops when told', async () => {
    const env = await ofTest();
    const sink = await receiver((count) => (count === 1 ? { status: 429, retryAfter: '2' } : { status: 200 }));
    const { client, states } = await overdue(env, sink.url, 3);
    const { child, ended, said } = running(env);
    const allSettled = async (slots: number) =>
      expect.poll(async () => settled(await states(), slots), { interval: 200 }).toBe(true);
    await allSettled(3);
    const rows = await states();
    expect(rows.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    expect(sink.keys).toHaveLength(4);
    expect(new Set(sink.keys)).toEqual(new Set(rows.map(({ id }) => id)));

    // The database goes away, says so once, and what came due meanwhile is sent.
    const name = new URL(env.DATABASE_URL).pathname.slice(1);
    const server = new Client({ connectionString: inject('serverUrl') });
    await server.connect();
    onTestFinished(() => server.end());
    await server.query(`alter database ${name} with allow_connections false`);
    await server.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name like $2',
      [name, 'qinzhi%'],
    );
    await expect.poll(said, { interval: 100 }).toMatch(/clock: .*not currently accepting connections/);
    await server.query(`alter database ${name} with allow_connections true`);
    await client.query(`update subscription set cursor_at = cursor_at - interval '3 days', next_at = now()`);
    await allSettled(9);
    expect((await states()).map(({ state }) => state)).toEqual(Array(9).fill('sent'));
    expect(new Set(sink.keys).size).toBe(9);
    expect(sink.keys).toHaveLength(10);
    expect(said().match(/clock: .*not currently accepting connections/g)).toHaveLength(1);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(said()).toMatch(/doors: terminal, (?:web, )?webhook/);
  });

  it.concurrent.each([
    ['without keys', 'unknown', '0'],
    ['with keys', 'sent', '24'],
  ])('killed in the middle of sending, %s: what was under way is %s', async (_name, becomes, hours) => {
    const env = { ...(await ofTest()), QINZHI_WEBHOOK_KEY_HOURS: hours };
    // Holds its answers until the first process is dead, however long that takes.
    let holds = true;
    const sink = await receiver(() => ({ status: 200, afterMs: holds ? maxWaitMs : 0 }));
    const { states } = await overdue(env, sink.url, 3);
    const first = running(env);
    await expect.poll(() => sink.keys.length, { interval: 20 }).toBeGreaterThan(0);
    first.child.kill('SIGKILL');
    await first.ended;
    holds = false;
    const caught = new Set((await states()).filter(({ state }) => state === 'sending').map(({ id }) => id));
    expect(caught.size).toBeGreaterThan(0);
    const second = running(env);
    await expect.poll(async () => settled(await states(), 3), { interval: 200 }).toBe(true);
    for (const { id, state } of await states()) {
      expect(state).toBe(caught.has(id) ? becomes : 'sent');
      const sends = sink.keys.filter((key) => key === id).length;
      // Without keys nothing is ever sent twice; with keys the receiver knows the repeat by its key.
      if (hours === '0') expect(sends).toBeLessThanOrEqual(1);
      else expect(sends).toBeGreaterThanOrEqual(1);
    }
    second.child.kill('SIGTERM');
    expect(await second.ended).toEqual([0, null]);
  });

  it('says what is wrong where the database is gone at the start, or the settings are', async () => {
    const gone = await invoke(['run'], { env: { DATABASE_URL: 'postgres://amy:secret@127.0.0.1:1/x' } });
    expect({ code: gone.code, out: gone.out }).toEqual({ code: 2, out: '' });
    expect(gone.err).toMatch(/DATABASE_URL .*nothing listens there; start the server/);
    const late = await invoke(['run'], { env: { QINZHI_LATE_AFTER_SECONDS: '5' } });
    expect(late.err).toContain('QINZHI_LATE_AFTER_SECONDS  must be a number of seconds, 10 to 3600');
  });

  it('ends where it can’t begin, instead of staying on and doing nothing', async () => {
    const env = await ofTest();
    const { client } = await overdue(env, 'http://127.0.0.1:9/in', 1);
    await client.query('alter table subscription drop column done');
    const { ended, said } = running(env);
    expect(await ended, said()).toEqual([2, null]);
    expect(said()).toContain('its tables are not those of qinzhi');
  });
});
