/** One attempt to deliver: waits for the rate limit, claims the row, sends its card, and records what the platform answered. */
import { DeliveryError, type Receipt } from '../../model/port.ts';
import { messageOf } from '../../shared/error-message.ts';
import type { Job } from '../context.ts';
import type { DeliveryRow, DoorContext } from '../types.ts';
import { batched } from './batch.ts';
import { type Claim, claimDeliveries } from './claim.ts';
import { maxRetryMs, recordSent, requeue, type Sent, scheduleRetry, settle, suspendSubscription } from './outcome.ts';
import { pauseUntil, reserveSendSlots, type SendSlot } from './rate-limit.ts';

/** Rows in one transaction. */
const maxBatch = 100;
/** Of a door that can't be asked afterwards. A row is claimed when its send begins: one that is claimed and not under way when the process ends would be unknown for nothing. */
const maxUnconfirmedBatch = 1;
/** Claims of such a door at once: one after the other they took a transaction each, and all sends waited for them. */
const parallelUnconfirmed = 4;
/** How long the outcome of a send waits for the store. After that another replica has taken over the job. */
const storeRetries = { tries: 60, everyMs: 1_000 };

/** The attempts of one door. Concurrent ones share their transactions. */
export class DeliveryAttempts {
  readonly #doorContext: DoorContext;
  readonly #reserve: (job: Job) => Promise<SendSlot>;
  readonly #claim: (job: Job) => Promise<Claim>;
  readonly #recordSent: (sent: Sent) => Promise<undefined>;

  constructor(doorContext: DoorContext) {
    this.#doorContext = doorContext;
    this.#reserve = batched((jobs) => reserveSendSlots(doorContext.context, doorContext.door, jobs), maxBatch);
    const canTell = doorContext.door.confirm !== undefined || doorContext.door.idempotencyWindowMs !== undefined;
    const [max, parallel] = canTell ? [maxBatch, 1] : [maxUnconfirmedBatch, parallelUnconfirmed];
    this.#claim = batched((jobs) => claimDeliveries(doorContext, jobs), max, parallel);
    this.#recordSent = batched((sent) => recordSent(doorContext, sent), maxBatch);
  }

  /** @throws only what the store throws: the queue then hands out the job again */
  async deliver(job: Job): Promise<void> {
    if (!(await this.#waitForSlot(job))) return;
    await this.#doorContext.door.ready?.();
    const claim = await this.#claim(job);
    if (!claim) return;
    if (claim.to === 'clear') return this.#clear(claim.row, 'the process ended while it was sending');
    const { row, card, earlier } = claim;
    let receipt: Receipt;
    try {
      receipt = await this.#doorContext.door.send(row.channel, card, row.id);
    } catch (error) {
      return this.#handleFailure(row, error, earlier);
    }
    await this.#untilStored(() => this.#recordSent({ row, receipt }));
  }

  /** @returns false where the job went back into the queue until its moment */
  async #waitForSlot(job: Job): Promise<boolean> {
    const { context, wait } = this.#doorContext;
    const slot = await this.#reserve(job);
    const waitMs = slot.at.getTime() - context.now().getTime();
    if (!slot.requeue && (waitMs <= 0 || (await wait(waitMs)))) return true;
    await requeue(this.#doorContext, job, slot.at, slot.requeue && slot.reserved ? slot.at : undefined);
    return false;
  }

  async #handleFailure(row: DeliveryRow, error: unknown, earlier: boolean): Promise<void> {
    const doorContext = this.#doorContext;
    const why = messageOf(error);
    if (!(error instanceof DeliveryError) || error.outcome === 'unknown') return this.#clear(row, why);
    if (error.outcome === 'final') return this.#untilStored(() => suspendSubscription(doorContext, row, why, earlier));
    const { retryAfterMs, wholeDoor } = error;
    if (retryAfterMs) {
      const until = new Date(doorContext.context.now().getTime() + retryAfterMs);
      await this.#untilStored(() =>
        pauseUntil(doorContext.context, row.door, wholeDoor ? undefined : row.channel, until),
      );
    }
    return this.#untilStored(() => scheduleRetry(doorContext, row, why, earlier, retryAfterMs));
  }

  /** The card may have arrived: asks the door; else sends it again while the platform recognises the key; else leaves it to a person. */
  async #clear(row: DeliveryRow, why: string): Promise<void> {
    const doorContext = this.#doorContext;
    const { context, door } = doorContext;
    if (door.confirm) {
      try {
        const receipt = await door.confirm(row.channel, row.id);
        return this.#untilStored(() =>
          receipt ? this.#recordSent({ row, receipt }) : scheduleRetry(doorContext, row, why, false),
        );
      } catch (error) {
        context.warn(`${row.door} can't confirm delivery ${row.id}: ${messageOf(error)}`);
      }
    }
    const sentAgoMs = context.now().getTime() - row.sendingAt!.getTime();
    // The next attempt may wait up to maxRetryMs, and must reach the platform within the window.
    if (door.idempotencyWindowMs !== undefined && sentAgoMs + maxRetryMs < door.idempotencyWindowMs)
      return this.#untilStored(() => scheduleRetry(doorContext, row, why, true));
    return this.#untilStored(() => settle(doorContext, row, 'unknown', 'unanswered', why));
  }

  /** Repeats a write while the store is away: an outcome that is lost would leave the row unknown. */
  async #untilStored(write: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await write();
      } catch (error) {
        if (tries >= storeRetries.tries || !(await this.#doorContext.wait(storeRetries.everyMs))) throw error;
      }
    }
  }
}
