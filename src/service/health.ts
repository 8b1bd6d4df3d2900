/** Readiness: store, adapters, warnings. */
import type { Adapter } from '../model/port.ts';
import { messageOf } from '../shared/error-message.ts';
import { attributed } from './door-faults.ts';

interface Part {
  ok: boolean;
  why?: string;
}

export interface State {
  ready: boolean;
  store: Part & { since?: string };
  /** The search for due slots; absent before the first. */
  clock?: Part & { lastTick: string };
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
  /** When due slots were last looked for, and how far this clock is ahead of the database's. */
  lastTick?: () => { at: Date; agoMs: number; aheadMs: number | undefined } | undefined;
}

/** A search for due slots takes well under a second, and comes every five. */
const maxTickAgoMs = 60_000;
const maxClockDifferenceMs = 60_000;

export function openHealth(parts: HealthParts): Health {
  const { pingStore: askStore, outage, doors, warnings, stopping, lastTick } = parts;
  const clockState = (): State['clock'] => {
    const tick = lastTick?.();
    if (!tick) return undefined;
    const at = tick.at.toISOString();
    if (tick.agoMs <= maxTickAgoMs) return { ok: true, lastTick: at };
    return { ok: false, lastTick: at, why: `no search for due slots for ${Math.round(tick.agoMs / 1000)} s` };
  };
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
      const texts = warnings().filter((warning) => warning !== undefined);
      const clock = clockState();
      const aheadMs = lastTick?.()?.aheadMs ?? 0;
      if (Math.abs(aheadMs) > maxClockDifferenceMs)
        texts.push(`The clock of this machine differs from the database's by ${Math.round(aheadMs / 1000)} s.`);
      if (!store.ok) texts.unshift('The database is away: questions are answered, commands must wait.');
      if (stopping()) texts.unshift('It is stopping.');
      const ready = store.ok && clock?.ok !== false && !stopping() && Object.values(states).every(({ ok }) => ok);
      return { ready, store, ...(clock ? { clock } : {}), doors: states, warnings: texts };
    },
  };
}
