/** The adapter interface between a door and the core, and the delivery error. */
import type { Card } from './card.ts';
import type { ChannelId, Message } from './message.ts';
import type { Text } from './text.ts';

/** One message in, one card out; `undefined` = stay silent. */
export type Receive = (message: Message) => Promise<Card | undefined>;

/** @public What a platform says of a card that it took. */
export interface Receipt {
  /** The platform's id of the message that shows the card. */
  message: string;
  at: Date;
}

/** What is known of a channel that is an address, without posting to it. */
export interface ChannelCheck {
  /** Why nothing can be posted there; absent = its host answered. */
  problem?: string;
  /** The clock of its host, where it tells. */
  time?: Date;
  /** What an operator should look at in the address or on the platform; nothing of it is certain to fail. */
  hints: readonly Text[];
}

export interface Adapter {
  readonly name: string;
  start(receive: Receive): Promise<void>;
  /** Afterwards no message is received; idempotent. */
  stop(): Promise<void>;
  /** What this door would show for a card, one text per platform message; works without a connection. */
  render(card: Card): string[];
  /** Absent = cannot be pushed to. @throws {DeliveryError} */
  send?(channel: ChannelId, card: Card, key: string): Promise<Receipt>;
  /**
   * Whether the door shows the `file` of a card there, in replies and where it sends. Absent = nowhere; else no card with a file is given to it.
   * Where the platform refuses a file, its `instead` is shown; the card, which has been shown, is not sent again.
   */
  takesFiles?(channel: ChannelId): boolean;
  /** Why nothing can be sent to this channel, known without asking the platform; absent = any channel may be one. */
  channelFault?(channel: ChannelId): Text | undefined;
  /** For so long the platform takes a second card with the same key for a repeat and shows it once; absent = it never does. */
  readonly idempotencyWindowMs?: number;
  /** The least time between two cards that are pushed: to one channel, and through the door as a whole. Absent = as fast as it goes. */
  readonly sendInterval?: { channelMs: number; doorMs: number };
  /**
   * Sends at once; the door is given no more. Absent = as many as come.
   * A card that waits in the door has its row claimed, and would be unknown if the process ended.
   */
  readonly maxConcurrentSends?: number;
  /** Settles when a card would go out at once: its row is claimed only then. Never rejects; absent = always. */
  ready?(): Promise<void>;
  /** The platform allows one session: of all replicas only one holds this door, and another takes over when its process ends. */
  readonly singleSession?: true;
  /**
   * Asks the platform whether it accepts us, without a start. Absent = that can't be known without a connection, which would end another.
   * @returns the platform's clock, where it tells. @throws why it does not accept us
   */
  check?(): Promise<Date | undefined>;
  /**
   * Whether the platform can be reached, where only a session tells whether it accepts us; ends no session of anybody. Absent = not known.
   * @returns the platform's clock, where it tells. @throws why it can't be reached
   */
  reach?(): Promise<Date | undefined>;
  /** For doors whose channels are addresses: in the order given, for channels without a `channelFault`; one request a host. Never rejects. */
  checkChannels?(channels: readonly ChannelId[]): Promise<ChannelCheck[]>;
  /** Why a started door can't be used now (logged out, token revoked), for health; undefined = healthy. */
  problem?(): string | undefined;
  /** Was it posted? Absent = can't tell. */
  confirm?(channel: ChannelId, key: string): Promise<Receipt | undefined>;
}

/** A platform that names a longer wait is asked again after this. */
const maxRetryAfterMs = 24 * 3_600_000;

/** @public A platform refused a card, or its outcome is unknown. */
export class DeliveryError extends Error {
  readonly outcome: 'retry' | 'final' | 'unknown';
  /** At most `maxRetryAfterMs`. */
  readonly retryAfterMs: number | undefined;
  /** The wait applies to the whole door, not only to the channel. */
  readonly wholeDoor: boolean;

  constructor(
    message: string,
    outcome: DeliveryError['outcome'],
    options: { retryAfterMs?: number; wholeDoor?: boolean; cause?: unknown } = {},
  ) {
    const { retryAfterMs: askedMs } = options;
    const isUsable = askedMs !== undefined && !Number.isNaN(askedMs) && askedMs >= 0;
    const capped = isUsable && askedMs > maxRetryAfterMs;
    super(capped ? `${message} (it names a wait of more than a day; asked again after a day)` : message, {
      cause: options.cause,
    });
    this.name = 'DeliveryError';
    this.outcome = outcome;
    this.retryAfterMs = isUsable ? Math.min(askedMs, maxRetryAfterMs) : undefined;
    this.wholeDoor = options.wholeDoor ?? false;
  }
}
