/** `qinzhi deliveries lag`: how late what was sent was, by door, and how many of each state. */
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { freshDatabase } from '../store/database.ts';
import { invoke } from './invoke.ts';

it('tells median, 95th percentile and longest of what was sent, and counts the rest', async () => {
  const url = await freshDatabase();
  const run = (...args: string[]) => invoke(['deliveries', 'lag', ...args], { env: { DATABASE_URL: url } });
  expect(await run()).toMatchObject({ code: 0, out: 'There were no slots.\n' });
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`insert into subscription (door, channel, scope, content, said, schedule, cursor_at, created_by, created_at)
    values ('a', 'room', '{}', '{}', '', '{}', now(), 'x', now())`);
  const slots = (door: string, state: string, from: number, to: number, cause: string | null = null) =>
    client.query(
      `insert into delivery (subscription_id, slot_at, door, channel, state, cause, created_at, settled_at)
       select id, at, $1, 'room' || n, $2, $5, at, at + n * interval '1 second'
       from subscription, generate_series($3::int, $4::int) n, lateral (select now() - interval '1 hour' * n / 10 as at) t`,
      [door, state, from, to, cause],
    );
  await slots('wechat', 'sent', 1, 101);
  await slots('wechat', 'skipped', 102, 104);
  await slots('webhook', 'unknown', 105, 105);
  await slots('wechat', 'sent', 500, 510, 'told to admins');
  expect((await run()).out).toBe(
    'webhook: 1 slots (1 unknown); nothing was sent\n' +
      'wechat: 104 slots (101 sent, 3 skipped); slot to sent: p50 51.0 s, p95 96.0 s, max 101 s\n',
  );
  const [, wechat] = (await run('--json')).out.trim().split('\n');
  expect(JSON.parse(wechat!)).toEqual({
    ...{ door: 'wechat', slots: 104, states: { sent: 101, skipped: 3 } },
    ms: { p50: 51_000, p95: 96_000, max: 101_000 },
  });
  expect((await run('--since', '65m')).out).toMatch(/^wechat: 10 slots \(10 sent\); .* max 10\.0 s\n$/);
  expect(await run('--since', 'monday')).toMatchObject({
    code: 2,
    err: '--since monday is no span such as 90m, 12h or 7d.\n',
  });
});
