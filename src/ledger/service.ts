/** The alarm clock and the workers of one replica: slots become rows, rows are sent, until it is stopped. */
import { schedule } from 'node-cron';
import type { Adapter, Receive } from '../model/port.ts';
import type { Store } from '../store/open.ts';
import { adopt } from './adopt.ts';
import { canSend, deliver } from './deliver.ts';
import type { Ledger } from './ledger.ts';
import { materialise, plan } from './materialise.ts';
import { Queue } from './queue.ts';

export interface ServiceOptions {
  store: Store;
  ledger: Ledger;
  doors: readonly Adapter[];
  /** What the doors do with what they hear. */
  receive: Receive;
  /** Once at the start and then once a day. */
  daily: () => Promise<void>;
  /** Of the first wait after a failed attempt; each further one is twice as long. */
  firstWaitMs: number;
}

const dayMs = 86_400_000;
/** Attempts under way are given so long; a longer one is as ambiguous as after a crash, and treated so. */
const stopWithinMs = 30_000;

export interface Service {
  /** Harmless when called twice. */
  stop(): Promise<void>;
}

export async function startService(options: ServiceOptions): Promise<Service> {
  const { store, ledger, doors, receive, daily, firstWaitMs } = options;
  const { note } = ledger;
  const names = doors.filter(canSend).map(({ name }) => name);
  const queue = new Queue(store, note);
  await queue.start();
  await plan(ledger);
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
      note(`clock: ${trouble instanceof Error ? trouble.message : String(trouble)}`);
    }
  };
  let ringing = ring();
  await ringing;
  const alarm = schedule(
    '*/5 * * * * *',
    () => {
      ringing = ring();
      return ringing;
    },
    { noOverlap: true },
  );
  for (const door of doors) await door.start(receive);
  for (const door of doors)
    if (canSend(door)) await queue.work(door.name, (job) => deliver({ ledger, jobs: queue, door, firstWaitMs }, job));
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await alarm.destroy();
    await ringing;
    for (const door of doors) await door.stop();
    await queue.stop(stopWithinMs);
  };
  return {
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
