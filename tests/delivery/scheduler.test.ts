/** Every slot gets exactly one row, whoever enters it and however late; what is late follows the subscription's policy. */
import { describe, expect, it } from 'vitest';
import { enterDueSlots, recalculateNextSlots } from '../../src/delivery/scheduler.ts';
import { Queue } from '../../src/delivery/sending/queue.ts';
import { subscriptionOf } from '../../src/delivery/subscription-row.ts';
import { changeSubscription, pauseSubscription, resumeSubscription } from '../../src/delivery/subscriptions.ts';
import { at, freshDatabase, openPatiently } from '../store/database.ts';
import { fakeDoor, Rig, rig } from './rig.ts';

describe('slots', () => {
  it('have exactly one row and one job with three replicas at once', async () => {
    const url = await freshDatabase();
    const stores = await Promise.all([1, 2, 3].map(() => openPatiently(at(url))));
    const replicas = stores.map((store) => new Rig(store, '2025-06-03T08:00+08:00'));
    const queues = stores.map((store) => new Queue(store, () => {}));
    try {
      await Promise.all(queues.map((queue) => queue.start()));
      for (let n = 0; n < 60; n++) await replicas[0]!.subscribe({ late: { policy: 'all' } }, `room ${n}`);
      for (const day of ['03', '04', '05', '06']) {
        for (const replica of replicas) replica.clock = new Date(`2025-06-${day}T09:00:01+08:00`);
        await Promise.all(
          replicas.map(({ deliveryContext }, n) => enterDueSlots(deliveryContext, queues[n]!, ['fake'])),
        );
      }
      const { rows } = await stores[0]!.pool.query(
        `select (select count(*)::int from delivery) rows, (select count(distinct (subscription_id, slot_at))::int from delivery) slots,
         (select count(*)::int from pgboss.job where name = 'deliver.fake') jobs,
         (select count(*)::int from delivery d join pgboss.job j on j.id = d.job and (j.data->>'delivery')::uuid = d.id) pairs`,
      );
      expect(rows[0]).toEqual({ rows: 240, slots: 240, jobs: 240, pairs: 240 });
    } finally {
      await Promise.all(queues.map((queue) => queue.stop(1_000)));
      await Promise.all(stores.map((store) => store.close()));
    }
  });

  it('leave neither row nor moved cursor behind where the job can’t be put', async () => {
    const one = await rig('2025-06-03T08:00+08:00');
    await one.subscribe();
    one.clock = new Date('2025-06-03T09:00:05+08:00');
    const broken = { ...one.jobs, enqueue: () => Promise.reject(new Error('no queue')) };
    await expect(enterDueSlots(one.deliveryContext, broken, ['fake'])).rejects.toThrow('no queue');
    expect(await one.states()).toEqual([]);
    expect(await one.materialise()).toBe(1);
    expect(await one.states()).toEqual(['06-03 pending']);
  });

  it('are the same once the clock has gone back, and are found again after other deadlines', async () => {
    const one = await rig('2025-06-03T08:00+08:00');
    await one.subscribe();
    one.clock = new Date('2025-06-04T09:00:05+08:00');
    await one.materialise();
    one.clock = new Date('2025-06-03T09:00:05+08:00');
    await recalculateNextSlots(one.deliveryContext);
    expect(await one.materialise()).toBe(0);
    one.clock = new Date('2025-06-04T09:01:00+08:00');
    expect(await one.materialise()).toBe(0);
    await one.store.pool.query('update subscription set next_at = null');
    one.clock = new Date('2025-06-05T09:00:05+08:00');
    expect(await one.materialise()).toBe(0);
    await recalculateNextSlots(one.deliveryContext);
    expect(await one.materialise()).toBe(1);
  });
});

