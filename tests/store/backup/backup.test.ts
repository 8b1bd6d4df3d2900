/** A backup brings back every value as it was, in any database; a file that is not whole changes nothing. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { backup } from '../../../src/store/backup/backup.ts';
import { restore } from '../../../src/store/backup/restore.ts';
import type { Store } from '../../../src/store/open.ts';
import { tempFolder } from '../../cli/launch.ts';
import { at, createDatabase, freshStore, openPatiently } from '../database.ts';

const madeAt = new Date('2026-11-02T01:00:00Z');
const awkward = `第24项★ “引号” 'single' "double" \\ \\n \t\n\u2028 é 🙏 {"a":1} \\.`;

/** Every table, every type, every column filled once and left out once. */
async function fill(pool: Pool): Promise<void> {
  const json = JSON.stringify({ 深: [{ text: awkward, big: 1 }, null, true, 1.5, []], empty: {} });
  await pool.query(
    `insert into subscription values
      ('6f9619ff-8b86-4d01-b42d-00cf4fc964ff', 'nightly', 'slack', 'C1', $1, '[]', $2, '"text"', 'America/New_York', 'previous', $1,
       'all', 2147483647, true, 'paused', $2, '2024-02-29', '2026-11-01T05:30:00.123456Z', '0001-01-01T00:00:00Z', $2,
       'infinity', 7, 'omit', 'en', array['xian-ip', $2])`,
    [json, awkward],
  );
  await pool.query(
    `insert into subscription (id, door, channel, scope, content, said, schedule, cursor_at, created_by, created_at)
     values ('00000000-0000-4000-8000-000000000001', 'terminal', '', '{}', '{"n": 12345678901234567890.123456789}', '', 'null', now(), '', now())`,
  );
  await pool.query(
    `insert into delivery (subscription_id, slot_at, door, channel, state, reason, card, attempts, message, last_error, created_at,
       sending_at, settled_at)
     select id, '2026-12-01T01:00:00Z', door, channel, 'unknown', $2, $1, 3, 'm1', $2, now(), now(), now() from subscription`,
    [json, awkward],
  );
  await pool.query(`insert into delivery (subscription_id, slot_at, door, channel, created_at)
     select id, '2026-12-02T01:00:00Z', door, channel, now() from subscription`);
  await pool.query(`insert into audit (id, at, actor, action) values (9007199254740993, now(), 'amy', 'subscribe')`);
  await pool.query(`insert into audit (at, actor, door, channel, action, subject, detail)
     select now(), 'bob', 'slack', 'C1', 'pause', 'x', '[1]' from generate_series(1, 2500)`);
  await pool.query(`insert into registration values ('slack', 'C1', 'xian-ip', 'task:24', 'amy', now())`);
  await pool.query(`insert into seen_message values ('slack', $1, now())`, [awkward]);
  await pool.query(`insert into dialogue values ('slack', 'C1', 'U1', $1, now())`, [json]);
  await pool.query(
    `insert into question (at, door, text, outcome, pack, records) values
       (now(), 'web', $1, 'answer', 'xian-ip', $2), (now(), 'web', '', 'not_found', null, '{}')`,
    [awkward, ['task:24', awkward, '', 'NULL', '{}']],
  );
  await pool.query(`insert into admin values ('slack', 'U1', null, 'setup', now()), ('slack', 'U2', $1, 'U1', now())`, [
    awkward,
  ]);
  await pool.query(`insert into invite values ($1, 'setup', now(), now(), null, null)`, [awkward]);
  await pool.query(`insert into room values ('wechat', 'r1', 'r2', $1, now())`, [awkward]);
  await pool.query(`insert into channel_plan values ('slack', 'C1', 'xian-ip', $1, now())`, [awkward]);
  await pool.query(`insert into installation values ('salt', $1)`, [awkward]);
}

const names = [
  'subscription',
  'delivery',
  'audit',
  'registration',
  'seen_message',
  'dialogue',
  'question',
  'admin',
  'invite',
  'room',
  'channel_plan',
  'installation',
];

