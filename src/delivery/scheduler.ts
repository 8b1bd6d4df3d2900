/** Inserts a delivery for every due slot, with its job in the same transaction; safe on any number of replicas. */
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { judgeLate, type Slot, slotsBetween } from '../digest/calendar/slots.ts';
import { isResting } from '../digest/ended.ts';
import { slotContext } from '../digest/select.ts';
import type { Late, Subscription } from '../model/subscription.ts';
import { messageOf } from '../shared/error-message.ts';
import { delivery, subscription } from '../store/schema.ts';
import { type DeliveryContext, type Job, type JobQueue, jobId, recordAudit, type Transaction } from './context.ts';
import { nextAfter, type SubscriptionRow, subscriptionOf } from './subscription-row.ts';

/** The tick comes every five seconds and a replica may start slowly; an older slot was missed. */
const defaultLateMs = 5 * 60_000;
/** Subscriptions in one transaction. */
const batchSize = 250;
/** Ids read at once: sorting all due subscriptions for each batch would take quadratic time. */
const maxListed = 10_000;
/** Rows in one insert: a cron expression of seconds may have missed very many slots. */
const maxRowsPerInsert = 2_000;

/** Applies the late policy to missed slots; a slot within `lateAfterMs` is sent. */
function lateVerdicts(slots: readonly Slot[], late: Late, zone: string, now: Date, lateAfterMs = defaultLateMs) {
  const judged = judgeLate(slots, late, zone, now);
  return slots.map(({ at }, index) =>
    now.getTime() - at.getTime() <= lateAfterMs ? { send: true as const } : judged[index]!,
  );
}

/** Skips a row that can't be parsed, perhaps of a newer version, so that it does not stop the others. */
function parseOrWarn({ warn }: DeliveryContext, row: SubscriptionRow): Subscription | undefined {
  try {
    return subscriptionOf(row);
  } catch (error) {
    warn(`subscription ${row.id} can't be read: ${messageOf(error)}`);
    return undefined;
  }
}

/** Subscriptions with equal keys have the same slots after their cursor. */
const timingKey = ({ cursorAt }: SubscriptionRow, { scope, timing }: Subscription) =>
  JSON.stringify([timing.schedule.kind === 'before-deadlines' ? scope : '', timing, cursorAt]);

/** Enters nothing for a subscription whose end has been announced. */
const noSlots = { slots: [], nextAt: null };

/** Calculates slots once for all subscriptions with the same timing. */
function timetable(context: DeliveryContext, now: Date) {
  const known = new Map<string, { slots: Slot[]; nextAt: Date | null }>();
  return (row: SubscriptionRow, draft: Subscription): { slots: Slot[]; nextAt: Date | null } => {
    if (isResting(draft, context.packs, row.told, now)) return noSlots;
    const key = timingKey(row, draft);
    let found = known.get(key);
    if (!found) {
      const slots = slotsBetween(slotContext(draft, context.packs, context.calendar), row.cursorAt, now);
      found = { slots, nextAt: nextAfter(context, draft, now, []) };
      known.set(key, found);
    }
    return found;
  };
}

interface NewDelivery extends Job {
  owner: string;
  door: string;
  skipped?: string;
}

