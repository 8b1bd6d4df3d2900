/** Sends what the ledger promises: one attempt for a job, at its turn. */
import { DeliveryError, type Receipt } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import { together } from './batch.ts';
import { claimAll } from './claim.ts';
import type { Job } from './context.ts';
import { again, close, longestWaitMs, putBack, sentAll, suspend } from './outcome.ts';
import { holdBack, turns } from './rate-limit.ts';
import type { DeliveryRow, Work } from './types.ts';

/** Rows in one transaction. */
const most = 100;
/** What the platform has said is worth waiting for the store; longer, and another replica has taken the job over anyway. */
const patience = { tries: 60, everyMs: 1_000 };

/** One attempt for each job. Whatever it throws is the store's, and the queue gives the job out again. */
export function deliverer(work: Work): (job: Job) => Promise<void> {
  const { ledger, door } = work;
  const turnOf = together((jobs: readonly Job[]) => turns(ledger, door, jobs), most);
  const claim = together((jobs: readonly Job[]) => claimAll(work, jobs), most);
  const sent = together((all: readonly { row: DeliveryRow; receipt: Receipt }[]) => sentAll(work, all), most);

  /** While the database is away, an answer that was got is not thrown away: without it the row would be unknown. */
  const keep = async (act: () => Promise<void>): Promise<void> => {
    for (let tries = 1; ; tries++) {
      try {
        return await act();
      } catch (trouble) {
        if (tries >= patience.tries || !(await work.wait(patience.everyMs))) throw trouble;
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
      } catch (trouble) {
        ledger.note(`${row.door} can't say what became of delivery ${row.id}: ${messageOf(trouble)}`);
      }
      if (asked) return keep(() => (receipt ? sent({ row, receipt }) : again(work, row, why, false)));
    }
    const agoMs = ledger.now().getTime() - row.sendingAt!.getTime();
    // The next attempt may wait that long, and has to reach the platform while it still knows the key.
    if (door.keyLivesMs !== undefined && agoMs + longestWaitMs < door.keyLivesMs)
      return keep(() => again(work, row, why, true));
    return keep(() => close(work, row, 'unknown', 'unanswered', why));
  };

  /** The platform refused, or said nothing. */
  const refused = async (row: DeliveryRow, trouble: unknown, earlier: boolean): Promise<void> => {
    const why = messageOf(trouble);
    if (!(trouble instanceof DeliveryError) || trouble.outcome === 'unknown') return clear(row, why);
    if (trouble.outcome === 'final') return keep(() => suspend(work, row, why, earlier));
    const { retryAfterMs, everywhere } = trouble;
    if (retryAfterMs) {
      const until = new Date(ledger.now().getTime() + retryAfterMs);
      await keep(() => holdBack(ledger, row.door, everywhere ? undefined : row.channel, until));
    }
    return keep(() => again(work, row, why, earlier, retryAfterMs));
  };

  return async (job) => {
    const turn = await turnOf(job);
    if (turn.back) return putBack(work, job, turn.at, turn.kept ? turn.at : undefined);
    const waitMs = turn.at.getTime() - ledger.now().getTime();
    if (waitMs > 0 && !(await work.wait(waitMs))) return putBack(work, job, turn.at);
    const claimed = await claim(job);
    if (!claimed) return;
    const { row } = claimed;
    if (claimed.to === 'clear') return clear(row, 'the process ended while it was sending');
    let receipt: Receipt;
    try {
      receipt = await door.send(row.channel, claimed.card, row.id);
    } catch (trouble) {
      return refused(row, trouble, claimed.earlier);
    }
    await keep(() => sent({ row, receipt }));
  };
}
