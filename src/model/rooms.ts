/** The mapping of channels to a platform's room ids, for platforms whose ids change. */
import type { ChannelId } from './message.ts';

export interface Room {
  /** What the rest of the program calls it; it never changes. */
  channel: ChannelId;
  /** The platform's id of it, as last seen. */
  address: string;
  topic: string;
}

/** What one door remembers of its groups. */
export interface Rooms {
  find(channel: ChannelId): Promise<Room | undefined>;
  findByAddress(address: string): Promise<Room | undefined>;
  findByTopic(topic: string): Promise<Room[]>;
  /** An address belongs to one channel: who is noted last has it. */
  save(room: Room): Promise<void>;
}
