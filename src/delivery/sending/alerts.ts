/** Tells the admins of a door what has gone wrong with what goes through it; what they are told stands in the ledger like a digest. */

import { dayIn } from '../../digest/calendar/slots.ts';
import { digestSpeaker } from '../../digest/phrases.ts';
import { formatDay, formatTime } from '../../digest/request/format-schedule.ts';
import type { Card } from '../../model/card.ts';
import { delivery } from '../../store/schema.ts';
import { jobId, type Transaction } from '../context.ts';
import type { SubscriptionRow } from '../subscription-row.ts';
import type { DeliveryRow, DoorWork } from '../types.ts';

const hourMs = 3_600_000;
const shortId = (id: string) => id.slice(0, 8);

/**
 * A row and a job for each admin. The row keeps the subscription that it is about, and its slot is the moment of the trouble;
 * the same cause finds its row there and makes no second one.
 */
async function insertAlerts(
  work: DoorWork,
  tx: Transaction,
  row: DeliveryRow,
  cause: string,
  card: Card,
): Promise<void> {
  const at = work.context.now();
  const admins = await work.alertChannels(row.door, tx);
  if (!admins.length) return;
  const { door, subscriptionId } = row;
  const rows = admins.map((channel) => ({
    ...{ subscriptionId, slotAt: at, door, channel, cause, card, createdAt: at },
    job: jobId(at),
  }));
  const made = await tx.insert(delivery).values(rows).onConflictDoNothing().returning();
  await work.queue.enqueue(
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

/** Each suspension by itself: every one needs somebody's hand. */
export async function alertSuspended(
  work: DoorWork,
  tx: Transaction,
  row: DeliveryRow,
  owner: SubscriptionRow,
  why: string,
): Promise<void> {
  const say = digestSpeaker(owner.language);
  const card = cardOf(
    say('noticeSuspendedTitle'),
    say('noticeSuspended', { channel: row.channel, why }),
    say('noticeSuspendedDo', { id: shortId(owner.id) }),
  );
  await insertAlerts(work, tx, row, `suspended ${row.id}`, card);
}

/** The first within an hour: when a platform is down, a thousand deliveries have one cause. */
export async function alertUndelivered(
  work: DoorWork,
  tx: Transaction,
  row: DeliveryRow,
  owner: SubscriptionRow,
  state: 'failed' | 'unknown',
  why: string,
): Promise<void> {
  // What could not be told is not told about.
  if (row.cause !== null) return;
  const say = digestSpeaker(owner.language);
  const date = formatDay(dayIn(row.slotAt, owner.timeZone), owner.language);
  const slots = { date, time: formatTime(row.slotAt, owner.timeZone), channel: row.channel, why };
  const card = cardOf(
    say(state === 'failed' ? 'noticeFailedTitle' : 'noticeUnknownTitle'),
    say(state === 'failed' ? 'noticeFailed' : 'noticeUnknown', slots),
    say('noticeRetry', { id: shortId(row.id) }),
    say('noticeOthers', { state }),
  );
  const hour = new Date(Math.floor(work.context.now().getTime() / hourMs) * hourMs);
  await insertAlerts(work, tx, row, `${state} ${hour.toISOString()}`, card);
}
