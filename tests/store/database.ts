/** An empty database of the test's own on the server of the run, gone afterwards. */
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

/** @returns its address */
export async function freshDatabase(): Promise<string> {
  const name = `qinzhi_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await onServer(`create database ${name}`);
  onTestFinished(() => onServer(`drop database if exists ${name} with (force)`));
  const url = new URL(inject('serverUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

export async function freshStore(url?: string): Promise<Store> {
  const store = await openStore(at(url ?? (await freshDatabase())), () => {});
  onTestFinished(() => store.close());
  return store;
}
