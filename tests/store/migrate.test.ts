/** Tables are made once, whoever comes first; a newer program's tables are left alone. */
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { launch } from '../cli/launch.ts';
import { fuzzRuns } from '../setup/fuzz.ts';
import { at, emptyDatabase, freshDatabase, freshStore, migrations } from './database.ts';

describe('migrating', () => {
  it('happens once when two processes start on an empty database', async () => {
    const url = await emptyDatabase();
    const all = await Promise.all(Array.from({ length: 2 }, () => launch(['migrate'], { env: { DATABASE_URL: url } })));
    expect(all.map(({ code, err }) => ({ code, err }))).toEqual(Array(2).fill({ code: 0, err: '' }));
    expect(all.filter(({ out }) => out.includes(`${migrations} applied`))).toHaveLength(1);
  });

  it('happens once for four that start in the same instant, again and again', async () => {
    for (let round = 0; round < fuzzRuns(30); round++) {
      const url = await emptyDatabase();
      const stores = await Promise.all(Array.from({ length: 4 }, () => freshStore(url)));
      expect(stores.map(({ migrated }) => migrated).sort()).toEqual([0, 0, 0, migrations]);
    }
  });

  it('refuses a database of a newer version, and changes nothing in it', async () => {
    const url = await freshDatabase();
    const { pool } = await freshStore(url);
    await pool.query(`insert into migration (hash, created_at) values ('of the future', 9999999999999)`);
    await expect(openStore(at(url), () => {})).rejects.toThrow(/newer version/);
    expect((await pool.query('select count(*)::int as n from migration')).rows).toEqual([{ n: migrations + 1 }]);
  });

  it('leaves no lock behind where it fails', async () => {
    const url = await emptyDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('create table audit (other text)');
    await expect(openStore(at(url), () => {})).rejects.toThrow();
    await client.query('drop table audit');
    await client.end();
    expect((await freshStore(url)).migrated).toBe(migrations);
  });
});

describe('an open store', () => {
  it('outlives the loss of a connection that nobody was using', async () => {
    const url = await freshDatabase();
    const lost: Error[] = [];
    const store = await openStore(at(url), (error) => lost.push(error));
    await store.pool.query('select 1');
    const client = new Client({ connectionString: inject('serverUrl') });
    await client.connect();
    const name = new URL(url).pathname.slice(1);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await client.end();
    await expect.poll(() => lost.length).toBeGreaterThan(0);
    expect((await store.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await store.close();
  });

  it('has one row for each slot of a subscription, whoever writes it', async () => {
    const { pool } = await freshStore();
    const made = await pool.query<{ id: string }>(`insert into subscription
      (door, channel, scope, content, said, schedule, cursor_at, created_by, created_at)
      values ('terminal', 'here', '{}', '{}', '每月1日 9:00', '{}', now(), 'test', now()) returning id`);
    const slot = `insert into delivery (subscription_id, slot_at, door, channel, created_at)
      values ($1, '2026-12-01T01:00:00Z', 'terminal', 'here', now()) on conflict do nothing`;
    const counts = await Promise.all(Array.from({ length: 8 }, () => pool.query(slot, [made.rows[0]!.id])));
    expect(counts.map(({ rowCount }) => rowCount).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    await expect(pool.query(`update delivery set state = 'delivered'`)).rejects.toMatchObject({ code: '23514' });
  });
});
