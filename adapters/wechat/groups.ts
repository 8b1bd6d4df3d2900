/** Maps channels to WeChat room ids, which may change at login: by id while the name still fits, else by the unique name. */

import type { Room, Rooms } from '../../src/model/door.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { DeliveryError } from '../../src/model/port.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import type { Puppet } from './session.ts';
import { reasons, texts } from './strings.ts';

/** What the account sees at this moment. */
export interface Live {
  /** The name of the group; undefined where there is none of that id, or the account is not in it. */
  topicOf(address: string): Promise<string | undefined>;
  /** The groups of that name that the account is in. */
  named(topic: string): Promise<string[]>;
  isContact(id: string): Promise<boolean>;
}

/** @param fresh groups whose name was asked anew since the login; a puppet may keep names on disk for weeks */
export function liveView(puppet: Puppet, fresh: Set<string>): Live {
  const topicOf = async (address: string): Promise<string | undefined> => {
    if (!(await puppet.roomList()).includes(address)) return undefined;
    if (!fresh.has(address)) {
      await puppet.roomPayloadDirty(address);
      fresh.add(address);
    }
    const { topic, memberIdList } = await puppet.roomPayload(address);
    // Some puppets tell of groups that the account was removed from; some tell of no members at all.
    return memberIdList.length && !memberIdList.includes(puppet.currentUserId) ? undefined : topic.trim();
  };
  return {
    topicOf,
    named: async (topic) => {
      const found: string[] = [];
      for (const address of await puppet.roomSearch({ topic }))
        if ((await topicOf(address)) === topic) found.push(address);
      return found;
    },
    isContact: async (id) => (await puppet.contactList()).includes(id),
  };
}

export class Groups {
  #rooms: Rooms;
  #note: (line: string) => void;
  /** What this login has found out: doors keep answering while the store is away. */
  #known = new Map<string, Room>();

  constructor(rooms: Rooms, note: (line: string) => void) {
    this.#rooms = rooms;
    this.#note = note;
  }

  /** Room ids may change at login (wechaty#2030): nothing is taken for granted any more. */
  forget(): void {
    this.#known.clear();
  }

  /** What the rest of the program calls the group of a message. */
  async channelOf(address: string, live: Live): Promise<ChannelId> {
    const seen = this.#known.get(address);
    if (seen) return seen.channel;
    try {
      const topic = (await live.topicOf(address)) ?? '';
      const known = await this.#rooms.findByAddress(address);
      if (known) await this.#remember({ ...known, topic }, known);
      else await this.#remember(await this.#place(address, topic, live));
      return this.#known.get(address)!.channel;
    } catch (error) {
      this.#note(texts.noStore(messageOf(error)));
      return this.#known.get(address)?.channel ?? address;
    }
  }

  /** A group first met under this id: the one that was lost, or a new one. */
  async #place(address: string, topic: string, live: Live): Promise<Room> {
    const [lost, ...more] = topic ? await this.#rooms.findByTopic(topic) : [];
    if (lost && !more.length && (await live.topicOf(lost.address)) === undefined) {
      const claimants = await this.#unclaimed(topic, live);
      if (claimants.length === 1 && claimants[0] === address) {
        this.#note(texts.moved(topic));
        return { ...lost, address };
      }
    }
    let channel = address;
    // The id may still be the name of a group that lives under another one by now.
    while (await this.#rooms.find(channel)) channel += '~';
    return { channel, address, topic };
  }

  /** @throws {DeliveryError} where nobody, or more than one, could be meant. */
  async addressOf(channel: ChannelId, live: Live): Promise<string> {
    const room = await this.#rooms.find(channel);
    if (!room) return this.#unremembered(channel, live);
    const topic = await live.topicOf(room.address);
    if (topic === room.topic) return room.address;
    const named = await this.#unclaimed(room.topic, live);
    if (named.length > 1) throw new DeliveryError(reasons.several(room.topic, named.length), 'final');
    if (named.length === 1) {
      this.#note(texts.moved(room.topic));
      await this.#remember({ ...room, address: named[0]! }, room);
      return named[0]!;
    }
    const why = topic === undefined ? reasons.gone(room.topic) : reasons.otherName(room.topic, topic);
    throw new DeliveryError(why, 'final');
  }

  /** A channel may be given by the id of a group or a person, or by the name of a group. */
  async #unremembered(channel: ChannelId, live: Live): Promise<string> {
    const topic = await live.topicOf(channel);
    if (topic !== undefined) {
      await this.#remember({ channel, address: channel, topic });
      return channel;
    }
    if (await live.isContact(channel)) return channel;
    const named = await live.named(channel);
    if (named.length > 1) throw new DeliveryError(reasons.several(channel, named.length), 'final');
    const [address] = named;
    if (address === undefined) throw new DeliveryError(reasons.unknownChannel(channel), 'final');
    if (!(await this.#rooms.findByAddress(address))) await this.#remember({ channel, address, topic: channel });
    return address;
  }

  /** A group got another name while we were there. */
  async renamed(address: string, topic: string): Promise<void> {
    const room = this.#known.get(address) ?? (await this.#rooms.findByAddress(address));
    if (room) await this.#remember({ ...room, topic }, room);
  }

  /** Those of that name which are not remembered as another group. */
  async #unclaimed(topic: string, live: Live): Promise<string[]> {
    if (!topic) return [];
    const free: string[] = [];
    for (const address of await live.named(topic)) if (!(await this.#rooms.findByAddress(address))) free.push(address);
    return free;
  }

  async #remember(room: Room, before?: Room): Promise<void> {
    this.#known.set(room.address, room);
    if (before?.address !== room.address || before.topic !== room.topic) await this.#rooms.save(room);
  }
}
