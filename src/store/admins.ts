/** Admins of the doors, and the one-time codes by which people become admins. */
import { createHash, createHmac, randomInt } from 'node:crypto';
import { and, asc, count, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { type PairingResult, type Person, pairingTexts } from '../model/conversation-store.ts';
import type { Database } from './open.ts';
import { admin, audit, invite, question } from './schema.ts';
import { secretOf } from './secrets.ts';

/** Without letters and digits that look alike. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const codeLength = 10;
const codeLivesMs = 24 * 3_600_000;

const maxWrongCodes = 5;
const wrongWithinMs = 3_600_000;

export type AdminRow = typeof admin.$inferSelect;

/** Hashes a code with or without its hyphen. */
const hashOf = (code: string) =>
  createHash('sha256')
    .update(code.replace(/[^0-9A-Z]/g, ''))
    .digest('hex');

export async function adminsOf(db: Database, door: string): Promise<Person[]> {
  const rows = await db.select().from(admin).where(eq(admin.door, door)).orderBy(asc(admin.addedAt));
  return rows.map(({ user, name }) => ({ door, user, name: name ?? undefined }));
}

export const allAdmins = (db: Database): Promise<AdminRow[]> =>
  db.select().from(admin).orderBy(asc(admin.door), asc(admin.addedAt));

/** The direct channels of a door's admins: platforms accept a user's id as the channel to that user. */
export async function adminChannels(db: Pick<Database, 'select'>, door: string): Promise<string[]> {
  const rows = await db.select({ user: admin.user }).from(admin).where(eq(admin.door, door)).orderBy(asc(admin.user));
  return rows.map(({ user }) => user);
}

const shownCode = (code: string) => `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`;

/** One character a number. A code holds a figure and a letter: by that it is told from a word or a number when it is said bare. */
function codeFrom(numbers: readonly number[]): string {
  const code = numbers.map((number) => letters[number % letters.length]!).join('');
  const last = numbers.at(-1)!;
  if (!/\d/.test(code)) return `${code.slice(0, -1)}${2 + (last % 8)}`;
  return /[A-Z]/.test(code) ? code : `${code.slice(0, -1)}${letters[last % 24]}`;
}

/** By which the code of a start can be told again without being stored: whoever can read the secret can also write admins. */
async function startCode(db: Database, createdAt: Date): Promise<string> {
  const bytes = createHmac('sha256', await secretOf(db, 'start-code-secret'))
    .update(createdAt.toISOString())
    .digest();
  return codeFrom([...bytes.subarray(0, codeLength)]);
}

/** The code that a start without an admin shows: the one of an earlier start while that is open. */
export async function startInvite(db: Database, at: Date): Promise<string> {
  const openOnes = await db
    .select()
    .from(invite)
    .where(and(eq(invite.createdBy, startedBy), isNull(invite.usedAt), gt(invite.expiresAt, at)))
    .orderBy(desc(invite.createdAt));
  for (const { code, createdAt } of openOnes) {
    const known = await startCode(db, createdAt);
    if (hashOf(known) === code) return shownCode(known);
  }
  return makeInvite(db, startedBy, at, await startCode(db, at));
}

const startedBy = 'run';

const randomCode = () => codeFrom(Array.from({ length: codeLength }, () => randomInt(256)));

/** @returns the code; only its hash is stored */
export async function makeInvite(db: Database, createdBy: string, at: Date, code = randomCode()): Promise<string> {
  const expiresAt = new Date(at.getTime() + codeLivesMs);
  await db.transaction(async (tx) => {
    await tx
      .insert(invite)
      .values({ code: hashOf(code), createdBy, createdAt: at, expiresAt })
      .onConflictDoNothing();
    await tx.insert(audit).values({ at, actor: createdBy, action: 'admin.invite' });
  });
  return shownCode(code);
}

const open = (code: string, at: Date) =>
  and(eq(invite.code, hashOf(code)), isNull(invite.usedAt), gt(invite.expiresAt, at));

/** `asker`: the person's hash in the question log, in which wrong codes are counted. */
export function pair(db: Database, code: string, person: Person, sender: string, at: Date): Promise<PairingResult> {
  const { door, user, name } = person;
  return db.transaction(async (tx): Promise<PairingResult> => {
    // Waits for the disk: an admin must not be lost in a crash of the server.
    await tx.execute(sql`set local synchronous_commit to on`);
    const since = new Date(at.getTime() - wrongWithinMs);
    const [wrong] = await tx
      .select({ count: count() })
      .from(question)
      .where(
        and(
          eq(question.door, door),
          eq(question.user, sender),
          eq(question.text, pairingTexts.wrong),
          gt(question.at, since),
        ),
      );
    if (wrong!.count >= maxWrongCodes) return 'limited';
    const used = await tx
      .update(invite)
      .set({ usedBy: `${door}:${user}`, usedAt: at })
      .where(open(code, at))
      .returning({ code: invite.code });
    if (!used.length) return 'wrong';
    await tx
      .insert(admin)
      .values({ door, user, name: name ?? null, addedBy: 'code', addedAt: at })
      .onConflictDoNothing();
    await tx.insert(audit).values({ at, actor: `${door}:${user}`, door, action: 'admin.add', subject: user });
    return 'paired';
  });
}

export async function revokeInvite(db: Database, code: string, at: Date): Promise<void> {
  await db.update(invite).set({ usedBy: 'nobody: seen by a group', usedAt: at }).where(open(code, at));
}

/** @returns whether there was such an admin */
export function removeAdmin(db: Database, person: Person, actor: string, at: Date): Promise<boolean> {
  const { door, user } = person;
  return db.transaction(async (tx) => {
    const { rowCount } = await tx.delete(admin).where(and(eq(admin.door, door), eq(admin.user, user)));
    if (rowCount) await tx.insert(audit).values({ at, actor, door, action: 'admin.remove', subject: user });
    return rowCount === 1;
  });
}
