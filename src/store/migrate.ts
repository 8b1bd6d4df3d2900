/** Applies the migrations, one process at a time. */
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as apply } from 'drizzle-orm/node-postgres/migrator';
import type { ClientBase, Pool } from 'pg';
import { SetupError } from '../model/fault.ts';
import { storeText } from './messages.ts';

const migrations = {
  migrationsFolder: fileURLToPath(new URL('migrations', import.meta.url)),
  migrationsSchema: 'public',
  migrationsTable: 'migration',
};

/** An arbitrary key; it must be the same in every version. */
const migrationLock = 7_249_002;

/** The version of the tables: the timestamp of the newest migration. */
export const schemaVersion = () => Math.max(...readMigrationFiles(migrations).map(({ folderMillis }) => folderMillis));

async function applied(client: ClientBase): Promise<number[]> {
  const { rows: there } = await client.query(
    `select 1 from pg_tables where schemaname = 'public' and tablename = 'migration'`,
  );
  if (!there.length) return [];
  const { rows } = await client.query<{ at: string }>('select created_at as at from public.migration');
  return rows.map(({ at }) => Number(at));
}

/**
 * @returns how many migrations were applied
 * @throws {SetupError} where a newer version has migrated the tables
 */
export async function migrate(pool: Pool): Promise<number> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // drizzle's migrator takes no lock: replicas that start together on an empty database fail (drizzle-orm#874).
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const before = await applied(client);
    if (Math.max(0, ...before) > schemaVersion()) throw new SetupError(storeText('newerTables'), []);
    await apply(drizzle(client), migrations);
    const after = await applied(client);
    await client.query('select pg_advisory_unlock($1)', [migrationLock]);
    return after.length - before.length;
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    // A failed connection is dropped, which releases its lock.
    client.release(broken);
  }
}
