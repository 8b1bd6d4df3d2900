/** migrate, backup and restore as a person runs them; asking never needs any of it. */

import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';

import { openStore, ping } from '../../src/store/open.ts';
import { at, copyDataDir, emptyDatabase, freshDatabase } from '../store/database.ts';

import { invoke } from './invoke.ts';
import { tempFolder } from './launch.ts';

async function run(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('qinzhi backup and restore', () => {
  it('a restore is refused while a service holds the store, also where it is told to replace everything', async () => {
    const [from, folder] = [await freshDatabase(), tempFolder()];
    const env = { env: { DATABASE_URL: from } };
    const file = join(folder, 'kept');
    await run(from, `insert into admin values ('slack', 'U1', '王', 'setup', now())`);
    expect((await invoke(['backup', file], env)).code).toBe(0);
    const service = await openStore(at(from), () => {});
    await ping(service.db);
    const beside = await invoke(['restore', file, '--yes'], env);
    expect(beside.code).toBe(2);
    expect(beside.err).toMatch(/another qinzhi is busy/);
    await service.close();
    await expect.poll(async () => (await invoke(['restore', file, '--yes'], env)).code).toBe(0);
  });

  it('names what is wrong with a pipe, a device and a database that is not its own', async () => {
    const folder = tempFolder();
    const env = { env: { DATABASE_URL: await freshDatabase() } };
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const pipe = await invoke(['restore', join(folder, 'pipe')], env);
    expect(pipe).toMatchObject({ code: 2 });
    expect(pipe.err).toContain('no regular file');
    const memory = await invoke(['import', '/proc/self/mem', '--print']);
    expect(memory).toMatchObject({ code: 2 });
    expect(memory.err).toContain('name a regular file that can be read');
    expect((await invoke(['export', '/proc/x.csv'])).err).toContain('/proc/x.csv');
    // A backup takes the place of what is there: as root it would replace a device of the system.
    for (const device of [join(folder, 'pipe'), '/dev/null', folder]) {
      const onto = await invoke(['backup', device], env);
      expect(onto).toMatchObject({ code: 2 });
      expect(onto.err).toContain('name another file');
    }
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    const applied = await invoke(['subscriptions', 'apply', join(folder, 'pipe'), '--yes'], env);
    expect(applied).toMatchObject({ code: 2 });
    expect(applied.err).toContain('no regular file');
    const nested = join(folder, 'nested.json');
    writeFileSync(nested, `${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect((await invoke(['subscriptions', 'apply', nested, '--yes'], env)).err).toContain('nested too deeply');
    const page = join(folder, 'nested.html');
    writeFileSync(page, `${'<div>'.repeat(100_000)}一、任务`);
    expect((await invoke(['import', page, '--print'])).err).toContain('nested too deeply');

    const foreign = await emptyDatabase();
    await run(foreign, 'create table subscription (id int)');
    const refused = await invoke(['migrate'], { env: { DATABASE_URL: foreign } });
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.err).toContain('name an empty database with DATABASE_URL');

    const readOnly = await emptyDatabase();
    const name = new URL(readOnly).pathname.slice(1);
    await run(readOnly, `alter database "${name}" set default_transaction_read_only = on`);
    const closed = await invoke(['migrate'], { env: { DATABASE_URL: readOnly } });
    expect(closed).toMatchObject({ code: 2 });
    expect(closed.err).toContain('name the server that does');
  });

  it('move everything from a server to a private PostgreSQL and back', async () => {
    const [from, to, folder] = [await freshDatabase(), await freshDatabase(), tempFolder()];
    chmodSync(folder, 0o755);
    copyDataDir(join(folder, 'data'));
    const env = (url: string) => ({ env: { DATABASE_URL: url, QINZHI_DATA: join(folder, 'data') } });
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    expect((await invoke(['migrate'], env(from))).code).toBe(0);
    await run(from, `insert into admin values ('slack', 'U1', '王', 'setup', '2026-01-01T00:00:00.000001Z')`);
    for (const [args, url] of [
      [['backup', first], from],
      [['restore', first], ''],
      [['backup', second], ''],
      [['restore', second], to],
    ] as const) {
      const { code, out, err } = await invoke(args, env(url));
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('admin 1');
      expect(out).toContain(' → ');
    }
    const all = 'select name, added_at::text from admin';
    expect(await run(to, all)).toEqual(await run(from, all));
    const rows = (file: string) => readFileSync(file, 'utf8').split('\n').slice(1);
    expect(rows(second).filter((line) => line.startsWith('admin'))).toEqual(
      rows(first).filter((line) => line.startsWith('admin')),
    );
  });

  it('replace nothing without being told to, and say what would go and what would come', async () => {
    const [url, file] = [await freshDatabase(), join(tempFolder(), 'b')];
    const env = { env: { DATABASE_URL: url } };
    await invoke(['migrate'], env);
    await run(url, `insert into admin values ('slack', 'U1', '王', 'setup', now())`);
    expect((await invoke(['backup', file], env)).code).toBe(0);
    await run(url, `insert into admin values ('slack', 'U2', '李', 'U1', now())`);
    await run(url, `insert into audit (at, actor, action) values (now(), 'amy', 'x')`);
    const names = () => run(url, 'select "user" from admin order by 1');
    const refused = await invoke(['restore', file], env);
    expect({ code: refused.code, out: refused.out }).toEqual({ code: 2, out: '' });
    expect(refused.err).toContain('The backup was not restored, because the store is not empty:');
    for (const word of ['holds audit 1, admin 2;', 'with admin 1', '--yes', 'qinzhi backup', file])
      expect(refused.err).toContain(word);
    expect(refused.err).not.toMatch(/^\s+at /m);
    expect(await names()).toEqual([{ user: 'U1' }, { user: 'U2' }]);
    expect(await invoke(['restore', file, '--yes'], env)).toMatchObject({ code: 0, err: '' });
    expect(await names()).toEqual([{ user: 'U1' }]);
    // What an installation writes down of itself is not lost by being replaced.
    await run(url, `delete from admin; insert into installation values ('salt', 'x')`);
    expect(await invoke(['restore', file], env)).toMatchObject({ code: 0, err: '' });
  });

  it('refuse a broken file in one sentence, with its line', async () => {
    const url = await freshDatabase();
    const file = join(tempFolder(), 'b');
    const env = { env: { DATABASE_URL: url } };
    await invoke(['backup', file], env);
    const { code, out, err } = await invoke(['restore', join(import.meta.dirname, 'launch.ts')], env);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/was not restored; the database is as it was:\n {2}.*launch\.ts:1 {2}is no backup/);
  });
});

describe('a DATABASE_URL that leads nowhere', () => {
  const serverUrl = (change: (url: URL) => void) => {
    const url = new URL(inject('serverUrl'));
    change(url);
    return url.href;
  };

  it.each([
    ['is no address', () => 'localhost:5432', /postgres:\/\/user:password@host/],
    ['is of another kind', () => 'mysql://root:secret@localhost/x', /postgres:\/\/user:password@host/],
    ['has no server behind it', () => 'postgres://amy:secret@127.0.0.1:1/x', /nothing listens there/],
    ['has no such host', () => 'postgres://amy:secret@no-such-host.invalid/x', /host/],
    [
      'has no such database',
      () =>
        serverUrl((url) => {
          url.pathname = '/no_such_database';
        }),
      /createdb/,
    ],
    [
      'has no such user',
      () =>
        serverUrl((url) => {
          url.username = 'nobody_here';
          url.password = 'secret';
        }),
      /user/,
    ],
  ])('%s: it says what to do, and not the password', async (_what, url, remedy) => {
    const { code, out, err } = await invoke(['migrate'], { env: { DATABASE_URL: url() } });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('DATABASE_URL');
    expect(err).toMatch(remedy);
    expect(err).not.toContain('secret');
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('is told together with everything else that is wrong', async () => {
    const env = { DATABASE_URL: 'x', QINZHI_KEEP_AUDIT_DAYS: 'long', QINZHI_KEEP_QUESTIONS_DAYS: '0' };
    const { code, err } = await invoke(['migrate'], { env });
    expect(code).toBe(2);
    for (const name of Object.keys(env)) expect(err).toContain(name);
  });

  it('does not matter to somebody who asks', async () => {
    const env = { DATABASE_URL: 'x', QINZHI_DATA: '/proc/not/there', QINZHI_KEEP_AUDIT_DAYS: 'long' };
    const { code, out, err } = await invoke(['ask', '第24项的完成时限'], { env });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).not.toBe('');
  });
});
