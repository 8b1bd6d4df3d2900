/** Retries what a platform has surely not done, after the wait that it names or a backoff. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryError } from '../../src/model/port.ts';
import { messageOf } from '../../src/shared/error-message.ts';

export interface PatienceOptions {
  /** Aborted when nothing more is sent. */
  signal: AbortSignal;
  /** Of an error that the platform's package throws. */
  errorOf?: (error: unknown) => DeliveryError;
}

const maxAttempts = 5;
/** What would come later is given up. */
const maxWaitMs = 120_000;
const firstWaitMs = 1_000;

const deliveryErrorOf = (error: unknown) =>
  error instanceof DeliveryError ? error : new DeliveryError(messageOf(error), 'unknown', { cause: error });

/**
 * For a person who waits: an answer that is shown twice is better than none. Where a platform drops repeats by a key, it is shown once.
 * What is no refusal of a platform is a fault of ours, which a retry does not cure.
 */
export function retryUnknown(error: unknown): DeliveryError {
  if (!(error instanceof DeliveryError)) return new DeliveryError(messageOf(error), 'final', { cause: error });
  return error.outcome === 'unknown' ? new DeliveryError(error.message, 'retry', { cause: error.cause }) : error;
}

/** @throws {DeliveryError} */
export async function patiently<T>(work: () => Promise<T>, options: PatienceOptions): Promise<T> {
  const { signal, errorOf = deliveryErrorOf } = options;
  let waitedMs = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (caught) {
      const error = errorOf(caught);
      const waitMs = error.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1);
      waitedMs += waitMs;
      if (error.outcome !== 'retry' || attempt >= maxAttempts || waitedMs > maxWaitMs || signal.aborted) throw error;
      await sleep(waitMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}
