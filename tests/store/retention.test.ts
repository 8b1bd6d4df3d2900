/** What is old enough goes; what still waits for somebody stays. */
import { expect, it } from 'vitest';
import { removeOld } from '../../src/store/retention.ts';
import { freshStore } from './database.ts';

it('removes what need not be kept, to the day, and nothing else', async () => {
  const { db, pool } = await freshStore();
  const now = new Date('2028-03-01T01:00:00Z');
  const ago = (days: number, seconds: number) => new Date(now.getTime() - days * 86_400_000 - seconds * 1000);
  const made = await pool.query<{ id: string }>(`insert into subscription
    (door, channel, scope, content, said, schedule, cursor_at, created_by, created_at, state)
    values ('a', 'b', '{}', '{}', '', '{}', '2020-01-01', 'x', '2020-01-01', 'ended') returning id`);
  const slot = (state: string, when: Date | null, at: string) =>
    pool.query(
      `insert into delivery (subscription_id, slot_at, door, channel, state, settled_at, created_at) values ($1, $2, 'a', 'b', $3, $4, '2020-01-01')`,
      [made.rows[0]!.id, at, state, when],
    );
  for (const [days, seconds, mark] of [
    [0, 1, 'old'],
    [0, -1, 'kept'],
  ] as const) {
    await pool.query(`insert into seen_message values ('a', $1, $2)`, [mark, ago(3 + days, seconds)]);
    await pool.query(`insert into dialogue values ('a', $1, 'u', '{}', $2)`, [mark, ago(1, seconds)]);
    await pool.query(`insert into question (at, door, text, outcome, records) values ($2, 'a', $1, 'answer', '{}')`, [
      mark,
      ago(10, seconds),
    ]);
    await pool.query(`insert into audit (at, actor, action) values ($2, 'x', $1)`, [mark, ago(30, seconds)]);
    await pool.query(`insert into invite values ($1, 'x', '2020-01-01', $2)`, [mark, ago(30, seconds)]);
    await slot('sent', ago(20, seconds), seconds > 0 ? '2020-01-01' : '2020-01-02');
  }
  const paced = (channel: string, freeAt: Date, notBefore: Date | null) =>
    pool.query(`insert into pace values ('a', $1, $2, $3)`, [channel, freeAt, notBefore]);
  await paced('old', ago(1, 1), null);
  await paced('held', ago(1, 1), ago(0, -1));
  await paced('kept', ago(1, -1), null);
  await slot('unknown', ago(2000, 0), '2020-01-03');
  await slot('sending', ago(2000, 0), '2020-01-04');
  await slot('pending', null, '2020-01-05');
  await pool.query(`insert into admin values ('a', 'u', null, 'x', '2001-01-01')`);
  await pool.query(`insert into registration values ('a', 'b', 'p', 'task:1', 'x', '2001-01-01')`);

  const keep = { questions: 10, deliveries: 20, audit: 30 };
  const tables = ['seen_message', 'dialogue', 'question', 'delivery', 'pace', 'invite', 'audit'];
  const went = (n: number) => Object.fromEntries(tables.map((table) => [table, n]));
  expect(await removeOld(db, now, keep)).toEqual(went(1));
  expect(await removeOld(db, now, keep)).toEqual(went(0));
  const left = async (of: string) => (await pool.query(`select ${of} as it`)).rows[0].it;
  expect(await left(`(select array_agg(text) from question)`)).toEqual(['kept']);
  expect(await left(`(select array_agg(action) from audit)`)).toEqual(['kept']);
  expect(await left(`(select array_agg(channel order by channel) from pace)`)).toEqual(['held', 'kept']);
  expect(await left(`(select array_agg(message) from seen_message)`)).toEqual(['kept']);
  expect(await left(`(select array_agg(state order by slot_at) from delivery)`)).toEqual([
    'sent',
    'unknown',
    'sending',
    'pending',
  ]);
  expect(await left(`(select count(*)::int from subscription, admin, registration)`)).toBe(1);
});
