/** One PostgreSQL for the whole run: a private one, or the server that DATABASE_URL names. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openPrivate } from '../../src/store/postgres/private-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string;
  }
}

export default async function suite(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.DATABASE_URL;
  if (given) {
    project.provide('serverUrl', given);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-suite-'));
  chmodSync(folder, 0o755);
  const server = await openPrivate(folder, () => {});
  const { host, user, database } = server.connection;
  project.provide('serverUrl', `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`);
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
}
