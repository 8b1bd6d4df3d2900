/** What becomes of an attempt: sent, tried again, given up, suspended, or unknown and left to a person. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recalculateNextSlots } from '../../../src/delivery/scheduler.ts';
import { findSubscription, resumeSubscription, retryDelivery } from '../../../src/delivery/subscriptions.ts';
import type { SendingDoor } from '../../../src/delivery/types.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { DeliveryError } from '../../../src/model/port.ts';
import { fakeDoor, rig } from '../rig.ts';

const lanqiao = loadPack(join(import.meta.dirname, '../../fixtures/lanqiao'));
const hourMs = 3_600_000;

/** One slot with its delivery row, its job waiting. */
async function due(raw: object = {}) {
  const one = await rig('2025-06-03T08:00+08:00');
  await one.subscribe(raw);
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  await one.materialise();
  return one;
}

const rowOf = async (one: Awaited<ReturnType<typeof rig>>) =>
  (await one.store.pool.query('select * from delivery order by slot_at')).rows[0];

describe('an attempt', () => {
  it('sends the stored card under the row’s id, once, whatever the queue does', async () => {
    const one = await due();
    const [job] = one.waiting;
    const { door, posted } = fakeDoor(() => {});
    await one.work(door);
    await one.run(door, job!);
    const row = await rowOf(one);
    expect(posted).toEqual([{ channel: 'room', card: row.card, key: row.id }]);
    expect(row).toMatchObject({ state: 'sent', message: 'm1', attempts: 1 });
  });

  it('waits as long as the platform says, then sends the same bytes', async () => {
    const one = await due();
    const seen: string[] = [];
    const { door } = fakeDoor(({ card, key }, count) => {
      seen.push(JSON.stringify([card, key]));
      if (count === 1) throw new DeliveryError('slow down', 'retry', { retryAfterMs: 90_000 });
      if (count === 2) throw new DeliveryError('busy', 'retry');
    });
    expect(await one.work(door)).toEqual([0]);
    await one.store.pool.query(`insert into registration values ('fake', 'room', 'xian-ip', 'task:57', 'x', now())`);
    one.clock = new Date('2025-06-03T09:20:00+08:00');
    expect(await one.work(door)).toEqual([90_000]);
    expect(await one.work(door)).toEqual([10_000]);
    expect(new Set(seen).size).toBe(1);
    expect(await one.states()).toEqual(['06-03 sent']);
  });

  it('gives up after a while, and a person may ask again', async () => {
    const one = await due();
    let broken = true;
    const { door } = fakeDoor(() => {
      if (broken) throw new DeliveryError('busy', 'retry');
    });
    const waits: number[] = [];
    while (one.waiting.length) waits.push(...(await one.work(door)));
    expect(waits).toEqual([0, 5, 10, 20, 40, 80, 160, 320, 600, 600].map((s) => s * 1000));
    expect(await one.states()).toEqual(['06-03 failed gave-up']);
    broken = false;
    const { id } = await rowOf(one);
    one.clock = new Date('2025-06-09T09:00:00+08:00');
    await retryDelivery(one.deliveryContext, id, 'tester');
    const job = '00000000-0000-4000-8000-000000000001';
    await one.store.pool.query('update delivery set job = $1', [job]);
    await one.run(door, { id: job, delivery: id, channel: 'room', due: one.clock });
    expect(await one.states()).toEqual(['06-03 sent']);
    await expect(retryDelivery(one.deliveryContext, id, 'tester')).rejects.toThrow('it is sent');
  });

  it('suspends the subscription where the channel is gone, and the delivery row says so', async () => {
    const one = await due();
    const { door } = fakeDoor(() => {
      throw new DeliveryError('no such channel', 'final');
    });
    await one.work(door);
    expect(await one.states()).toEqual(['06-03 failed final']);
    const { rows } = await one.store.pool.query(`select * from audit where actor = 'delivery'`);
    expect(rows).toMatchObject([{ action: 'subscription.suspend', detail: { why: 'no such channel' } }]);
    expect(one.notes.join()).toContain('is suspended: no such channel');
    one.clock = new Date('2025-06-04T09:00:05+08:00');
    expect(await one.materialise()).toBe(0);
    await expect(retryDelivery(one.deliveryContext, (await rowOf(one)).id, 'tester')).rejects.toThrow(
      'suspended; resume it first',
    );
    const row = await findSubscription(one.deliveryContext, '');
    expect(row.stateReason).toBe('no such channel');
    await resumeSubscription(one.deliveryContext, row, 'tester');
    await retryDelivery(one.deliveryContext, (await rowOf(one)).id, 'tester');
    expect(await one.states()).toEqual(['06-03 pending asked']);
  });

  it('is not made where nothing is due and the group wants silence', async () => {
    const one = await due({ whenNothing: 'silence', content: { due: [{ within: 3, unit: 'day' }] } });
    const { door, posted } = fakeDoor(() => {});
    await one.work(door);
    expect([posted.length, await one.states()]).toEqual([0, ['06-03 skipped nothing-due']]);
  });

  it('is not made days later, where the subscription does not want that', async () => {
    const one = await due();
    const { door, posted } = fakeDoor(() => {});
    one.clock = new Date('2025-06-05T09:00:00+08:00');
    await one.work(door);
    expect([posted.length, await one.states()]).toEqual([0, ['06-03 skipped too-late']]);
  });

  it('tells the end of a plan once, and the subscription rests until the plan has other deadlines', async () => {
    const one = await rig('2026-03-02T08:00+08:00');
    await one.subscribe({ whenNothing: 'silence' });
    const { door, posted } = fakeDoor(() => {});
    for (const day of ['02', '03', '04']) {
      one.clock = new Date(`2026-03-${day}T09:00:01+08:00`);
      await one.materialise();
      await one.work(door);
    }
    expect(await one.states()).toEqual(['03-02 sent']);
    const next = async () => (await one.store.pool.query('select next_at from subscription')).rows[0].next_at;
    expect(await next()).toBeNull();
    expect(JSON.stringify(posted)).toContain('完成时限都已过');
    // Slots of the rest are none: a plan with later deadlines goes on with the next one, also where all that was missed is wanted.
    one.deliveryContext.packs = [{ ...lanqiao, id: 'xian-ip' }];
    one.clock = new Date('2026-03-10T12:00:00+08:00');
    await recalculateNextSlots(one.deliveryContext);
    expect(await next()).toEqual(new Date('2026-03-11T09:00:00+08:00'));
    expect(await one.materialise()).toBe(0);
  });

  it('tells the end once, where several slots waited for the door together', async () => {
    const one = await rig('2026-03-02T08:00+08:00');
    await one.subscribe({ timing: { schedule: { kind: 'daily', at: ['09:00', '09:01', '09:02'] }, dayOff: 'send' } });
    one.clock = new Date('2026-03-02T09:03+08:00');
    await one.materialise();
    const { door, posted } = fakeDoor(() => {});
    await one.work(door);
    expect(posted).toHaveLength(1);
    expect(await one.states()).toEqual(['03-02 sent', '03-02 skipped nothing-due', '03-02 skipped nothing-due']);
  });
});

