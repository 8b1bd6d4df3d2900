/** What a channel may do with its subscriptions; each change is kept with who made it and when. */
import { and, asc, count, eq, inArray, ne } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Subscription } from '../model/subscription.ts';
import type { Text } from '../model/text.ts';
import { delivery, subscription } from '../store/schema.ts';
import { type DeliveryContext, type JobQueue, recordAudit, type Transaction } from './context.ts';
import { deliveryText } from './messages.ts';
import { enterSlots } from './scheduler.ts';
import { columnsOf, nextAfter, type SubscriptionRow, subscriptionOf } from './subscription-row.ts';
import { retryRequested } from './types.ts';

export interface SubscriptionDraft {
  /** How a file of subscriptions calls it. */
  name?: string;
  door: string;
  channel: string;
  /** The schedule as it was said. */
  said: string;
  subscription: Subscription;
}

/** What can't be done, in words for the person who asked for it. */
export class CommandError extends Error {
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

export const listSubscriptions = ({ db }: DeliveryContext): Promise<SubscriptionRow[]> =>
  db.select().from(subscription).where(ne(subscription.state, 'ended')).orderBy(asc(subscription.createdAt));

/** All that a channel ever had, oldest first: its place among them is the number of a subscription, and stays. */
export const channelSubscriptions = (
  { db }: Pick<DeliveryContext, 'db'>,
  door: string,
  channel: string,
): Promise<SubscriptionRow[]> =>
  db
    .select()
    .from(subscription)
    .where(and(eq(subscription.door, door), eq(subscription.channel, channel)))
    .orderBy(asc(subscription.createdAt), asc(subscription.id));

/** The live subscriptions of several channels of a door. */
export const subscriptionsOfChannels = (
  { db }: Pick<DeliveryContext, 'db'>,
  door: string,
  channels: readonly string[],
  limit: number,
): Promise<SubscriptionRow[]> =>
  db
    .select()
    .from(subscription)
    .where(
      and(eq(subscription.door, door), inArray(subscription.channel, [...channels]), ne(subscription.state, 'ended')),
    )
    .orderBy(asc(subscription.channel), asc(subscription.createdAt))
    .limit(limit);

export async function countSubscriptions({ db }: Pick<DeliveryContext, 'db'>): Promise<number> {
  const [live] = await db.select({ count: count() }).from(subscription).where(ne(subscription.state, 'ended'));
  return live!.count;
}

export async function findSubscription(context: Pick<DeliveryContext, 'db'>, id: string): Promise<SubscriptionRow> {
  const all = await context.db.select().from(subscription).where(ne(subscription.state, 'ended'));
  const found = all.filter((row) => row.name === id || row.id.startsWith(id));
  if (found.length === 1) return found[0]!;
  throw new CommandError(deliveryText(found.length ? 'several' : 'noSubscription', { id }));
}

/** Slots from now on; one that is due at this very moment is not missed by being late to ask. */
export async function addSubscription(
  context: DeliveryContext,
  tx: Transaction,
  draft: SubscriptionDraft,
  actor: string,
): Promise<SubscriptionRow> {
  const now = context.now();
  const { name, door, channel, said } = draft;
  const [row] = await tx
    .insert(subscription)
    .values({
      ...columnsOf(draft.subscription),
      name: name ?? null,
      door,
      channel,
      said,
      cursorAt: now,
      nextAt: nextAfter(context, draft.subscription, now),
      createdBy: actor,
      createdAt: now,
    })
    .returning();
  await recordAudit(tx, now, {
    actor,
    door,
    channel,
    action: 'subscription.add',
    subject: row!.id,
    detail: { said, ...draft.subscription },
  });
  return row!;
}

/** The process that makes a change has no queue; a running replica gives these rows their jobs. */
const noQueue: JobQueue = { ensure: async () => {}, enqueue: async () => {} };

/** Slots up to now keep to what was agreed until now, and have their rows. */
async function enterPastSlots(context: DeliveryContext, tx: Transaction, row: SubscriptionRow): Promise<void> {
  const [current] = await tx.select().from(subscription).where(eq(subscription.id, row.id)).for('update');
  if (current?.state === 'active') await enterSlots(context, noQueue, tx, [current], context.now());
}

/** A paused or suspended one stays so. */
export async function changeSubscription(
  context: DeliveryContext,
  tx: Transaction,
  row: SubscriptionRow,
  draft: SubscriptionDraft,
  actor: string,
) {
  const now = context.now();
  const { door, channel, said } = draft;
  await enterPastSlots(context, tx, row);
  const nextAt = nextAfter(context, draft.subscription, row.pausedUntil ? row.cursorAt : now);
  const values = { ...columnsOf(draft.subscription), door, channel, said, nextAt, version: row.version + 1 };
  await tx.update(subscription).set(values).where(eq(subscription.id, row.id));
  await recordAudit(tx, now, {
    actor,
    door,
    channel,
    action: 'subscription.change',
    subject: row.id,
    detail: { said, ...draft.subscription },
  });
}

async function changeState(
  context: DeliveryContext,
  tx: Transaction,
  row: SubscriptionRow,
  actor: string,
  action: string,
  values: Partial<SubscriptionRow>,
) {
  const { id: subject, door, channel } = row;
  await enterPastSlots(context, tx, row);
  // Two people may act on it at the same moment; what has ended does not come back.
  const { rowCount } = await tx
    .update(subscription)
    .set(values)
    .where(and(eq(subscription.id, row.id), ne(subscription.state, 'ended')));
  if (!rowCount) throw new CommandError(deliveryText('hasEnded'));
  const detail = values.pausedUntil ? { until: values.pausedUntil } : undefined;
  await recordAudit(tx, context.now(), { actor, door, channel, action: `subscription.${action}`, subject, detail });
}

/** Its rows in the ledger stay; its name is free again. */
export const endSubscription = (context: DeliveryContext, tx: Transaction, row: SubscriptionRow, actor: string) =>
  changeState(context, tx, row, actor, 'end', { state: 'ended', name: null, nextAt: null });

/** Until the beginning of a day (YYYY-MM-DD) in the subscription's zone, or until it is resumed. */
export async function pauseSubscription(
  context: DeliveryContext,
  row: SubscriptionRow,
  actor: string,
  until?: string,
): Promise<void> {
  if (row.state === 'suspended') throw new CommandError(deliveryText('isSuspended', { why: row.stateReason ?? '' }));
  let slots = {};
  if (until) {
    const at = new Date(Temporal.PlainDate.from(until).toZonedDateTime(row.timeZone).epochMilliseconds);
    if (at <= context.now()) throw new CommandError(deliveryText('notInFuture', { day: until }));
    // One millisecond before, so that a slot at midnight counts.
    const cursorAt = new Date(at.getTime() - 1);
    slots = { cursorAt, nextAt: nextAfter(context, subscriptionOf(row), cursorAt) };
  }
  await context.db.transaction((tx) =>
    changeState(context, tx, row, actor, 'pause', { state: 'paused', pausedUntil: until ?? null, ...slots }),
  );
}

/** From now on: what fell into the pause is not sent afterwards. */
export async function resumeSubscription(context: DeliveryContext, row: SubscriptionRow, actor: string): Promise<void> {
  if (row.state === 'active') throw new CommandError(deliveryText('notPaused'));
  const cursorAt = context.now();
  const nextAt = nextAfter(context, subscriptionOf(row), cursorAt);
  const values = { state: 'active' as const, stateReason: null, pausedUntil: null, cursorAt, nextAt };
  await context.db.transaction((tx) => changeState(context, tx, row, actor, 'resume', values));
}

/** A person has looked and wants it sent: at once, from the same stored content, by the next ring of a running replica. */
export async function retryDelivery(context: DeliveryContext, id: string, actor: string): Promise<void> {
  await context.db.transaction(async (tx) => {
    const [row] = await tx.select().from(delivery).where(eq(delivery.id, id)).for('update');
    if (!row) throw new CommandError(deliveryText('noDelivery', { id }));
    if (row.state !== 'failed' && row.state !== 'unknown')
      throw new CommandError(deliveryText('notRetriable', { state: row.state }));
    const [owner] = await tx.select().from(subscription).where(eq(subscription.id, row.subscriptionId));
    if (row.cause === null && owner!.state !== 'active')
      throw new CommandError(deliveryText('subscriptionNotActive', { state: owner!.state }));
    const open = {
      state: 'pending' as const,
      reason: retryRequested,
      job: null,
      attempts: 0,
      sendingAt: null,
      settledAt: null,
    };
    await tx
      .update(delivery)
      .set(open)
      .where(and(eq(delivery.id, id), eq(delivery.state, row.state)));
    const { door, channel } = row;
    await recordAudit(tx, context.now(), {
      actor,
      door,
      channel,
      action: 'delivery.retry',
      subject: id,
      detail: { was: row.state },
    });
  });
}
