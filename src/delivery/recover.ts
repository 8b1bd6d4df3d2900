/** Inserts a job for every open delivery without one: after a lost queue, a restored backup, or a person's retry. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { delivery } from '../store/schema.ts';
import { type DeliveryContext, type JobQueue, jobId, type Transaction } from './context.ts';
import { jobTable, queueName } from './sending/queue.ts';

/** Rows in one transaction. */
const batchSize = 500;

async function requeueBatch(tx: Transaction, jobs: JobQueue, door: string): Promise<number> {
  const live = sql`select 1 from ${jobTable} j where j.name = ${queueName(door)} and j.id = ${delivery.job}
    and j.state in ('created', 'retry', 'active')`;
  const open = and(eq(delivery.door, door), inArray(delivery.state, ['pending', 'sending']));
  // One replica at a time: a row that another has just requeued would be looked up among the jobs as they were before.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`requeue ${door}`}))`);
  // A row locked by another replica is being worked on there.
  const orphans = await tx
    .select({ id: delivery.id, channel: delivery.channel, due: delivery.slotAt })
    .from(delivery)
    .where(and(open, sql`not exists (${live})`))
    .orderBy(asc(delivery.slotAt))
    .limit(batchSize)
    .for('update', { skipLocked: true });
  if (!orphans.length) return 0;
  const fresh = orphans.map(({ id, channel, due }) => ({ id: jobId(due), delivery: id, channel, due }));
  await tx.execute(sql`update ${delivery} d set job = v.job
    from jsonb_to_recordset(${JSON.stringify(fresh.map(({ id, delivery: row }) => ({ id: row, job: id })))}::jsonb)
      as v (id uuid, job uuid) where d.id = v.id`);
  await jobs.enqueue(tx, door, fresh);
  return orphans.length;
}

/** @returns how many jobs were inserted */
export async function requeueOrphans(
  { db }: DeliveryContext,
  jobs: JobQueue,
  doors: readonly string[],
): Promise<number> {
  let adopted = 0;
  for (const door of doors) {
    await jobs.ensure(door);
    for (;;) {
      const count = await db.transaction((tx) => requeueBatch(tx, jobs, door));
      adopted += count;
      if (count < batchSize) break;
    }
  }
  return adopted;
}
