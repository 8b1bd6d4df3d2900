/** The delivery service of one replica: enters due slots at every tick, runs the doors, and stops both. */
import { schedule } from 'node-cron';
import type { SetupError } from '../model/fault.ts';
import type { Adapter, Receive } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import type { Store } from '../store/open.ts';
import type { DeliveryContext } from './context.ts';
import { runDoor, type WatchFaults } from './door-runner.ts';
import { requeueOrphans } from './recover.ts';
import { enterDueSlots, recalculateNextSlots } from './scheduler.ts';
import { Queue } from './sending/queue.ts';
import { type AlertChannels, canSend } from './types.ts';

export interface DeliveryServiceOptions {
  store: Store;
  context: DeliveryContext;
  doors: readonly Adapter[];
  /** Answers the messages that the doors receive. */
  receive: Receive;
  alertChannels: AlertChannels;
  /** Called where a door can never start with its settings. */
  onUnstartable: (fault: SetupError) => void;
  /** Runs at the start, then once a day. */
  daily: () => Promise<void>;
  /** The first wait after a failed attempt; each further one doubles it. */
  firstRetryMs: number;
  /** Reports errors that the package of a door throws asynchronously; absent = they end the process. */
  watchFaults?: WatchFaults;
  /** How often due slots are looked for: a divisor of 60. */
  clockSeconds: number;
}

const dayMs = 86_400_000;
const queueStopsWithinMs = 5_000;

export interface DeliveryService {
  /** Safe to call twice. */
  stop(): Promise<void>;
}

export async function startDelivery(options: DeliveryServiceOptions): Promise<DeliveryService> {
  const { warn } = options.context;
  const queue = new Queue(options.store, warn);
  try {
    return await begin(queue, options);
  } catch (trouble) {
    // A queue that is not stopped keeps the process alive by its timers.
    await queue.stop(1_000).catch((error: Error) => warn(`queue: ${error.message}`));
    throw trouble;
  }
}

async function begin(queue: Queue, options: DeliveryServiceOptions): Promise<DeliveryService> {
  const { context, doors, daily } = options;
  const { warn } = context;
  const names = doors.filter(canSend).map(({ name }) => name);
  await queue.start();
  for (const name of names) await queue.ensure(name);
  await recalculateNextSlots(context);
  // Not awaited: a door may take minutes until somebody logs in, and must not delay the others.
  const kept = doors.map((door) => runDoor(door, { ...options, queue }));
  let cleanedAt = Number.NEGATIVE_INFINITY;
  const ring = async () => {
    try {
      await enterDueSlots(context, queue, names);
      await requeueOrphans(context, queue, names);
      if (context.now().getTime() - cleanedAt < dayMs) return;
      cleanedAt = context.now().getTime();
      await daily();
    } catch (error) {
      // The database may be away for a moment; the next tick repeats everything.
      warn(`clock: ${messageOf(error)}`);
    }
  };
  let ringing = ring();
  const alarm = schedule(
    `*/${options.clockSeconds} * * * * *`,
    () => {
      ringing = ring();
      return ringing;
    },
    { noOverlap: true },
  );
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await alarm.destroy();
    await ringing;
    await Promise.all(kept.map((door) => door.stop()));
    await queue.stop(queueStopsWithinMs);
  };
  return {
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
