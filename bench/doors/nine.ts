/** 1,000 digests through each door, all due at nine: when each was shown, and whether a platform's rates were kept. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DeliveryContext } from '../../src/delivery/context.ts';
import { runDoor } from '../../src/delivery/door-runner.ts';
import { enterDueSlots } from '../../src/delivery/scheduler.ts';
import { Queue } from '../../src/delivery/sending/queue.ts';
import type { SendingDoor } from '../../src/delivery/types.ts';
import { workingCalendar } from '../../src/digest/calendar/working-days.ts';
import { loadPack } from '../../src/knowledge/load.ts';
import type { Store } from '../../src/store/open.ts';
import { subscription } from '../../src/store/schema.ts';
import { dueSubscriptions, slotAt } from '../delivery/ours.ts';
import type { Platform } from './platforms.ts';

const perDoor = 1_000;
/** One group has so many subscriptions; it must not hold up the others. */
const inOneGroup = 10;
const longestMs = 10 * 60_000;

interface Shown {
  to: string;
  atMs: number;
}

export interface Digests {
  name: string;
  /** Of the first message of each digest, after nine; of groups with one subscription. */
  lagMs: number[];
  /** Of the group with many. */
  busyLagMs: number[];
  /** The most messages within any minute: to one channel, and in all. */
  most: { channel: number; door: number };
  sent: number;
}

const channels = ({ name, channel }: Platform) =>
  Array.from({ length: perDoor }, (_, n) => ({ door: name, channel: channel!(Math.max(0, n - inOneGroup + 1)) }));

/** The most of the times that lie within one minute of each other. */
function mostInMinute(times: readonly number[]): number {
  let [from, most] = [0, 0];
  for (const [upTo, at] of times.entries()) {
    while (at - times[from]! >= 60_000) from += 1;
    most = Math.max(most, upTo - from + 1);
  }
  return most;
}

function digestsOf(platform: Platform, shown: readonly Shown[], sends: readonly Shown[]): Digests {
  const busy = platform.channel!(0);
  const byChannel = Map.groupBy(shown, ({ to }) => to);
  const perChannel = [...byChannel.values()].map((each) => mostInMinute(each.map(({ atMs }) => atMs)));
  const lags = (isBusy: boolean) => sends.filter(({ to }) => (to === busy) === isBusy).map(({ atMs }) => atMs);
  return {
    name: platform.name,
    lagMs: lags(false),
    busyLagMs: lags(true),
    most: { channel: Math.max(...perChannel), door: mostInMinute(shown.map(({ atMs }) => atMs)) },
    sent: sends.length,
  };
}

/** All doors at once, in one service. */
export async function sendAtNine(store: Store, all: readonly Platform[]): Promise<Digests[]> {
  const warn = (line: string) => process.stderr.write(`${line}\n`);
  const pack = loadPack(fileURLToPath(new URL('../../knowledge/xian-ip', import.meta.url)));
  const startedMs = performance.now();
  const sinceNine = () => performance.now() - startedMs;
  const now = () => new Date(slotAt.getTime() + sinceNine());
  const context: DeliveryContext = { db: store.db, packs: [pack], calendar: workingCalendar(), now, warn };
  const rows = dueSubscriptions(all.flatMap(channels), context);
  for (let from = 0; from < rows.length; from += 1_000)
    await store.db.insert(subscription).values(rows.slice(from, from + 1_000));
  const queue = new Queue(store, warn);
  await queue.start();
  const names = all.map(({ name }) => name);
  await enterDueSlots(context, queue, names);
  const running = all.map((platform) => {
    const [shown, sends]: [Shown[], Shown[]] = [[], []];
    platform.onShow((to) => void shown.push({ to, atMs: sinceNine() }));
    const { door } = platform;
    const send = door.send!.bind(door);
    // The lag of a digest is that of its last message.
    const watched: SendingDoor = Object.assign(door, {
      send: async (...given: Parameters<typeof send>) => {
        const receipt = await send(...given);
        sends.push({ to: given[0], atMs: sinceNine() });
        return receipt;
      },
    });
    const kept = runDoor(watched, {
      ...{ store, context, queue, firstRetryMs: 5_000 },
      receive: async () => undefined,
      alertChannels: async () => [],
      onUnstartable: (fault) => {
        throw fault;
      },
    });
    return { platform, shown, sends, kept };
  });
  while (running.some(({ sends }) => sends.length < perDoor) && sinceNine() < longestMs) await sleep(200);
  for (const { kept } of running) await kept.stop();
  await queue.stop(5_000);
  return running.map(({ platform, shown, sends }) => digestsOf(platform, shown, sends));
}
