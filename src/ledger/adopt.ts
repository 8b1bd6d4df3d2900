/** Gives a job to every open row that has none: the queue was lost, a backup restored, or a person asked for another attempt. */
import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { delivery } from '../store/schema.ts';
import type { Jobs, Ledger } from './ledger.ts';
import { jobTable, queueOf } from './queue.ts';

/** @returns how many */
export async function adopt({ db }: Ledger, jobs: Jobs, doors: readonly string[]): Promise<number> {
  let adopted = 0;
  for (const door of doors) {
    await jobs.ready(door);
    const live = sql`select 1 from ${jobTable} j where j.name = ${queueOf(door)} and j.id = ${delivery.job}
      and j.state in ('created', 'retry', 'active')`;
    const open = and(eq(delivery.door, door), inArray(delivery.state, ['pending', 'sending']));
    const orphans = await db
      .select({ id: delivery.id, job: delivery.job })
      .from(delivery)
      .where(and(open, sql`not exists (${live})`))
      .limit(500);
    for (const { id, job } of orphans) {
      const fresh = randomUUID();
      await db.transaction(async (tx) => {
        const same = job ? eq(delivery.job, job) : isNull(delivery.job);
        const { rowCount } = await tx
          .update(delivery)
          .set({ job: fresh })
          .where(and(eq(delivery.id, id), open, same));
        if (!rowCount) return;
        await jobs.put(tx, door, [{ id: fresh, delivery: id }]);
        adopted++;
      });
    }
  }
  return adopted;
}
