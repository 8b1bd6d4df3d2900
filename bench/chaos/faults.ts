/** Injects faults: random kills, kills at the moment of sending, power cuts, database failures. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSignal, Deployment } from './deployment.ts';
import type { FakePlatform } from './fake-platform.ts';
import type { Processes } from './processes.ts';
import { between, type Random } from './random.ts';

interface Kills {
  random: number;
  aimed: number;
  /** In power cuts. */
  all: number;
  database: number;
  /** Clocks of single replicas that were stepped, and suspends of all. */
  clock: number;
  suspended: number;
}

export interface Contestant {
  name: string;
  processes: Processes;
  /** Ours have a database. */
  deployment?: Deployment;
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

/** How far a clock is stepped, for how long; forth by less than the policies for missed slots look at. */
const clockStepsMs = [-3_600_000, 20_000] as const;
const clockStepForMs = 8_000;
const suspendForMs = 12_000;

type Fault = { atMs: number } & (
  | { what: 'database'; signal: DatabaseSignal }
  | { what: 'outage' }
  | { what: 'suspend' }
  | { what: 'clock'; stepMs: number }
);

/** A run that is short has one of each; a longer one has them again every hundred seconds. */
export function faultsOf(seconds: number): Fault[] {
  const cycle = (from: number, scale: number): Fault[] => [
    { what: 'outage', atMs: from + 7_000 * scale },
    { what: 'database', signal: 'SIGQUIT', atMs: from + outageMs + 11_000 * scale },
    { what: 'database', signal: 'SIGKILL', atMs: from + outageMs + 50_000 * scale },
    ...clockStepsMs.map(
      (stepMs, index): Fault => ({ what: 'clock', stepMs, atMs: from + 1_000 + index * 40_000 * scale }),
    ),
    { what: 'suspend', atMs: from + outageMs + 14_000 * scale },
  ];
  const inOrder = (faults: Fault[]) => faults.sort((a, b) => a.atMs - b.atMs);
  if (seconds < 100) return inOrder(cycle(0, 1).filter(({ atMs }) => atMs < seconds * 1000));
  return inOrder(Array.from({ length: Math.floor(seconds / 100) }, (_, index) => cycle(index * 100_000, 1.5)).flat());
}

/** One that is just coming back is waited for. */
async function killDatabase({ deployment, kills }: Contestant, signal: DatabaseSignal): Promise<void> {
  for (const deadline = Date.now() + longestStartMs; deployment && Date.now() < deadline; await sleep(100))
    if (deployment.killDatabase(signal)) {
      kills.database++;
      return;
    }
}

/** Injects faults until `endAt`; every fault that meets one contestant meets the others too. */
class FaultInjection {
  readonly #contestants: readonly Contestant[];
  readonly #random: Random;
  readonly #endAt: number;
  /** Contestants whose next send kills its sender. */
  readonly #armed = new Set<string>();
  #isOutage = false;

  constructor(contestants: readonly Contestant[], random: Random, endAt: number) {
    this.#contestants = contestants;
    this.#random = random;
    this.#endAt = endAt;
  }

  /** Kills a process shortly after it sent a card, where its contestant is armed. */
  sent(from: string, port: number): void {
    if (!this.#armed.has(from)) return;
    const { processes, kills } = this.#contestants.find(({ name }) => name === from)!;
    const index = processes.at(port);
    if (index === undefined) return;
    this.#armed.delete(from);
    void sleep(between(this.#random, ...aimedAfterMs)).then(() => {
      if (!this.#isOutage && processes.kill(index)) kills.aimed++;
    });
  }

  async run(faults: readonly Fault[], startAt: number): Promise<void> {
    await Promise.all([this.#killAtRandom(), this.#arm(), this.#strike(faults, startAt), this.#until(this.#endAt)]);
    // A contestant that no aimed kill has met, because it was slow, meets one while it settles.
    this.#armed.clear();
    for (const { name, deployment, kills } of this.#contestants) if (deployment && !kills.aimed) this.#armed.add(name);
  }

  /** @returns whether the run has not ended by then */
  async #until(at: number): Promise<boolean> {
    await sleep(Math.max(0, Math.min(at, this.#endAt) - Date.now()));
    return Date.now() < this.#endAt;
  }

  async #killAtRandom(): Promise<void> {
    while (await this.#until(Date.now() + between(this.#random, ...randomEveryMs))) {
      // A single process meets each fault that a replica of three would meet.
      const index = Math.floor(this.#random() * 3);
      const spares = this.#random() < sparedShare;
      if (!this.#isOutage) this.#killReplica(index, spares);
    }
  }

  #killReplica(index: number, spares: boolean): void {
    for (const { processes, kills } of this.#contestants)
      if ((processes.works(index) || !spares) && processes.kill(index)) kills.random++;
  }

  async #arm(): Promise<void> {
    while (await this.#until(Date.now() + between(this.#random, ...aimedEveryMs)))
      for (const { name } of this.#contestants) this.#armed.add(name);
  }

  async #strike(faults: readonly Fault[], startAt: number): Promise<void> {
    // A wrong clock stays wrong during other faults.
    const clocks: Promise<void>[] = [];
    for (const fault of faults) {
      if (!(await this.#until(startAt + fault.atMs))) break;
      if (fault.what === 'outage') await this.#outage();
      else if (fault.what === 'suspend') await this.#suspend();
      else if (fault.what === 'clock') clocks.push(this.#stepClock(fault.stepMs));
      else await Promise.all(this.#contestants.map((one) => killDatabase(one, fault.signal)));
    }
    await Promise.all(clocks);
  }

  /** One replica of three, since clocks of machines go wrong one by one. */
  async #stepClock(stepMs: number): Promise<void> {
    const index = Math.floor(this.#random() * 3);
    for (const { deployment, kills } of this.#contestants) {
      if (!deployment) continue;
      deployment.stepClock(index, stepMs);
      kills.clock++;
    }
    await sleep(clockStepForMs);
    for (const { deployment } of this.#contestants) deployment?.stepClock(index, 0);
  }

  async #suspend(): Promise<void> {
    this.#isOutage = true;
    await Promise.all(this.#contestants.map(({ processes }) => processes.suspend(suspendForMs)));
    for (const { kills } of this.#contestants) kills.suspended++;
    this.#isOutage = false;
  }

  async #outage(): Promise<void> {
    this.#isOutage = true;
    await Promise.all(this.#contestants.map(({ processes }) => processes.down()));
    // Last: a live replica would start the database again.
    await Promise.all(this.#contestants.map((one) => killDatabase(one, 'SIGKILL')));
    for (const { kills } of this.#contestants) kills.all++;
    await sleep(outageMs);
    for (const { processes } of this.#contestants) processes.start();
    this.#isOutage = false;
  }
}

/** Injects the faults of a run, and settles at `endAt`. */
export async function injectFaults(
  contestants: readonly Contestant[],
  platform: FakePlatform,
  faults: readonly Fault[],
  random: Random,
  startAt: number,
  endAt: number,
): Promise<void> {
  const injection = new FaultInjection(contestants, random, endAt);
  platform.received = (from, port) => injection.sent(from, port);
  await injection.run(faults, startAt);
}
