/** Stores the groups of a door in the table `room`. */
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Room, Rooms } from '../model/door.ts';
import type { Database } from './open.ts';
import { room } from './schema.ts';

const columns = { channel: room.channel, address: room.address, topic: room.topic };

export class StoredRooms implements Rooms {
  #db: Database;
  #door: string;
  #now: () => Date;

  constructor(db: Database, door: string, now: () => Date) {
    this.#db = db;
    this.#door = door;
    this.#now = now;
  }

  async find(channel: string): Promise<Room | undefined> {
    const thisRoom = and(eq(room.door, this.#door), eq(room.channel, channel));
    return (await this.#db.select(columns).from(room).where(thisRoom))[0];
  }

  async findByAddress(address: string): Promise<Room | undefined> {
    const thisRoom = and(eq(room.door, this.#door), eq(room.address, address));
    return (await this.#db.select(columns).from(room).where(thisRoom))[0];
  }

  async findByTopic(topic: string): Promise<Room[]> {
    const thisRoom = and(eq(room.door, this.#door), eq(room.topic, topic));
    return this.#db.select(columns).from(room).where(thisRoom).orderBy(room.channel);
  }

  async save({ channel, address, topic }: Room): Promise<void> {
    const door = this.#door;
    const seenAt = this.#now();
    await this.#db.transaction(async (tx) => {
      // Without the lock two writers of the same address would both find it free.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`room ${door}`}))`);
      await tx.delete(room).where(and(eq(room.door, door), eq(room.address, address), ne(room.channel, channel)));
      await tx
        .insert(room)
        .values({ door, channel, address, topic, seenAt })
        .onConflictDoUpdate({ target: [room.door, room.channel], set: { address, topic, seenAt } });
    });
  }
}

/** What a platform calls the channels, for those that the store knows. */
export async function topicsOf(db: Database, door: string, channels: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select(columns)
    .from(room)
    .where(and(eq(room.door, door), inArray(room.channel, [...channels])));
  return new Map(rows.map(({ channel, topic }) => [channel, topic]));
}
