/** What all Slack handlers share: who listens, duplicate detection, and handling a message after Slack was acknowledged. */
import type { RespondFn } from '@slack/bolt';
import type { Card } from '../../src/model/card.ts';
import type { Message } from '../../src/model/message.ts';
import type { Receive } from '../../src/model/port.ts';
import { LruMap } from '../../src/shared/lru-map.ts';
import type { Posting } from './blocks.ts';
import { type History, maxRemembered } from './history.ts';
import type { Poster } from './poster.ts';

/** What handlers need once the door has started. */
export interface Listening {
  receive: Receive;
  botUserId: string;
  poster: Poster;
  history: History;
}

export interface InboxOptions {
  door: string;
  /** Undefined = not started yet, or stopped: events are acknowledged and dropped. */
  listening: () => Listening | undefined;
  /** Runs work that a stop waits for; its errors are reported. */
  track: (what: string, work: Promise<unknown>) => void;
  now: () => Date;
}

export class Inbox {
  readonly door: string;
  readonly now: () => Date;
  readonly track: InboxOptions['track'];
  readonly #listening: InboxOptions['listening'];
  readonly #seen = new LruMap<string, true>(maxRemembered);

  constructor({ door, now, track, listening }: InboxOptions) {
    this.door = door;
    this.now = now;
    this.track = track;
    this.#listening = listening;
  }

  get listening(): Listening | undefined {
    return this.#listening();
  }

  /** True from the second time on: Slack redelivers events whose acknowledgement was lost. */
  isRepeat(id: string): boolean {
    if (this.#seen.has(id)) return true;
    this.#seen.set(id, true);
    return false;
  }

  answer(what: string, { receive }: Listening, message: Message, show?: (card: Card) => Promise<unknown>): void {
    const handle = async () => {
      const card = await receive(message);
      if (card) await show?.(card);
    };
    this.track(what, handle());
  }
}

export const isDirect = (channel: string): boolean => channel.startsWith('D');

export const whisperBy =
  (respond: RespondFn) =>
  ({ text, blocks }: Posting) =>
    respond({ response_type: 'ephemeral', replace_original: false, text, blocks });
