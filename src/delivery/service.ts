/** The delivery service of one replica: enters due slots at every tick, runs the doors, and stops both. */
import { sql } from 'drizzle-orm';
import type { SetupError } from '../model/fault.ts';
import type { Adapter, Receive } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import { repeat } from '../shared/repeat.ts';
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
  /** How often due slots are looked for. */
  tickEveryMs: number;
  /** Monotonic, in milliseconds; absent = the process's own. */
  elapsedMs?: () => number;
}

const dayMs = 86_400_000;
const queueStopsWithinMs = 5_000;

interface Tick {
  /** By the system's clock. */
  at: Date;
  /** By a monotonic clock. */
  agoMs: number;
  /** How far the system's clock is ahead of the database's; negative = behind. */
  aheadMs: number | undefined;
}

export interface DeliveryService {
  /** When due slots were last looked for. */
  lastTick(): Tick;
  /** Safe to call twice. */
  stop(): Promise<void>;
}

export async function startDelivery(options: DeliveryServiceOptions): Promise<DeliveryService> {
  const { warn } = options.context;
  const queue = new Queue(options.store, warn);
  try {
    return await begin(queue, options);
  } catch (error) {
    // A queue that is not stopped keeps the process alive by its timers.
    await queue.stop(1_000).catch((stopError: Error) => warn(`queue: ${stopError.message}`));
    throw error;
  }
}

/** A larger difference is reported: the slots of this replica come too early or too late. */
const maxDifferenceMs = 60_000;

/** How far the clock here is ahead of the database's, in milliseconds. */
async function clockDifference({ db, now, warn }: DeliveryContext): Promise<number> {
  const { rows } = await db.execute<{ at: string }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::text as at`,
  );
  const aheadMs = Math.round(now().getTime() - Number(rows[0]!.at));
  if (Math.abs(aheadMs) > maxDifferenceMs)
    warn(
      `clock: this machine is ${Math.round(Math.abs(aheadMs) / 60_000)} min ${aheadMs > 0 ? 'ahead of' : 'behind'} the database`,
    );
  return aheadMs;
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
  const { elapsedMs = () => performance.now(), tickEveryMs } = options;
  let cleanedAtMs = Number.NEGATIVE_INFINITY;
  let tickedAtMs = elapsedMs();
  let last: Omit<Tick, 'agoMs'> = { at: context.now(), aheadMs: undefined };
  const tick = async () => {
    try {
      last = { at: context.now(), aheadMs: await clockDifference(context) };
      await enterDueSlots(context, queue, names);
      await requeueOrphans(context, queue, names);
      if (elapsedMs() - cleanedAtMs < dayMs) return;
      cleanedAtMs = elapsedMs();
      await daily();
    } catch (error) {
      // The database may be away for a moment; the next tick repeats everything.
      warn(`clock: ${messageOf(error)}`);
    } finally {
      tickedAtMs = elapsedMs();
    }
  };
  const first = tick();
  const stopTicking = repeat(tickEveryMs, async () => {
    await first;
    await tick();
  });
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await Promise.all([stopTicking(), first]);
    await Promise.all(kept.map((door) => door.stop()));
    await queue.stop(queueStopsWithinMs);
  };
  return {
    lastTick: () => ({ ...last, agoMs: elapsedMs() - tickedAtMs }),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