describe.each([
  ['no answer after sending', false],
  ['a process that ended while sending', true],
])('%s', (_name, crash) => {
  /** @returns what the platform was sent */
  async function ambiguous(more: Partial<SendingDoor>, days = 0) {
    const one = await due();
    const { door, posted, sends } = fakeDoor((_posted, count) => {
      if (count === 1) throw crash ? new Error('killed') : new DeliveryError('timed out', 'unknown');
    }, more);
    if (crash) {
      const [job] = one.waiting;
      // The claim is in the store and nothing after it: as after kill -9.
      const gone = fakeDoor(() => new Promise(() => {}), more);
      void one.run(gone.door, job!);
      while ((await rowOf(one)).state !== 'sending') await new Promise((resolve) => setTimeout(resolve, 5));
    }
    one.clock = new Date(one.clock.getTime() + 15_000);
    await one.work(door);
    one.clock = new Date(one.clock.getTime() + days * 24 * hourMs);
    await one.work(door);
    await one.work(door);
    return { states: await one.states(), sends: sends(), posted, row: await rowOf(one) };
  }

  it('is unknown where the door has no keys and can’t tell', async () => {
    const { states, sends, row } = await ambiguous({});
    expect(states).toEqual(['06-03 unknown unanswered']);
    expect(sends).toBe(crash ? 0 : 1);
    expect(row.last_error).toBeTruthy();
  });

  it('is sent again under the same key where the platform knows it', async () => {
    const { states, posted, row } = await ambiguous({ idempotencyWindowMs: hourMs });
    expect(states).toEqual(['06-03 sent']);
    expect(posted.every(({ key }) => key === row.id)).toBe(true);
  });

  it('is unknown once the platform has forgotten the key', async () => {
    expect((await ambiguous({ idempotencyWindowMs: hourMs / 10 })).states).toEqual(['06-03 unknown unanswered']);
    expect((await ambiguous({ idempotencyWindowMs: hourMs }, 1)).states[0]).toMatch(/^06-03 unknown /);
  });

  it('is settled by looking, where the door can tell', async () => {
    const there = await ambiguous({ confirm: async () => ({ message: 'seen', at: new Date() }) });
    expect([there.states, there.row.message, there.posted]).toEqual([['06-03 sent'], 'seen', []]);
    const notThere = await ambiguous({ confirm: async () => undefined });
    expect(notThere.states).toEqual(['06-03 sent']);
    const cannot = await ambiguous({ confirm: async () => Promise.reject(new Error('away')) });
    expect(cannot.states).toEqual(['06-03 unknown unanswered']);
  });
});

it('of a door that can’t be asked afterwards four rows at most are claimed whose send has not begun', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  for (let n = 0; n < 40; n++) await one.subscribe({}, `room ${n}`);
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  await one.materialise();
  let begun = 0;
  const ahead: number[] = [];
  const { door } = fakeDoor(async () => {
    begun++;
    const { rows } = await one.store.pool.query<{ n: number }>(
      `select count(*)::int n from delivery where state in ('sending', 'sent')`,
    );
    ahead.push(rows[0]!.n - begun);
  });
  const attempts = one.attempts(door);
  await Promise.all(one.waiting.splice(0).map((job) => attempts.deliver(job)));
  expect(begun).toBe(40);
  expect(Math.max(...ahead)).toBeLessThanOrEqual(4);
});
