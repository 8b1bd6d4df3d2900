/** The same number of jobs through pg-boss alone, with the same batch size and concurrency; a job does nothing. */
import { randomUUID } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import { workerLimits } from '../../src/delivery/door-runner.ts';
import type { Store } from '../../src/store/open.ts';
import { time } from '../stats.ts';
import { until } from './until.ts';

const name = 'bare';
/** Jobs in one transaction, as the scheduler inserts them. */
const inserted = 250;

export async function bare(store: Store, count: number): Promise<{ enterMs: number; workMs: number; done: number }> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => store.pool.query(text, values) },
    schedule: false,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
  });
  boss.on('error', (error) => process.stderr.write(`${error.message}\n`));
  await boss.start();
  await boss.createQueue(name, { heartbeatSeconds: 10, expireInSeconds: 300, retryLimit: 20 });
  const jobs = Array.from({ length: count }, () => ({ id: randomUUID(), data: { delivery: randomUUID() } }));
  const entered = await time(async () => {
    for (let from = 0; from < count; from += inserted) await boss.insert(name, jobs.slice(from, from + inserted));
  });
  let handled = 0;
  const worked = await time(async () => {
    await boss.work(
      name,
      {
        ...{ batchSize: workerLimits.batchSize, localConcurrency: workerLimits.maxConcurrent / workerLimits.batchSize },
        ...{ burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
      },
      async (batch) => {
        handled += batch.length;
      },
    );
    await until(() => handled >= count);
    await boss.offWork(name);
  });
  const { rows } = await store.pool.query<{ done: number }>(
    `select count(*)::int as done from pgboss.job where name = $1 and state = 'completed'`,
    [name],
  );
  await boss.stop({ graceful: true, timeout: 5_000 });
  return { enterMs: entered.ms, workMs: worked.ms, done: rows[0]!.done };
}
