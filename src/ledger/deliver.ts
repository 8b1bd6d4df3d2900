/** Sends what the ledger promises: one attempt for a job, and what it means for the row. */
import { randomUUID } from 'node:crypto';
import { and, eq, ne } from 'drizzle-orm';
import { composeDigest } from '../digest/compose.ts';
import { judgeLate } from '../digest/slots.ts';
import type { Card } from '../model/card.ts';
import { type Adapter, DeliveryError, type Receipt } from '../model/port.ts';
import { delivery, subscription } from '../store/schema.ts';
import { type Jobs, type Ledger, record, type Transaction } from './ledger.ts';
import { doneIn } from './registrations.ts';
import { type SubscriptionRow, subscriptionOf } from './rows.ts';

type DeliveryRow = typeof delivery.$inferSelect;

/** A door that can be sent to. */
export type SendingDoor = Adapter & Required<Pick<Adapter, 'send'>>;

export const canSend = (door: Adapter): door is SendingDoor => door.send !== undefined;

/** About half an hour in all: an hour is the shortest for which a platform remembers a key. */
const mostAttempts = 10;
const longestWaitMs = 10 * 60_000;
/** Longer than the attempts take; what waited longer, waited for us. */
const forgottenMs = 60 * 60_000;

interface Work {
  ledger: Ledger;
  jobs: Jobs;
  door: SendingDoor;
  /** Of the first wait after a failure; each further one is twice as long. */
  firstWaitMs: number;
}

/** A reason of a row that a person has asked for again: it is sent, however late. */
export const asked = 'asked';

const messageOf = (trouble: unknown) => (trouble instanceof Error ? trouble.message : String(trouble)).slice(0, 500);

async function contentOf(
  { packs, calendar }: Ledger,
  tx: Transaction,
  row: DeliveryRow,
  owner: SubscriptionRow,
  now: Date,
) {
  return composeDigest({
    subscription: subscriptionOf(owner),
    packs,
    calendar,
    at: row.slotAt,
    sentAt: now,
    done: await doneIn({ db: tx }, row.door, row.channel),
    told: new Set(owner.told),
  });
}

/** Why a row is not sent any more. */
function hindrance(row: DeliveryRow, owner: SubscriptionRow, now: Date): string | undefined {
  if (owner.state !== 'active') return owner.state;
  if (row.reason === asked || now.getTime() - row.createdAt.getTime() <= forgottenMs) return undefined;
  const [verdict] = judgeLate([{ at: row.slotAt }], subscriptionOf(owner).late, owner.timeZone, now);
  return verdict!.send ? undefined : verdict!.reason;
}

/** `earlier`: an earlier attempt may have arrived. */
type Claim =
  | { to: 'send'; row: DeliveryRow; card: Card; earlier: boolean }
  | { to: 'clear'; row: DeliveryRow }
  | undefined;

/** Takes the row for an attempt, its content stored before; undefined where there is nothing to do. */
async function claim({ ledger, door }: Work, id: string, job: string): Promise<Claim> {
  const now = ledger.now();
  return ledger.db.transaction(async (tx) => {
    const [row] = await tx.select().from(delivery).where(eq(delivery.id, id)).for('update');
    if (row?.job !== job) return undefined;
    // This very job was working on it when its process died.
    if (row.state === 'sending') return { to: 'clear', row };
    if (row.state !== 'pending') return undefined;
    const [owner] = await tx.select().from(subscription).where(eq(subscription.id, row.subscriptionId));
    const settle = async (state: 'skipped' | 'unknown', reason: string) => {
      await tx.update(delivery).set({ state, reason, settledAt: now }).where(eq(delivery.id, id));
      return undefined;
    };
    const why = hindrance(row, owner!, now);
    // What may have arrived is not called skipped.
    if (why) return settle(row.sendingAt ? 'unknown' : 'skipped', why);
    if (row.sendingAt && now.getTime() - row.sendingAt.getTime() >= (door.keyLivesMs ?? 0))
      return settle('unknown', 'unanswered');
    let { card, pages, tells } = row;
    if (!card) {
      const digest = await contentOf(ledger, tx, row, owner!, now);
      if (!digest.cards[0]) return settle('skipped', 'nothing-due');
      card = digest.cards[0];
      pages = digest.cards.length > 1 ? digest.cards.slice(1) : null;
      tells = digest.tells;
    }
    const taken = {
      state: 'sending' as const,
      card,
      pages,
      tells,
      attempts: row.attempts + 1,
      sendingAt: row.sendingAt ?? now,
    };
    // Read back: jsonb orders its keys, and every attempt is to send the same bytes.
    const [kept] = await tx.update(delivery).set(taken).where(eq(delivery.id, id)).returning();
    return { to: 'send', row: kept!, card: kept!.card as Card, earlier: row.sendingAt !== null };
  });
}

