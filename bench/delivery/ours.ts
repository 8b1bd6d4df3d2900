/** So many slots at one moment, entered and delivered through a door that takes them at once. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { DeliveryContext } from '../../src/delivery/context.ts';
import { runDoor } from '../../src/delivery/door-runner.ts';
import { enterDueSlots } from '../../src/delivery/scheduler.ts';
import { Queue } from '../../src/delivery/sending/queue.ts';
import { columnsOf } from '../../src/delivery/subscription-row.ts';
import type { SendingDoor } from '../../src/delivery/types.ts';
import { workingCalendar } from '../../src/digest/calendar/working-days.ts';
import { validateSubscription } from '../../src/digest/request/validate.ts';
import { loadPack } from '../../src/knowledge/load.ts';
import type { Store } from '../../src/store/open.ts';
import { subscription } from '../../src/store/schema.ts';
import { time } from '../stats.ts';
import { until } from './until.ts';

/** A Tuesday on which the plan has much to say. */
export const slotAt = new Date('2025-06-03T01:00:00Z');
const minutes = (count: number) => new Date(slotAt.getTime() + count * 60_000);

/** Every group has its own scope, as groups do: no two digests next to each other are the same. */
export function dueSubscriptions(
  channels: readonly { door: string; channel: string }[],
  deliveryContext: Pick<DeliveryContext, 'packs'>,
) {
  const units = deliveryContext.packs[0]!.units.units.map(({ name }) => name);
  return channels.map((to, n) => {
    const scope = { units: [{ unit: units[n % units.length]!, role: n % 2 ? 'any' : 'responsible' }] };
    const timing = { schedule: { kind: 'workdays', at: ['09:00'] } };
    const draft = validateSubscription({ scope, timing }, deliveryContext.packs, 'bench');
    return {
      ...columnsOf(draft),
      ...{ id: randomUUID(), ...to, requestText: '每个工作日 9:00', createdBy: 'bench' },
      ...{ cursorAt: minutes(-30), nextAt: slotAt, createdAt: minutes(-30) },
    };
  });
}

export async function ours(store: Store, count: number): Promise<{ enterMs: number; workMs: number; done: number }> {
  const pack = loadPack(fileURLToPath(new URL('../../knowledge/xian-ip', import.meta.url)));
  const warn = (line: string) => process.stderr.write(`${line}\n`);
  const deliveryContext = { db: store.db, packs: [pack], calendar: workingCalendar(), now: () => minutes(0.1), warn };
  const channels = Array.from({ length: count }, (_, n) => ({ door: 'bench', channel: `group ${n}` }));
  const all = dueSubscriptions(channels, deliveryContext);
  for (let from = 0; from < all.length; from += 1_000)
    await store.db.insert(subscription).values(all.slice(from, from + 1_000));
  await store.pool.query('analyze subscription');
  const queue = new Queue(store, warn);
  await queue.start();
  const entered = await time(() => enterDueSlots(deliveryContext, queue, ['bench']));
  if (entered.value !== count) throw new Error(`${entered.value} slots entered, not ${count}`);
  let sends = 0;
  const door: SendingDoor = {
    name: 'bench',
    start: async () => {},
    stop: async () => {},
    render: () => [],
    send: async (_channel, _card, key) => {
      sends++;
      return { message: key, at: minutes(0.1) };
    },
  };
  const worked = await time(async () => {
    const kept = runDoor(door, {
      ...{ store, context: deliveryContext, queue, firstRetryMs: 5_000 },
      receive: async () => undefined,
      alertChannels: async () => [],
      onUnstartable: (fault) => {
        throw fault;
      },
    });
    await until(() => sends >= count);
    await kept.stop();
  });
  const { rows } = await store.pool.query<{ done: number }>(
    `select count(*)::int as done from delivery d join pgboss.job j on j.id = d.job
     where d.state = 'sent' and j.state = 'completed'`,
  );
  await queue.stop(5_000);
  return { enterMs: entered.ms, workMs: worked.ms, done: rows[0]!.done };
}
