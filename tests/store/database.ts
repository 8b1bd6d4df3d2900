/** A database of the test's own on the server of the run, with the tables or without, gone afterwards. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { StoreSettings } from '../../src/config/store.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { maxWaitMs } from '../setup/max-wait.ts';

export const migrations = readdirSync(join(import.meta.dirname, '../../src/store/migrations')).filter((name) =>
  name.endsWith('.sql'),
).length;

export const keep = { questions: 180, deliveries: 400, audit: 1100 };

export const at = (databaseUrl: string): StoreSettings => ({ databaseUrl, data: '/not/there', retention: keep });

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('serverUrl') });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** Its address, and how to drop it; for what outlives one test. */
export async function createDatabase(from: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `qinzhi_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await onServer(`create database ${name} template ${from} strategy file_copy`);
  const url = new URL(inject('serverUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`drop database if exists ${name} with (force)`) };
}

async function databaseOfTest(from: string): Promise<string> {
  const { url, drop } = await createDatabase(from);
  onTestFinished(drop);
  return url;
}

/** Without any table. @returns its address */
export const emptyDatabase = () => databaseOfTest('template1');

/** With the tables and nothing in them, copied, because migrating takes ten times as long. @returns its address */
export const freshDatabase = () => databaseOfTest(inject('template'));

/** Makes the data directory of a private server, stopped, with the tables and nothing in them. */
export const copyDataDir = (data: string) => void execFileSync('cp', ['-a', inject('dataDir'), data]);

/** A store that lets a connection wait while the server is busy; one that gave up would look like one that is away. */
export const openPatiently = (settings: StoreSettings) =>
  openStore(settings, () => {}, { connectTimeoutMs: maxWaitMs });

/** On a private server. */
export const openPrivateStore = (data: string) => openPatiently({ databaseUrl: undefined, data, retention: keep });

export async function freshStore(url?: string): Promise<Store> {
  const store = await openPatiently(at(url ?? (await freshDatabase())));
  onTestFinished(() => store.close());
  return store;
}
