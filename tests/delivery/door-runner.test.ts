/** Doors are kept open: one that does not start holds up nobody, and one that allows one session is open in one replica. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { runDoor } from '../../src/delivery/door-runner.ts';
import { enterDueSlots } from '../../src/delivery/scheduler.ts';
import { Queue } from '../../src/delivery/sending/queue.ts';
import { startDelivery } from '../../src/delivery/service.ts';
import { SetupError } from '../../src/model/fault.ts';
import { holdLeaderLock } from '../../src/store/leader-lock.ts';
import type { Store } from '../../src/store/open.ts';
import { root } from '../cli/launch.ts';
import { maxWaitMs } from '../setup/max-wait.ts';
import { at, freshDatabase, openPatiently } from '../store/database.ts';
import { fakeDoor, Rig, rig } from './rig.ts';

const soon = { timeout: maxWaitMs, interval: 50 };

/** How many have asked for a hold and were told that it is another's. */
const turnedAway = async (store: Store) =>
  (
    await store.pool.query<{ n: number }>(`select count(*)::int n from pg_stat_activity
      where datname = current_database() and query like 'select pg_try_advisory_lock%' and state = 'idle'
        and pid not in (select pid from pg_locks where classid = 7249004)`)
  ).rows[0]!.n;

async function replica(url: string): Promise<Rig> {
  const store = await openPatiently(at(url));
  onTestFinished(() => store.close());
  return new Rig(store, '2025-06-03T09:00:05+08:00');
}

const fail = (fault: Error) => {
  throw fault;
};

it('a door whose settings are wrong is told of, and not tried again', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  let starts = 0;
  const wrong = fakeDoor(() => {}, {
    start: async () => {
      starts++;
      throw new SetupError('It can never start:', []);
    },
  });
  const told: SetupError[] = [];
  const service = await startDelivery({
    ...{ store: one.store, context: one.deliveryContext, doors: [wrong.door], firstRetryMs: 1_000, tickEveryMs: 1_000 },
    receive: async () => undefined,
    alertChannels: async () => [],
    onUnstartable: (fault) => told.push(fault),
    daily: async () => {},
  });
  await expect.poll(() => told.map(({ message }) => message), soon).toEqual(['It can never start:']);
  await service.stop();
  expect(starts).toBe(1);
});

it('a door that does not start is tried again, and neither it nor one that takes for ever holds up another', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  await one.subscribe({}, 'good');
  const row = await one.subscribe({}, 'bad');
  await one.store.pool.query(`update subscription set door = 'bad' where id = $1`, [row.id]);
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  let starts = 0;
  const good = fakeDoor(() => {});
  const bad = fakeDoor(() => {}, {
    name: 'bad',
    start: async () => {
      if (++starts < 3) throw new Error('no network');
    },
  });
  let stuckStops = 0;
  const stuck = fakeDoor(() => {}, {
    name: 'stuck',
    start: () => new Promise(() => {}),
    stop: async () => void stuckStops++,
  });
  const service = await startDelivery({
    ...{
      store: one.store,
      context: one.deliveryContext,
      doors: [stuck.door, bad.door, good.door],
      firstRetryMs: 1_000,
      tickEveryMs: 1_000,
    },
    receive: async () => undefined,
    alertChannels: async () => [],
    onUnstartable: fail,
    daily: async () => {},
  });
  await expect.poll(() => good.posted.length, soon).toBe(1);
  await expect.poll(() => bad.posted.length, soon).toBe(1);
  expect(starts).toBe(3);
  expect(one.notes.filter((line) => line.startsWith('door bad does not start: no network'))).toEqual([
    'door bad does not start: no network; tried again in 1 s',
    'door bad does not start: no network; tried again in 2 s',
  ]);
  await service.stop();
  await service.stop();
  expect(stuckStops).toBe(1);
});

it('goes on looking for due slots when the clock goes back or stands still, and says when it last did', async () => {
  const one = await rig('2025-06-03T08:59:50+08:00');
  await one.subscribe({}, 'room');
  const { door, posted } = fakeDoor(() => {});
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2025-06-03T08:59:50+08:00') });
  onTestFinished(() => void vi.useRealTimers());
  let elapsed = 0;
  const service = await startDelivery({
    ...{ store: one.store, context: one.deliveryContext, doors: [door], firstRetryMs: 1_000, tickEveryMs: 20 },
    receive: async () => undefined,
    alertChannels: async () => [],
    onUnstartable: fail,
    daily: async () => {},
    elapsedMs: () => elapsed,
  });
  onTestFinished(() => service.stop());
  const set = (time: string) => {
    one.clock = new Date(time);
    vi.setSystemTime(one.clock);
  };
  set('2025-06-03T07:59:50+08:00');
  const lastTick = () => service.lastTick().at.toISOString();
  await expect.poll(lastTick, soon).toBe('2025-06-02T23:59:50.000Z');
  expect(service.lastTick().aheadMs).toBeLessThan(-60_000);
  expect(one.notes.filter((line) => /^clock: this machine is \d+ min behind the database$/.test(line))).not.toEqual([]);
  elapsed = 90_000;
  set('2025-06-03T09:00:05+08:00');
  await expect.poll(() => posted.length, soon).toBe(1);
  await expect.poll(() => service.lastTick().agoMs, soon).toBe(0);
});

