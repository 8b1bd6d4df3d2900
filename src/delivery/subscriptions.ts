/** Adds, changes, pauses and ends subscriptions; the audit log keeps who did it and when. */
import { and, asc, count, eq, inArray, ne, sql } from 'drizzle-orm';
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
  /** Its name in a file of subscriptions. */
  name?: string;
  door: string;
  channel: string;
  /** The request in the words of the person. */
  requestText: string;
  subscription: Subscription;
}

/** Why a command can't be done, in words for the person who gave it. */
export class CommandError extends Error {
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

export const listSubscriptions = ({ db }: Pick<DeliveryContext, 'db'>): Promise<SubscriptionRow[]> =>
  db.select().from(subscription).where(ne(subscription.state, 'ended')).orderBy(asc(subscription.createdAt));

/** All subscriptions that a channel ever had, oldest first: the position is the number of a subscription and never changes. */
export const channelSubscriptions = (
  { db }: { db: Pick<DeliveryContext['db'], 'select'> },
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

/** Until the transaction ends, nobody else adds a subscription to this channel. */
export async function lockChannel(tx: Transaction, door: string, channel: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`subscribe ${door} ${channel}`}))`);
}

/** Inserts a subscription whose first slot is after now. */
export async function addSubscription(
  context: DeliveryContext,
  tx: Transaction,
  draft: SubscriptionDraft,
  actor: string,
): Promise<SubscriptionRow> {
  const now = context.now();
  const { name, door, channel, requestText } = draft;
  const [row] = await tx
    .insert(subscription)
    .values({
      ...columnsOf(draft.subscription),
      name: name ?? null,
      door,
      channel,
      requestText,
      cursorAt: now,
      nextAt: nextAfter(context, draft.subscription, now, []),
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
    detail: { said: requestText, ...draft.subscription },
  });
  return row!;
}

/** A command has no queue: a running replica finds these deliveries and inserts their jobs. */
const noQueue: JobQueue = { ensure: async () => {}, enqueue: async () => {} };

/** Enters the slots up to now under the old terms, before these change. */
async function enterPastSlots(context: DeliveryContext, tx: Transaction, row: SubscriptionRow): Promise<void> {
  const [current] = await tx.select().from(subscription).where(eq(subscription.id, row.id)).for('update');
  if (current?.state === 'active') await enterSlots(context, noQueue, tx, [current], context.now());
}

/** A paused or suspended subscription stays so. */
export async function changeSubscription(
  context: DeliveryContext,
  tx: Transaction,
  row: SubscriptionRow,
  draft: SubscriptionDraft,
  actor: string,
) {
  const now = context.now();
  const { door, channel, requestText } = draft;
  await enterPastSlots(context, tx, row);
  const nextAt = nextAfter(context, draft.subscription, row.pausedUntil ? row.cursorAt : now, row.told);
  const values = { ...columnsOf(draft.subscription), door, channel, requestText, nextAt, version: row.version + 1 };
  await tx.update(subscription).set(values).where(eq(subscription.id, row.id));
  await recordAudit(tx, now, {
    actor,
    door,
    channel,
    action: 'subscription.change',
    subject: row.id,
    detail: { said: requestText, ...draft.subscription },
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
  // Another person may have ended it meanwhile.
  const { rowCount } = await tx
    .update(subscription)
    .set(values)
    .where(and(eq(subscription.id, row.id), ne(subscription.state, 'ended')));
  if (!rowCount) throw new CommandError(deliveryText('hasEnded'));
  const detail = values.pausedUntil ? { until: values.pausedUntil } : undefined;
  await recordAudit(tx, context.now(), { actor, door, channel, action: `subscription.${action}`, subject, detail });
}

/** Its deliveries stay; its name is free again. */
export const endSubscription = (context: DeliveryContext, tx: Transaction, row: SubscriptionRow, actor: string) =>
  changeState(context, tx, row, actor, 'end', { state: 'ended', name: null, nextAt: null });

/** Pauses until the start of a day (YYYY-MM-DD) in the subscription's zone, or until it is resumed. */
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
    // One millisecond earlier, or a slot at midnight would be left out.
    const cursorAt = new Date(at.getTime() - 1);
    slots = { cursorAt, nextAt: nextAfter(context, subscriptionOf(row), cursorAt, row.told) };
  }
  await context.db.transaction((tx) =>
    changeState(context, tx, row, actor, 'pause', { state: 'paused', pausedUntil: until ?? null, ...slots }),
  );
}

/** Resumes from now: slots within the pause are not sent afterwards. */
export async function resumeSubscription(context: DeliveryContext, row: SubscriptionRow, actor: string): Promise<void> {
  if (row.state === 'active') throw new CommandError(deliveryText('notPaused'));
  const cursorAt = context.now();
  const nextAt = nextAfter(context, subscriptionOf(row), cursorAt, row.told);
  const values = { state: 'active' as const, stateReason: null, pausedUntil: null, cursorAt, nextAt };
  await context.db.transaction((tx) => changeState(context, tx, row, actor, 'resume', values));
}

/** Reopens a failed or unknown delivery: the next tick of a running replica sends its stored content. */
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
