/** A row without a job gets one, once; a door without `send` gets no subscription. */
import { expect, it, onTestFinished } from 'vitest';
import { readDraft } from '../../src/cli/options/subscription-draft.ts';
import { requeueOrphans } from '../../src/delivery/recover.ts';
import { enterDueSlots } from '../../src/delivery/scheduler.ts';
import { Queue } from '../../src/delivery/sending/queue.ts';
import { startDelivery } from '../../src/delivery/service.ts';
import type { Fault } from '../../src/model/fault.ts';
import { fakeDoor, rig } from './rig.ts';

it('finds rows whose job is lost, and no others, with three replicas at once', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  const queue = new Queue(one.store, (line) => one.notes.push(line));
  await queue.start();
  try {
    for (let n = 0; n < 10; n++) await one.subscribe({}, `room ${n}`);
    one.clock = new Date('2025-06-03T09:00:05+08:00');
    await enterDueSlots(one.deliveryContext, queue, ['fake']);
    const jobs = async (which: string) =>
      (await one.store.pool.query(`select count(*)::int n from pgboss.job where name = 'deliver.fake' and ${which}`))
        .rows[0].n;
    expect(await requeueOrphans(one.deliveryContext, queue, ['fake'])).toBe(0);
    await one.store.pool.query(`delete from pgboss.job where name = 'deliver.fake' and id in
      (select job from delivery order by id limit 4)`);
    await one.store.pool.query(
      `update delivery set job = null where id in (select id from delivery order by id limit 1)`,
    );
    const counts = await Promise.all([1, 2, 3].map(() => requeueOrphans(one.deliveryContext, queue, ['fake'])));
    expect(counts.reduce((sum, n) => sum + n)).toBe(4);
    expect(await jobs('id in (select job from delivery)')).toBe(10);
    expect(await jobs('true')).toBe(10);
  } finally {
    await queue.stop(1_000);
  }
});

it('settles what a dead process left in the middle, though its channel must wait for its next moment', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  await one.subscribe({}, 'room');
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  const more = { sendInterval: { channelMs: 3_000, doorMs: 0 } };
  await one.materialise();
  void one.run(fakeDoor(() => new Promise(() => {}), more).door, one.waiting[0]!);
  await expect.poll(() => one.states(), { interval: 5 }).toEqual(['06-03 sending']);
  const { door, sends } = fakeDoor(() => {}, more);
  const [startedMs, startMs] = [performance.now(), one.clock.getTime()];
  const context = { ...one.deliveryContext, now: () => new Date(startMs + performance.now() - startedMs) };
  const service = await startDelivery({
    ...{ store: one.store, context, doors: [door], firstRetryMs: 1_000, tickEveryMs: 200 },
    receive: async () => undefined,
    alertChannels: async () => [],
    onUnstartable: (fault) => {
      throw fault;
    },
    daily: async () => {},
  });
  onTestFinished(() => service.stop());
  await expect.poll(() => one.states(), { timeout: 30_000, interval: 50 }).toEqual(['06-03 unknown unanswered']);
  expect(sends()).toBe(0);
  const { rows } = await one.store.pool.query<{ free_at: Date }>(`select free_at from pace where channel = 'room'`);
  // Its own moment and one more: digests that follow wait for no others.
  expect(rows[0]!.free_at.getTime() - startMs).toBeLessThan(8_000);
});

it('refuses a door that only answers when the subscription is made, and names the others', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  const { door } = fakeDoor(() => {});
  const { send: _send, ...page } = { ...door, name: 'page' };
  const faults: Fault[] = [];
  const known = {
    packs: one.deliveryContext.packs,
    calendar: one.deliveryContext.calendar,
    doors: [door, page],
    publicUrl: undefined,
    today: 20_000,
  };
  const raw = { door: 'page', channel: 'x', when: '每天 9:00' };
  expect(readDraft(raw, known, 'f', faults)).toBeUndefined();
  expect(faults.map(({ message }) => message)).toEqual(['page only answers and can’t send; digests go through fake']);
  expect(readDraft({ ...raw, door: 'fake' }, known, 'f', [])).toMatchObject({ door: 'fake', requestText: '每天 9:00' });
});
