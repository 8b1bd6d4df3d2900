/** Queries of the delivery log: for the command line, the chat commands and the pages of long digests. */
import { and, desc, eq, gte, isNull, like, sql } from 'drizzle-orm';
import { delivery, dialogue } from '../store/schema.ts';
import type { DeliveryContext } from './context.ts';
import type { DeliveryRow } from './types.ts';

type Connection = Pick<DeliveryContext, 'db'>;

export const deliveryStates = delivery.state.enumValues;

export interface DeliveryFilter {
  state: DeliveryRow['state'] | undefined;
  subscriptionId: string | undefined;
}

/** The newest slots first, alerts to admins among them. */
export const listDeliveries = (
  { db }: Connection,
  { state, subscriptionId }: DeliveryFilter,
  limit: number,
): Promise<DeliveryRow[]> =>
  db
    .select()
    .from(delivery)
    .where(
      and(
        state ? eq(delivery.state, state) : undefined,
        subscriptionId ? eq(delivery.subscriptionId, subscriptionId) : undefined,
      ),
    )
    .orderBy(desc(delivery.slotAt))
    .limit(limit);

/** At most two ids that begin with `prefix`: enough to tell whether it names one. */
export async function deliveryIdsBeginningWith({ db }: Connection, prefix: string): Promise<string[]> {
  const rows = await db
    .select({ id: delivery.id })
    .from(delivery)
    .where(like(sql`${delivery.id}::text`, `${prefix.toLowerCase()}%`))
    .limit(2);
  return rows.map(({ id }) => id);
}

/** The digests of a channel, newest first, without alerts to admins. */
export const channelDeliveries = (
  { db }: Connection,
  door: string,
  channel: string,
  limit: number,
): Promise<DeliveryRow[]> =>
  db
    .select()
    .from(delivery)
    .where(and(eq(delivery.door, door), eq(delivery.channel, channel), isNull(delivery.cause)))
    .orderBy(desc(delivery.slotAt), desc(delivery.createdAt))
    .limit(limit);

/** The last digest that a channel got since a moment; `pages`: its further cards. */
export async function lastSentDigest({ db }: Connection, door: string, channel: string, since: Date) {
  const digests = and(
    eq(delivery.door, door),
    eq(delivery.channel, channel),
    eq(delivery.state, 'sent'),
    isNull(delivery.cause),
  );
  const [sent] = await db
    .select({ id: delivery.id, card: delivery.card, pages: delivery.pages, at: delivery.settledAt })
    .from(delivery)
    .where(and(digests, gte(delivery.settledAt, since)))
    .orderBy(desc(delivery.settledAt))
    .limit(1);
  return sent;
}

/** One person in one channel, who reads the further pages of a digest. */
interface Reader {
  door: string;
  channel: string;
  user: string;
}

/** Kept in the table of dialogues: every replica finds it there, and retention removes it with them. */
const conversationOf = ({ channel }: Reader) => `digest ${channel}`;

/** `position` is the caller's own JSON; it replaces the one before. */
export async function savePagePosition({ db }: Connection, reader: Reader, position: unknown, at: Date): Promise<void> {
  const { door, user } = reader;
  await db
    .insert(dialogue)
    .values({ door, conversation: conversationOf(reader), user, memory: position, touchedAt: at })
    .onConflictDoUpdate({
      target: [dialogue.door, dialogue.conversation, dialogue.user],
      set: { memory: position, touchedAt: at },
    });
}

/** The position as it was saved, where that was not before `since`. */
export async function loadPagePosition(
  { db }: Connection,
  reader: Reader,
  since: Date,
): Promise<{ position: unknown; at: Date } | undefined> {
  const own = and(
    eq(dialogue.door, reader.door),
    eq(dialogue.conversation, conversationOf(reader)),
    eq(dialogue.user, reader.user),
  );
  const [row] = await db
    .select()
    .from(dialogue)
    .where(and(own, gte(dialogue.touchedAt, since)));
  return row && { position: row.memory, at: row.touchedAt };
}
