/** One PostgreSQL for the whole run, private or the one that DATABASE_URL names, with a database that already has its tables to be copied from. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { openStore } from '../../src/store/open.ts';
import { usablePrograms } from '../../src/store/postgres/binaries.ts';
import { openDataDir } from '../../src/store/postgres/data-dir.ts';
import { superuser } from '../../src/store/postgres/process.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string;
    /** The name of the database that has the tables and nothing in them. */
    template: string;
    /** A data directory of a private server that has the tables and nothing in them, stopped: to be copied. */
    dataDir: string;
  }
}

const keep = { questions: 180, deliveries: 400, audit: 1100 };

async function withClient(url: string, act: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await act(client).finally(() => client.end());
}

/** Nothing in it outlives the run, so it need not be safe from a loss of power: making a database is ten times as fast. */
const quickOptions = (socket: string) =>
  Object.entries({
    listen_addresses: '',
    unix_socket_directories: socket,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    max_connections: '300',
    shared_buffers: '64MB',
    max_wal_size: '2GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

async function reachable(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await withClient(url, (client) => client.query('select 1'));
    } catch (error) {
      if (tries === 600) throw error;
      await sleep(100);
    }
  }
}

/** Made by the product, once for the whole run: making a cluster takes seconds, copying it none. */
async function makeDataDir(data: string): Promise<void> {
  await (await openStore({ databaseUrl: undefined, data, retention: keep }, () => {})).close();
}

/** The same server, with settings of the tests' own. */
async function openServer(dataDir: string, data: string): Promise<{ url: string; close: () => Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, close: async () => {} };
  execFileSync('cp', ['-a', dataDir, data]);
  const { home, cluster, socket, owner } = openDataDir(data);
  const child = spawn(join(usablePrograms(home, owner), 'bin/postgres'), ['-D', cluster, ...quickOptions(socket)], {
    ...owner,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const url = `postgres://${superuser}@localhost/postgres?host=${encodeURIComponent(socket)}`;
  await reachable(url);
  const close = async () => {
    child.kill('SIGINT');
    await ended;
  };
  return { url, close };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-suite-'));
  chmodSync(folder, 0o755);
  const dataDir = join(folder, 'unused');
  await makeDataDir(dataDir);
  const server = await openServer(dataDir, join(folder, 'data'));
  const template = `qinzhi_template_${process.pid}`;
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  await withClient(server.url, async (client) => {
    await client.query(`drop database if exists ${template}`);
    await client.query(`create database ${template}`);
  });
  const store = await openStore({ databaseUrl: url.href, data: '/not/there', retention: keep }, () => {});
  await store.close();
  project.provide('serverUrl', server.url);
  project.provide('template', template);
  project.provide('dataDir', dataDir);
  return async () => {
    await withClient(server.url, (client) => client.query(`drop database if exists ${template} with (force)`));
    await server.close();
    rmSync(folder, { recursive: true });
  };
}
