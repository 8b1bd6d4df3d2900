/** Sends what the ledger promises: one attempt for a job, at its turn. */
import { DeliveryError, type Receipt } from '../../model/port.ts';
import { messageOf } from '../../shared/error-message.ts';
import type { Job } from '../context.ts';
import type { DeliveryRow, DoorWork } from '../types.ts';
import { batched } from './batch.ts';
import { claimDeliveries } from './claim.ts';
import { maxRetryMs, recordSent, requeue, scheduleRetry, settle, suspendSubscription } from './outcome.ts';
import { pauseUntil, reserveSendSlots } from './rate-limit.ts';

/** Rows in one transaction. */
const maxBatch = 100;
/** What the platform has said is worth waiting for the store; longer, and another replica has taken the job over anyway. */
const storeRetries = { tries: 60, everyMs: 1_000 };

/** One attempt for each job. Whatever it throws is the store's, and the queue gives the job out again. */
export function createDeliver(work: DoorWork): (job: Job) => Promise<void> {
  const { context, door } = work;
  const turnOf = batched((jobs: readonly Job[]) => reserveSendSlots(context, door, jobs), maxBatch);
  const claim = batched((jobs: readonly Job[]) => claimDeliveries(work, jobs), maxBatch);
  const sent = batched((all: readonly { row: DeliveryRow; receipt: Receipt }[]) => recordSent(work, all), maxBatch);

  /** While the database is away, an answer that was got is not thrown away: without it the row would be unknown. */
  const keep = async (act: () => Promise<void>): Promise<void> => {
    for (let tries = 1; ; tries++) {
      try {
        return await act();
      } catch (error) {
        if (tries >= storeRetries.tries || !(await work.wait(storeRetries.everyMs))) throw error;
      }
    }
  };

  /** The card may have arrived: asked where the door can tell, sent again where a repeat is taken for one, else left to a person. */
  const clear = async (row: DeliveryRow, why: string): Promise<void> => {
    if (door.confirm) {
      let receipt: Receipt | undefined;
      let asked = false;
      try {
        receipt = await door.confirm(row.channel, row.id);
        asked = true;
      } catch (error) {
        context.warn(`${row.door} can't say what became of delivery ${row.id}: ${messageOf(error)}`);
      }
      if (asked) return keep(() => (receipt ? sent({ row, receipt }) : scheduleRetry(work, row, why, false)));
    }
    const agoMs = context.now().getTime() - row.sendingAt!.getTime();
    // The next attempt may wait that long, and has to reach the platform while it still knows the key.
    if (door.idempotencyWindowMs !== undefined && agoMs + maxRetryMs < door.idempotencyWindowMs)
      return keep(() => scheduleRetry(work, row, why, true));
    return keep(() => settle(work, row, 'unknown', 'unanswered', why));
  };

  /** The platform refused, or said nothing. */
  const refused = async (row: DeliveryRow, error: unknown, earlier: boolean): Promise<void> => {
    const why = messageOf(error);
    if (!(error instanceof DeliveryError) || error.outcome === 'unknown') return clear(row, why);
    if (error.outcome === 'final') return keep(() => suspendSubscription(work, row, why, earlier));
    const { retryAfterMs, wholeDoor: everywhere } = error;
    if (retryAfterMs) {
      const until = new Date(context.now().getTime() + retryAfterMs);
      await keep(() => pauseUntil(context, row.door, everywhere ? undefined : row.channel, until));
    }
    return keep(() => scheduleRetry(work, row, why, earlier, retryAfterMs));
  };

  return async (job) => {
    const turn = await turnOf(job);
    if (turn.requeue) return requeue(work, job, turn.at, turn.reserved ? turn.at : undefined);
    const waitMs = turn.at.getTime() - context.now().getTime();
    if (waitMs > 0 && !(await work.wait(waitMs))) return requeue(work, job, turn.at);
    const claimed = await claim(job);
    if (!claimed) return;
    const { row } = claimed;
    if (claimed.to === 'clear') return clear(row, 'the process ended while it was sending');
    let receipt: Receipt;
    try {
      receipt = await door.send(row.channel, claimed.card, row.id);
    } catch (error) {
      return refused(row, error, claimed.earlier);
    }
    await keep(() => sent({ row, receipt }));
  };
}
