/** Opens the store on the server of DATABASE_URL or on a private one, and migrates its tables. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Client, Pool, type PoolClient, type PoolConfig } from 'pg';
import type { StoreSettings } from '../config/store.ts';
import { faultIn, SetupError } from '../model/fault.ts';
import { explainDatabaseError } from './explain-error.ts';
import { storeText } from './messages.ts';
import { migrate } from './migrate.ts';
import { openPrivate } from './postgres/private-server.ts';

export type Database = NodePgDatabase;

export interface Store {
  db: Database;
  pool: Pool;
  /** For answers: statements time out after seconds, and their connection is dropped. */
  brief: Database;
  /** A connection outside the pool, opened and ended by the caller: a session lock lives as long as its connection. */
  client(): Client;
  /** By which the server knows the connections of this store from those of others. */
  session: string;
  /** Which database, for people, without its password. */
  where: string;
  /** Number of migrations applied at opening. */
  migrated: number;
  close(): Promise<void>;
}

/** How the connections of every qinzhi are named; each store adds an ending of its own. */
export const sessionPrefix = 'qinzhi ';

/** Fails where the database does not answer. */
export async function ping(db: Database): Promise<void> {
  await db.execute(sql`select 1`);
}

/**
 * Longer than callers wait for an answer: they give up first, and this clears connections that hang. Not shorter: in a process
 * that was busy, expired timers run before answers that have arrived.
 */
const briefConfig: PoolConfig = {
  max: 12,
  connectionTimeoutMillis: 4_000,
  query_timeout: 4_000,
  statement_timeout: 4_000,
  // Survives a crash of this process; only a crash of the server may lose the last half second, and no answer waits for the disk.
  onConnect: (client) => client.query('set synchronous_commit to off'),
};

/** What is wrong and what to do, by the code of the driver, of the system or of PostgreSQL. */
const diagnoses = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'hostUnknown',
  EAI_AGAIN: 'lookupFailed',
  ENOENT: 'socketMissing',
  ETIMEDOUT: 'noAnswer',
  '28P01': 'passwordWrong',
  '28000': 'userRefused',
  '3D000': 'databaseMissing',
  '42501': 'rightsMissing',
  '53300': 'connectionsFull',
} as const;

const isDiagnosed = (code: string): code is keyof typeof diagnoses => Object.hasOwn(diagnoses, code);

function shown(url: string): string {
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username && `${username}@`}${host}${pathname}`;
}

/** Explains why the server of DATABASE_URL can't be used. */
function unreachable(url: string, error: unknown): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error) || cause instanceof SetupError) return error;
  const code = 'code' in cause ? String(cause.code) : '';
  const diagnosis = isDiagnosed(code) ? diagnoses[code] : /timeout/i.test(cause.message) ? 'noAnswer' : undefined;
  if (!diagnosis && !/SSL|password|connection terminated/i.test(cause.message)) return error;
  const message = cause.message || code;
  const why = diagnosis ? storeText(diagnosis, { why: message }) : message;
  return new SetupError(storeText('unreachable'), [
    faultIn('DATABASE_URL', storeText('withoutUrl', { url: shown(url), why })),
  ]);
}

/**
 * A connection whose first statement gives it back when it fails. drizzle-orm begins a transaction before the `try` that
 * releases its connection: where a database goes away just then, the pool is one smaller from then on, and never ends.
 */
async function connectForTransaction(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  const first = async (...statement: Parameters<PoolClient['query']>) => {
    Reflect.deleteProperty(client, 'query');
    try {
      return await client.query(...statement);
    } catch (error) {
      client.release(error instanceof Error ? error : true);
      throw error;
    }
  };
  client.query = first as PoolClient['query'];
  return client;
}

/** The pool as drizzle-orm is given it: it connects for transactions alone. */
const forTransactions = (pool: Pool): Pool =>
  new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return () => connectForTransaction(target);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/**
 * `onError` is called for idle connections that were lost; the pool replaces them.
 * @throws {SetupError}
 */
export async function openStore(
  settings: StoreSettings,
  onError: (error: Error) => void,
  { connectTimeoutMs = 10_000 } = {},
): Promise<Store> {
  const { databaseUrl, data } = settings;
  const server = databaseUrl ? undefined : await openPrivate(data, onError);
  const config: PoolConfig = databaseUrl ? { connectionString: databaseUrl } : server!.connection;
  const session = `${sessionPrefix}${randomUUID().slice(0, 8)}`;
  const pool = new Pool({ ...config, application_name: session, connectionTimeoutMillis: connectTimeoutMs });
  const briefPool = new Pool({ ...config, application_name: session, ...briefConfig });
  const client = () =>
    new Client({
      ...config,
      application_name: session,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
    });
  // Without a listener an idle connection that the server closes would end the process.
  let closing = false;
  for (const one of [pool, briefPool])
    one.on('error', (error) => {
      // `end` does not wait until the server has let go; one that stops meanwhile says so to each connection.
      if (!closing) onError(error);
    });
  // The pool does not listen to connections in use; their next statement reports the error.
  for (const one of [pool, briefPool]) one.on('connect', (used) => void used.on('error', () => {}));
  const close = async () => {
    closing = true;
    await Promise.all([pool.end(), briefPool.end()]);
    await server?.close();
  };
  try {
    const migrated = await migrate(pool);
    const where = databaseUrl ? shown(databaseUrl) : data;
    const [db, brief] = [drizzle(forTransactions(pool)), drizzle(forTransactions(briefPool))];
    return { db, brief, pool, client, session, where, migrated, close };
  } catch (error) {
    await close();
    throw explainDatabaseError(
      databaseUrl ? shown(databaseUrl) : data,
      databaseUrl ? unreachable(databaseUrl, error) : error,
    );
  }
}
