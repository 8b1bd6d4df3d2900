/** Enters every slot that has come into the ledger, each with its job in the same transaction; any replica, any time. */
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { judgeLate, type Slot, slotsBetween } from '../digest/slots.ts';
import { slotContext } from '../digest/tasks.ts';
import type { Late } from '../model/subscription.ts';
import { delivery, subscription } from '../store/schema.ts';
import { type Jobs, type Ledger, record, type Transaction } from './ledger.ts';
import { nextAfter, type SubscriptionRow, subscriptionOf } from './rows.ts';

/** The alarm clock rings every five seconds and a replica may be slow to start; what is older was missed. */
const usualLateMs = 5 * 60_000;
/** Subscriptions in one transaction. */
const batch = 25;

/** Slots of the time when nothing ran are judged by the subscription's policy; those of this moment are sent. */
function verdicts(slots: readonly Slot[], late: Late, zone: string, now: Date, lateAfterMs = usualLateMs) {
  const judged = judgeLate(slots, late, zone, now);
  return slots.map(({ at }, index) =>
    now.getTime() - at.getTime() <= lateAfterMs ? { send: true as const } : judged[index]!,
  );
}

/** Up to now, for one subscription. */
export async function enter(
  ledger: Ledger,
  jobs: Jobs,
  tx: Transaction,
  row: SubscriptionRow,
  now: Date,
): Promise<number> {
  const { id, door, channel } = row;
  const wish = subscriptionOf(row);
  const slots = slotsBetween(slotContext(wish, ledger.packs, ledger.calendar), row.cursorAt, now);
  const judged = verdicts(slots, wish.late, wish.timing.zone, now, ledger.lateAfterMs);
  const rows = slots.map(({ at: slotAt }, index) => {
    const verdict = judged[index]!;
    const own = { id: randomUUID(), subscriptionId: id, slotAt, door, channel, createdAt: now };
    return verdict.send
      ? { ...own, job: randomUUID() }
      : { ...own, state: 'skipped' as const, reason: verdict.reason, settledAt: now };
  });
  // In pieces: a statement takes 65,535 values at most.
  for (let from = 0; from < rows.length; from += 1_000) {
    const made = await tx
      .insert(delivery)
      .values(rows.slice(from, from + 1_000))
      .onConflictDoNothing()
      .returning({ delivery: delivery.id, id: delivery.job });
    await jobs.put(
      tx,
      door,
      made.flatMap((one) => (one.id ? [{ id: one.id, delivery: one.delivery }] : [])),
    );
  }
  await tx
    .update(subscription)
    .set({ cursorAt: now, nextAt: nextAfter(ledger, wish, now) })
    .where(eq(subscription.id, id));
  return rows.length;
}

/** Pauses that have ended; the cursor already stands at their end. */
async function wake({ db, now }: Ledger): Promise<void> {
  const at = now();
  await db.transaction(async (tx) => {
    const woken = await tx
      .update(subscription)
      .set({ state: 'active', pausedUntil: null })
      .where(
        and(
          eq(subscription.state, 'paused'),
          sql`${subscription.pausedUntil} <= (${at.toISOString()}::timestamptz at time zone ${subscription.timeZone})::date`,
        ),
      )
      .returning();
    for (const { id, door, channel } of woken)
      await record(tx, at, { actor: 'clock', door, channel, action: 'subscription.resume', subject: id });
  });
}

/** Only subscriptions of these doors: a door that this program does not know is another one's. @returns slots entered */
export async function materialise(ledger: Ledger, jobs: Jobs, doors: readonly string[]): Promise<number> {
  if (!doors.length) return 0;
  for (const door of doors) await jobs.ready(door);
  await wake(ledger);
  let entered = 0;
  for (;;) {
    const now = ledger.now();
    const taken = await ledger.db.transaction(async (tx) => {
      const due = await tx
        .select()
        .from(subscription)
        .where(
          and(eq(subscription.state, 'active'), lte(subscription.nextAt, now), inArray(subscription.door, [...doors])),
        )
        .orderBy(asc(subscription.nextAt))
        .limit(batch)
        .for('update', { skipLocked: true });
      for (const row of due) entered += await enter(ledger, jobs, tx, row, now);
      return due.length;
    });
    if (taken < batch) return entered;
  }
}

/** After other plans or working days than before: when each subscription is due next. */
export async function plan(ledger: Ledger): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const rows = await tx.select().from(subscription).where(eq(subscription.state, 'active')).for('update');
    for (const row of rows) {
      const nextAt = nextAfter(ledger, subscriptionOf(row), row.cursorAt);
      if (nextAt?.getTime() === row.nextAt?.getTime()) continue;
      await tx.update(subscription).set({ nextAt }).where(eq(subscription.id, row.id));
    }
  });
}
