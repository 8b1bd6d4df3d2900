/** Rate limits of channels and doors, shared by all replicas: buckets in the table `pace`. */
import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { Adapter } from '../../model/port.ts';
import { rateBucket } from '../../store/schema.ts';
import type { DeliveryContext, Job } from '../context.ts';

/** The channel that stands for the whole door. */
const wholeDoor = '';
/** A slot within this time is waited for in the worker; for a later one the job goes back to the queue. */
const waitHereMs = 1_000;
/** The same for a slot of the door, whose workers have nothing else to do meanwhile. */
const waitForDoorMs = 10_000;
/** A reservation older than this is made anew: after an outage all of them would have passed at once. */
const staleMs = 5_000;
/** A bucket is never reserved further ahead, but by a clock that stood too far ahead for a while. */
const maxAheadMs = { door: 5 * 60_000, channel: 3_600_000 };

type RateLimitedDoor = Pick<Adapter, 'name' | 'sendInterval'>;
type StoreClock = Pick<DeliveryContext, 'db' | 'now'>;

export interface SendSlot {
  at: Date;
  /** Too far off to be waited for in the worker. */
  requeue: boolean;
  /** `at` stays reserved in the channel's bucket while the job waits in the queue. */
  reserved: boolean;
}

const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/**
 * Reserves the next `counts` moments of each bucket (GCRA) in one statement, so that no two replicas get the same.
 * @returns the first moment of each; absent, and nothing reserved, where a bucket is free only after `until`
 */
async function reserve(
  { db, now }: StoreClock,
  door: string,
  counts: ReadonlyMap<string, number>,
  everyMs: number,
  until?: Date,
): Promise<Map<string, number>> {
  const at = now();
  // Sorted: replicas that lock the same rows in different orders would deadlock.
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const ahead = counts.has(wholeDoor) ? maxAheadMs.door : maxAheadMs.channel;
  const latest = instant(new Date(at.getTime() + ahead));
  const free: SQL = sql`greatest(case when ${rateBucket.freeAt} > ${latest} then ${instant(at)} else ${rateBucket.freeAt} end,
    ${rateBucket.notBefore}, ${instant(at)})`;
  const taken = await db
    .insert(rateBucket)
    .values(rows.map(([channel, count]) => ({ door, channel, freeAt: new Date(at.getTime() + count * everyMs) })))
    .onConflictDoUpdate({
      target: [rateBucket.door, rateBucket.channel],
      set: { freeAt: sql`${free} + (excluded.free_at - ${instant(at)})` },
      ...(until ? { setWhere: sql`${free} <= ${instant(until)}` } : {}),
    })
    .returning({ channel: rateBucket.channel, freeAt: rateBucket.freeAt });
  return new Map(taken.map(({ channel, freeAt }) => [channel, freeAt.getTime() - counts.get(channel)! * everyMs]));
}

/** Gives each of `wanted`, in their order, the next moment of its channel. */
async function reserveChannels(
  clock: StoreClock,
  { name, sendInterval: rates }: RateLimitedDoor,
  wanted: readonly string[],
): Promise<number[]> {
  const everyMs = rates?.channelMs ?? 0;
  const counts = new Map<string, number>();
  for (const channel of wanted) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  const next = await reserve(clock, name, counts, everyMs);
  return wanted.map((channel) => {
    const at = next.get(channel)!;
    next.set(channel, at + everyMs);
    return at;
  });
}

/** When the whole door is free; undefined = now. */
async function freeAt({ db, now }: StoreClock, door: RateLimitedDoor): Promise<Date | undefined> {
  const [bucket] = await db
    .select()
    .from(rateBucket)
    .where(and(eq(rateBucket.door, door.name), eq(rateBucket.channel, wholeDoor)));
  const nowMs = now().getTime();
  const reservedMs = door.sendInterval?.doorMs ? (bucket?.freeAt.getTime() ?? 0) : 0;
  const at = Math.max(reservedMs > nowMs + maxAheadMs.door ? 0 : reservedMs, bucket?.notBefore?.getTime() ?? 0);
  return at > nowMs ? new Date(at) : undefined;
}

