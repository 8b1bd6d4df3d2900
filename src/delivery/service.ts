/** The alarm clock and the doors of one replica: slots become rows, rows are sent, until it is stopped. */
import { schedule } from 'node-cron';
import type { SetupError } from '../model/fault.ts';
import type { Adapter, Receive } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import type { Store } from '../store/open.ts';
import type { DeliveryContext } from './context.ts';
import { runDoor } from './door-runner.ts';
import { requeueOrphans } from './recover.ts';
import { enterDueSlots, recalculateNextSlots } from './scheduler.ts';
import { Queue } from './sending/queue.ts';
import { type AlertChannels, canSend } from './types.ts';

export interface DeliveryServiceOptions {
  store: Store;
  context: DeliveryContext;
  doors: readonly Adapter[];
  /** What the doors do with what they hear. */
  receive: Receive;
  alertChannels: AlertChannels;
  /** Told of settings by which a door can never start. */
  onUnstartable: (fault: SetupError) => void;
  /** Once at the start and then once a day. */
  daily: () => Promise<void>;
  /** Of the first wait after a failed attempt; each further one is twice as long. */
  firstRetryMs: number;
  /** How often due slots are looked for: a divisor of 60. */
  clockSeconds: number;
}

const dayMs = 86_400_000;
const queueStopsWithinMs = 5_000;

export interface DeliveryService {
  /** Harmless when called twice. */
  stop(): Promise<void>;
}

export async function startDelivery(options: DeliveryServiceOptions): Promise<DeliveryService> {
  const { warn } = options.context;
  const queue = new Queue(options.store, warn);
  try {
    return await begin(queue, options);
  } catch (trouble) {
    // The timers of a queue that nobody stops keep a process alive that does nothing any more.
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
  // Not waited for: one may take minutes until somebody has logged in, and none holds up another.
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
      // The database may be away for a moment; the next ring finds everything as it was.
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
