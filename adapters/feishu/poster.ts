/** Posts the cards of one reply or digest in order, each with a key by which Feishu drops repeats. */
import { createHash } from 'node:crypto';
import type { ChannelId } from '../../src/model/message.ts';
import { DeliveryError } from '../../src/model/port.ts';
import type { FeishuApi } from './api.ts';

/** Feishu takes keys of at most fifty characters. */
const keyOf = (key: string, at: number) => createHash('sha256').update(`${key}\n${at}`).digest('hex').slice(0, 48);

const kinds: Readonly<Record<string, string>> = { ou: 'open_id', on: 'union_id', oc: 'chat_id' };

/** What was replied to was recalled or deleted, or its thread was. */
const recalled = new Set<unknown>([230011, 230019, 230110]);

export class Poster {
  readonly #api: FeishuApi;

  constructor(api: FeishuApi) {
    this.#api = api;
  }

  /** @returns the id of the last message. @throws {DeliveryError}; sent again with the same key, no card is shown twice */
  send(channel: ChannelId, cards: readonly string[], key: string): Promise<string> {
    const kind = kinds[channel.slice(0, 2)] ?? 'chat_id';
    const path = `open-apis/im/v1/messages?receive_id_type=${kind}`;
    return this.#post(path, cards, key, { receive_id: channel });
  }

  /** In the thread of that message, where it has one. Nothing is posted under a message that was recalled. */
  async reply(message: string, cards: readonly string[], key: string): Promise<void> {
    try {
      await this.#post(`open-apis/im/v1/messages/${encodeURIComponent(message)}/reply`, cards, key, {});
    } catch (error) {
      if (!(error instanceof DeliveryError) || !recalled.has(error.cause)) throw error;
    }
  }

  async #post(path: string, cards: readonly string[], key: string, to: object): Promise<string> {
    let message = key;
    for (const [at, content] of cards.entries()) {
      const taken = await this.#api.post(path, { ...to, msg_type: 'interactive', content, uuid: keyOf(key, at) });
      message = String(taken.message_id ?? message);
    }
    return message;
  }
}
