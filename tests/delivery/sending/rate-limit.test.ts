/** One pace for all replicas: turns that nobody else is given, an order that is fair, and waits that the platform asks for. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { jobId } from '../../../src/delivery/context.ts';
import { Queue } from '../../../src/delivery/sending/queue.ts';
import { reserveSendSlots, sendAllowance } from '../../../src/delivery/sending/rate-limit.ts';
import type { SendingDoor } from '../../../src/delivery/types.ts';
import { DeliveryError } from '../../../src/model/port.ts';
import { at, freshDatabase, openPatiently } from '../../store/database.ts';
import { fakeDoor, Rig, rig } from '../rig.ts';

const nine = '2025-06-03T09:00:00+08:00';

/** Replicas with a clock each, on one database. */
async function replicas(count: number, now: string): Promise<Rig[]> {
  const url = await freshDatabase();
  const all: Rig[] = [];
  for (let n = 0; n < count; n++) {
    const store = await openPatiently(at(url));
    onTestFinished(() => store.close());
    all.push(new Rig(store, now));
  }
  return all;
}

const sinceNine = (when: Date) => when.getTime() - new Date(nine).getTime();

/** So many slots at nine, their jobs waiting. */
async function due(channels: readonly string[], raw: object = {}) {
  const one = await rig('2025-06-03T08:00+08:00');
  for (const channel of channels) await one.subscribe(raw, channel);
  one.clock = new Date(nine);
  await one.materialise();
  return one;
}

/** Runs what is due at the rig's clock, and moves the clock to what comes next. @returns channels with the time at which they were sent to */
async function runToEnd(one: Rig, door: SendingDoor): Promise<void> {
  const attempts = one.attempts(door);
  let waiting: { at: number; job: (typeof one.waiting)[number] }[] = [];
  const collect = () => {
    const now = one.clock.getTime();
    waiting.push(...one.waiting.splice(0).map((job) => ({ at: now + (job.afterMs ?? 0), job })));
    waiting.sort((a, b) => a.at - b.at);
  };
  for (collect(); waiting.length; collect()) {
    const [next, ...others] = waiting;
    waiting = others;
    one.clock = new Date(Math.max(one.clock.getTime(), next!.at));
    await attempts.deliver(next!.job);
  }
}

describe('turns', () => {
  it('that a clock an hour ahead has reserved do not hold up a clock that is right', async () => {
    const [ahead, right] = await replicas(2, nine);
    ahead!.clock = new Date('2025-06-03T10:30:00+08:00');
    const { door } = fakeDoor(() => {}, { sendInterval: { channelMs: 1_000, doorMs: 200 } });
    await reserveSendSlots(ahead!.deliveryContext, door, [{ channel: 'room' }]);
    expect(await sendAllowance(right!.deliveryContext, door, 3)).toBe(3);
    const [slot] = await reserveSendSlots(right!.deliveryContext, door, [{ channel: 'room' }]);
    expect(slot).toMatchObject({ at: new Date(nine), requeue: false });
  });

  it('are given once, however many replicas ask at the same time', async () => {
    const [one, two, three] = await replicas(3, nine);
    const { door } = fakeDoor(() => {}, { sendInterval: { channelMs: 100, doorMs: 10 } });
    const asked = (name: string) => Array.from({ length: 10 }, (_, n) => ({ channel: `${name}${n}` }));
    const given = await Promise.all([
      reserveSendSlots(one!.deliveryContext, door, asked('a')),
      reserveSendSlots(two!.deliveryContext, door, asked('b')),
      reserveSendSlots(three!.deliveryContext, door, asked('c')),
    ]);
    const times = given.flat().map((turn) => sinceNine(turn.at));
    expect(times.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n * 10));
    expect(await sendAllowance(one!.deliveryContext, door, 100)).toBe(70);
    expect(await sendAllowance(one!.deliveryContext, door, 50)).toBe(50);
    one!.clock = new Date('2025-06-03T09:00:00.300+08:00');
    expect(await sendAllowance(one!.deliveryContext, door, 100)).toBe(100);
  });

  it('of one channel are that far apart, whichever replica asks, and one that was kept is not asked for again', async () => {
    const [one, two] = await replicas(2, nine);
    const { door } = fakeDoor(() => {}, { sendInterval: { channelMs: 2_000, doorMs: 0 } });
    const room = [{ channel: 'room' }, { channel: 'room' }, { channel: 'room' }];
    const given = (
      await Promise.all([
        reserveSendSlots(one!.deliveryContext, door, room),
        reserveSendSlots(two!.deliveryContext, door, room),
      ])
    ).flat();
    const times = given.map((turn) => sinceNine(turn.at)).sort((a, b) => a - b);
    expect(times).toEqual([0, 2_000, 4_000, 6_000, 8_000, 10_000]);
    expect(given.filter(({ requeue, reserved }) => requeue && reserved)).toHaveLength(5);
    two!.clock = new Date('2025-06-03T09:00:04.200+08:00');
    const reservedAt = new Date('2025-06-03T09:00:04+08:00');
    expect(await reserveSendSlots(two!.deliveryContext, door, [{ channel: 'room', reservedAt }])).toEqual([
      { at: two!.clock, requeue: false, reserved: false },
    ]);
    // A crowd whose turns have all passed while nothing ran is spread anew.
    two!.clock = new Date('2025-06-03T10:00:00+08:00');
    const late = await reserveSendSlots(two!.deliveryContext, door, [
      { channel: 'room', reservedAt },
      { channel: 'room', reservedAt },
    ]);
    expect(late.map((one) => sinceNine(one.at) - 3_600_000)).toEqual([0, 2_000]);
  });
});