/** How many sends may start now; 0 = rate limit reached: jobs stay in the queue, in their order. */
export async function sendAllowance(clock: StoreClock, door: RateLimitedDoor, max: number): Promise<number> {
  const free = await freeAt(clock, door);
  const leftMs = waitHereMs - (free ? free.getTime() - clock.now().getTime() : 0);
  if (leftMs <= 0) return 0;
  const doorMs = door.sendInterval?.doorMs ?? 0;
  return doorMs ? Math.min(max, Math.ceil(leftMs / doorMs)) : max;
}

/**
 * Reserves a send slot for each job, in their order: first in the channel's bucket, then, where that moment is near, in the door's.
 * A channel with many jobs takes the door's moments only as its own come, so that other channels go first.
 */
export async function reserveSendSlots(
  clock: StoreClock,
  door: RateLimitedDoor,
  asked: readonly Pick<Job, 'channel' | 'reservedAt'>[],
): Promise<SendSlot[]> {
  const { db, now } = clock;
  const at = now().getTime();
  const channels = [...new Set([wholeDoor, ...asked.map(({ channel }) => channel)])];
  const held = await db
    .select({ channel: rateBucket.channel, notBefore: rateBucket.notBefore })
    .from(rateBucket)
    .where(and(eq(rateBucket.door, door.name), inArray(rateBucket.channel, channels), gt(rateBucket.notBefore, now())));
  const notBefore = new Map(held.map((row) => [row.channel, row.notBefore!.getTime()]));
  const isGood = ({ channel, reservedAt }: (typeof asked)[number]) =>
    reservedAt !== undefined &&
    at - reservedAt.getTime() <= staleMs &&
    reservedAt.getTime() >= (notBefore.get(channel) ?? 0);
  const given = asked.map((one) => (isGood(one) ? one.reservedAt!.getTime() : (notBefore.get(one.channel) ?? at)));
  if (door.sendInterval?.channelMs) {
    const fresh = asked.flatMap((one, index) => (isGood(one) ? [] : [index]));
    const wanted = fresh.map((index) => asked[index]!.channel);
    const taken = wanted.length ? await reserveChannels(clock, door, wanted) : [];
    for (const [position, index] of fresh.entries()) given[index] = taken[position]!;
  }
  const kept = door.sendInterval?.channelMs !== undefined;
  const near = given.flatMap((turn, index) => (turn - at <= waitHereMs ? [index] : []));
  const doorMs = door.sendInterval?.doorMs ?? 0;
  let [doorAt, step]: [number | undefined, number] = [notBefore.get(wholeDoor) ?? at, 0];
  if (doorMs && near.length) {
    const until = new Date(at + waitForDoorMs);
    const first = await reserve(clock, door.name, new Map([[wholeDoor, near.length]]), doorMs, until);
    [doorAt, step] = [first.get(wholeDoor), doorMs];
  }
  // Another replica reserved it first, or the platform asked for a pause.
  const later = doorAt === undefined ? (await freeAt(clock, door))?.getTime() : undefined;
  return given.map((turn, index) => {
    const place = near.indexOf(index);
    if (place < 0) return { at: new Date(turn), requeue: true, reserved: kept };
    const doorTurn = doorAt === undefined ? (later ?? at) : doorAt + place * step;
    const back = doorAt === undefined || doorTurn - at > waitForDoorMs;
    return { at: new Date(Math.max(turn, doorTurn)), requeue: back, reserved: false };
  });
}

/** Stops sending to a channel, or through a door, until a moment that the platform named; for all replicas. */
export async function pauseUntil(
  { db }: Pick<DeliveryContext, 'db'>,
  door: string,
  channel: string | undefined,
  until: Date,
) {
  await db
    .insert(rateBucket)
    .values({ door, channel: channel ?? wholeDoor, freeAt: until, notBefore: until })
    .onConflictDoUpdate({
      target: [rateBucket.door, rateBucket.channel],
      set: {
        freeAt: sql`greatest(${rateBucket.freeAt}, excluded.free_at)`,
        notBefore: sql`greatest(${rateBucket.notBefore}, excluded.not_before)`,
      },
    });
}
