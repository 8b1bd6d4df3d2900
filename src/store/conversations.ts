/** Conversations in PostgreSQL, shared by all replicas: received messages, dialogues, the question log. */
import { createHmac } from 'node:crypto';
import { and, desc, eq, lt, notInArray, sql } from 'drizzle-orm';
import type {
  ConversationStore,
  Dialogue,
  Feedback,
  Participant,
  QuestionLogEntry,
} from '../model/conversation-store.ts';
import { outcomesWithoutFeedback } from '../model/conversation-store.ts';
import { adminsOf, pair, revokeInvite } from './admins.ts';
import { planOfChannel } from './channel-plans.ts';
import type { Database } from './open.ts';
import { dialogue, question, seenMessage } from './schema.ts';
import { secretOf } from './secrets.ts';

/** A dialogue belongs to a person in a channel or a thread of it. */
const conversationOf = ({ channel, thread }: Participant) =>
  JSON.stringify(thread === undefined ? [channel] : [channel, thread]);

const isUuid = (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export function openConversations(db: Database): ConversationStore {
  let salt: Promise<string> | undefined;
  const salted = async (...parts: string[]) => {
    // Without it a hash can't be traced to a person.
    salt ??= secretOf(db, 'hash-salt').catch((error) => {
      salt = undefined;
      throw error;
    });
    return createHmac('sha256', await salt)
      .update(JSON.stringify(parts))
      .digest('hex')
      .slice(0, 24);
  };
  const hashes = async ({ door, channel, user }: Participant) => ({
    room: await salted('room', door, channel),
    user: await salted('user', door, user),
  });

  return {
    async claimMessage(door, message, at) {
      const { rowCount } = await db.insert(seenMessage).values({ door, message, seenAt: at }).onConflictDoNothing();
      return rowCount === 1;
    },

    async loadDialogue(participant): Promise<Dialogue | undefined> {
      const [row] = await db.select().from(dialogue).where(whose(participant));
      return row && { memory: row.memory, at: row.touchedAt };
    },

    async saveDialogue(participant, memory, at) {
      if (memory === undefined) {
        await db.delete(dialogue).where(and(whose(participant), lt(dialogue.touchedAt, at)));
        return;
      }
      const { door, user } = participant;
      await db
        .insert(dialogue)
        .values({ door, conversation: conversationOf(participant), user, memory, touchedAt: at })
        .onConflictDoUpdate({
          target: [dialogue.door, dialogue.conversation, dialogue.user],
          set: { memory, touchedAt: at },
          setWhere: sql`${dialogue.touchedAt} <= excluded.touched_at`,
        });
    },

    async logQuestion({ reply, at, participant, text, outcome, pack, records, tookMs }: QuestionLogEntry) {
      const whom = await hashes(participant);
      await db
        .insert(question)
        .values({
          reply,
          at,
          door: participant.door,
          ...whom,
          text,
          outcome,
          pack: pack ?? null,
          records: [...records],
          tookMs,
        })
        .onConflictDoNothing();
    },

    async recordFeedback(reply, { useful, at }: Feedback) {
      if (!isUuid(reply)) return false;
      const { rowCount } = await db.update(question).set({ useful, usefulAt: at }).where(eq(question.reply, reply));
      return rowCount === 1;
    },

    async lastReply(participant) {
      const whom = await hashes(participant);
      const [row] = await db
        .select({ reply: question.reply })
        .from(question)
        .where(
          and(
            eq(question.door, participant.door),
            eq(question.room, whom.room),
            eq(question.user, whom.user),
            notInArray(question.outcome, [...outcomesWithoutFeedback]),
          ),
        )
        .orderBy(desc(question.at), desc(question.id))
        .limit(1);
      return row?.reply;
    },

    planOf: (door, channel) => planOfChannel(db, { door, channel }),
    admins: (door) => adminsOf(db, door),
    async pair(code, person, at) {
      return pair(db, code, person, await salted('user', person.door, person.user), at);
    },
    revoke: (code, at) => revokeInvite(db, code, at),
  };
}

const whose = (participant: Participant) =>
  and(
    eq(dialogue.door, participant.door),
    eq(dialogue.conversation, conversationOf(participant)),
    eq(dialogue.user, participant.user),
  );
