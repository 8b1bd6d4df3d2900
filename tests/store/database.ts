/** A database of the test's own on the server of the run, with the tables or without, gone afterwards. */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { StoreSettings } from '../../src/config/store.ts';
import { openStore, type Store } from '../../src/store/open.ts';

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

async function createDatabase(from: string): Promise<string> {
  const name = `qinzhi_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await onServer(`create database ${name} template ${from} strategy file_copy`);
  onTestFinished(() => onServer(`drop database if exists ${name} with (force)`));
  const url = new URL(inject('serverUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

/** Without any table. @returns its address */
export const emptyDatabase = () => createDatabase('template1');

/** With the tables and nothing in them, copied, because migrating takes ten times as long. @returns its address */
export const freshDatabase = () => createDatabase(inject('template'));

export async function freshStore(url?: string): Promise<Store> {
  const store = await openStore(at(url ?? (await freshDatabase())), () => {});
  onTestFinished(() => store.close());
  return store;
}
