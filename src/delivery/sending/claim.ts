/** Takes rows for an attempt each, many in one transaction, with their content stored before it. */
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { judgeLate } from '../../digest/calendar/slots.ts';
import { composeDigest } from '../../digest/compose.ts';
import type { Card } from '../../model/card.ts';
import { delivery, registration, subscription } from '../../store/schema.ts';
import type { Job, Transaction } from '../context.ts';
import { type SubscriptionRow, subscriptionOf } from '../subscription-row.ts';
import { type DeliveryRow, type DoorWork, retryRequested } from '../types.ts';
import { alertUndelivered } from './alerts.ts';

/** Longer than the attempts take; what waited longer, waited for us. */
const staleAfterMs = 60 * 60_000;

/** `earlier`: an earlier attempt may have arrived. */
export type Claim =
  | { to: 'send'; row: DeliveryRow; card: Card; earlier: boolean }
  | { to: 'clear'; row: DeliveryRow }
  | undefined;

/** What a claim writes; what is absent stays as it is. */
interface ClaimUpdate {
  id: string;
  state: 'sending' | 'skipped' | 'unknown';
  reason?: string;
  card?: unknown;
  pages?: unknown;
  tells?: string[];
}

/** For so long the door and the channel were busy with others at the pace that they keep: a row waited for its turn, not for us. */
async function busyMs({ door }: DoorWork, tx: Transaction, row: DeliveryRow): Promise<number> {
  if (!door.sendInterval) return 0;
  const settled = inArray(delivery.state, ['sent', 'failed', 'unknown']);
  const [count] = await tx
    .select({
      door: sql<number>`count(*)::int`,
      channel: sql<number>`(count(*) filter (where ${delivery.channel} = ${row.channel}))::int`,
    })
    .from(delivery)
    .where(and(eq(delivery.door, row.door), settled, gt(delivery.settledAt, row.createdAt)));
  return Math.max(count!.door * door.sendInterval.doorMs, count!.channel * door.sendInterval.channelMs);
}

/** Why a row is not sent any more. What admins are told of does not hang on the subscription: it may be about its end. */
async function skipReason(work: DoorWork, tx: Transaction, row: DeliveryRow, owner: SubscriptionRow, now: Date) {
  if (row.cause !== null) return undefined;
  if (owner.state !== 'active') return owner.state;
  const waitedMs = now.getTime() - row.createdAt.getTime();
  if (row.reason === retryRequested || waitedMs <= staleAfterMs) return undefined;
  if (waitedMs - (await busyMs(work, tx, row)) <= staleAfterMs) return undefined;
  const [verdict] = judgeLate([{ at: row.slotAt }], subscriptionOf(owner).late, owner.timeZone, now);
  return verdict!.send ? undefined : verdict!.reason;
}

/** The records that channels have registered as done, by channel. */
async function completedRecords(tx: Transaction, door: string, channels: readonly string[]) {
  const rows = await tx
    .select()
    .from(registration)
    .where(and(eq(registration.door, door), inArray(registration.channel, [...new Set(channels)])));
  return Map.groupBy(rows, ({ channel }) => channel);
}

async function write(tx: Transaction, taken: readonly ClaimUpdate[], now: Date): Promise<Map<string, Card>> {
  const { rows } = await tx.execute<{ id: string; card: Card }>(sql`
    update ${delivery} d set
      state = v.state, reason = coalesce(v.reason, d.reason), card = coalesce(v.card, d.card),
      pages = coalesce(v.pages, d.pages), tells = coalesce(v.tells, d.tells),
      attempts = d.attempts + (v.state = 'sending')::int,
      sending_at = case when v.state = 'sending' then coalesce(d.sending_at, ${now.toISOString()}::timestamptz) else d.sending_at end,
      settled_at = case when v.state = 'sending' then d.settled_at else ${now.toISOString()}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb)
      as v (id uuid, state text, reason text, card jsonb, pages jsonb, tells text[])
    where d.id = v.id returning d.id, d.card`);
  return new Map(rows.map(({ id, card }) => [id, card]));
}

/** A claim for each job, in their order; undefined where there is nothing to do. */
export async function claimDeliveries(work: DoorWork, jobs: readonly Job[]): Promise<Claim[]> {
  const { context, door } = work;
  const now = context.now();
  return context.db.transaction(async (tx) => {
    const ids = jobs.map((job) => job.delivery);
    // In order: two replicas that meet over the same rows wait for each other instead of locking each other out.
    const found = await tx
      .select()
      .from(delivery)
      .where(inArray(delivery.id, ids))
      .orderBy(asc(delivery.id))
      .for('update');
    const rows = new Map(found.map((row) => [row.id, row]));
    const owners = new Map(
      found.length
        ? (
            await tx
              .select()
              .from(subscription)
              .where(inArray(subscription.id, [...new Set(found.map((row) => row.subscriptionId))]))
          ).map((owner) => [owner.id, owner])
        : [],
    );
    const composing = found.filter((row) => row.state === 'pending' && row.card === null);
    const done = composing.length
      ? await completedRecords(
          tx,
          door.name,
          composing.map(({ channel }) => channel),
        )
      : new Map<string, never[]>();

    const judge = async (row: DeliveryRow): Promise<ClaimUpdate> => {
      const { id } = row;
      const owner = owners.get(row.subscriptionId)!;
      const why = await skipReason(work, tx, row, owner, now);
      // What may have arrived is not called skipped.
      if (why) return { id, state: row.sendingAt ? 'unknown' : 'skipped', reason: why };
      if (row.sendingAt && now.getTime() - row.sendingAt.getTime() >= (door.idempotencyWindowMs ?? 0))
        return { id, state: 'unknown', reason: 'unanswered' };
      if (row.card) return { id, state: 'sending' };
      const { cards, tells } = composeDigest({
        subscription: subscriptionOf(owner),
        packs: context.packs,
        calendar: context.calendar,
        at: row.slotAt,
        sentAt: now,
        done: new Set((done.get(row.channel) ?? []).map((one) => `${one.pack}/${one.record}`)),
        notifiedPlans: new Set(owner.told),
      });
      const [card, ...pages] = cards;
      if (!card) return { id, state: 'skipped', reason: 'nothing-due' };
      return { id, state: 'sending', card, tells, ...(pages.length ? { pages } : {}) };
    };

    const taken: ClaimUpdate[] = [];
    const claims = new Map<Job, Claim>();
    for (const job of jobs) {
      const row = rows.get(job.delivery);
      if (row?.job !== job.id) continue;
      // This very job was working on it when its process died.
      if (row.state === 'sending') claims.set(job, { to: 'clear', row });
      if (row.state !== 'pending') continue;
      const one = await judge(row);
      taken.push(one);
      if (one.state === 'unknown')
        await alertUndelivered(work, tx, row, owners.get(row.subscriptionId)!, one.state, row.lastError ?? one.reason!);
      if (one.state !== 'sending') continue;
      const kept = { ...row, state: one.state, attempts: row.attempts + 1, sendingAt: row.sendingAt ?? now };
      if (one.tells) kept.tells = one.tells;
      claims.set(job, { to: 'send', row: kept, card: row.card as Card, earlier: row.sendingAt !== null });
    }
    // Read back: jsonb orders its keys, and every attempt is to send the same bytes.
    const cards = taken.length ? await write(tx, taken, now) : new Map<string, Card>();
    return jobs.map((job) => {
      const claim = claims.get(job);
      return claim?.to === 'send' ? { ...claim, card: cards.get(claim.row.id)! } : claim;
    });
  });
}
