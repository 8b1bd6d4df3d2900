/** Sends cards as split texts through the send queue, with timeouts and retries. */
import type { Card, CardFile } from '../../src/model/card.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { DeliveryError } from '../../src/model/port.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { withTimeout } from '../../src/shared/timeout.ts';
import { noAnswer, notFoundInTime, refusalOf } from './errors.ts';
import { toFileBox } from './file-box.ts';
import { render } from './render.ts';
import { NotSent, Pacer, type PacerOptions } from './send-queue.ts';
import type { Puppet } from './session.ts';
import { reasons, texts } from './strings.ts';

/** Where something was asked, and in which login: ids may change with the next one. */
export interface Place {
  id: string;
  login: number;
}

export interface OutboxOptions extends PacerOptions {
  /** Send timeout; the message may still have arrived. */
  sendTimeoutMs: number;
  /** While the account is logged in. */
  puppet: () => Puppet | undefined;
  login: () => number;
  /** @throws {DeliveryError} where the channel can't be found. */
  addressOf: (channel: ChannelId, puppet: Puppet) => Promise<string>;
  note: (line: string) => void;
}

/** A push that would wait for longer comes back later: the queue would take this worker for dead. */
const maxQueueMs = 60_000;
const maxAttempts = 3;
const retryMs = 5_000;

export class Outbox {
  readonly pacer: Pacer;
  #options: OutboxOptions;
  #closing = new AbortController();
  #busyReportedAt = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.pacer = new Pacer(options);
  }

  /**
   * `shows`: called when the last part is about to be shown.
   * @returns the platform's id of the last message, where the puppet gives it. @throws {DeliveryError}
   */
  async push(channel: ChannelId, card: Card, shows: () => void): Promise<string | undefined> {
    const { lagMs } = this.pacer;
    if (lagMs > maxQueueMs) throw new DeliveryError(reasons.busy, 'retry', { retryAfterMs: lagMs });
    this.#puppet();
    return this.#post(channel, card, undefined, shows);
  }

  /** A reply that was surely not shown is tried again; one that may have been shown is not. */
  async reply(channel: ChannelId, card: Card, place: Place, shows: () => void): Promise<void> {
    const { note, wait } = this.#options;
    this.#reportLag();
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#post(channel, card, place, shows);
        return;
      } catch (error) {
        const again = error instanceof DeliveryError && error.outcome === 'retry' && attempt < maxAttempts;
        if (!again || this.#closing.signal.aborted) return note(texts.dropped(channel, messageOf(error)));
        await wait(error.retryAfterMs ?? retryMs, this.#closing.signal);
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.pacer.close();
  }

  async #post(
    channel: ChannelId,
    card: Card,
    place: Place | undefined,
    shows: () => void,
  ): Promise<string | undefined> {
    const parts = render(card);
    let sent = 0;
    let last: string | undefined;
    const { file } = card;
    const steps: (() => Promise<void>)[] = parts.map((part, index) => async () => {
      // Found anew for each part: it may have waited through a logout.
      const address = place?.login === this.#options.login() ? place.id : await this.#addressOf(channel);
      if (index === parts.length - 1) shows();
      last = await this.#say(address, part);
      sent += 1;
    });
    if (file)
      steps.push(async () =>
        this.#upload(place?.login === this.#options.login() ? place.id : await this.#addressOf(channel), file),
      );
    try {
      await this.pacer.add(channel, steps);
    } catch (error) {
      if (sent) throw new DeliveryError(reasons.partly(sent, parts.length, messageOf(error)), 'unknown');
      if (error instanceof NotSent) throw new DeliveryError(error.message, 'retry', { cause: error });
      throw error;
    }
    return last;
  }

  #puppet(): Puppet {
    const puppet = this.#options.puppet();
    if (!puppet) throw new DeliveryError(reasons.notLoggedIn, 'retry');
    return puppet;
  }

  async #addressOf(channel: ChannelId): Promise<string> {
    try {
      // A lookup that never settles would hold up the whole account.
      const found = this.#options.addressOf(channel, this.#puppet());
      return await withTimeout(found, this.#options.sendTimeoutMs, notFoundInTime);
    } catch (error) {
      throw refusalOf(error, false);
    }
  }

  async #say(address: string, text: string): Promise<string | undefined> {
    const puppet = this.#puppet();
    try {
      // Not room.say(): it looks its own message up afterwards, and fails when that fails.
      const sending = Promise.resolve(puppet.messageSendText(address, text));
      return (await withTimeout(sending, this.#options.sendTimeoutMs, noAnswer)) ?? undefined;
    } catch (error) {
      throw refusalOf(error, true);
    }
  }

  /** The words of the card have been shown: where its file is refused, the words that stand for it follow, and the card is not sent again. */
  async #upload(address: string, file: CardFile): Promise<void> {
    const { note, sendTimeoutMs } = this.#options;
    try {
      const sending = Promise.resolve(this.#puppet().messageSendFile(address, await toFileBox(file)));
      await withTimeout(sending, sendTimeoutMs, noAnswer);
    } catch (error) {
      note(texts.fileDropped(file.name, messageOf(error)));
      await this.#say(address, file.instead).catch((second: unknown) =>
        note(texts.fileDropped(file.name, messageOf(second))),
      );
    }
  }

  #reportLag(): void {
    const { lagMs, waiting } = this.pacer;
    const at = this.#options.now().getTime();
    if (lagMs < maxQueueMs || Math.abs(at - this.#busyReportedAt) < maxQueueMs) return;
    this.#busyReportedAt = at;
    this.#options.note(texts.busy(waiting, lagMs));
  }
}
