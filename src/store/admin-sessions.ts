/** Sessions of the maintainers' pages: a random token for the browser, its hash in the store. */
import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, lt } from 'drizzle-orm';
import { pair } from './admins.ts';
import type { Database } from './open.ts';
import { admin, adminSession, audit } from './schema.ts';

const livesMs = 12 * 3_600_000;
const adminDoor = 'web';

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Redeems a pairing code. @returns the token of a new session; undefined where the code is wrong */
export async function signIn(db: Database, code: string, name: string, at: Date): Promise<string | undefined> {
  const user = `page-${randomBytes(6).toString('hex')}`;
  if ((await pair(db, code, { door: adminDoor, user, name: name || undefined }, user, at)) !== 'paired')
    return undefined;
  const token = randomBytes(32).toString('hex');
  await db.delete(adminSession).where(lt(adminSession.expiresAt, at));
  await db
    .insert(adminSession)
    .values({ token: hashOf(token), user, createdAt: at, expiresAt: new Date(at.getTime() + livesMs) });
  return token;
}

/** Who is signed in; nobody once the admin was removed. */
export async function sessionUser(
  db: Database,
  token: string,
  at: Date,
): Promise<{ user: string; name: string | null } | undefined> {
  const [row] = await db
    .select({ user: admin.user, name: admin.name })
    .from(adminSession)
    .innerJoin(admin, and(eq(admin.door, adminDoor), eq(admin.user, adminSession.user)))
    .where(and(eq(adminSession.token, hashOf(token)), gt(adminSession.expiresAt, at)));
  return row;
}

/** The admin goes with the session: a code makes one of each. */
export async function signOut(db: Database, token: string, at: Date): Promise<void> {
  const [gone] = await db
    .delete(adminSession)
    .where(eq(adminSession.token, hashOf(token)))
    .returning({ user: adminSession.user });
  if (!gone) return;
  const { user } = gone;
  await db.delete(admin).where(and(eq(admin.door, adminDoor), eq(admin.user, user)));
  await db.insert(audit).values({ at, actor: `${adminDoor}:${user}`, door: adminDoor, action: 'admin.sign-out' });
}

export async function recordAdminAct(
  db: Database,
  at: Date,
  entry: { actor: string; action: string; subject?: string; detail?: unknown },
): Promise<void> {
  await db.insert(audit).values({ at, ...entry });
}