describe('after four days without a process', () => {
  const missed = async (late: object, now: string) => {
    const one = await rig('2025-06-03T08:00+08:00');
    await one.subscribe({ late });
    one.clock = new Date(now);
    await one.materialise();
    return one.states();
  };

  it('latest: the last one of the same day, the others are skipped and say why', async () => {
    const skipped = ['06-03 skipped superseded', '06-04 skipped superseded', '06-05 skipped superseded'];
    expect(await missed({ policy: 'latest' }, '2025-06-06T17:00+08:00')).toEqual([...skipped, '06-06 pending']);
    expect(await missed({ policy: 'latest' }, '2025-06-06T08:00+08:00')).toEqual([
      ...skipped.slice(0, 2),
      '06-05 skipped too-late',
    ]);
    expect(await missed({ policy: 'latest', withinHours: 0.5 }, '2025-06-06T09:31+08:00')).toEqual([
      ...skipped,
      '06-06 skipped too-late',
    ]);
  });

  it('all: each; none: none; one that is due just now is not late', async () => {
    expect(await missed({ policy: 'all' }, '2025-06-04T17:00+08:00')).toEqual(['06-03 pending', '06-04 pending']);
    expect(await missed({ policy: 'none' }, '2025-06-04T17:00+08:00')).toEqual([
      '06-03 skipped not-wanted',
      '06-04 skipped not-wanted',
    ]);
    expect(await missed({ policy: 'none' }, '2025-06-04T09:01+08:00')).toEqual([
      '06-03 skipped not-wanted',
      '06-04 pending',
    ]);
  });
});

it('is late after as long as the settings say', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  await one.subscribe({ late: { policy: 'none' } });
  one.clock = new Date('2025-06-03T09:00:11+08:00');
  await enterDueSlots({ ...one.deliveryContext, lateAfterMs: 10_000 }, one.jobs, ['fake']);
  one.clock = new Date('2025-06-04T09:00:10+08:00');
  await enterDueSlots({ ...one.deliveryContext, lateAfterMs: 10_000 }, one.jobs, ['fake']);
  expect(await one.states()).toEqual(['06-03 skipped not-wanted', '06-04 pending']);
});

describe('a pause', () => {
  it('ends by itself, and nothing of it is sent afterwards', async () => {
    const one = await rig('2025-06-03T08:00+08:00');
    const row = await one.subscribe({ late: { policy: 'all' } });
    await pauseSubscription(one.deliveryContext, row, 'tester', '2025-06-06');
    one.clock = new Date('2025-06-05T23:59+08:00');
    expect(await one.materialise()).toBe(0);
    one.clock = new Date('2025-06-06T09:00:01+08:00');
    expect(await one.materialise()).toBe(1);
    expect(await one.states()).toEqual(['06-06 pending']);
    const { rows } = await one.store.pool.query('select actor, action from audit order by id');
    expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'tester subscription.add',
      'tester subscription.pause',
      'clock subscription.resume',
    ]);
  });

  it('is over when resumed, and holds back what waits in the queue', async () => {
    const one = await rig('2025-06-03T08:00+08:00');
    const row = await one.subscribe({ late: { policy: 'all' } });
    one.clock = new Date('2025-06-03T09:00:01+08:00');
    await one.materialise();
    await pauseSubscription(one.deliveryContext, row, 'tester');
    const { door, posted } = fakeDoor(() => {});
    await one.work(door);
    one.clock = new Date('2025-06-05T10:00+08:00');
    const [paused] = await one.store.db.execute<{ id: string }>('select id from subscription').then(({ rows }) => rows);
    await resumeSubscription(one.deliveryContext, { ...row, id: paused!.id, state: 'paused' }, 'tester');
    await one.materialise();
    one.clock = new Date('2025-06-06T09:00:01+08:00');
    await one.materialise();
    expect(await one.states()).toEqual(['06-03 skipped paused', '06-06 pending']);
    expect(posted).toEqual([]);
  });
});

describe('a change', () => {
  it('leaves the slots before it as they were agreed, and makes none after the fact', async () => {
    const one = await rig('2025-06-03T08:00+08:00');
    const row = await one.subscribe({ late: { policy: 'all' } });
    one.clock = new Date('2025-06-04T10:00+08:00');
    const timing = { ...subscriptionOf(row).timing, schedule: { kind: 'daily' as const, at: ['09:30'] } };
    const draft = { door: 'fake', channel: 'hall', requestText: 'y', subscription: { ...subscriptionOf(row), timing } };
    await one.store.db.transaction((tx) => changeSubscription(one.deliveryContext, tx, row, draft, 'tester'));
    one.clock = new Date('2025-06-05T10:00+08:00');
    await one.materialise();
    const { rows } = await one.store.pool.query(
      `select to_char(slot_at at time zone 'Asia/Shanghai', 'DD HH24:MI ') || channel as it from delivery order by slot_at`,
    );
    expect(rows.map(({ it }) => it)).toEqual(['03 09:00 room', '04 09:00 room', '05 09:30 hall']);
  });
});
