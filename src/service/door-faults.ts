/** Attributes errors that a door's package throws asynchronously to that door, so that they end neither the process nor another door. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestListener } from 'node:http';
import type { Adapter, Receive } from '../model/port.ts';

type OnFault = (error: unknown) => void;

/** The door on whose behalf the current code runs; timers, sockets and promises that it makes inherit it. */
const currentDoor = new AsyncLocalStorage<string>();

export const runAsDoor = <T>(door: string, act: () => T): T => currentDoor.run(door, act);

/** The bot's own code is no part of a door: a fault of it must not close one. */
const outsideDoors =
  (receive: Receive): Receive =>
  (message) =>
    currentDoor.exit(() => receive(message));

/** The same door; all that its methods begin is attributed to it. */
export function attributed(door: Adapter): Adapter {
  const start: Adapter['start'] = (receive) => runAsDoor(door.name, () => door.start(outsideDoors(receive)));
  // Other members are bound to the door itself: private fields can't be read through a proxy.
  return new Proxy(door, {
    get(target, key) {
      if (key === 'start') return start;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => runAsDoor(door.name, () => Reflect.apply(value, target, args));
    },
  });
}

export const attributedListener =
  (door: string, listener: RequestListener): RequestListener =>
  (request, response) =>
    runAsDoor(door, () => listener(request, response));

export interface DoorFaults {
  /** @returns stops watching */
  watch(door: string, onFault: OnFault): () => void;
  /** Gives uncaught errors back to the process. */
  close(): void;
}

export interface FaultHandlers {
  /** Called for every error of a door, also for those that follow while it is being closed. */
  onFault: (door: string, error: unknown) => void;
  /** Called for an error that belongs to no door: nobody knows what state it left. */
  onOther: OnFault;
}

export function catchDoorFaults({ onFault, onOther }: FaultHandlers): DoorFaults {
  const watchers = new Map<string, OnFault>();
  const handle = (error: unknown) => {
    const door = currentDoor.getStore();
    if (door === undefined) return onOther(error);
    currentDoor.exit(() => {
      onFault(door, error);
      watchers.get(door)?.(error);
    });
  };
  process.on('uncaughtException', handle);
  process.on('unhandledRejection', handle);
  return {
    watch(door, notify) {
      watchers.set(door, notify);
      return () => {
        if (watchers.get(door) === notify) watchers.delete(door);
      };
    },
    close() {
      process.off('uncaughtException', handle);
      process.off('unhandledRejection', handle);
    },
  };
}