it('a door whose package throws is closed and opened again, and its queue is worked on', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  await one.subscribe({}, 'room');
  const log: string[] = [];
  const { door, posted } = fakeDoor(() => {}, {
    start: async () => void log.push('opened'),
    stop: async () => void log.push('closed'),
  });
  let onFault: ((error: unknown) => void) | undefined;
  const service = await startDelivery({
    ...{ store: one.store, context: one.deliveryContext, doors: [door], firstRetryMs: 1_000, tickEveryMs: 1_000 },
    receive: async () => undefined,
    alertChannels: async () => [],
    onUnstartable: fail,
    daily: async () => {},
    watchFaults: (_name, notify) => {
      onFault = notify;
      return () => {};
    },
  });
  await expect.poll(() => log, soon).toEqual(['opened']);
  onFault!(new Error('this.listener.onError is not a function'));
  await expect.poll(() => log, soon).toEqual(['opened', 'closed', 'opened']);
  expect(one.notes.filter((line) => line.startsWith('door'))).toEqual([
    'door fake failed and is closed: this.listener.onError is not a function; tried again in 1 s',
  ]);
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  await expect.poll(() => posted.length, soon).toBe(1);
  await service.stop();
  expect(log).toEqual(['opened', 'closed', 'opened', 'closed']);
});

it('the queue of a door is worked only while it is open, and what is under way is waited for', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  await one.subscribe({}, 'room');
  await one.subscribe({}, 'hall');
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  const queue = new Queue(one.store, (line) => one.notes.push(line));
  await queue.start();
  const deliveryContext = one.deliveryContext;
  await enterDueSlots(deliveryContext, queue, ['fake']);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { door, posted, sends } = fakeDoor(() => held, { start: () => opened });
  const options = { store: one.store, context: deliveryContext, queue, firstRetryMs: 1_000 };
  const kept = runDoor(door, {
    ...options,
    receive: async () => undefined,
    alertChannels: async () => [],
    onUnstartable: fail,
  });
  const jobs = async (state: string) =>
    (
      await one.store.pool.query(`select count(*)::int n from pgboss.job where name = 'deliver.fake' and state = $1`, [
        state,
      ])
    ).rows[0].n;
  expect([await jobs('created'), sends()]).toEqual([2, 0]);
  open();
  await expect.poll(sends, soon).toBe(2);
  const stopped = kept.stop();
  release();
  await stopped;
  expect([posted.length, await jobs('completed')]).toEqual([2, 2]);
  await queue.stop(1_000);
  expect(await one.states()).toEqual(['06-03 sent', '06-03 sent']);
});

it('a card is claimed only when its door would send it at once', async () => {
  const one = await rig('2025-06-03T08:00+08:00');
  for (const room of ['a', 'b', 'c']) await one.subscribe({}, room);
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  const queue = new Queue(one.store, (line) => one.notes.push(line));
  await queue.start();
  await enterDueSlots(one.deliveryContext, queue, ['fake']);
  const ready = Promise.withResolvers<void>();
  const sending = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let asked = 0;
  const { door, sends } = fakeDoor((_, count) => sending[count - 1]!.promise, {
    maxConcurrentSends: 1,
    ready: () => {
      asked++;
      return ready.promise;
    },
  });
  const kept = runDoor(door, {
    ...{ store: one.store, context: one.deliveryContext, queue, firstRetryMs: 1_000 },
    receive: async () => undefined,
    alertChannels: async () => [],
    onUnstartable: fail,
  });
  const states = async () => (await one.states()).map((state) => state.slice(6)).sort();
  await expect.poll(() => asked, soon).toBe(1);
  expect(await states()).toEqual(['pending', 'pending', 'pending']);
  ready.resolve();
  for (const [nth, { resolve }] of sending.entries()) {
    await expect.poll(sends, soon).toBe(nth + 1);
    // Those that wait would be sent by another replica if this one died.
    expect((await states()).filter((state) => state === 'sending')).toEqual(['sending']);
    resolve();
  }
  await expect.poll(states, soon).toEqual(['sent', 'sent', 'sent']);
  await kept.stop();
  await queue.stop(1_000);
});

