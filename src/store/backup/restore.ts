/** Reads a backup back: the file is checked from end to end before anything is replaced. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ClientBase } from 'pg';
import { z } from 'zod';
import { faultIn, SetupError } from '../../model/fault.ts';
import type { Text } from '../../model/text.ts';
import { storeText } from '../messages.ts';
import { schemaVersion } from '../migrate.ts';
import type { Store } from '../open.ts';
import { Ending, Heading, quoted, tables } from './backup.ts';

interface Row {
  table: string;
  /** A list of its values, as PostgreSQL writes them. */
  json: string;
}

const Values = z.array(z.string().nullable());

const refuse = (path: string, line: number, why: Text) =>
  new SetupError(storeText('notRestored'), [faultIn(path, why, line ? String(line) : '')]);

function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const Versions = z.looseObject({ qinzhi: z.literal('backup'), format: z.int(), schema: z.int() });

function readHeading(path: string, text: string): Heading {
  const version = parse(Versions, text);
  if (!version) throw refuse(path, 1, storeText('noBackup'));
  if (version.format > 1 || version.schema > schemaVersion()) throw refuse(path, 1, storeText('newerBackup'));
  const heading = parse(Heading, text);
  if (!heading) throw refuse(path, 1, storeText('headingDamaged'));
  const columns = new Map(tables.map((table) => [table.name, table.columns]));
  for (const [table, names] of Object.entries(heading.tables))
    for (const name of [undefined, ...names])
      if (!columns.has(table) || (name && !columns.get(table)!.includes(name)))
        throw refuse(
          path,
          1,
          name ? storeText('columnUnknown', { column: name, table }) : storeText('tableUnknown', { table }),
        );
  return heading;
}

/** readline would also end a line at U+2028, which is a character like any other within a row. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest) yield rest;
}

/** Row by row; whoever reads to the end knows that the file is whole. @throws {SetupError} with the line that is broken */
async function* readRows(path: string, found: (heading: Heading) => void): AsyncGenerator<Row, Ending> {
  const hash = createHash('sha256');
  const rows: Ending['rows'] = {};
  let heading: Heading | undefined;
  let number = 0;
  let ending: Ending | undefined;
  for await (const line of linesOf(path)) {
    number++;
    if (ending) throw refuse(path, number, storeText('goesOn'));
    if (!heading) {
      heading = readHeading(path, line);
      for (const table of Object.keys(heading.tables)) rows[table] = 0;
      found(heading);
    } else if (line.startsWith('{')) {
      ending = parse(Ending, line);
      if (!ending) throw refuse(path, number, storeText('damaged'));
      continue;
    } else {
      const table = line.slice(0, line.indexOf(' '));
      const json = line.slice(table.length + 1);
      const columns = heading.tables[table];
      if (!columns || parse(Values, json)?.length !== columns.length) throw refuse(path, number, storeText('damaged'));
      rows[table]! += 1;
      yield { table, json };
    }
    hash.update(`${line}\n`);
  }
  if (!heading) throw refuse(path, 1, storeText('empty'));
  if (!ending) throw refuse(path, number, storeText('cutOff'));
  if (ending.sha256 !== hash.digest('hex') || JSON.stringify(ending.rows) !== JSON.stringify(rows))
    throw refuse(path, 0, storeText('checksumWrong'));
  return ending;
}

async function check(path: string): Promise<Ending> {
  const rows = readRows(path, () => {});
  for (;;) {
    const { done, value } = await rows.next();
    if (done) return value;
  }
}

/** How to write a batch of rows: PostgreSQL reads its own text; columns that an older backup lacks get their default. */
async function insertion(client: ClientBase, table: string, columns: readonly string[]): Promise<string> {
  const target = `public.${quoted(table)}`;
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [target],
  );
  const types = new Map(rows.map(({ name, type }) => [name, type]));
  const values = columns.map((column, at) => `(value ->> ${at})::${types.get(column)}`);
  return `insert into ${target} (${columns.map(quoted).join(', ')})
    select ${values.join(', ')} from json_array_elements($1::json) as value`;
}

const batch = 500;

async function insertAll(client: ClientBase, path: string): Promise<void> {
  const insertions = new Map<string, string>();
  let heading: Heading | undefined;
  let table = '';
  let rows: string[] = [];
  const flush = async () => {
    if (!rows.length) return;
    const known = insertions.get(table) ?? (await insertion(client, table, heading!.tables[table]!));
    insertions.set(table, known);
    await client.query(known, [`[${rows.join(',')}]`]);
    rows = [];
  };
  const found = (read: Heading) => {
    heading = read;
  };
  for await (const row of readRows(path, found)) {
    if (row.table !== table || rows.length >= batch) await flush();
    table = row.table;
    rows.push(row.json);
  }
  await flush();
}

/** New rows go on counting where the restored ones end. */
async function advanceCounters(client: ClientBase): Promise<void> {
  for (const { name, columns } of tables)
    for (const column of columns)
      await client.query(
        `select setval(counter, coalesce((select max(${quoted(column)}::text::bigint) from public.${quoted(name)}), 0) + 1, false)
         from pg_get_serial_sequence($1, $2) as counter where counter is not null`,
        [`public.${quoted(name)}`, column],
      );
}

/** 22…: a value is not of its type; 23…: a rule of the tables is broken; 55P03: the tables are in use. */
function explain(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '55P03') return refuse(path, 0, storeText('busy'));
  if (/^2[23]/.test(code)) return refuse(path, 0, storeText('unfit', { why: (error as Error).message }));
  return error;
}

/** What a backup would replace, and by what, in rows of each table. */
export class NotEmpty extends Error {
  readonly held: Ending['rows'];
  readonly coming: Ending['rows'];

  constructor(held: Ending['rows'], coming: Ending['rows']) {
    super('the store is not empty');
    this.held = held;
    this.coming = coming;
  }
}

/** What an installation notes of itself at its first start is nobody's loss. */
const ownNotes = 'installation';

async function heldBy(client: ClientBase): Promise<Ending['rows']> {
  const held: Ending['rows'] = {};
  for (const { name } of tables) {
    if (name === ownNotes) continue;
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from public.${quoted(name)}`);
    if (rows[0]!.n) held[name] = rows[0]!.n;
  }
  return held;
}

/**
 * Replaces all that the store holds, or nothing.
 * @returns how many rows of each table
 * @throws {SetupError} where the file is broken, of a newer version, or does not fit.
 * @throws {NotEmpty} where it may not replace anything and would have to.
 */
export async function restore(
  { pool }: Store,
  path: string,
  { mayReplace }: { mayReplace: boolean } = { mayReplace: true },
): Promise<Ending['rows']> {
  let ending: Ending;
  try {
    ending = await check(path);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw refuse(path, 0, { en: error.message, zh: error.message });
    throw error;
  }
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('begin');
    await client.query(`set local lock_timeout = '10s'`);
    const all = tables.map(({ name }) => `public.${quoted(name)}`).join(', ');
    // Locked before it is counted: what somebody adds meanwhile would go uncounted.
    await client.query(`lock table ${all} in access exclusive mode`);
    const held = mayReplace ? {} : await heldBy(client);
    if (Object.keys(held).length) throw new NotEmpty(held, ending.rows);
    await client.query(`truncate ${all}`);
    await insertAll(client, path);
    await advanceCounters(client);
    await client.query('commit');
    broken = false;
    return ending.rows;
  } catch (error) {
    throw explain(path, error);
  } finally {
    // Dropping the connection also takes an open transaction back.
    client.release(broken);
  }
}
