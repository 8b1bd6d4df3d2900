/** Alerts the admins of a door about failed deliveries; an alert is a delivery row like a digest. */

import { dayIn } from '../../digest/calendar/slots.ts';
import { digestSpeaker } from '../../digest/phrases.ts';
import { formatDay, formatTime } from '../../digest/request/format-schedule.ts';
import type { Card } from '../../model/card.ts';
import { maskAddresses } from '../../shared/mask.ts';
import { delivery } from '../../store/schema.ts';
import { jobId, type Transaction } from '../context.ts';
import type { SubscriptionRow } from '../subscription-row.ts';
import type { DeliveryRow, DoorContext } from '../types.ts';

const hourMs = 3_600_000;
const shortId = (id: string) => id.slice(0, 8);

/**
 * Inserts a delivery and a job for each admin. The delivery names the subscription that it is about; its slot is the moment of
 * the failure. A second alert with the same cause is not inserted.
 */
async function insertAlerts(
  doorContext: DoorContext,
  tx: Transaction,
  row: DeliveryRow,
  cause: string,
  card: Card,
): Promise<void> {
  const at = doorContext.context.now();
  const admins = await doorContext.alertChannels(row.door, tx);
  if (!admins.length) return;
  const { door, subscriptionId } = row;
  const rows = admins.map((channel) => ({
    ...{ subscriptionId, slotAt: at, door, channel, cause, card, createdAt: at },
    job: jobId(at),
  }));
  const made = await tx.insert(delivery).values(rows).onConflictDoNothing().returning();
  await doorContext.queue.enqueue(
    tx,
    door,
    made.map(({ id, job, channel }) => ({ id: job!, delivery: id, channel, due: at })),
  );
}

const cardOf = (title: string, ...texts: string[]): Card => ({
  title,
  blocks: texts.map((text) => ({ type: 'text', text })),
  choices: [],
  sources: [],
});

/** Alerts about each suspension: a person has to act on every one. */
export async function alertSuspended(
  doorContext: DoorContext,
  tx: Transaction,
  row: DeliveryRow,
  owner: SubscriptionRow,
  why: string,
): Promise<void> {
  const say = digestSpeaker(owner.language);
  const card = cardOf(
    say('noticeSuspendedTitle'),
    say('noticeSuspended', { channel: maskAddresses(row.channel), why: maskAddresses(why) }),
    say('noticeSuspendedDo', { id: shortId(owner.id) }),
  );
  await insertAlerts(doorContext, tx, row, `suspended ${row.id}`, card);
}

/** Alerts about the first failure within an hour: when a platform is down, a thousand deliveries share one cause. */
export async function alertUndelivered(
  doorContext: DoorContext,
  tx: Transaction,
  row: DeliveryRow,
  owner: SubscriptionRow,
  state: 'failed' | 'unknown',
  why: string,
): Promise<void> {
  // Never alert about a failed alert.
  if (row.cause !== null) return;
  const say = digestSpeaker(owner.language);
  const date = formatDay(dayIn(row.slotAt, owner.timeZone), owner.language);
  const slots = {
    date,
    time: formatTime(row.slotAt, owner.timeZone),
    channel: maskAddresses(row.channel),
    why: maskAddresses(why),
  };
  const card = cardOf(
    say(state === 'failed' ? 'noticeFailedTitle' : 'noticeUnknownTitle'),
    say(state === 'failed' ? 'noticeFailed' : 'noticeUnknown', slots),
    say('noticeRetry', { id: shortId(row.id) }),
    say('noticeOthers', { state }),
  );
  const hour = new Date(Math.floor(doorContext.context.now().getTime() / hourMs) * hourMs);
  await insertAlerts(doorContext, tx, row, `${state} ${hour.toISOString()}`, card);
}
