/** Tasks that a channel has marked as completed (本群登记): its own statement, never the plan's; the audit log keeps who made it. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { registration } from '../store/schema.ts';
import { type DeliveryContext, recordAudit } from './context.ts';

export type Completion = typeof registration.$inferSelect;

/** Records of one plan, and the channel that marks them. */
interface CompletionTarget {
  door: string;
  channel: string;
  pack: string;
  records: readonly string[];
}

export const completionsIn = (
  { db }: Pick<DeliveryContext, 'db'>,
  door: string,
  channel: string,
): Promise<Completion[]> =>
  db
    .select()
    .from(registration)
    .where(and(eq(registration.door, door), eq(registration.channel, channel)))
    .orderBy(asc(registration.pack), asc(registration.doneAt), asc(registration.record));

/** Keys as digests take them: `pack/record`. */
export const completedIn = async (
  context: Pick<DeliveryContext, 'db'>,
  door: string,
  channel: string,
): Promise<Set<string>> =>
  new Set((await completionsIn(context, door, channel)).map(({ pack, record: id }) => `${pack}/${id}`));

/** @returns the records that were not marked before */
export function markCompleted(
  context: DeliveryContext,
  { door, channel, pack, records }: CompletionTarget,
  actor: string,
): Promise<string[]> {
  const at = context.now();
  return context.db.transaction(async (tx) => {
    const made = await tx
      .insert(registration)
      .values(records.map((id) => ({ door, channel, pack, record: id, doneBy: actor, doneAt: at })))
      .onConflictDoNothing()
      .returning({ id: registration.record });
    for (const { id } of made)
      await recordAudit(tx, at, { actor, door, channel, action: 'registration.done', subject: `${pack}/${id}` });
    return made.map(({ id }) => id);
  });
}

/** @returns the records that were marked before */
export function unmarkCompleted(
  context: DeliveryContext,
  { door, channel, pack, records }: CompletionTarget,
  actor: string,
): Promise<string[]> {
  return context.db.transaction(async (tx) => {
    const gone = await tx
      .delete(registration)
      .where(
        and(
          eq(registration.door, door),
          eq(registration.channel, channel),
          eq(registration.pack, pack),
          inArray(registration.record, [...records]),
        ),
      )
      .returning();
    for (const { record: id, doneBy, doneAt } of gone)
      await recordAudit(tx, context.now(), {
        actor,
        door,
        channel,
        action: 'registration.undo',
        subject: `${pack}/${id}`,
        detail: { doneBy, doneAt },
      });
    return gone.map(({ record: id }) => id);
  });
}
