/** One PostgreSQL for the whole run, private or the one that DATABASE_URL names, with a database that already has its tables to be copied from. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { openStore } from '../../src/store/open.ts';
import { openPrivate } from '../../src/store/postgres/private-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string;
    /** The name of the database that has the tables and nothing in them. */
    template: string;
  }
}

async function withClient(url: string, act: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await act(client).finally(() => client.end());
}

async function openServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, close: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-suite-'));
  chmodSync(folder, 0o755);
  const server = await openPrivate(folder, () => {});
  const { host, user, database } = server.connection;
  const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
  // The machine does not lose power during a test of which anything is kept.
  await withClient(url, async (client) => {
    for (const name of ['synchronous_commit', 'full_page_writes'])
      await client.query(`alter system set ${name} to off`);
    await client.query('select pg_reload_conf()');
  });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
  return { url, close };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const template = `qinzhi_template_${process.pid}`;
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  await withClient(server.url, async (client) => {
    await client.query(`drop database if exists ${template}`);
    await client.query(`create database ${template}`);
  });
  const keep = { questions: 180, deliveries: 400, audit: 1100 };
  const store = await openStore({ databaseUrl: url.href, data: '/not/there', retention: keep }, () => {});
  await store.close();
  project.provide('serverUrl', server.url);
  project.provide('template', template);
  return async () => {
    await withClient(server.url, (client) => client.query(`drop database if exists ${template} with (force)`));
    await server.close();
  };
}
