/** Delivery on a database of the test's own, with a clock, doors that do as they are told, and jobs that wait to be run. */
import { join, resolve } from 'node:path';
import type { DeliveryContext, Job, JobQueue } from '../../src/delivery/context.ts';
import { enterDueSlots } from '../../src/delivery/scheduler.ts';
import { DeliveryAttempts } from '../../src/delivery/sending/attempt.ts';
import { addSubscription } from '../../src/delivery/subscriptions.ts';
import type { SendingDoor } from '../../src/delivery/types.ts';
import { workingCalendar } from '../../src/digest/calendar/working-days.ts';
import { validateSubscription } from '../../src/digest/request/validate.ts';
import { loadPack } from '../../src/knowledge/load.ts';
import type { Card } from '../../src/model/card.ts';
import type { Receipt } from '../../src/model/port.ts';
import type { Store } from '../../src/store/open.ts';
import { freshStore } from '../store/database.ts';

const pack = loadPack(join(resolve(import.meta.dirname, '../..'), 'knowledge/xian-ip'));
const calendar = workingCalendar();

export interface Posted {
  channel: string;
  card: Card;
  key: string;
}

/** A door whose platform does what `act` says; what arrived stands in `posted`. */
export function fakeDoor(
  act: (posted: Posted, count: number) => Promise<void> | void,
  more: Partial<SendingDoor> = {},
) {
  const posted: Posted[] = [];
  let count = 0;
  const door: SendingDoor = {
    name: 'fake',
    start: async () => {},
    stop: async () => {},
    render: () => [],
    async send(channel, card, key): Promise<Receipt> {
      count++;
      await act({ channel, card, key }, count);
      posted.push({ channel, card, key });
      return { message: `m${count}`, at: new Date() };
    },
    ...more,
  };
  return { door, posted, sends: () => count };
}

const daily = { timing: { schedule: { kind: 'daily', at: ['09:00'] }, dayOff: 'send' } };

export class Rig {
  clock: Date;
  readonly store: Store;
  readonly deliveryContext: DeliveryContext;
  readonly notes: string[] = [];
  readonly waiting: (Job & { afterMs?: number })[] = [];
  /** Channels of the admins of every door. */
  admins: string[] = [];
  readonly jobs: JobQueue = {
    ensure: async () => {},
    enqueue: async (_tx, _door, jobs) => {
      this.waiting.push(...jobs);
    },
  };

  constructor(store: Store, at: string) {
    this.store = store;
    this.clock = new Date(at);
    this.deliveryContext = {
      db: store.db,
      packs: [pack],
      calendar,
      now: () => this.clock,
      warn: (line) => this.notes.push(line),
    };
  }

  subscribe(raw: object = {}, channel = 'room', name?: string) {
    const subscription = validateSubscription({ ...daily, ...raw }, [pack], 'test');
    const draft = { door: 'fake', channel, requestText: 'x', subscription, ...(name ? { name } : {}) };
    return this.store.db.transaction((tx) => addSubscription(this.deliveryContext, tx, draft, 'tester'));
  }

  materialise = () => enterDueSlots(this.deliveryContext, this.jobs, ['fake']);

  /** Runs what waits, each job once, and says how long each waited. */
  async work(door: SendingDoor): Promise<number[]> {
    const jobs = this.waiting.splice(0);
    for (const job of jobs) await this.run(door, job);
    return jobs.map(({ afterMs = 0 }) => afterMs);
  }

  run = (door: SendingDoor, job: Job) => this.attempts(door).deliver(job);

  /** Waiting moves the clock. */
  attempts = (door: SendingDoor) =>
    new DeliveryAttempts({
      ...{ context: this.deliveryContext, queue: this.jobs, door, firstRetryMs: 5_000 },
      alertChannels: async () => this.admins,
      wait: async (ms) => {
        this.clock = new Date(this.clock.getTime() + ms);
        return true;
      },
    });

  async states(): Promise<string[]> {
    const { rows } = await this.store.pool.query<{ it: string }>(
      `select concat_ws(' ', to_char(slot_at at time zone 'Asia/Shanghai', 'MM-DD'), state, reason) as it
       from delivery order by slot_at, channel`,
    );
    return rows.map(({ it }) => it);
  }
}

export const rig = async (at: string) => new Rig(await freshStore(), at);
