/** When a channel, and a door as a whole, may be sent to next: one bucket for all replicas, kept by the store. */
import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { Adapter } from '../../model/port.ts';
import { pace } from '../../store/schema.ts';
import type { DeliveryContext } from '../context.ts';

/** The door as a whole among its channels. */
const wholeDoor = '';
/** A turn that is no further off is waited for where it was given; else the job goes back to the queue until then. */
const waitHereMs = 1_000;
/** The same for a turn of the door: its workers have nothing else to do meanwhile. */
const waitForDoorMs = 10_000;
/** A turn that was missed by more is given anew: after a pause a crowd would come with turns that have all passed. */
const staleMs = 5_000;

type RateLimitedDoor = Pick<Adapter, 'name' | 'sendInterval'>;
type StoreClock = Pick<DeliveryContext, 'db' | 'now'>;

export interface SendSlot {
  at: Date;
  /** Too far off to be waited for. */
  requeue: boolean;
  /** `at` stays kept for it, so that it need not ask its channel again. */
  reserved: boolean;
}

const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/**
 * Takes `counts` moments of each bucket, the next free ones (GCRA), in one statement, so that no two replicas are given the same.
 * @returns the first moment of each; absent where a bucket is free only after `until`, and then nothing is taken of it
 */
async function reserve(
  { db, now }: StoreClock,
  door: string,
  counts: ReadonlyMap<string, number>,
  everyMs: number,
  until?: Date,
): Promise<Map<string, number>> {
  const at = now();
  // In order: two replicas that want the same rows then wait for each other instead of locking each other out.
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const free: SQL = sql`greatest(${pace.freeAt}, ${pace.notBefore}, ${instant(at)})`;
  const taken = await db
    .insert(pace)
    .values(rows.map(([channel, count]) => ({ door, channel, freeAt: new Date(at.getTime() + count * everyMs) })))
    .onConflictDoUpdate({
      target: [pace.door, pace.channel],
      set: { freeAt: sql`${free} + (excluded.free_at - ${instant(at)})` },
      ...(until ? { setWhere: sql`${free} <= ${instant(until)}` } : {}),
    })
    .returning({ channel: pace.channel, freeAt: pace.freeAt });
  return new Map(taken.map(({ channel, freeAt }) => [channel, freeAt.getTime() - counts.get(channel)! * everyMs]));
}

/** Each of `wanted` in its order gets the next of its channel's moments. */
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

/** When the door as a whole is free; undefined = now. */
async function freeAt({ db, now }: StoreClock, door: RateLimitedDoor): Promise<Date | undefined> {
  const [bucket] = await db
    .select()
    .from(pace)
    .where(and(eq(pace.door, door.name), eq(pace.channel, wholeDoor)));
  const at = Math.max(
    door.sendInterval?.doorMs ? (bucket?.freeAt.getTime() ?? 0) : 0,
    bucket?.notBefore?.getTime() ?? 0,
  );
  return at > now().getTime() ? new Date(at) : undefined;
}

/** How many sends may be begun now; 0 = the door has its hands full, and what waits is best left in the queue, in its order. */
export async function sendAllowance(clock: StoreClock, door: RateLimitedDoor, max: number): Promise<number> {
  const free = await freeAt(clock, door);
  const leftMs = waitHereMs - (free ? free.getTime() - clock.now().getTime() : 0);
  if (leftMs <= 0) return 0;
  const doorMs = door.sendInterval?.doorMs ?? 0;
  return doorMs ? Math.min(max, Math.ceil(leftMs / doorMs)) : max;
}

/**
 * A turn for each, in their order. First the channel's; a channel with much to send gets its moments one after the other and
 * takes none of the door's before they have come, so that the others pass it by.
 */
export async function reserveSendSlots(
  clock: StoreClock,
  door: RateLimitedDoor,
  asked: readonly { channel: string; reservedAt?: Date | undefined }[],
): Promise<SendSlot[]> {
  const { db, now } = clock;
  const at = now().getTime();
  const channels = [...new Set([wholeDoor, ...asked.map(({ channel }) => channel)])];
  const held = await db
    .select({ channel: pace.channel, notBefore: pace.notBefore })
    .from(pace)
    .where(and(eq(pace.door, door.name), inArray(pace.channel, channels), gt(pace.notBefore, now())));
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
  // Another replica was faster, or the platform has asked for a rest.
  const later = doorAt === undefined ? (await freeAt(clock, door))?.getTime() : undefined;
  return given.map((turn, index) => {
    const place = near.indexOf(index);
    if (place < 0) return { at: new Date(turn), requeue: true, reserved: kept };
    const doorTurn = doorAt === undefined ? (later ?? at) : doorAt + place * step;
    const back = doorAt === undefined || doorTurn - at > waitForDoorMs;
    return { at: new Date(Math.max(turn, doorTurn)), requeue: back, reserved: false };
  });
}

/** The platform wants no more before a moment: neither replica is to run into that again. */
export async function pauseUntil(
  { db }: Pick<DeliveryContext, 'db'>,
  door: string,
  channel: string | undefined,
  until: Date,
) {
  await db
    .insert(pace)
    .values({ door, channel: channel ?? wholeDoor, freeAt: until, notBefore: until })
    .onConflictDoUpdate({
      target: [pace.door, pace.channel],
      set: {
        freeAt: sql`greatest(${pace.freeAt}, excluded.free_at)`,
        notBefore: sql`greatest(${pace.notBefore}, excluded.not_before)`,
      },
    });
}
