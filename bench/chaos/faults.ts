/** What befalls the processes: kills at random and at the moment of sending, power cuts, a database that goes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSignal, World } from './deployment.ts';
import type { Sink } from './fake-platform.ts';
import type { Fleet } from './processes.ts';
import { between, type Random } from './random.ts';

interface Kills {
  random: number;
  aimed: number;
  /** In power cuts. */
  all: number;
  database: number;
}

export interface Contestant {
  name: string;
  fleet: Fleet;
  /** Ours have a database. */
  world?: World;
  kills: Kills;
}

const outageMs = 20_000;
const randomEveryMs = [5_000, 11_000] as const;
const aimedEveryMs = [5_000, 9_000] as const;
/** Of the processes that have only just started; if all were killed, on a slow machine none would ever work. */
const sparedShare = 0.75;
const longestStartMs = 15_000;
/** From the arrival of a card: before the answer, with it, and just after it. */
const aimedAfterMs = [0, 90] as const;

type Blow = { atMs: number } & ({ what: 'database'; signal: DatabaseSignal } | { what: 'outage' });

/** A run that is short has one of each; a longer one has them again every hundred seconds. */
export function blowsOf(seconds: number): Blow[] {
  const cycle = (from: number, scale: number): Blow[] => [
    { what: 'outage', atMs: from + 7_000 * scale },
    { what: 'database', signal: 'SIGQUIT', atMs: from + outageMs + 11_000 * scale },
    { what: 'database', signal: 'SIGKILL', atMs: from + outageMs + 50_000 * scale },
  ];
  if (seconds < 100) return cycle(0, 1).filter(({ atMs }) => atMs < seconds * 1000);
  return Array.from({ length: Math.floor(seconds / 100) }, (_, index) => cycle(index * 100_000, 1.5)).flat();
}

/** One that is just coming back is waited for. */
async function killDatabase({ world, kills }: Contestant, signal: DatabaseSignal): Promise<void> {
  for (const deadline = Date.now() + longestStartMs; world && Date.now() < deadline; await sleep(100))
    if (world.killDatabase(signal)) {
      kills.database++;
      return;
    }
}

/** Until `endAt`. Everything that befalls one contestant befalls the others as well. */
export async function storm(
  contestants: readonly Contestant[],
  sink: Sink,
  blows: readonly Blow[],
  random: Random,
  startAt: number,
  endAt: number,
): Promise<void> {
  const armed = new Set<string>();
  let dark = false;
  const until = (at: number) => sleep(Math.max(0, Math.min(at, endAt) - Date.now()));
  sink.heard = (from, port) => {
    if (!armed.has(from)) return;
    const { fleet, kills } = contestants.find(({ name }) => name === from)!;
    const index = fleet.at(port);
    if (index === undefined) return;
    armed.delete(from);
    void sleep(between(random, ...aimedAfterMs)).then(() => {
      if (!dark && fleet.kill(index)) kills.aimed++;
    });
  };
  const atRandom = async () => {
    for (;;) {
      await until(Date.now() + between(random, ...randomEveryMs));
      if (Date.now() >= endAt) return;
      // A process that stands alone meets each blow that a replica of three would meet.
      const index = Math.floor(random() * 3);
      const spares = random() < sparedShare;
      for (const { fleet, kills } of dark ? [] : contestants)
        if ((fleet.works(index) || !spares) && fleet.kill(index)) kills.random++;
    }
  };
  const aiming = async () => {
    for (;;) {
      await until(Date.now() + between(random, ...aimedEveryMs));
      if (Date.now() >= endAt) return;
      for (const { name } of contestants) armed.add(name);
    }
  };
  const striking = async () => {
    for (const blow of blows) {
      await until(startAt + blow.atMs);
      if (Date.now() >= endAt) return;
      if (blow.what === 'database') {
        await Promise.all(contestants.map((one) => killDatabase(one, blow.signal)));
        continue;
      }
      dark = true;
      await Promise.all(contestants.map(({ fleet }) => fleet.down()));
      // Last, as a replica that lives would start it again.
      await Promise.all(contestants.map((one) => killDatabase(one, 'SIGKILL')));
      for (const { kills } of contestants) kills.all++;
      await sleep(outageMs);
      for (const { fleet } of contestants) fleet.start();
      dark = false;
    }
  };
  await Promise.all([atRandom(), aiming(), striking(), until(endAt)]);
  // Whom no aim has met yet, because it was slow, meets one while it settles.
  armed.clear();
  for (const { name, world, kills } of contestants) if (world && !kills.aimed) armed.add(name);
}
