/** Random secrets of this installation, each made at its first use: the salt of hashes, the secret of start codes. */
import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from './open.ts';
import { installation } from './schema.ts';

/** @returns 64 hexadecimal digits, the same for all replicas */
export async function secretOf(db: Database, key: 'hash-salt' | 'start-code-secret'): Promise<string> {
  await db
    .insert(installation)
    .values({ key, value: randomBytes(32).toString('hex') })
    .onConflictDoNothing();
  const [row] = await db.select().from(installation).where(eq(installation.key, key));
  return row!.value;
}
