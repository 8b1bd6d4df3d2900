/** Writes the outcome of an attempt: sent, retried, failed, unknown, or the subscription suspended. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Receipt } from '../../model/port.ts';
import { delivery, subscription } from '../../store/schema.ts';
import { type Job, jobId, recordAudit, type Transaction } from '../context.ts';
import type { DeliveryRow, DoorContext } from '../types.ts';
import { alertSuspended, alertUndelivered } from './alerts.ts';

/** About half an hour in all, within the shortest idempotency window of a platform (an hour). */
const maxAttempts = 10;
export const maxRetryMs = 10 * 60_000;

export interface Sent {
  row: DeliveryRow;
  receipt: Receipt;
}

/** Records many sent deliveries, and the plans whose end their cards announced. */
export async function recordSent({ context }: DoorContext, all: readonly Sent[]): Promise<undefined[]> {
  const values = all.map(({ row, receipt }) => ({
    ...{ id: row.id, message: receipt.message, at: receipt.at.toISOString() },
    ...{ owner: row.subscriptionId, tells: row.tells },
  }));
  // One statement, so one transaction. A late receipt overrides any state that was assumed meanwhile.
  await context.db.execute(sql`
    with v as (
      select * from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
        as v (id uuid, message text, at timestamptz, owner uuid, tells text[])
    ), remembered as (
      update ${subscription} s set told = (select array_agg(distinct one) from unnest(s.told || t.tells) one)
      from (select owner, array_agg(one) as tells from v, unnest(v.tells) one group by owner) t where s.id = t.owner
    )
    update ${delivery} d
    set state = 'sent', reason = null, message = v.message, last_error = null, settled_at = v.at
    from v where d.id = v.id and d.state <> 'sent'`);
  return all.map(() => undefined);
}

async function ownerOf(tx: Transaction, row: DeliveryRow) {
  const [owner] = await tx.select().from(subscription).where(eq(subscription.id, row.subscriptionId));
  return owner!;
}

/** Gives up on a delivery: failed, or unknown where it may have arrived. */
export async function settle(
  doorContext: DoorContext,
  row: DeliveryRow,
  state: 'failed' | 'unknown',
  reason: string,
  why: string,
) {
  const { db, now, warn } = doorContext.context;
  await db.transaction(async (tx) => {
    const { rowCount } = await tx
      .update(delivery)
      .set({ state, reason, lastError: why, settledAt: now() })
      .where(and(eq(delivery.id, row.id), eq(delivery.job, row.job!)));
    if (rowCount) await alertUndelivered(doorContext, tx, row, await ownerOf(tx, row), state, why);
  });
  warn(`delivery ${row.id} to ${row.door} ${row.channel}: ${state} (${reason}): ${why}`);
}

/** Schedules another attempt with a new job after a wait. `arrived`: the card may have arrived, and the next attempt must know. */
export async function scheduleRetry(
  doorContext: DoorContext,
  row: DeliveryRow,
  why: string,
  arrived: boolean,
  retryAfterMs = 0,
) {
  if (row.attempts >= maxAttempts) return settle(doorContext, row, arrived ? 'unknown' : 'failed', 'gave-up', why);
  const wait = Math.min(doorContext.firstRetryMs * 2 ** (row.attempts - 1), maxRetryMs);
  const job = jobId(row.slotAt);
  await doorContext.context.db.transaction(async (tx) => {
    const waiting = { state: 'pending' as const, job, lastError: why, ...(arrived ? {} : { sendingAt: null }) };
    const { rowCount } = await tx
      .update(delivery)
      .set(waiting)
      .where(and(eq(delivery.id, row.id), eq(delivery.job, row.job!), eq(delivery.state, 'sending')));
    const { id, channel, slotAt: due } = row;
    const afterMs = Math.max(wait, retryAfterMs);
    if (rowCount) await doorContext.queue.enqueue(tx, row.door, [{ id: job, delivery: id, channel, due, afterMs }]);
  });
}

/**
 * A moment is compared with this process's clock: one that is an hour behind for a moment must not put a job off for an hour.
 * Whoever takes the job earlier than its moment puts it back again.
 */
const maxRequeueMs = 2 * 60_000;

/** Puts a job back until its moment, without counting an attempt. `reservedAt`: the moment that its channel reserved for it. */
export async function requeue(doorContext: DoorContext, job: Job, until: Date, reservedAt?: Date): Promise<void> {
  const fresh = {
    ...job,
    id: jobId(job.due),
    reservedAt,
    afterMs: Math.min(maxRequeueMs, Math.max(0, until.getTime() - doorContext.context.now().getTime())),
  };
  await doorContext.context.db.transaction(async (tx) => {
    // A row that a dead process left in `sending` too: without a job it would be given another at each tick, which would reserve another moment.
    const open = inArray(delivery.state, ['pending', 'sending']);
    const thisJob = and(eq(delivery.id, job.delivery), eq(delivery.job, job.id), open);
    const { rowCount } = await tx.update(delivery).set({ job: fresh.id }).where(thisJob);
    if (rowCount) await doorContext.queue.enqueue(tx, doorContext.door.name, [fresh]);
  });
}

/** Suspends the subscription of a channel that is gone or that removed the assistant, until a person acts. */
export async function suspendSubscription(
  doorContext: DoorContext,
  row: DeliveryRow,
  why: string,
  earlier: boolean,
): Promise<void> {
  // An alert that can't be sent must not suspend the digests of the channel.
  if (row.cause !== null) return settle(doorContext, row, earlier ? 'unknown' : 'failed', 'final', why);
  const { db, now, warn } = doorContext.context;
  const at = now();
  await db.transaction(async (tx) => {
    const state = earlier ? ('unknown' as const) : ('failed' as const);
    const settled = { state, reason: 'final', lastError: why, settledAt: at };
    await tx
      .update(delivery)
      .set(settled)
      .where(and(eq(delivery.id, row.id), eq(delivery.job, row.job!)));
    const [owner] = await tx
      .update(subscription)
      .set({ state: 'suspended', stateReason: why, nextAt: null })
      .where(and(eq(subscription.id, row.subscriptionId), eq(subscription.state, 'active')))
      .returning();
    if (!owner) return;
    const { door, channel, subscriptionId: subject } = row;
    await recordAudit(tx, at, {
      actor: 'delivery',
      door,
      channel,
      action: 'subscription.suspend',
      subject,
      detail: { delivery: row.id, why },
    });
    await alertSuspended(doorContext, tx, row, owner, why);
  });
  warn(`subscription ${row.subscriptionId} to ${row.door} ${row.channel} is suspended: ${why}`);
}
