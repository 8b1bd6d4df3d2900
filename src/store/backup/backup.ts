/** Backs up all tables to one file: a heading, a line for each row, and a checksum in the last line. */
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { faultIn, SetupError } from '../../model/fault.ts';
import { storeText } from '../messages.ts';
import { schemaVersion } from '../migrate.ts';
import type { Store } from '../open.ts';
import * as schema from '../schema.ts';

interface Table {
  name: string;
  columns: string[];
}

/** Tables before those that point at them. */
export const tables: readonly Table[] = [
  schema.subscription,
  schema.delivery,
  schema.audit,
  schema.registration,
  schema.seenMessage,
  schema.dialogue,
  schema.question,
  schema.admin,
  schema.invite,
  schema.room,
  schema.channelPlan,
  schema.installation,
].map((table) => ({
  name: getTableName(table),
  columns: Object.values(getTableColumns(table)).map(({ name }) => name),
}));

export const Heading = z.strictObject({
  qinzhi: z.literal('backup'),
  format: z.literal(1),
  schema: z.int(),
  madeAt: z.iso.datetime(),
  tables: z.record(z.string(), z.array(z.string())),
});
export type Heading = z.infer<typeof Heading>;

export const Ending = z.strictObject({ rows: z.record(z.string(), z.int().nonnegative()), sha256: z.string() });
export type Ending = z.infer<typeof Ending>;

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Each value is PostgreSQL's own text: a number of 64 bits or a microsecond would not survive JavaScript, and in JSON
 * a column that holds JSON's null could not be distinguished from one that holds nothing.
 */
async function* rowsOf(client: PoolClient, { name, columns }: Table): AsyncGenerator<string> {
  const values = columns.map((column) => `${quoted(column)}::text`).join(', ');
  await client.query(
    `declare rows cursor for select json_build_array(${values})::text as row from public.${quoted(name)}`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: string }>('fetch 1000 from rows');
    for (const { row } of rows) yield row;
    if (!rows.length) break;
  }
  await client.query('close rows');
}

async function writeLines(file: FileHandle, client: PoolClient, madeAt: Date): Promise<Ending['rows']> {
  const hash = createHash('sha256');
  const heading: Heading = {
    qinzhi: 'backup',
    format: 1,
    schema: schemaVersion(),
    madeAt: madeAt.toISOString(),
    tables: Object.fromEntries(tables.map(({ name, columns }) => [name, columns])),
  };
  let waiting = '';
  const line = async (text: string) => {
    waiting += `${text}\n`;
    if (waiting.length < 1 << 16) return;
    hash.update(waiting);
    await file.appendFile(waiting);
    waiting = '';
  };
  await line(JSON.stringify(heading));
  const rows: Ending['rows'] = {};
  for (const table of tables) {
    let count = 0;
    for await (const row of rowsOf(client, table)) {
      await line(`${table.name} ${row}`);
      count++;
    }
    rows[table.name] = count;
  }
  hash.update(waiting);
  const ending: Ending = { rows, sha256: hash.digest('hex') };
  await file.appendFile(`${waiting}${JSON.stringify(ending)}\n`);
  return rows;
}

/** A write that fails names no path, and a lost database also comes from the system. */
function unwritable(path: string, error: unknown): SetupError | undefined {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined;
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code));
  if (!isFull && !('path' in error) && !['EIO', 'EROFS'].includes(String(error.code))) return undefined;
  const why = storeText(isFull ? 'backupDiskFull' : 'backupElsewhere', { why: error.message });
  return new SetupError(storeText('backupUnwritable'), [faultIn(path, why)]);
}

/** The backup takes the place of what is there: of a pipe, a device or a folder it may not. */
async function refuseDevice(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile())
    throw new SetupError(storeText('backupUnwritable'), [faultIn(path, storeText('backupNoFile'))]);
}

/**
 * What was committed at one moment; others may go on writing meanwhile.
 * @returns how many rows of each table
 */
export async function backup({ pool }: Store, path: string, madeAt: Date): Promise<Ending['rows']> {
  await refuseDevice(path);
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'`);
    // It holds what people asked; a link that somebody put there is not followed.
    const file = await open(draft, 'wx', 0o600);
    try {
      const rows = await writeLines(file, client, madeAt);
      await file.sync();
      await client.query('commit');
      await rename(draft, path);
      broken = false;
      return rows;
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw unwritable(path, error) ?? error;
  } finally {
    client.release(broken);
  }
}
