/** Transactions that fail give their connection back, also where they fail to begin. */
import { expect, it } from 'vitest';
import { freshStore } from './database.ts';

/** One more than a pool has connections. */
const more = 11;

it('a transaction that can’t begin keeps no connection', async () => {
  const store = await freshStore();
  for (const db of [store.db, store.brief])
    for (let n = 0; n < more + 2; n++)
      await expect(
        db.transaction(async () => {}, { isolationLevel: 'none of them' as 'serializable' }),
      ).rejects.toThrow('Failed query: begin');
  expect(store.pool.totalCount - store.pool.idleCount).toBe(0);
  await store.db.transaction(async (tx) => {
    await tx.execute('select 1');
  });
});

it('one that fails later gives it back once, and is undone', async () => {
  const store = await freshStore();
  for (let n = 0; n < more; n++)
    await expect(
      store.db.transaction(async (tx) => {
        await tx.execute(
          `insert into admin ("door", "user", "added_by", "added_at") values ('x', 'u${n}', 'test', now())`,
        );
        throw new Error('later');
      }),
    ).rejects.toThrow('later');
  expect((await store.pool.query('select count(*)::int as n from admin')).rows).toEqual([{ n: 0 }]);
  expect(store.pool.totalCount - store.pool.idleCount).toBe(0);
});