/** PostgreSQL's own words for everything that is in it. */
async function everything(pool: Pool): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const name of names)
    found[name] = (await pool.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`)).rows.map(
      ({ row }) => row,
    );
  return found;
}

async function filled(): Promise<{ store: Store; file: string }> {
  const store = await freshStore();
  await fill(store.pool);
  const file = join(tempFolder(), 'a.backup');
  await backup(store, file, madeAt);
  return { store, file };
}

describe('backup and restore', () => {
  it('bring everything back, also in another time zone, and go on counting', async () => {
    const { store, file } = await filled();
    const before = await everything(store.pool);
    expect(Object.values(before).every((rows) => rows.length > 0)).toBe(true);
    const other = await freshStore();
    await other.pool.query(`insert into admin values ('door', 'of before', null, 'x', now())`);
    const { rows } = await other.pool.query(
      `select format('alter database %I set timezone = %L', current_database(), 'Asia/Shanghai') as it`,
    );
    await other.pool.query(rows[0].it);
    expect(await restore(other, file)).toEqual(Object.fromEntries(names.map((name) => [name, before[name]!.length])));
    expect(await everything(other.pool)).toEqual(before);
    const next = await other.pool.query(
      `insert into audit (at, actor, action) values (now(), 'cy', 'x') returning id::text`,
    );
    expect(next.rows).toEqual([{ id: '9007199254740994' }]);
  });

  it('write the same bytes again, but for the order of rows', async () => {
    const { file } = await filled();
    const other = await freshStore();
    await restore(other, file);
    const again = `${file}.2`;
    await backup(other, again, madeAt);
    const sorted = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -2).sort();
    expect(sorted(again)).toEqual(sorted(file));
  });

  it('keep the file to its owner, whole or not there at all', async () => {
    const { store, file } = await filled();
    expect(statSync(file).mode & 0o077).toBe(0);
    const first = JSON.parse(readFileSync(file, 'utf8').split('\n', 1)[0]!);
    expect(first).toMatchObject({ qinzhi: 'backup', format: 1, madeAt: madeAt.toISOString() });
    const folder = tempFolder();
    await expect(backup(store, join(folder, 'no', 'such', 'folder'), madeAt)).rejects.toThrow(/can't be written/);
    await expect(backup(store, folder, madeAt)).rejects.toThrow(/can't be written/);
    expect(readdirSync(join(folder, '..')).filter((name) => name.includes(`${process.pid}.tmp`))).toEqual([]);
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });

  it('see one moment, while others write', async () => {
    const { store, file } = await filled();
    const done = backup(store, file, madeAt);
    const writing = Array.from({ length: 50 }, () =>
      store.pool.query(`insert into audit (at, actor, action) values (now(), 'amy', 'x')`),
    );
    await Promise.all([done, ...writing]);
    const other = await freshStore();
    await expect(restore(other, file)).resolves.toBeDefined();
  });
});

/** A file whose last line is right about lines that are not. */
function resealed(lines: string[]): string {
  const body = lines.slice(0, -2);
  const rows = JSON.parse(lines.at(-2)!).rows as Record<string, number>;
  for (const name of Object.keys(rows)) rows[name] = body.filter((line) => line.startsWith(`${name} `)).length;
  const sha256 = createHash('sha256')
    .update(`${body.join('\n')}\n`)
    .digest('hex');
  return `${[...body, JSON.stringify({ rows, sha256 })].join('\n')}\n`;
}

const changedHeading = (
  lines: string[],
  change: (heading: { format: number; schema: number; tables: Record<string, string[]> }) => void,
) => {
  const heading = JSON.parse(lines[0]!);
  change(heading);
  return resealed([JSON.stringify(heading), ...lines.slice(1)]);
};

const broken: [string, (lines: string[]) => string | Uint8Array, RegExp][] = [
  ['empty', () => '', /is empty/],
  ['something else', () => 'hello\n', /no backup/],
  ['binary', () => Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256), /no backup/],
  ['cut off between lines', (lines) => `${lines.slice(0, 100).join('\n')}\n`, /before its end/],
  ['cut off within a line', (lines) => lines.slice(0, 100).join('\n').slice(0, -5), /damaged|before its end/],
  ['changed in one letter', (lines) => lines.join('\n').replace('subscribe', 'subscribE'), /damaged/],
  ['short of a row', (lines) => lines.filter((_, at) => at !== 50).join('\n'), /damaged/],
  ['two in one', (lines) => lines.join('\n').repeat(2), /goes on after its end/],
  [
    'of a newer format',
    (lines) =>
      changedHeading(lines, (heading) => {
        heading.format = 2;
      }),
    /newer version/,
  ],
  [
    'of newer tables',
    (lines) =>
      changedHeading(lines, (heading) => {
        heading.schema += 1e9;
      }),
    /newer version/,
  ],
  [
    'with a table that is not ours',
    (lines) =>
      changedHeading(lines, (heading) => {
        heading.tables.pg_class = ['oid'];
      }),
    /pg_class/,
  ],
  [
    'with a column that is not ours',
    (lines) =>
      changedHeading(lines, (heading) => {
        heading.tables.admin!.push('x" from y');
      }),
    /column/,
  ],
  [
    'right but for a value',
    (lines) => resealed(lines.map((line) => line.replace('2024-02-29', '2024-02-30'))),
    /does not fit/,
  ],
  [
    'right but for a rule',
    (lines) => resealed(lines.map((line) => line.replace('"unknown"', '"lost"'))),
    /does not fit/,
  ],
  [
    'right but for a row that another one needs',
    (lines) => resealed(lines.filter((line) => !line.startsWith('subscription '))),
    /does not fit/,
  ],
];

describe('a file that is not to be trusted', () => {
  let store: Store;
  let whole: string;
  let before: Record<string, string[]>;
  // One store for all of them: each case shows that it was left as it was.
  beforeAll(async () => {
    const database = await createDatabase(inject('template'));
    store = await openPatiently(at(database.url));
    await fill(store.pool);
    const folder = mkdtempSync(join(tmpdir(), 'qinzhi-'));
    await backup(store, join(folder, 'a.backup'), madeAt);
    whole = readFileSync(join(folder, 'a.backup'), 'utf8');
    rmSync(folder, { recursive: true });
    await store.pool.query('delete from question');
    before = await everything(store.pool);
    return async () => {
      await store.close();
      await database.drop();
    };
  });

  it.each(broken)('is refused and changes nothing: %s', async (_what, change, reason) => {
    const file = join(tempFolder(), 'a.backup');
    writeFileSync(file, change(whole.split('\n')));
    await expect(restore(store, file)).rejects.toThrow(reason);
    expect(await everything(store.pool)).toEqual(before);
    expect((await store.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('may not be there', async () => {
    await expect(restore(store, '/not/there.backup')).rejects.toThrow(
      /not restored.*\n.*\/not\/there\.backup .*ENOENT/,
    );
    await expect(restore(store, tempFolder())).rejects.toThrow(/no regular file/);
  });

  it('gives up when somebody else is busy, and says who has to stop', async () => {
    const file = join(tempFolder(), 'a.backup');
    writeFileSync(file, whole);
    const busy = await store.pool.connect();
    onTestFinished(() => busy.release(true));
    await busy.query('begin; select * from admin');
    await expect(restore(store, file)).rejects.toThrow(/busy/);
  });
});