async function sent({ ledger }: Work, row: DeliveryRow, receipt: Receipt): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    const settled = {
      state: 'sent' as const,
      reason: null,
      message: receipt.message,
      lastError: null,
      settledAt: receipt.at,
    };
    // An answer that comes after all is the truth, whatever was thought meanwhile.
    await tx
      .update(delivery)
      .set(settled)
      .where(and(eq(delivery.id, row.id), ne(delivery.state, 'sent')));
    if (!row.tells.length) return;
    const [owner] = await tx.select().from(subscription).where(eq(subscription.id, row.subscriptionId)).for('update');
    const told = [...new Set([...owner!.told, ...row.tells])];
    await tx.update(subscription).set({ told }).where(eq(subscription.id, row.subscriptionId));
  });
}

async function close(work: Work, row: DeliveryRow, state: 'failed' | 'unknown', reason: string, why: string) {
  const { db, now, note } = work.ledger;
  await db
    .update(delivery)
    .set({ state, reason, lastError: why, settledAt: now() })
    .where(and(eq(delivery.id, row.id), eq(delivery.job, row.job!)));
  note(`delivery ${row.id} to ${row.door} ${row.channel}: ${state} (${reason}): ${why}`);
}

/** Another attempt by another job, after a wait. `arrived`: the card may have arrived, and the next attempt must know. */
async function again(work: Work, row: DeliveryRow, why: string, arrived: boolean, retryAfterMs = 0): Promise<void> {
  if (row.attempts >= mostAttempts) return close(work, row, arrived ? 'unknown' : 'failed', 'gave-up', why);
  const wait = Math.min(work.firstWaitMs * 2 ** (row.attempts - 1), longestWaitMs);
  const job = randomUUID();
  await work.ledger.db.transaction(async (tx) => {
    const waiting = { state: 'pending' as const, job, lastError: why, ...(arrived ? {} : { sendingAt: null }) };
    const { rowCount } = await tx
      .update(delivery)
      .set(waiting)
      .where(and(eq(delivery.id, row.id), eq(delivery.job, row.job!), eq(delivery.state, 'sending')));
    if (rowCount)
      await work.jobs.put(tx, row.door, [{ id: job, delivery: row.id, afterMs: Math.max(wait, retryAfterMs) }]);
  });
}

/** The channel is gone or the assistant was removed: nothing more is sent there until somebody looks. */
async function suspend(work: Work, row: DeliveryRow, why: string, earlier: boolean): Promise<void> {
  const { db, now, note } = work.ledger;
  const at = now();
  await db.transaction(async (tx) => {
    const state = earlier ? ('unknown' as const) : ('failed' as const);
    const settled = { state, reason: 'final', lastError: why, settledAt: at };
    await tx
      .update(delivery)
      .set(settled)
      .where(and(eq(delivery.id, row.id), eq(delivery.job, row.job!)));
    const { rowCount } = await tx
      .update(subscription)
      .set({ state: 'suspended', stateReason: why, nextAt: null })
      .where(and(eq(subscription.id, row.subscriptionId), eq(subscription.state, 'active')));
    const { door, channel, subscriptionId: subject } = row;
    if (rowCount)
      await record(tx, at, {
        actor: 'delivery',
        door,
        channel,
        action: 'subscription.suspend',
        subject,
        detail: { delivery: row.id, why },
      });
  });
  note(`subscription ${row.subscriptionId} to ${row.door} ${row.channel} is suspended: ${why}`);
}

/** The card may have arrived: asked where the door can tell, sent again where a repeat is taken for one, else left to a person. */
async function clear(work: Work, row: DeliveryRow, why: string): Promise<void> {
  const { door, ledger } = work;
  if (door.confirm) {
    try {
      const receipt = await door.confirm(row.channel, row.id);
      return receipt ? sent(work, row, receipt) : again(work, row, why, false);
    } catch (trouble) {
      ledger.note(`${row.door} can't say what became of delivery ${row.id}: ${messageOf(trouble)}`);
    }
  }
  const agoMs = ledger.now().getTime() - row.sendingAt!.getTime();
  // The next attempt may wait that long, and has to reach the platform while it still knows the key.
  if (door.keyLivesMs !== undefined && agoMs + longestWaitMs < door.keyLivesMs) return again(work, row, why, true);
  return close(work, row, 'unknown', 'unanswered', why);
}

/** One attempt. Whatever it throws is the store's, and the queue gives the job out again. */
export async function deliver(work: Work, job: { id: string; delivery: string }): Promise<void> {
  const claimed = await claim(work, job.delivery, job.id);
  if (!claimed) return;
  const { row } = claimed;
  if (claimed.to === 'clear') return clear(work, row, 'the process ended while it was sending');
  const { card, earlier } = claimed;
  let receipt: Receipt;
  try {
    receipt = await work.door.send(row.channel, card, row.id);
  } catch (trouble) {
    const outcome = trouble instanceof DeliveryError ? trouble.outcome : 'unknown';
    const why = messageOf(trouble);
    if (outcome === 'final') return suspend(work, row, why, earlier);
    if (outcome === 'unknown') return clear(work, row, why);
    return again(work, row, why, earlier, trouble instanceof DeliveryError ? trouble.retryAfterMs : undefined);
  }
  await sent(work, row, receipt);
}
