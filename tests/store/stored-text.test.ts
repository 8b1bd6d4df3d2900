/** What people wrote is listed at the terminal without a character that would steer it, in words and as JSON. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { writeWhole } from '../../src/knowledge/files/write.ts';
import { invoke } from '../cli/invoke.ts';
import { root, tempFolder } from '../cli/launch.ts';
import { freshDatabase } from './database.ts';

const steering = '\u001b[2J\u009b31m\u202e\u2066a\u200b\u007f\u2028b\rc';
/** JSON escapes the first two kinds by itself, and not these. */
const hidden = /[\u007f-\u009f\u2028\u2029\p{Cf}]/u;

it('of no listing a stored character is obeyed', async () => {
  const url = await freshDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  const text = `谁管停车${steering}`;
  await client.query(
    `insert into question (at, door, "user", room, text, outcome, records, pack)
     values (now() - interval '1 hour', $1, 'u', 'r', $2, 'not_found', '{task:1}', 'lanqiao')`,
    [`door${steering}`, text],
  );
  await client.query(`insert into admin values ('slack', $1, $2, $3, now())`, [`U${steering}`, text, text]);
  await client.query(
    `insert into subscription (name, door, channel, scope, content, said, schedule, cursor_at, created_by, created_at, state, state_reason)
     values ($1, 'webhook', $1, '{}', '{}', $1, '{}', now(), $1, now(), 'suspended', $1)`,
    [text],
  );
  await client.query(
    `insert into delivery (subscription_id, slot_at, door, channel, state, created_at, settled_at, last_error)
     select id, now(), door, channel, 'failed', now(), now(), $1 from subscription`,
    [text],
  );
  const env = { DATABASE_URL: url, QINZHI_KNOWLEDGE: join(root, 'tests/fixtures') };
  const listings = [
    ...[['questions'], ['questions', '--json'], ['admin', 'list'], ['admin', 'list', '--json'], ['status']],
    ...[
      ['subscriptions', 'list'],
      ['subscriptions', 'list', '--json'],
      ['deliveries', 'list'],
      ['deliveries', 'list', '--json'],
    ],
    ...[
      ['phrasings', 'next', 'lanqiao'],
      ['deliveries', 'lag'],
      ['deliveries', 'lag', '--json'],
    ],
  ];
  for (const listing of listings) {
    const { code, out, err } = await invoke(listing, { env });
    expect({ code, err }, listing.join(' ')).toMatchObject({ code: expect.any(Number), err: '' });
    const lines = out.replace(/[\n\t]/g, '');
    expect(lines, listing.join(' ')).not.toMatch(hidden);
    expect(lines, listing.join(' ')).not.toMatch(/\p{Cc}/u);
  }
  const [first] = (await invoke(['questions', '--json'], { env })).out.split('\n');
  expect(JSON.parse(first!)).toMatchObject({ text });
});

it('a table of what people asked is its owner’s alone, and a file that is replaced keeps its mode', async () => {
  const folder = tempFolder();
  const csv = join(folder, 'asked.csv');
  expect((await invoke(['questions', '--csv', csv], { env: { DATABASE_URL: await freshDatabase() } })).code).toBe(0);
  expect(statSync(csv).mode & 0o777).toBe(0o600);
  const shared = join(folder, 'units.json');
  writeFileSync(shared, '{}', { mode: 0o640 });
  writeWhole(shared, '[]');
  expect([readFileSync(shared, 'utf8'), statSync(shared).mode & 0o777]).toEqual(['[]', 0o640]);
  expect(readdirSync(folder).sort()).toEqual(['asked.csv', 'units.json']);
});
