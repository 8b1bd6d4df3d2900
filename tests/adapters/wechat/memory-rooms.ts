/** What a door remembers of its groups, for tests that need no database; held to the same as the stored one. */
import type { Room, Rooms } from '../../../src/model/door.ts';

export class MemoryRooms implements Rooms {
  readonly rooms = new Map<string, Room>();

  async find(channel: string): Promise<Room | undefined> {
    return this.rooms.get(channel);
  }

  async findByAddress(address: string): Promise<Room | undefined> {
    return [...this.rooms.values()].find((room) => room.address === address);
  }

  async findByTopic(topic: string): Promise<Room[]> {
    return [...this.rooms.values()].filter((room) => room.topic === topic);
  }

  async save({ channel, address, topic }: Room): Promise<void> {
    for (const room of this.rooms.values()) if (room.address === address) this.rooms.delete(room.channel);
    this.rooms.set(channel, { channel, address, topic });
  }
}
