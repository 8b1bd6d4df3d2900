/** Keeps one door open: started, tried again where that fails, its queue worked while it is open, and held by one replica where it must be. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../model/fault.ts';
import type { Adapter, Receive } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import { waitAtMost } from '../shared/timeout.ts';
import { hold } from '../store/leader-lock.ts';
import type { Store } from '../store/open.ts';
import { deliverer } from './attempt.ts';
import type { Ledger } from './context.ts';
import type { Queue } from './queue.ts';
import { allowance } from './rate-limit.ts';
import { canSend, type Notify } from './types.ts';
import { Line } from './worker.ts';

export interface DoorOptions {
  store: Pick<Store, 'client'>;
  ledger: Ledger;
  queue: Queue;
  receive: Receive;
  notify: Notify;
  /** Told of settings by which a door can never start. */
  hopeless: (fault: SetupError) => void;
  firstWaitMs: number;
}

/** How many sends at once, and how many jobs in one bite: the network is slow, the store is not. */
export const atOnce = { most: 128, bite: 32 };
const longestRestMs = 60_000;
const firstRestMs = 1_000;
/** Attempts under way are given so long; a longer one is as ambiguous as after a crash, and treated so. */
const stopWithinMs = 30_000;
/** Then it is left alone: a start that waits for somebody to log in, a platform that does not let go. */
const leaveWithinMs = 5_000;

export interface KeptDoor {
  stop(): Promise<void>;
}

/** One opening of a door, until it is closed. */
function open(door: Adapter, options: DoorOptions): KeptDoor {
  const { ledger, queue, receive, notify, firstWaitMs } = options;
  const { note } = ledger;
  const closing = new AbortController();
  const { signal } = closing;
  const wait = (ms: number) =>
    sleep(ms, undefined, { signal }).then(
      () => true,
      () => false,
    );
  let line: Line | undefined;
  const start = async (): Promise<void> => {
    for (let restMs = firstRestMs; !signal.aborted; restMs = Math.min(restMs * 2, longestRestMs)) {
      try {
        await door.start(receive);
        break;
      } catch (trouble) {
        if (signal.aborted) return;
        if (trouble instanceof SetupError) return options.hopeless(trouble);
        note(`door ${door.name} does not start: ${messageOf(trouble)}; tried again in ${restMs / 1000} s`);
        await wait(restMs);
      }
    }
    if (signal.aborted || !canSend(door)) return;
    const act = deliverer({ ledger, jobs: queue, door, notify, firstWaitMs, wait });
    line = new Line({
      queue,
      door: door.name,
      act,
      allowance: (most) => allowance(ledger, door, most),
      note,
      ...atOnce,
    });
  };
  const started = start();
  return {
    stop: async () => {
      closing.abort();
      // First nothing more is sent, then nothing more is heard.
      await line?.stop(stopWithinMs);
      const stopped = (async () => door.stop())().catch((trouble) =>
        note(`door ${door.name} does not stop: ${messageOf(trouble)}`),
      );
      await waitAtMost(stopped, leaveWithinMs);
      await waitAtMost(started, leaveWithinMs);
    },
  };
}

export function keepDoor(door: Adapter, options: DoorOptions): KeptDoor {
  if (!door.oneSession) return open(door, options);
  const { store, ledger } = options;
  let opened: KeptDoor | undefined;
  const shut = async () => {
    const closing = opened;
    opened = undefined;
    await closing?.stop();
  };
  const held = hold({
    store,
    name: `door ${door.name}`,
    taken: () => {
      opened = open(door, options);
    },
    lost: shut,
    note: ledger.note,
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
