/** Admins are told what has gone wrong, by delivery rows like any other, and once for each cause. */
import { expect, it } from 'vitest';
import { retryDelivery } from '../../../src/delivery/subscriptions.ts';
import { DeliveryError } from '../../../src/model/port.ts';
import { adminChannels } from '../../../src/store/admins.ts';
import { fakeDoor, type Posted, rig } from '../rig.ts';

const gone = () => new DeliveryError('no such channel', 'final');

/** Slots of today, their jobs waiting; two admins. */
async function due(...channels: string[]) {
  const one = await rig('2025-06-03T08:00+08:00');
  for (const channel of channels) await one.subscribe({}, channel);
  one.admins = ['amy', 'bob'];
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  await one.materialise();
  return one;
}

const textOf = ({ card }: Posted) =>
  [card.title, ...card.blocks.map((block) => (block.type === 'text' ? block.text : ''))].join('\n');

it('each admin is told of a suspension, once, by a row with a job', async () => {
  const one = await due('room', 'hall');
  await one.subscribe({}, 'room');
  one.clock = new Date('2025-06-04T09:00:05+08:00');
  await one.materialise();
  const { door, posted } = fakeDoor(({ channel }) => {
    if (channel === 'room') throw gone();
  });
  while (one.waiting.length) await one.work(door);
  const told = posted.filter(({ channel }) => channel !== 'hall');
  // Two subscriptions of that channel, two admins.
  expect(told.map(({ channel }) => channel).sort()).toEqual(['amy', 'amy', 'bob', 'bob']);
  expect(textOf(told[0]!)).toContain('room');
  expect(textOf(told[0]!)).toContain('no such channel');
  expect(textOf(told[0]!)).toMatch(/qinzhi subscriptions resume [0-9a-f]{8}$/);
  const { rows } = await one.store.pool.query(
    `select d.channel, d.state, d.attempts, s.state as owner from delivery d join subscription s on s.id = d.subscription_id
     where cause like 'suspended %' order by 1`,
  );
  expect(rows).toEqual(
    ['amy', 'amy', 'bob', 'bob'].map((channel) => ({ channel, state: 'sent', attempts: 1, owner: 'suspended' })),
  );
});

it('the first of many that are lost within an hour is told, and the next in another hour', async () => {
  const one = await due('a', 'b', 'c');
  const { door, posted } = fakeDoor(({ channel }) => {
    if (!one.admins.includes(channel)) throw new DeliveryError('timed out', 'unknown');
  });
  await one.work(door);
  await one.work(door);
  expect(posted.map(({ channel }) => channel)).toEqual(['amy', 'bob']);
  expect(textOf(posted[0]!)).toMatch(/不知是否送达[\s\S]*timed out[\s\S]*qinzhi deliveries retry [0-9a-f]{8}/);
  one.clock = new Date('2025-06-04T09:00:05+08:00');
  await one.materialise();
  await one.work(door);
  await one.work(door);
  expect(posted).toHaveLength(4);
  expect((await one.states()).filter((state) => state.endsWith('unknown unanswered'))).toHaveLength(6);
});

it('what was given up is told, and an admin who can’t be reached stops nothing and is told about to nobody', async () => {
  const one = await due('room');
  const { door, posted } = fakeDoor(({ channel }) => {
    if (channel === 'room') throw new DeliveryError('busy', 'retry');
    if (channel === 'amy') throw gone();
  });
  while (one.waiting.length) await one.work(door);
  expect(posted.map(({ channel }) => channel)).toEqual(['bob']);
  expect(textOf(posted[0]!)).toContain('没有送达');
  const { rows } = await one.store.pool.query(
    `select channel, state, reason, (select state from subscription) as owner from delivery order by channel`,
  );
  expect(rows).toEqual([
    { channel: 'amy', state: 'failed', reason: 'final', owner: 'active' },
    { channel: 'bob', state: 'sent', reason: null, owner: 'active' },
    { channel: 'room', state: 'failed', reason: 'gave-up', owner: 'active' },
  ]);
  const lost = await one.store.pool.query<{ id: string }>(`select id from delivery where channel = 'amy'`);
  await retryDelivery(one.deliveryContext, lost.rows[0]!.id, 'tester');
  expect((await one.states()).filter((state) => state.endsWith('pending asked'))).toHaveLength(1);
});

it('what a crash has left unknown is told too', async () => {
  const one = await due('room');
  const [job] = one.waiting.splice(0);
  await one.store.pool.query(`update delivery set sending_at = $1`, [new Date('2025-06-03T09:00:00+08:00')]);
  const { door, posted } = fakeDoor(() => {});
  await one.run(door, job!);
  await one.work(door);
  expect(posted.map(({ channel }) => channel)).toEqual(['amy', 'bob']);
  expect(await one.states()).toContain('06-03 unknown unanswered');
});

it('the admins of a door are those of its table', async () => {
  const { store } = await rig('2025-06-03T08:00+08:00');
  await store.pool.query(`insert into admin values ('slack', 'U2', null, 'x', now()), ('slack', 'U1', null, 'x', now()),
    ('wechat', 'w', null, 'x', now())`);
  expect(await adminChannels(store.db, 'slack')).toEqual(['U1', 'U2']);
  expect(await adminChannels(store.db, 'webhook')).toEqual([]);
});
