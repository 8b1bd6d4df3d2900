/** Keeps one door open: started, tried again where that fails, its queue worked while it is open, and held by one replica where it must be. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../model/fault.ts';
import type { Adapter, Receive } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import { waitAtMost } from '../shared/timeout.ts';
import { holdLeaderLock } from '../store/leader-lock.ts';
import type { Store } from '../store/open.ts';
import type { DeliveryContext } from './context.ts';
import { createDeliver } from './sending/attempt.ts';
import type { Queue } from './sending/queue.ts';
import { sendAllowance } from './sending/rate-limit.ts';
import { Worker } from './sending/worker.ts';
import { type AlertChannels, canSend } from './types.ts';

export interface DoorRunnerOptions {
  store: Pick<Store, 'client'>;
  context: DeliveryContext;
  queue: Queue;
  receive: Receive;
  alertChannels: AlertChannels;
  /** Told of settings by which a door can never start. */
  onUnstartable: (fault: SetupError) => void;
  firstRetryMs: number;
}

/** How many sends at once, and how many jobs in one bite: the network is slow, the store is not. */
export const workerLimits = { maxConcurrent: 128, batchSize: 32 };
const maxRestartMs = 60_000;
const firstRestartMs = 1_000;
/** Attempts under way are given so long; a longer one is as ambiguous as after a crash, and treated so. */
const stopWithinMs = 30_000;
/** Then it is left alone: a start that waits for somebody to log in, a platform that does not let go. */
const leaveWithinMs = 5_000;

export interface RunningDoor {
  stop(): Promise<void>;
}

/** One opening of a door, until it is closed. */
function open(door: Adapter, options: DoorRunnerOptions): RunningDoor {
  const { context, queue, receive, alertChannels: notify, firstRetryMs: firstWaitMs } = options;
  const { warn } = context;
  const closing = new AbortController();
  const { signal } = closing;
  const wait = (ms: number) =>
    sleep(ms, undefined, { signal }).then(
      () => true,
      () => false,
    );
  let line: Worker | undefined;
  const start = async (): Promise<void> => {
    for (let restMs = firstRestartMs; !signal.aborted; restMs = Math.min(restMs * 2, maxRestartMs)) {
      try {
        await door.start(receive);
        break;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof SetupError) return options.onUnstartable(error);
        warn(`door ${door.name} does not start: ${messageOf(error)}; tried again in ${restMs / 1000} s`);
        await wait(restMs);
      }
    }
    if (signal.aborted || !canSend(door)) return;
    const act = createDeliver({ context, queue, door, alertChannels: notify, firstRetryMs: firstWaitMs, wait });
    line = new Worker({
      queue,
      door: door.name,
      deliver: act,
      allowance: (max) => sendAllowance(context, door, max),
      warn,
      ...workerLimits,
    });
  };
  const started = start();
  return {
    stop: async () => {
      closing.abort();
      // First nothing more is sent, then nothing more is heard.
      await line?.stop(stopWithinMs);
      const stopped = (async () => door.stop())().catch((error) =>
        warn(`door ${door.name} does not stop: ${messageOf(error)}`),
      );
      await waitAtMost(stopped, leaveWithinMs);
      await waitAtMost(started, leaveWithinMs);
    },
  };
}

export function runDoor(door: Adapter, options: DoorRunnerOptions): RunningDoor {
  if (!door.singleSession) return open(door, options);
  const { store, context } = options;
  let opened: RunningDoor | undefined;
  const shut = async () => {
    const closing = opened;
    opened = undefined;
    await closing?.stop();
  };
  const held = holdLeaderLock({
    store,
    name: `door ${door.name}`,
    onAcquired: () => {
      opened = open(door, options);
    },
    onLost: shut,
    warn: context.warn,
  });
  return {
    stop: async () => {
      // Closed before it is given up: another replica opens it in the next second.
      await shut();
      await held.stop();
      await shut();
    },
  };
}
