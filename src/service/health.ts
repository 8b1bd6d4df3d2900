/** Readiness: store, adapters, warnings. */
import type { Adapter } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import { attributed } from './door-faults.ts';

interface Part {
  ok: boolean;
  why?: string;
}

interface State {
  ready: boolean;
  store: Part & { since?: string };
  doors: Record<string, Part>;
  warnings: string[];
}

export interface Health {
  read(): Promise<State>;
}

/** A door whose state is recorded. */
export interface MonitoredDoor {
  door: Adapter;
  state(): Part;
  /** The package of the door threw asynchronously: it is not used until it is started again. */
  fail(error: unknown): void;
}

export function monitorDoor(door: Adapter): MonitoredDoor {
  let stands: Part = door.singleSession
    ? { ok: true, why: 'held by another replica, or about to be opened here' }
    : { ok: false, why: 'not opened yet' };
  /** Kept while the door is being closed after a failure. */
  let failure: string | undefined;
  const start: Adapter['start'] = async (receive) => {
    stands = { ok: false, why: 'opening' };
    try {
      await attributedDoor.start(receive);
      stands = { ok: true };
      failure = undefined;
    } catch (error) {
      stands = { ok: false, why: messageOf(error) };
      throw error;
    }
  };
  const stop: Adapter['stop'] = async () => {
    stands = { ok: false, why: failure ?? 'closed' };
    await attributedDoor.stop();
  };
  const attributedDoor = attributed(door);
  const proxy = new Proxy(attributedDoor, {
    get(target, key) {
      if (key === 'start') return start;
      if (key === 'stop') return stop;
      return Reflect.get(target, key, target);
    },
  });
  return {
    door: proxy,
    state() {
      const error = stands.ok ? door.problem?.() : undefined;
      return error === undefined ? stands : { ok: false, why: error };
    },
    fail(error) {
      failure = `failed and is opened again: ${messageOf(error)}`;
      stands = { ok: false, why: failure };
    },
  };
}

export interface HealthParts {
  /** Fails where the store does not answer. */
  pingStore: () => Promise<unknown>;
  outage: () => { since: Date; why: string } | undefined;
  doors: () => readonly MonitoredDoor[];
  warnings: () => (string | undefined)[];
  stopping: () => boolean;
}

export function openHealth({ pingStore: askStore, outage, doors, warnings, stopping }: HealthParts): Health {
  const storeState = async (): Promise<State['store']> => {
    const away = outage();
    if (away) return { ok: false, since: away.since.toISOString(), why: away.why };
    try {
      await askStore();
      return { ok: true };
    } catch (error) {
      const cause = error instanceof Error && error.cause ? error.cause : error;
      return { ok: false, why: messageOf(cause) };
    }
  };
  return {
    async read() {
      const store = await storeState();
      const states = Object.fromEntries(doors().map(({ door, state }) => [door.name, state()]));
      const told = warnings().filter((warning) => warning !== undefined);
      if (!store.ok) told.unshift('The database is away: questions are answered, commands must wait.');
      if (stopping()) told.unshift('It is stopping.');
      const ready = store.ok && !stopping() && Object.values(states).every(({ ok }) => ok);
      return { ready, store, doors: states, warnings: told };
    },
  };
}