describe('at nine', () => {
  it('a channel with many subscriptions gets them one after the other, and none of the others waits for it', async () => {
    const one = await due(['busy', 'busy', 'busy', 'busy', 'a', 'b', 'c']);
    const sent: [string, number][] = [];
    const { door } = fakeDoor(({ channel }) => void sent.push([channel, sinceNine(one.clock)]), {
      sendInterval: { channelMs: 5_000, doorMs: 10 },
    });
    await runToEnd(one, door);
    expect(sent.filter(([channel]) => channel === 'busy').map(([, ms]) => ms)).toEqual([
      expect.closeTo(0, -2),
      expect.closeTo(5_000, -2),
      expect.closeTo(10_000, -2),
      expect.closeTo(15_000, -2),
    ]);
    for (const [channel, ms] of sent) if (channel !== 'busy') expect(ms).toBeLessThan(100);
    const { rows } = await one.store.pool.query('select distinct state, attempts from delivery');
    expect(rows).toEqual([{ state: 'sent', attempts: 1 }]);
  });

  it('a turn that is far off costs no attempt and leaves nothing ambiguous', async () => {
    const one = await due(['busy', 'busy']);
    const { door, sends } = fakeDoor(() => {}, { sendInterval: { channelMs: 30_000, doorMs: 0 } });
    expect(await one.work(door)).toEqual([0, 0]);
    expect(sends()).toBe(1);
    expect(one.waiting).toMatchObject([
      { channel: 'busy', afterMs: 30_000, reservedAt: new Date('2025-06-03T09:00:30+08:00') },
    ]);
    const { rows } = await one.store.pool.query(
      `select attempts, sending_at, card from delivery where state = 'pending'`,
    );
    expect(rows).toEqual([{ attempts: 0, sending_at: null, card: null }]);
  });

  it('it is not always the same group that is last', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const one = await due(names);
    const orders = new Set<string>();
    for (const day of ['04', '05', '06', '07', '08']) {
      one.waiting.splice(0);
      one.clock = new Date(`2025-06-${day}T09:00:00+08:00`);
      await one.materialise();
      const order = one.waiting.map(({ channel }) => channel);
      expect([...order].sort()).toEqual(names);
      orders.add(order.join(''));
    }
    expect(orders.size).toBeGreaterThan(1);
  });
});

it('the queue hands out what was due first, and of a channel one at a time and in order', async () => {
  const { store, notes } = await rig(nine);
  const queue = new Queue(store, (line) => notes.push(line));
  await queue.start();
  try {
    await queue.ensure('fake');
    const job = (channel: string, minute: number) => {
      const when = new Date(Date.parse(nine) + minute * 60_000);
      return { id: jobId(when), delivery: '00000000-0000-4000-8000-000000000000', channel, due: when };
    };
    const late = [job('calm', 9), job('calm', 8), ...Array.from({ length: 30 }, (_, n) => job('busy', 30 - n))];
    await store.db.transaction((tx) => queue.enqueue(tx, 'fake', late));
    const told = (jobs: { channel: string; due: Date }[]) =>
      jobs.map(({ channel, due: when }) => `${channel} ${sinceNine(when) / 60_000}`).sort();
    const first = await queue.lease('fake', 32);
    expect(told(first)).toEqual(['busy 1', 'calm 8']);
    expect(await queue.lease('fake', 32)).toEqual([]);
    await queue.complete('fake', first);
    // A bite that is full of one channel gives one of it; the next bite passes it by.
    const second = [...(await queue.lease('fake', 4)), ...(await queue.lease('fake', 4))];
    expect(told(second)).toEqual(['busy 2', 'calm 9']);
  } finally {
    await queue.stop(1_000);
  }
});

