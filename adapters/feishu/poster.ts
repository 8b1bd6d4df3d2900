/** Posts the cards of one reply or digest in order, each with a key by which Feishu drops repeats. */
import { createHash } from 'node:crypto';
import type { CardFile } from '../../src/model/card.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { DeliveryError } from '../../src/model/port.ts';
import { patiently, retryUnknown } from '../shared/patiently.ts';
import { sendFile } from '../shared/send-file.ts';
import type { FeishuApi } from './api.ts';
import { cardsOf } from './card.ts';

/** Feishu takes keys of at most fifty characters. */
const keyOf = (key: string, at: number | string) =>
  createHash('sha256').update(`${key}\n${at}`).digest('hex').slice(0, 48);

const kinds: Readonly<Record<string, string>> = { ou: 'open_id', on: 'union_id', oc: 'chat_id' };
const kindOf = (channel: ChannelId) => kinds[channel.slice(0, 2)] ?? 'chat_id';

/** What was replied to was recalled or deleted, or its thread was. */
const recalled = new Set<unknown>([230011, 230019, 230110]);

/** A chat or a member, or a message that is answered in its thread, where it has one. */
export type Target = { channel: ChannelId } | { under: string };

interface PosterOptions {
  api: FeishuApi;
  report: (line: string) => void;
  /** Aborted when nothing more is sent. */
  signal: () => AbortSignal;
}

export class Poster {
  readonly #options: PosterOptions;

  constructor(options: PosterOptions) {
    this.#options = options;
  }

  /**
   * Nothing is posted under a message that was recalled.
   * @returns the id of the last message. @throws {DeliveryError}; posted again with the same key, no card is shown twice
   */
  async post(target: Target, cards: readonly string[], file: CardFile | undefined, key: string): Promise<string> {
    let message = key;
    try {
      for (const [at, content] of cards.entries())
        message = await this.#message(target, 'interactive', content, keyOf(key, at));
    } catch (error) {
      if ('under' in target && error instanceof DeliveryError && recalled.has(error.cause)) return message;
      throw error;
    }
    if (file) await this.#file(target, file, key);
    return message;
  }

  /** As `post`, and again where Feishu was busy, or gave no answer: it shows what comes with one key once. */
  reply(...args: Parameters<Poster['post']>): Promise<string> {
    return patiently(() => this.post(...args), { signal: this.#options.signal(), errorOf: retryUnknown });
  }

  async #file(target: Target, file: CardFile, key: string): Promise<void> {
    const { api, report, signal } = this.#options;
    const [words] = cardsOf({ blocks: [{ type: 'text', text: file.instead }], choices: [], sources: [] }, {});
    await sendFile(file, {
      post: async () => {
        const file_key = await api.upload(file);
        await this.#message(target, 'file', JSON.stringify({ file_key }), keyOf(key, 'file'));
      },
      say: () => this.#message(target, 'interactive', words!, keyOf(key, 'instead')),
      report,
      signal: signal(),
    });
  }

  async #message(target: Target, msg_type: string, content: string, uuid: string): Promise<string> {
    const body = { msg_type, content, uuid };
    const taken =
      'under' in target
        ? await this.#options.api.post(`open-apis/im/v1/messages/${encodeURIComponent(target.under)}/reply`, body)
        : await this.#options.api.post(`open-apis/im/v1/messages?receive_id_type=${kindOf(target.channel)}`, {
            ...body,
            receive_id: target.channel,
          });
    return String(taken.message_id ?? uuid);
  }
}
