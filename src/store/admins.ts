/** Who is told when something is wrong. */
import { asc, eq } from 'drizzle-orm';
import type { Database } from './open.ts';
import { admin } from './schema.ts';

/** The direct channels of a door's admins: platforms take the id of a user for the channel to that user alone. */
export async function adminChannels(db: Pick<Database, 'select'>, door: string): Promise<string[]> {
  const rows = await db.select({ user: admin.user }).from(admin).where(eq(admin.door, door)).orderBy(asc(admin.user));
  return rows.map(({ user }) => user);
}
