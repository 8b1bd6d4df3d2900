/** Deletes rows after their retention period. */
import { and, inArray, isNull, lt, or } from 'drizzle-orm';
import type { RetentionDays } from '../config/store.ts';
import type { Database } from './open.ts';
import { audit, delivery, dialogue, invite, question, rateBucket, seenMessage } from './schema.ts';

/** Platforms repeat an unanswered event for hours (Feishu: 7.1 h); three days also cover a weekend. */
const keepSeenDays = 3;
/** Dialogues expire after half an hour of silence. */
const keepDialogueDays = 1;

/** The audit log says who used one. */
const keepInviteDays = 30;
/** A bucket that has been free for so long no longer limits anything. */
const keepPaceDays = 1;

const dayMs = 86_400_000;

/**
 * Open and unknown deliveries wait for a person and stay, however old.
 * @returns deleted rows by table
 */
export async function removeOld(db: Database, now: Date, keep: RetentionDays): Promise<Record<string, number>> {
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  const settled = inArray(delivery.state, ['sent', 'skipped', 'failed']);
  const removed = {
    seen_message: await db.delete(seenMessage).where(lt(seenMessage.seenAt, before(keepSeenDays))),
    dialogue: await db.delete(dialogue).where(lt(dialogue.touchedAt, before(keepDialogueDays))),
    question: await db.delete(question).where(lt(question.at, before(keep.questions))),
    delivery: await db.delete(delivery).where(and(settled, lt(delivery.settledAt, before(keep.deliveries)))),
    invite: await db.delete(invite).where(lt(invite.expiresAt, before(keepInviteDays))),
    pace: await db
      .delete(rateBucket)
      .where(
        and(
          lt(rateBucket.freeAt, before(keepPaceDays)),
          or(isNull(rateBucket.notBefore), lt(rateBucket.notBefore, before(keepPaceDays))),
        ),
      ),
    audit: await db.delete(audit).where(lt(audit.at, before(keep.audit))),
  };
  return Object.fromEntries(Object.entries(removed).map(([table, { rowCount }]) => [table, rowCount ?? 0]));
}