/** A replica with a door that allows one session. */
async function single(url: string, log: string[], name: string) {
  const one = await replica(url);
  const queue = new Queue(one.store, (line) => one.notes.push(line));
  await queue.start();
  await queue.ensure('fake');
  const { door } = fakeDoor(() => {}, {
    singleSession: true,
    start: async () => void log.push(`${name} opens`),
    stop: async () => void log.push(`${name} closes`),
  });
  const kept = runDoor(door, {
    ...{ store: one.store, context: one.deliveryContext, queue, firstRetryMs: 1_000 },
    receive: async () => undefined,
    alertChannels: async () => [],
    onUnstartable: fail,
  });
  const stop = async () => {
    await kept.stop();
    await queue.stop(1_000);
  };
  return { one, stop };
}

it('one session: one replica opens it, and the other when that one is stopped', async () => {
  const url = await freshDatabase();
  const log: string[] = [];
  const first = await single(url, log, 'first');
  await expect.poll(() => log, soon).toEqual(['first opens']);
  const second = await single(url, log, 'second');
  await expect.poll(() => turnedAway(second.one.store), soon).toBe(1);
  expect(log).toEqual(['first opens']);
  await first.stop();
  await expect.poll(() => log, soon).toEqual(['first opens', 'first closes', 'second opens']);
  await second.stop();
  expect(log.at(-1)).toBe('second closes');
});

it('one session: a holder whose connection is cut takes it again, and its door stays open', async () => {
  const url = await freshDatabase();
  const log: string[] = [];
  const first = await single(url, log, 'first');
  await expect.poll(() => log, soon).toEqual(['first opens']);
  const { pool } = first.one.store;
  const holders = `select pid from pg_locks where locktype = 'advisory' and classid = 7249004 and granted
    and database = (select oid from pg_database where datname = current_database())`;
  const [before] = (await pool.query<{ pid: number }>(holders)).rows;
  await pool.query('select pg_terminate_backend($1)', [before!.pid]);
  await expect
    .poll(async () => (await pool.query<{ pid: number }>(holders)).rows.some(({ pid }) => pid !== before!.pid), soon)
    .toBe(true);
  expect(log).toEqual(['first opens']);
  await first.stop();
  expect(log).toEqual(['first opens', 'first closes']);
});

it('one session: a holder that was away closes its door once another one holds it', async () => {
  const url = await freshDatabase();
  const one = await replica(url);
  const log: string[] = [];
  let away = false;
  const held = holdLeaderLock({
    store: {
      client: () => {
        const fresh = one.store.client();
        if (away) fresh.connect = () => Promise.reject(new Error('no way to the database'));
        return fresh;
      },
    },
    name: 'door fake',
    onAcquired: () => void log.push('first'),
    onLost: async () => void log.push('first lost'),
    warn: () => {},
  });
  await expect.poll(() => log, soon).toEqual(['first']);
  away = true;
  await one.store.pool.query(`select pg_terminate_backend(pid) from pg_locks where classid = 7249004 and granted
    and database = (select oid from pg_database where datname = current_database())`);
  const other = await replica(url);
  const second = holdLeaderLock({
    store: other.store,
    name: 'door fake',
    onAcquired: () => void log.push('second'),
    onLost: async () => void log.push('second lost'),
    warn: () => {},
  });
  await expect.poll(() => log, soon).toEqual(['first', 'second']);
  away = false;
  await expect.poll(() => log, soon).toEqual(['first', 'second', 'first lost']);
  await second.stop();
  await expect.poll(() => log, soon).toEqual(['first', 'second', 'first lost', 'first']);
  await held.stop();
});

it('one session: within seconds after kill -9 another process has it', async () => {
  const url = await freshDatabase();
  const start = async () => {
    const child = spawn(
      join(root, 'node_modules/.bin/node'),
      [fileURLToPath(new URL('holder.ts', import.meta.url)), url, 'door fake'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    return { child, said: () => said };
  };
  const first = await start();
  await expect.poll(first.said, soon).toBe('taken\n');
  const second = await start();
  const other = await start();
  const { store } = await replica(url);
  await expect.poll(() => turnedAway(store), soon).toBe(2);
  expect(second.said() + other.said()).toBe('');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await expect.poll(() => second.said() + other.said(), { interval: 50 }).toBe('taken\n');
});
