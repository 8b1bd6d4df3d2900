/** A disk that is full and a database that goes away in the middle of a command: told plainly, and nothing is lost. */
import { appendFileSync, chmodSync, readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backup } from '../../src/store/backup/backup.ts';
import { openPrivate } from '../../src/store/postgres/private-server.ts';
import { invoke } from '../cli/invoke.ts';
import { type Ended, launch, tempFolder } from '../cli/launch.ts';
import { maxWaitMs } from '../setup/max-wait.ts';
import { copyDataDir, freshDatabase, freshStore, openPrivateStore } from './database.ts';
import { mounted } from './disk.ts';

const madeAt = new Date('2026-11-02T01:00:00Z');

async function connected(config: ConstructorParameters<typeof Client>[0]): Promise<Client> {
  const client = new Client(config);
  // It may be cut off; that is what these tests are about.
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Told in a few lines, without a stack, what it is and that it may be done again. */
function expectTold({ code, err }: Ended, ...words: (string | RegExp)[]): void {
  expect(code).toBe(2);
  for (const word of words) expect(err).toMatch(word);
  expect(err).not.toMatch(/^\s+at /m);
  expect(err).not.toContain('unexpected error');
}

const fiveHundred = `insert into question (at, door, text, outcome, records)
  select now(), 'test', repeat(md5(random()::text), 100), 'answer', '{}' from generate_series(1, 500)`;

describe('a full disk', () => {
  it('leaves the backup of before as it was, and no half of a new one', async ({ skip }) => {
    const disk = mounted('1m');
    if (!disk) return skip('no file system can be mounted here');
    const file = join(disk.folder, 'a.backup');
    const store = await freshStore();
    await backup(store, file, madeAt);
    const before = readFileSync(file, 'utf8');
    await store.pool.query(fiveHundred);
    await expect(backup(store, file, madeAt)).rejects.toThrow(
      /The backup can't be written.*\n.*a\.backup .*ENOSPC.*free some space/,
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(disk.folder)).toEqual(['a.backup']);
    expect((await store.pool.query('select count(*)::int as n from question')).rows).toEqual([{ n: 500 }]);
  });

  it('under a running private PostgreSQL: a command says so, and all is there when there is space again', async ({
    skip,
  }) => {
    const disk = mounted('110m');
    if (!disk) return skip('no file system can be mounted here');
    const data = join(disk.folder, 'data');
    copyDataDir(data);
    const env = { DATABASE_URL: '', QINZHI_DATA: data };
    const wishes = (count: number) => {
      const draft = {
        door: 'terminal',
        channel: 'x',
        when: '每个工作日 9:00',
        scope: { units: Array(40).fill({ unit: '公安' }) },
      };
      const file = join(tempFolder(), 's.json');
      writeFileSync(
        file,
        JSON.stringify({
          subscriptions: Object.fromEntries(Array.from({ length: count }, (_, n) => [`s${n}`, draft])),
        }),
      );
      return ['subscriptions', 'apply', file, '--yes'];
    };
    expect(await launch(wishes(1), { env })).toMatchObject({ code: 0 });
    const store = await openPrivateStore(data);
    onTestFinished(() => store.close().catch(() => {}));
    // The server frees space while the command runs: a checkpoint removes old WAL. On a busy machine it came in between.
    const fill = () => {
      const { bavail, bsize } = statfsSync(disk.folder);
      const spare = bavail * bsize - 80_000;
      try {
        if (spare > 0) appendFileSync(join(disk.folder, 'ballast'), Buffer.alloc(spare));
      } catch (error) {
        // The server has taken the space meanwhile.
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    };
    await store.pool.query('checkpoint');
    fill();
    const filling = setInterval(fill, 20);
    onTestFinished(() => clearInterval(filling));
    expectTold(
      await launch(wishes(100), { env }),
      /its disk is full|No space left|went away/,
      /free some space|see that it runs|QINZHI_DATA/,
    );
    clearInterval(filling);
    disk.remount('size=300m');
    await store.close().catch(() => {});
    const again = await openPrivateStore(data);
    onTestFinished(() => again.close());
    expect((await again.pool.query('select name from subscription')).rows).toEqual([{ name: 's0' }]);
  });
});

/** A restore that waits for a lock of ours, in the middle of its transaction; it holds one row more than the backup. */
async function stuck(client: Client, env: Record<string, string>): Promise<{ ended: Promise<Ended> }> {
  const file = join(tempFolder(), 'b');
  expect(await invoke(['backup', file], { env })).toMatchObject({ code: 0 });
  await client.query(`insert into admin values ('slack', 'U1', null, 'setup', now())`);
  await client.query('begin; lock table installation in access exclusive mode');
  const ended = launch(['restore', file, '--yes'], { env });
  const waits = `select 1 from pg_locks where not granted`;
  await expect
    .poll(async () => (await client.query(waits)).rowCount, { timeout: maxWaitMs, interval: 50 })
    .toBeGreaterThan(0);
  return { ended };
}

const admins = 'select "user" from admin';

describe('a database that goes away while a command runs', () => {
  it('cuts the connection: the command ends and says what to do; nothing is half done', async () => {
    const url = await freshDatabase();
    const env = { DATABASE_URL: url };
    expect(await invoke(['migrate'], { env })).toMatchObject({ code: 0 });
    const client = await connected({ connectionString: url });
    const { ended } = await stuck(client, env);
    const looking = await connected({ connectionString: url });
    await expect
      .poll(
        async () =>
          (
            await looking.query(`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`)
          ).rowCount,
        { timeout: maxWaitMs, interval: 50 },
      )
      .toBeGreaterThan(0);
    expectTold(await await ended, 'The database failed; what was committed is kept', 'do this again');
    await client.query('rollback');
    expect((await client.query(admins)).rows).toEqual([{ user: 'U1' }]);
  });

  it('is killed, the private one: the same, and the next command finds everything', async () => {
    const folder = tempFolder();
    chmodSync(folder, 0o755);
    const data = join(folder, 'data');
    copyDataDir(data);
    const env = { DATABASE_URL: '', QINZHI_DATA: data };
    // Keeps the server running; a store would be a service beside which no restore is made.
    const server = await openPrivate(data, () => {});
    onTestFinished(() => server.close());
    const client = await connected({ host: join(data, 'postgres'), user: 'qinzhi', database: 'postgres' });
    const { ended } = await stuck(client, env);
    process.kill(Number.parseInt(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8'), 10), 'SIGQUIT');
    expectTold(await ended, 'The database failed; what was committed is kept', 'do this again');
    const again = await openPrivateStore(data);
    expect((await again.pool.query(admins)).rows).toEqual([{ user: 'U1' }]);
    await again.close();
  });
});

it('a connection that is cut while it is in use does not end the process', async () => {
  const store = await freshStore();
  const client = await store.pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const cut = new Promise<void>((resolve) => client.once('end', resolve));
  await store.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
  await cut;
  await expect(client.query('select 1')).rejects.toThrow();
  client.release(true);
  expect((await store.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