/** Inserts a delivery for each slot and a job for each that is sent; a slot that has its delivery is left as it is. */
async function insertDeliveries(
  tx: Transaction,
  jobs: JobQueue,
  slots: readonly NewDelivery[],
  now: Date,
): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into ${delivery} (id, subscription_id, slot_at, door, channel, state, reason, job, created_at, settled_at)
    select delivery, owner, due, door, channel, case when skipped is null then 'pending' else 'skipped' end, skipped,
      case when skipped is null then id end, ${at}, case when skipped is not null then ${at} end
    from jsonb_to_recordset(${JSON.stringify(slots)}::jsonb)
      as v (id uuid, delivery uuid, owner uuid, due timestamptz, door text, channel text, skipped text)
    on conflict do nothing returning id`);
  const made = new Set(rows.map(({ id }) => id));
  const open = slots.filter((slot) => slot.skipped === undefined && made.has(slot.delivery));
  for (const [door, doorSlots] of Map.groupBy(open, (slot) => slot.door)) await jobs.enqueue(tx, door, doorSlots);
}

/** Enters the slots up to `now`. @returns how many */
export async function enterSlots(
  context: DeliveryContext,
  jobs: JobQueue,
  tx: Transaction,
  due: readonly SubscriptionRow[],
  now: Date,
): Promise<number> {
  const whenDue = timetable(context, now);
  const moved: { id: string; nextAt: Date | null }[] = [];
  const rows: NewDelivery[] = [];
  for (const row of due) {
    const { id, door, channel } = row;
    const draft = parseOrWarn(context, row);
    if (!draft) continue;
    const { slots, nextAt } = whenDue(row, draft);
    const judged = lateVerdicts(slots, draft.late, draft.timing.zone, now, context.lateAfterMs);
    for (const [index, { at: slotAt }] of slots.entries()) {
      const verdict = judged[index]!;
      const own = { id: jobId(slotAt), delivery: randomUUID(), owner: id, due: slotAt, door, channel };
      rows.push(verdict.send ? own : { ...own, skipped: verdict.reason });
    }
    moved.push({ id, nextAt });
  }
  for (let from = 0; from < rows.length; from += maxRowsPerInsert)
    await insertDeliveries(tx, jobs, rows.slice(from, from + maxRowsPerInsert), now);
  if (moved.length)
    await tx.execute(sql`update ${subscription} s set cursor_at = ${now.toISOString()}::timestamptz, next_at = v."nextAt"
      from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as v (id uuid, "nextAt" timestamptz) where s.id = v.id`);
  return rows.length;
}

/** Resumes paused subscriptions whose day has come; their cursor already stands at the end of the pause. */
async function resumeExpiredPauses({ db, now }: DeliveryContext): Promise<void> {
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
      await recordAudit(tx, at, { actor: 'clock', door, channel, action: 'subscription.resume', subject: id });
  });
}

/**
 * First due, first entered. Those that are due together are shuffled anew for each slot, by a hash that every replica finds the
 * same: the queue keeps this order, and it is not always the same group that waits longest.
 */
async function dueSubscriptionIds({ db, now }: DeliveryContext, doors: readonly string[]): Promise<string[]> {
  const due = and(
    eq(subscription.state, 'active'),
    lte(subscription.nextAt, now()),
    inArray(subscription.door, [...doors]),
  );
  const rows = await db
    .select({ id: subscription.id })
    .from(subscription)
    .where(due)
    .orderBy(asc(subscription.nextAt), sql`md5(${subscription.id}::text || ${subscription.nextAt}::text)`)
    .limit(maxListed);
  return rows.map(({ id }) => id);
}

/** Skips rows that another replica has locked: it is entering them. */
function enterBatch(context: DeliveryContext, jobs: JobQueue, ids: readonly string[]): Promise<number> {
  const now = context.now();
  return context.db.transaction(async (tx) => {
    const due = await tx
      .select()
      .from(subscription)
      .where(and(inArray(subscription.id, [...ids]), eq(subscription.state, 'active'), lte(subscription.nextAt, now)))
      .for('update', { skipLocked: true });
    const place = new Map(ids.map((id, index) => [id, index]));
    due.sort((a, b) => place.get(a.id)! - place.get(b.id)!);
    return enterSlots(context, jobs, tx, due, now);
  });
}

/** Enters the due slots of these doors only: an unknown door may belong to another version. @returns slots entered */
export async function enterDueSlots(
  context: DeliveryContext,
  jobs: JobQueue,
  doors: readonly string[],
): Promise<number> {
  if (!doors.length) return 0;
  for (const door of doors) await jobs.ensure(door);
  await resumeExpiredPauses(context);
  let entered = 0;
  for (;;) {
    const order = await dueSubscriptionIds(context, doors);
    let taken = 0;
    for (let from = 0; from < order.length; from += batchSize)
      taken += await enterBatch(context, jobs, order.slice(from, from + batchSize));
    entered += taken;
    // A full list of which nothing was entered would come back unchanged.
    if (order.length < maxListed || !taken) return entered;
  }
}

/** What a change of packs or holidays changes of one subscription; undefined where its next slot stays. */
function recalculated(context: DeliveryContext, row: SubscriptionRow, now: Date, known: Map<string, Date | null>) {
  const draft = parseOrWarn(context, row);
  if (!draft) return undefined;
  // A suspended one continues from now: the slots in between were never due.
  const rested = row.nextAt === null && row.told.length > 0 && row.cursorAt < now;
  const cursorAt = rested ? now : row.cursorAt;
  const key = timingKey({ ...row, cursorAt }, draft);
  if (!known.has(key)) known.set(key, nextAfter(context, draft, cursorAt, []));
  const nextAt = isResting(draft, context.packs, row.told, now) ? null : (known.get(key) ?? null);
  return nextAt?.getTime() === row.nextAt?.getTime() ? undefined : { id: row.id, nextAt, cursorAt };
}

/** Recalculates the next slot of every active subscription, after a change of packs or holidays. */
export async function recalculateNextSlots(context: DeliveryContext): Promise<void> {
  await context.db.transaction(async (tx) => {
    const rows = await tx.select().from(subscription).where(eq(subscription.state, 'active')).for('update');
    const known = new Map<string, Date | null>();
    const now = context.now();
    const moved = rows.flatMap((row) => recalculated(context, row, now, known) ?? []);
    if (moved.length)
      await tx.execute(sql`update ${subscription} s set next_at = v."nextAt", cursor_at = v."cursorAt"
        from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb)
          as v (id uuid, "nextAt" timestamptz, "cursorAt" timestamptz) where s.id = v.id`);
  });
}
