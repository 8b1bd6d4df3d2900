/** A private PostgreSQL: it starts with the first process that needs it and stops with the last. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { storeText } from '../messages.ts';
import { type DataDir, dataDirError, openDataDir } from './data-dir.ts';
import { type StartResult, startServer, stopServer, superuser } from './process.ts';

export interface PrivateServer {
  connection: { host: string; user: string; database: string };
  close(): Promise<void>;
}

/** An arbitrary key; it must be the same in every version. */
const usersLock = 7_249_001;
const pollMs = 50;
/** After a crash the server first reads what it had not written yet. */
const longestWaitMs = 60_000;
/** Between attempts to bring back a server that does not start, for example because the disk is full. */
const restMs = 5_000;

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Nobody listens: never started, stopped, or killed. */
const isDown = (error: unknown) => ['ENOENT', 'ECONNREFUSED'].includes(codeOf(error));
/** It is starting up, shutting down or recovering: 57P01 to 57P03; or it went while we were greeting it. */
const isBetween = (error: unknown) =>
  /^57P0[1-3]$|^ECONNRESET$|^EPIPE$/.test(codeOf(error)) ||
  (error instanceof Error && /connection terminated|not queryable|timeout/i.test(error.message));

/**
 * Every user of the server holds a connection with a shared lock. PostgreSQL drops it with the process, however that
 * ended, so whoever gets the lock alone is the last.
 */
async function join(connection: PrivateServer['connection']): Promise<Client> {
  const client = new Client({ ...connection, application_name: 'qinzhi', connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [usersLock]);
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

/** What a refused connection means: starts the server where none runs. @throws what waiting can't help */
async function handleRefusal(place: DataDir, error: unknown, attempt: StartResult | undefined) {
  if (codeOf(error) === 'EACCES') throw dataDirError(place.home, storeText('otherUser'));
  if (!isDown(error) && !isBetween(error)) throw error;
  if (attempt?.error) throw attempt.error;
  return isDown(error) && (!attempt || attempt.hasEnded) ? startServer(place) : attempt;
}

/** Connects first and starts only when refused: a server that a killed process left behind is used as it is. */
async function reach(place: DataDir, connection: PrivateServer['connection'], leaving: AbortSignal): Promise<Client> {
  let attempt: StartResult | undefined;
  for (let waited = 0; waited < longestWaitMs; waited += pollMs) {
    leaving.throwIfAborted();
    try {
      return await join(connection);
    } catch (error) {
      attempt = await handleRefusal(place, error, attempt);
    }
    await sleep(pollMs);
  }
  throw dataDirError(place.home, storeText('notReached', { log: place.log }));
}

/**
 * Opens the server of a data directory. While it is open, a server that ends is started again.
 * @throws {SetupError} where it can't run, with what to do about it.
 */
export async function openPrivate(data: string, onError: (error: Error) => void): Promise<PrivateServer> {
  const place = openDataDir(data);
  const connection = { host: place.socket, user: superuser, database: 'postgres' };
  const leaving = new AbortController();
  let held: Client | undefined;
  let reviving: Promise<void> | undefined;
  const hold = async (): Promise<void> => {
    const client = await reach(place, connection, leaving.signal);
    held = client;
    client.once('end', () => {
      held = undefined;
      if (!leaving.signal.aborted) reviving = revive();
    });
  };
  const revive = async (): Promise<void> => {
    while (!leaving.signal.aborted) {
      try {
        return await hold();
      } catch (error) {
        if (!leaving.signal.aborted) onError(error as Error);
      }
      await sleep(restMs, undefined, { signal: leaving.signal }).catch(() => {});
    }
  };
  await hold();
  return {
    connection,
    async close() {
      leaving.abort();
      await reviving;
      const client = held;
      if (!client) return;
      try {
        // Given up before it is asked for alone: two that leave together would each see the other's.
        await client.query('select pg_advisory_unlock_shared($1)', [usersLock]);
        const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [usersLock]);
        // While it stops we hold the lock, so another process waits now, is refused and starts it anew.
        if (rows[0]?.last) await stopServer(place);
      } catch (error) {
        if (!isDown(error) && !isBetween(error)) throw error;
      } finally {
        await client.end().catch(() => {});
      }
    },
  };
}