describe('a wait that the platform asks for', () => {
  const refusal = (wholeDoor: boolean) => new DeliveryError('too many', 'retry', { retryAfterMs: 60_000, wholeDoor });

  it('holds for the channel: the next one does not run into it, and other channels do not wait', async () => {
    const one = await due(['loud', 'loud', 'calm']);
    const tried: string[] = [];
    const { door } = fakeDoor(({ channel }) => {
      tried.push(channel);
      if (channel === 'loud' && sinceNine(one.clock) < 60_000) throw refusal(false);
    });
    for (const job of one.waiting.splice(0).sort((a, b) => (a.channel < b.channel ? 1 : -1))) await one.run(door, job);
    expect(tried).toEqual(['loud', 'calm']);
    expect(one.waiting.map(({ channel, afterMs }) => [channel, afterMs])).toEqual([
      ['loud', 60_000],
      ['loud', 60_000],
    ]);
    one.clock = new Date('2025-06-03T09:01:00+08:00');
    await one.work(door);
    expect(await one.states()).toEqual(['06-03 sent', '06-03 sent', '06-03 sent']);
  });

  it('of a second is not one of an hour for a replica whose clock is an hour behind for a moment', async () => {
    const one = await due(['loud', 'loud']);
    const { door } = fakeDoor(() => {
      throw refusal(false);
    });
    const [first, second] = one.waiting.splice(0);
    await one.run(door, first!);
    one.clock = new Date(one.clock.getTime() - 3_600_000);
    await one.run(door, second!);
    expect(one.waiting.at(-1)!.afterMs).toBeLessThanOrEqual(120_000);
  });

  it('holds for a turn that was given before it', async () => {
    const one = await due(['loud', 'loud']);
    const { door, sends } = fakeDoor(
      () => {
        if (sinceNine(one.clock) < 60_000) throw refusal(false);
      },
      { sendInterval: { channelMs: 2_000, doorMs: 0 } },
    );
    await one.work(door);
    const kept = one.waiting.find(({ reservedAt }) => reservedAt)!;
    one.clock = new Date('2025-06-03T09:00:02+08:00');
    await one.run(door, kept);
    expect(sends()).toBe(1);
    expect(one.waiting.at(-1)!.afterMs).toBeGreaterThanOrEqual(58_000);
  });

  it('holds for the whole door where the platform means that', async () => {
    const one = await due(['a', 'b', 'c']);
    const { door, sends } = fakeDoor(() => {
      throw refusal(true);
    });
    for (const job of one.waiting.splice(0)) await one.run(door, job);
    expect(sends()).toBe(1);
    expect(await sendAllowance(one.deliveryContext, door, 10)).toBe(0);
    one.clock = new Date('2025-06-03T09:01:00+08:00');
    expect(await sendAllowance(one.deliveryContext, door, 10)).toBe(10);
  });
});

it.each([
  ['for its turn, behind many others, is not too late', 900, '06-03 sent'],
  ['because nothing ran, is', 3, '06-03 skipped too-late'],
])('what waited more than an hour %s', async (_name, others, becomes) => {
  const one = await due(['room'], { late: { policy: 'latest', withinHours: 0.5 } });
  await one.store.pool.query(
    `insert into delivery (subscription_id, slot_at, door, channel, state, created_at, settled_at)
     select id, $1::timestamptz - n * interval '1 day', 'fake', 'other ' || n, 'sent', $1, $1::timestamptz + n * interval '5 s'
     from subscription, generate_series(1, $2::int) n`,
    [new Date(nine), others],
  );
  one.clock = new Date('2025-06-03T10:15:00+08:00');
  const { door } = fakeDoor(() => {}, { sendInterval: { channelMs: 0, doorMs: 5_000 } });
  await one.work(door);
  expect((await one.states()).at(-1)).toBe(becomes);
});
