/** What a stand-in platform lets a test do and see; every door brings one, and the suite drives them all alike. */
import type { ChannelId } from '../../../src/model/message.ts';
import type { Adapter } from '../../../src/model/port.ts';

/**
 * Where something is said: to the assistant alone (ann's chat with it), in a group that it is in, in one thread of that group, which
 * bob began. What answers a message of the group under that message, in a branch of its own, belongs to the group.
 */
export type Place = 'direct' | 'group' | 'thread';

const mentionMark = '{@}';

/** A mention as the platform writes it, its separator included, put where the text has its mark; else it goes first. */
export const withMention = (text: string, mention: string): string =>
  text.includes(mentionMark) ? text.replace(mentionMark, () => mention) : `${mention}${text}`;

export interface Said {
  text: string;
  /** `ann` unless told otherwise; `self` is the assistant's own account. */
  by?: 'ann' | 'bob' | 'self';
  in: Place;
  /** Mentions the assistant, as the platform writes mentions: at `{@}`, else in front (`withMention`). In a direct chat nobody does. */
  mention?: boolean;
  /** So long ago, as a platform tells of messages that it replays after a login; NaN = without a readable time. */
  ageMs?: number;
}

/** What the platform does with the next message that is posted to it. */
export type Refusal =
  /** There is no such channel, or the assistant was removed from it. */
  | 'gone'
  /** Too fast; come back after two seconds (each door's own way of saying so). */
  | 'slow-down'
  /** A refusal that a second attempt may not meet; the card is surely not shown. */
  | 'refused'
  /** The card is taken, and no answer comes back. */
  | 'no-answer';

/** One platform message of the assistant's, as people see it. */
export interface Shown {
  /** Every word of it that is visible, buttons included, markup taken off, entities decoded; lines as on the screen. */
  text: string;
  /** Who would be notified by what the text says: mentions that the platform would obey, in its own syntax. */
  pings: string[];
}

export type Requirement =
  | 'hears-direct'
  | 'hears-group-mention'
  | 'ignores-group-without-mention'
  | 'follows-thread'
  | 'never-hears-itself'
  | 'shows-everything'
  | 'renders'
  | 'stays-silent'
  | 'splits-long'
  | 'no-ping'
  | 'sends'
  | 'send-gone'
  | 'send-slow-down'
  | 'send-refused'
  | 'send-no-answer'
  | 'same-id'
  | 'acknowledges-first'
  | 'silent-after-stop'
  | 'starts-again'
  | 'failing-handler'
  | 'drops-old'
  | 'bad-input'
  | 'choices'
  | 'feedback'
  | 'files';

export interface Rig {
  name: string;
  /** Name of the folder under adapters/ that this rig signs for. */
  folder: string;
  /** A new adapter at the same platform, not started: what a restart of our process makes. */
  open(): Adapter;
  /** By what `send` reaches the group, or the direct chat with ann; `undefined` where the platform has no such place. */
  channel(place: 'group' | 'direct'): ChannelId | undefined;
  /**
   * A person writes. Settles when the platform has what it waits for (an acknowledgement, where there is one), and also where nobody
   * listens any more: then as the platform would take that. @returns the platform's id
   */
  say(said: Said): Promise<string>;
  /** The platform delivers an earlier message again, as after a lost acknowledgement. */
  repeat(id: string): Promise<void>;
  /** Ann picks a choice of the last card that `place` shows, as the door offers it: presses its button, or types its number. */
  choose(place: Place, label: string): Promise<void>;
  /** Ann judges the last card that `place` shows by the door's own means (reaction, button). */
  judge(place: Place, useful: boolean): Promise<void>;
  /** All that the assistant has posted there since the rig was opened, oldest first, without what it says of itself at its start. */
  shown(place: Place): Shown[];
  /** Names of the files that the assistant has sent there, of a door that takes files. */
  files?(place: Place): string[];
  /** The platform refuses the next file. */
  refuseFile?(): void;
  /** What happens to the next post to the group (to the direct chat where there is no group); once. */
  refuseNext(refusal: Refusal): void;
  /** The platform's limit for one message, in its own unit; a `size` of Infinity where it has none. The stand-in refuses what is longer. */
  limit: { size: number; measure: (text: string) => number };
  /** Requirements that this platform gives no means to meet, each with the reason, which the name of the test prints. */
  cannot: Partial<Record<Requirement, string>>;
  close(): Promise<void>;
}
