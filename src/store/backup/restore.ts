/** Restores a backup: checks the whole file before it replaces anything. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ClientBase } from 'pg';
import { z } from 'zod';
import { faultIn, SetupError } from '../../model/fault.ts';
import type { Text } from '../../model/text.ts';
import { LineTooLong, linesOf } from '../../shared/lines.ts';
import { checkRegularFile } from '../../shared/read-file.ts';
import { storeText } from '../messages.ts';
import { schemaVersion } from '../migrate.ts';
import { type Store, sessionPrefix } from '../open.ts';
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
  checkTables(path, heading);
  return heading;
}

/** @throws {SetupError} where the backup names a table or column that this version lacks */
function checkTables(path: string, heading: Heading): void {
  const columns = new Map(tables.map((table) => [table.name, table.columns]));
  for (const [table, names] of Object.entries(heading.tables)) {
    const known = columns.get(table);
    if (!known) throw refuse(path, 1, storeText('tableUnknown', { table }));
    const unknown = names.find((name) => !known.includes(name));
    if (unknown) throw refuse(path, 1, storeText('columnUnknown', { column: unknown, table }));
  }
}

/** A row of the delivery log with all its pages is some hundred thousand characters. */
const maxLineLength = 32_000_000;

async function* readLines(path: string): AsyncGenerator<string> {
  try {
    yield* linesOf(createReadStream(path, { encoding: 'utf8' }), maxLineLength);
  } catch (error) {
    if (error instanceof LineTooLong)
      throw refuse(path, error.number, storeText(error.number === 1 ? 'noBackup' : 'damaged'));
    throw error;
  }
}

/** Checks a backup line by line: its heading, its rows, and the checksum of its ending. */
class BackupReader {
  readonly #path: string;
  readonly #hash = createHash('sha256');
  readonly #rows: Ending['rows'] = {};
  #heading: Heading | undefined;
  #ending: Ending | undefined;
  #number = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** @returns the heading or the row of this line; undefined for the ending. @throws {SetupError} */
  read(line: string): Heading | Row | undefined {
    this.#number++;
    if (this.#ending) throw this.#refuse(storeText('goesOn'));
    if (this.#heading && line.startsWith('{')) {
      this.#ending = parse(Ending, line);
      if (!this.#ending) throw this.#refuse(storeText('damaged'));
      return undefined;
    }
    this.#hash.update(`${line}\n`);
    return this.#heading ? this.#readRow(this.#heading, line) : this.#readHeading(line);
  }

  /** @throws {SetupError} where the file is not whole */
  end(): Ending {
    if (!this.#heading) throw refuse(this.#path, 1, storeText('empty'));
    if (!this.#ending) throw this.#refuse(storeText('cutOff'));
    const { sha256, rows } = this.#ending;
    if (sha256 !== this.#hash.digest('hex') || JSON.stringify(rows) !== JSON.stringify(this.#rows))
      throw refuse(this.#path, 0, storeText('checksumWrong'));
    return this.#ending;
  }

  #readHeading(line: string): Heading {
    this.#heading = readHeading(this.#path, line);
    for (const table of Object.keys(this.#heading.tables)) this.#rows[table] = 0;
    return this.#heading;
  }

  #readRow(heading: Heading, line: string): Row {
    const table = line.slice(0, line.indexOf(' '));
    const json = line.slice(table.length + 1);
    const columns = heading.tables[table];
    if (!columns || parse(Values, json)?.length !== columns.length) throw this.#refuse(storeText('damaged'));
    this.#rows[table]! += 1;
    return { table, json };
  }

  #refuse(why: Text): SetupError {
    return refuse(this.#path, this.#number, why);
  }
}

/** Yields the rows; a reader that reaches the end knows that the file is whole. @throws {SetupError} with the line that is broken */
async function* readRows(path: string, found: (heading: Heading) => void): AsyncGenerator<Row, Ending> {
  const reader = new BackupReader(path);
  for await (const line of readLines(path)) {
    const read = reader.read(line);
    if (read && 'table' in read) yield read;
    else if (read) found(read);
  }
  return reader.end();
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

/** The rows of a fresh installation count as empty. */
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
 * A service that runs would go on with what it knew: sent digests, open jobs, dialogues. Its connections tell that it is there.
 * @throws {SetupError}
 */
async function refuseBesideOthers(client: ClientBase, session: string, path: string): Promise<void> {
  const { rows } = await client.query(
    `select 1 from pg_stat_activity
     where datname = current_database() and application_name like $1 || '%' and application_name <> $2 limit 1`,
    [sessionPrefix, session],
  );
  if (rows.length) throw refuse(path, 0, storeText('busy'));
}

/**
 * Replaces all that the store holds, or nothing.
 * @returns how many rows of each table
 * @throws {SetupError} where the file is broken, of a newer version, or does not fit.
 * @throws {NotEmpty} where it may not replace anything and would have to.
 */
export async function restore(
  { pool, session }: Pick<Store, 'pool' | 'session'>,
  path: string,
  { mayReplace }: { mayReplace: boolean } = { mayReplace: true },
): Promise<Ending['rows']> {
  let ending: Ending;
  try {
    checkRegularFile(path);
    ending = await check(path);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw refuse(path, 0, { en: error.message, zh: error.message });
    throw error;
  }
  const client = await pool.connect();
  let broken = true;
  try {
    await refuseBesideOthers(client, session, path);
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
