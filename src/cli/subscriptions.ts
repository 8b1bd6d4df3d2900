/** `qinzhi subscriptions`: who gets which digest and when; each change is kept with who asked for it. */
import { userInfo } from 'node:os';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { type SubscriptionRow, subscriptionOf } from '../delivery/subscription-row.ts';
import {
  addSubscription,
  CommandError,
  endSubscription,
  findSubscription,
  listSubscriptions,
  pauseSubscription,
  resumeSubscription,
} from '../delivery/subscriptions.ts';
import { dayIn, nextSlots } from '../digest/calendar/slots.ts';
import { composeDigest } from '../digest/compose.ts';
import { formatNextSlots, formatSchedule } from '../digest/request/format-schedule.ts';
import { slotContext } from '../digest/select.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import { timeZoneOf } from '../model/zone.ts';
import { openDoors } from '../service/doors.ts';
import { type DeliveryEnvironment, doorContext, type OpenDelivery, withDelivery } from '../service/open-delivery.ts';
import { write } from './context.ts';
import { type DigestOptions, writtenIn } from './digest.ts';
import { type Known, readWish } from './wish.ts';

export interface AddOptions extends DigestOptions {
  door: string;
  channel: string;
  when: string;
  late?: string;
  by?: string;
}

export const actorOf = ({ by }: { by?: string }) => `cli:${by ?? userInfo().username}`;

export const knownTo = async (context: DeliveryEnvironment, open: OpenDelivery): Promise<Known> => ({
  packs: open.deliveryContext.packs,
  calendar: open.deliveryContext.calendar,
  doors: await openDoors(context.doors, doorContext(open, context.stdout)),
  today: dayIn(open.deliveryContext.now(), timeZoneOf(open.deliveryContext.packs)),
});

/** What can't be done is told as one sentence, without a stack. */
export async function refusable<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CommandError) throw new SetupError(`Not done: ${error.message}.`, []);
    throw error;
  }
}

function line(row: SubscriptionRow): string {
  const state = [row.state, row.pausedUntil && `until ${row.pausedUntil}`, row.stateReason].filter(Boolean).join(' ');
  const next = row.state === 'active' && row.nextAt ? ` → ${row.nextAt.toISOString()}` : '';
  return `${row.name ?? row.id.slice(0, 8)}  ${row.door} ${row.channel}  ${row.said}  ${state}${next}`;
}

export const list = ({ json }: { json?: boolean }, context: DeliveryEnvironment) =>
  withDelivery(context, async ({ deliveryContext }) => {
    const rows = await listSubscriptions(deliveryContext);
    const lines = rows.map((row) => (json ? JSON.stringify(row) : line(row)));
    await write(context.stdout, lines.length ? `${lines.join('\n')}\n` : json ? '' : 'There are no subscriptions.\n');
    return 0;
  });

function readLate(text: string, faults: Fault[]): object | undefined {
  const hours = /^(\d{1,3})h$/.exec(text);
  if (hours) return { policy: 'latest', withinHours: Number(hours[1]) };
  if (['latest', 'all', 'none'].includes(text)) return { policy: text };
  faults.push({ file: '--late', place: '', message: `${text} is none of latest, 6h, all, none` });
  return undefined;
}

export const addOne = (options: AddOptions, context: DeliveryEnvironment) =>
  withDelivery(context, async (open) => {
    const faults: Fault[] = [];
    const written = writtenIn(options, faults);
    const late = options.late === undefined ? undefined : readLate(options.late, faults);
    const { door, channel, when: said } = options;
    const raw = { ...written, ...(late ? { late } : {}), door, channel, when: said };
    const draft = readWish(raw, await knownTo(context, open), 'subscription', faults);
    if (!draft || faults.length) throw new SetupError('The subscription can’t be used as it is:', faults);
    const { deliveryContext } = open;
    const row = await deliveryContext.db.transaction((tx) =>
      addSubscription(deliveryContext, tx, draft, actorOf(options)),
    );
    await write(context.stdout, `${line(row)}\n`);
    return 0;
  });

const acts = {
  remove: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow, { by }: { by: string }) => {
    await deliveryContext.db.transaction((tx) => endSubscription(deliveryContext, tx, row, by));
    return `${row.name ?? row.id} has ended`;
  },
  pause: async (
    { deliveryContext }: OpenDelivery,
    row: SubscriptionRow,
    { by, until }: { by: string; until?: string },
  ) => {
    if (until && !/^\d{4}-\d\d-\d\d$/.test(until)) throw new CommandError(`${until} is no day (2026-10-08)`);
    await pauseSubscription(deliveryContext, row, by, until);
    return line(await findSubscription(deliveryContext, row.id));
  },
  resume: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow, { by }: { by: string }) => {
    await resumeSubscription(deliveryContext, row, by);
    return line(await findSubscription(deliveryContext, row.id));
  },
  preview: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow) => {
    const { packs, calendar, now } = deliveryContext;
    const subscription = subscriptionOf(row);
    const at = nextSlots(slotContext(subscription, packs, calendar), now(), 1)[0]?.at ?? now();
    const [card] = composeDigest({ subscription, packs, calendar, at, notifiedPlans: new Set(row.told) }).cards;
    return card ? renderText(card) : 'Nothing is due then, and this subscription is silent.';
  },
  next: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow) => {
    const { packs, calendar, now } = deliveryContext;
    const { timing, scope, language } = subscriptionOf(row);
    const slots = nextSlots(slotContext({ timing, scope }, packs, calendar), now(), 3);
    return [formatSchedule(timing.schedule, language), ...formatNextSlots(slots, timing, calendar, language)].join(
      '\n',
    );
  },
};

/** `id` is a name, or the beginning of an id. */
export const one = (
  what: keyof typeof acts,
  id: string,
  options: { by?: string; until?: string },
  context: DeliveryEnvironment,
) =>
  withDelivery(context, (open) =>
    refusable(async () => {
      const row = await findSubscription(open.deliveryContext, id);
      const said = await acts[what](open, row, { ...options, by: actorOf(options) });
      await write(context.stdout, `${said}\n`);
      return 0;
    }),
  );
