/** Claims deliveries for one attempt each, many in one transaction, and stores their content before it is sent. */
import { and, arrayContains, asc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { judgeLate } from '../../digest/calendar/slots.ts';
import { composeDigest } from '../../digest/compose.ts';
import type { Card } from '../../model/card.ts';
import { messageOf } from '../../shared/error-message.ts';
import { delivery, registration, subscription } from '../../store/schema.ts';
import type { Job, Transaction } from '../context.ts';
import { type SubscriptionRow, subscriptionOf } from '../subscription-row.ts';
import { type DeliveryRow, type DoorContext, retryRequested } from '../types.ts';
import { alertUndelivered } from './alerts.ts';

/** Longer than all attempts take: a row that waited longer was left by a service that did not run. */
const staleAfterMs = 60 * 60_000;

/** `clear`: the process of an earlier attempt ended before its outcome was written. `earlier`: an earlier attempt may have arrived. */
export type Claim =
  | { to: 'send'; row: DeliveryRow; card: Card; earlier: boolean }
  | { to: 'clear'; row: DeliveryRow }
  | undefined;

/** The columns that a claim writes; an absent one keeps its value. */
interface ClaimUpdate {
  id: string;
  state: 'sending' | 'skipped' | 'unknown';
  reason?: string;
  card?: unknown;
  pages?: unknown;
  tells?: string[];
}

/** How long the rate limits of door and channel account for: that wait does not make a row too late. */
async function busyMs({ door }: DoorContext, tx: Transaction, row: DeliveryRow): Promise<number> {
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

/** Why a row is not sent any more. An alert to admins does not depend on its subscription: it may be about its end. */
async function skipReason(
  doorContext: DoorContext,
  tx: Transaction,
  row: DeliveryRow,
  owner: SubscriptionRow,
  now: Date,
) {
  if (row.cause !== null) return undefined;
  if (owner.state !== 'active') return owner.state;
  const waitedMs = now.getTime() - row.createdAt.getTime();
  if (row.reason === retryRequested || waitedMs <= staleAfterMs) return undefined;
  if (waitedMs - (await busyMs(doorContext, tx, row)) <= staleAfterMs) return undefined;
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

/** @returns the cards as the database reads them back: jsonb reorders keys, and every attempt must send the same bytes */
async function writeClaims(tx: Transaction, updates: readonly ClaimUpdate[], now: Date): Promise<Map<string, Card>> {
  const { rows } = await tx.execute<{ id: string; card: Card }>(sql`
    update ${delivery} d set
      state = v.state, reason = coalesce(v.reason, d.reason), card = coalesce(v.card, d.card),
      pages = coalesce(v.pages, d.pages), tells = coalesce(v.tells, d.tells),
      attempts = d.attempts + (v.state = 'sending')::int,
      sending_at = case when v.state = 'sending' then coalesce(d.sending_at, ${now.toISOString()}::timestamptz) else d.sending_at end,
      settled_at = case when v.state = 'sending' then d.settled_at else ${now.toISOString()}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(updates)}::jsonb)
      as v (id uuid, state text, reason text, card jsonb, pages jsonb, tells text[])
    where d.id = v.id returning d.id, d.card`);
  return new Map(rows.map(({ id, card }) => [id, card]));
}

/** The rows of one batch of jobs, locked until the transaction ends, with what their digests are made of. */
interface ClaimBatch {
  tx: Transaction;
  now: Date;
  rows: ReadonlyMap<string, DeliveryRow>;
  owners: ReadonlyMap<string, SubscriptionRow>;
  /** By channel; empty for channels of which no digest is to be composed. */
  completions: ReadonlyMap<string, readonly { pack: string; record: string }[]>;
  /** Subscriptions of which a digest of this batch announces an end. */
  farewells: Set<string>;
}

async function loadBatch({ context, door }: DoorContext, tx: Transaction, jobs: readonly Job[]): Promise<ClaimBatch> {
  const ids = jobs.map((job) => job.delivery);
  // Locked in one order: replicas that claim the same rows would deadlock otherwise.
  const found = await tx
    .select()
    .from(delivery)
    .where(inArray(delivery.id, ids))
    .orderBy(asc(delivery.id))
    .for('update');
  const rows = new Map(found.map((row) => [row.id, row]));
  const ownerIds = [...new Set(found.map((row) => row.subscriptionId))];
  const owners = ownerIds.length ? await tx.select().from(subscription).where(inArray(subscription.id, ownerIds)) : [];
  const composing = found.filter((row) => row.state === 'pending' && row.card === null);
  const channels = composing.map(({ channel }) => channel);
  const completions = channels.length ? await completedRecords(tx, door.name, channels) : new Map<string, never[]>();
  const byId = new Map(owners.map((owner) => [owner.id, owner]));
  return { tx, now: context.now(), rows, owners: byId, completions, farewells: new Set() };
}

/** Whether another digest of the subscription has announced the end of these plans, or is about to: it is announced once. */
async function isToldAlready(
  { tx, farewells }: ClaimBatch,
  row: DeliveryRow,
  endedPlans: readonly string[],
): Promise<boolean> {
  if (farewells.has(row.subscriptionId)) return true;
  farewells.add(row.subscriptionId);
  const others = and(
    eq(delivery.subscriptionId, row.subscriptionId),
    inArray(delivery.state, ['sending', 'sent']),
    ne(delivery.id, row.id),
    arrayContains(delivery.tells, [...endedPlans]),
  );
  const [other] = await tx.select({ id: delivery.id }).from(delivery).where(others).limit(1);
  return other !== undefined;
}

/** A digest without its spreadsheet is better than none. */
async function withList(
  { attachments, warn }: DoorContext['context'],
  { id, door, channel }: DeliveryRow,
  card: Card,
  records: readonly string[],
  { language }: SubscriptionRow,
): Promise<Card> {
  if (!attachments || !records.length) return card;
  if (!attachments.isPossible({ door, channel }))
    warn(`delivery ${id} goes without its spreadsheet: ${door} takes no files, and QINZHI_PUBLIC_URL is not set`);
  try {
    return await attachments.attach({ door, channel }, card, records, language);
  } catch (error) {
    warn(`delivery ${id} goes without its spreadsheet: ${messageOf(error)}`);
    return card;
  }
}

/** Composes the digest of a row that has none. */
async function composeContent(
  { context }: DoorContext,
  batch: ClaimBatch,
  row: DeliveryRow,
  owner: SubscriptionRow,
): Promise<ClaimUpdate> {
  const completed = batch.completions.get(row.channel) ?? [];
  const compose = (notifiedPlans: readonly string[]) =>
    composeDigest({
      subscription: subscriptionOf(owner),
      packs: context.packs,
      calendar: context.calendar,
      at: row.slotAt,
      sentAt: batch.now,
      lateAfterMs: context.lateAfterMs,
      done: new Set(completed.map(({ pack, record }) => `${pack}/${record}`)),
      notifiedPlans: new Set(notifiedPlans),
    });
  const first = compose(owner.told);
  const isRepeat = first.endedPlans.length > 0 && (await isToldAlready(batch, row, first.endedPlans));
  const { cards, endedPlans, records } = isRepeat ? compose([...owner.told, ...first.endedPlans]) : first;
  const [composed, ...pages] = cards;
  if (!composed) return { id: row.id, state: 'skipped', reason: 'nothing-due' };
  const card = owner.attach === 'xlsx' ? await withList(context, row, composed, records, owner) : composed;
  return { id: row.id, state: 'sending', card, tells: endedPlans, ...(pages.length ? { pages } : {}) };
}

/** Whether a pending row is sent, skipped or left unknown. */
async function decide(
  doorContext: DoorContext,
  batch: ClaimBatch,
  row: DeliveryRow,
  owner: SubscriptionRow,
): Promise<ClaimUpdate> {
  const { id, sendingAt } = row;
  const reason = await skipReason(doorContext, batch.tx, row, owner, batch.now);
  // An earlier attempt may have arrived: `skipped` would claim that it did not.
  if (reason) return { id, state: sendingAt ? 'unknown' : 'skipped', reason };
  if (sendingAt && batch.now.getTime() - sendingAt.getTime() >= (doorContext.door.idempotencyWindowMs ?? 0))
    return { id, state: 'unknown', reason: 'unanswered' };
  return row.card ? { id, state: 'sending' } : composeContent(doorContext, batch, row, owner);
}

/** The row as it will be once the claim is written. */
function claimedRow(row: DeliveryRow, { tells }: ClaimUpdate, now: Date): DeliveryRow {
  const claimed = { ...row, state: 'sending' as const, attempts: row.attempts + 1, sendingAt: row.sendingAt ?? now };
  return tells ? { ...claimed, tells } : claimed;
}

/** The claim of one job; what it writes goes to `updates`. */
async function claimOne(doorContext: DoorContext, batch: ClaimBatch, job: Job, updates: ClaimUpdate[]): Promise<Claim> {
  const row = batch.rows.get(job.delivery);
  // A row names the one job that may work on it; another is left over from before.
  if (row?.job !== job.id) return undefined;
  if (row.state === 'sending') return { to: 'clear', row };
  if (row.state !== 'pending') return undefined;
  const owner = batch.owners.get(row.subscriptionId)!;
  const update = await decide(doorContext, batch, row, owner);
  updates.push(update);
  if (update.state === 'unknown')
    await alertUndelivered(doorContext, batch.tx, row, owner, update.state, row.lastError ?? update.reason!);
  if (update.state !== 'sending') return undefined;
  const earlier = row.sendingAt !== null;
  return { to: 'send', row: claimedRow(row, update, batch.now), card: row.card as Card, earlier };
}

/** @returns one claim for each job, in their order; undefined where there is nothing to send */
export function claimDeliveries(doorContext: DoorContext, jobs: readonly Job[]): Promise<Claim[]> {
  return doorContext.context.db.transaction(async (tx) => {
    const batch = await loadBatch(doorContext, tx, jobs);
    const updates: ClaimUpdate[] = [];
    const claims: Claim[] = [];
    for (const job of jobs) claims.push(await claimOne(doorContext, batch, job, updates));
    const cards = updates.length ? await writeClaims(tx, updates, batch.now) : new Map<string, Card>();
    return claims.map((claim) => (claim?.to === 'send' ? { ...claim, card: cards.get(claim.row.id)! } : claim));
  });
}
