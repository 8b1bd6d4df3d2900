/** Runs one door: starts it, retries a failed start, works its queue while it is open; a single-session door runs on one replica only. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../model/fault.ts';
import type { Adapter, Receive } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import { waitAtMost } from '../shared/timeout.ts';
import { holdLeaderLock, type LeaderLock } from '../store/leader-lock.ts';
import type { Store } from '../store/open.ts';
import type { DeliveryContext } from './context.ts';
import { DeliveryAttempts } from './sending/attempt.ts';
import type { Queue } from './sending/queue.ts';
import { sendAllowance } from './sending/rate-limit.ts';
import { Worker } from './sending/worker.ts';
import { type AlertChannels, canSend, type SendingDoor } from './types.ts';

export interface DoorRunnerOptions {
  store: Pick<Store, 'client'>;
  context: DeliveryContext;
  queue: Queue;
  receive: Receive;
  alertChannels: AlertChannels;
  /** Called where a door can never start with its settings. */
  onUnstartable: (fault: SetupError) => void;
  firstRetryMs: number;
  /** Reports errors that the package of a door throws asynchronously. @returns stops watching */
  watchFaults?: WatchFaults;
}

export type WatchFaults = (door: string, onFault: (error: unknown) => void) => () => void;

/** Many sends at once, since the network is slow; jobs leased in batches, since the store is fast. */
export const workerLimits = { maxConcurrent: 128, batchSize: 32 };
const maxRestartMs = 60_000;
const firstRestartMs = 1_000;
/** How long attempts under way may take when the door stops; a longer one is handled as after a crash. */
const stopWithinMs = 30_000;
/** How long a start that waits for a login, or a platform that does not close, is waited for. */
const leaveWithinMs = 5_000;

/** A door that was open for so long is opened again after the first wait. */
const steadyMs = 5 * 60_000;

/** The door refused to start, and is tried again. */
class NotStarted extends Error {}

export interface RunningDoor {
  stop(): Promise<void>;
}

/** Keeps one door open until it is stopped: a door whose package failed is closed and opened again. */
class OpenedDoor implements RunningDoor {
  readonly #door: Adapter;
  readonly #options: DoorRunnerOptions;
  readonly #closing = new AbortController();
  readonly #ended: Promise<void>;
  #worker: Worker | undefined;
  /** Failures in a row; a door that stood for a while has not failed to start. */
  #failures = 0;

  constructor(door: Adapter, options: DoorRunnerOptions) {
    this.#door = door;
    this.#options = options;
    this.#ended = this.#keepOpen();
  }

  async stop(): Promise<void> {
    this.#closing.abort();
    // Sending ends before the door closes: a send under way needs the open door.
    await this.#worker?.stop(stopWithinMs);
    await waitAtMost(this.#close(), leaveWithinMs);
    await waitAtMost(this.#ended, leaveWithinMs);
  }

  async #keepOpen(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const { fault, stopWatching } = this.#watchFaults();
      const openedAt = performance.now();
      const error = await Promise.race([this.#open(), fault]);
      stopWatching();
      if (error === undefined || signal.aborted) return;
      if (performance.now() - openedAt > steadyMs) this.#failures = 0;
      await this.#recover(error);
    }
  }

  /** `fault` settles with the first error that the package of the door throws asynchronously. */
  #watchFaults() {
    const { promise: fault, resolve } = Promise.withResolvers<Error>();
    const onFault = (error: unknown) => resolve(error instanceof Error ? error : new Error(messageOf(error)));
    const stopWatching = this.#options.watchFaults?.(this.#door.name, onFault) ?? (() => {});
    return { fault, stopWatching };
  }

  /** Settles only where the door failed to start, or is stopped or can never start: then with undefined. */
  async #open(): Promise<Error | undefined> {
    const { receive, onUnstartable } = this.#options;
    const { signal } = this.#closing;
    try {
      await this.#door.start(receive);
    } catch (error) {
      if (signal.aborted) return undefined;
      if (error instanceof SetupError) {
        onUnstartable(error);
        return undefined;
      }
      return new NotStarted(messageOf(error), { cause: error });
    }
    if (signal.aborted) return undefined;
    if (canSend(this.#door)) this.#worker = this.#startWorker(this.#door);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
  }

  async #recover(error: Error): Promise<void> {
    const { warn } = this.#options.context;
    const restMs = Math.min(firstRestartMs * 2 ** this.#failures, maxRestartMs);
    this.#failures += 1;
    const isNotStarted = error instanceof NotStarted;
    const what = isNotStarted ? 'does not start' : 'failed and is closed';
    warn(`door ${this.#door.name} ${what}: ${messageOf(error)}; tried again in ${restMs / 1000} s`);
    if (!isNotStarted) {
      const worker = this.#worker;
      this.#worker = undefined;
      await worker?.stop(leaveWithinMs);
      await waitAtMost(this.#close(), leaveWithinMs);
    }
    await this.#wait(restMs);
  }

  #startWorker(door: SendingDoor): Worker {
    const { context, queue, alertChannels, firstRetryMs } = this.#options;
    const wait = (ms: number) => this.#wait(ms);
    const attempts = new DeliveryAttempts({ context, queue, door, alertChannels, firstRetryMs, wait });
    const maxConcurrent = Math.min(workerLimits.maxConcurrent, door.maxConcurrentSends ?? workerLimits.maxConcurrent);
    return new Worker({
      queue,
      door: door.name,
      deliver: (job) => attempts.deliver(job),
      allowance: (max) => sendAllowance(context, door, max),
      warn: context.warn,
      maxConcurrent,
      batchSize: Math.min(workerLimits.batchSize, maxConcurrent),
    });
  }

  async #close(): Promise<void> {
    try {
      await this.#door.stop();
    } catch (error) {
      this.#options.context.warn(`door ${this.#door.name} does not stop: ${messageOf(error)}`);
    }
  }

  /** @returns whether it waited to the end, and was not stopped */
  #wait(ms: number): Promise<boolean> {
    return sleep(ms, undefined, { signal: this.#closing.signal }).then(
      () => true,
      () => false,
    );
  }
}

/** A door of one session: open only while this replica holds its lock. */
class SingleSessionDoor implements RunningDoor {
  readonly #lock: LeaderLock;
  #open: RunningDoor | undefined;

  constructor(door: Adapter, options: DoorRunnerOptions) {
    this.#lock = holdLeaderLock({
      store: options.store,
      name: `door ${door.name}`,
      onAcquired: () => {
        this.#open = new OpenedDoor(door, options);
      },
      onLost: () => this.#close(),
      warn: options.context.warn,
    });
  }

  async stop(): Promise<void> {
    // Closed before the lock is released: another replica opens the door within a second.
    await this.#close();
    await this.#lock.stop();
    await this.#close();
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.stop();
  }
}

export const runDoor = (door: Adapter, options: DoorRunnerOptions): RunningDoor =>
  door.singleSession ? new SingleSessionDoor(door, options) : new OpenedDoor(door, options);
