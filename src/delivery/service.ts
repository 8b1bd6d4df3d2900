/** The alarm clock and the doors of one replica: slots become rows, rows are sent, until it is stopped. */
import { schedule } from 'node-cron';
import type { SetupError } from '../model/fault.ts';
import type { Adapter, Receive } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import type { Store } from '../store/open.ts';
import type { Ledger } from './context.ts';
import { keepDoor } from './door-runner.ts';
import { Queue } from './queue.ts';
import { adopt } from './recover.ts';
import { materialise, plan } from './scheduler.ts';
import { canSend, type Notify } from './types.ts';

export interface ServiceOptions {
  store: Store;
  ledger: Ledger;
  doors: readonly Adapter[];
  /** What the doors do with what they hear. */
  receive: Receive;
  notify: Notify;
  /** Told of settings by which a door can never start. */
  hopeless: (fault: SetupError) => void;
  /** Once at the start and then once a day. */
  daily: () => Promise<void>;
  /** Of the first wait after a failed attempt; each further one is twice as long. */
  firstWaitMs: number;
}

const dayMs = 86_400_000;
const queueStopsWithinMs = 5_000;

export interface Service {
  /** Harmless when called twice. */
  stop(): Promise<void>;
}

export async function startService(options: ServiceOptions): Promise<Service> {
  const { note } = options.ledger;
  const queue = new Queue(options.store, note);
  try {
    return await begin(queue, options);
  } catch (trouble) {
    // The timers of a queue that nobody stops keep a process alive that does nothing any more.
    await queue.stop(1_000).catch((error: Error) => note(`queue: ${error.message}`));
    throw trouble;
  }
}

async function begin(queue: Queue, options: ServiceOptions): Promise<Service> {
  const { ledger, doors, daily } = options;
  const { note } = ledger;
  const names = doors.filter(canSend).map(({ name }) => name);
  await queue.start();
  for (const name of names) await queue.ready(name);
  await plan(ledger);
  // Not waited for: one may take minutes until somebody has logged in, and none holds up another.
  const kept = doors.map((door) => keepDoor(door, { ...options, queue }));
  let cleanedAt = Number.NEGATIVE_INFINITY;
  const ring = async () => {
    try {
      await materialise(ledger, queue, names);
      await adopt(ledger, queue, names);
      if (ledger.now().getTime() - cleanedAt < dayMs) return;
      cleanedAt = ledger.now().getTime();
      await daily();
    } catch (trouble) {
      // The database may be away for a moment; the next ring finds everything as it was.
      note(`clock: ${messageOf(trouble)}`);
    }
  };
  let ringing = ring();
  const alarm = schedule(
    '*/5 * * * * *',
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
