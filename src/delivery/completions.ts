/** What a channel has registered as done (本群登记): its own word, never the plan's; each change is kept with who made it. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { registration } from '../store/schema.ts';
import { type Ledger, record } from './context.ts';

export type Registered = typeof registration.$inferSelect;

/** Rows of one plan, and the channel that speaks of them. */
interface Rows {
  door: string;
  channel: string;
  pack: string;
  records: readonly string[];
}

export const registeredIn = ({ db }: Pick<Ledger, 'db'>, door: string, channel: string): Promise<Registered[]> =>
  db
    .select()
    .from(registration)
    .where(and(eq(registration.door, door), eq(registration.channel, channel)))
    .orderBy(asc(registration.pack), asc(registration.doneAt), asc(registration.record));

/** As digests take them: `pack/record`. */
export const doneIn = async (ledger: Pick<Ledger, 'db'>, door: string, channel: string): Promise<Set<string>> =>
  new Set((await registeredIn(ledger, door, channel)).map(({ pack, record: id }) => `${pack}/${id}`));

/** @returns those that were not registered before */
export function registerDone(ledger: Ledger, { door, channel, pack, records }: Rows, actor: string): Promise<string[]> {
  const at = ledger.now();
  return ledger.db.transaction(async (tx) => {
    const made = await tx
      .insert(registration)
      .values(records.map((id) => ({ door, channel, pack, record: id, doneBy: actor, doneAt: at })))
      .onConflictDoNothing()
      .returning({ id: registration.record });
    for (const { id } of made)
      await record(tx, at, { actor, door, channel, action: 'registration.done', subject: `${pack}/${id}` });
    return made.map(({ id }) => id);
  });
}

/** @returns those that were registered before */
export function undoDone(ledger: Ledger, { door, channel, pack, records }: Rows, actor: string): Promise<string[]> {
  return ledger.db.transaction(async (tx) => {
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
      await record(tx, ledger.now(), {
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
