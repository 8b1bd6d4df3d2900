/** Posts cards to Slack in order, waits as long as a 429 names, and retries only what was surely not posted. */
import type { webApi } from '@slack/bolt';
import type { Card, CardFile } from '../../src/model/card.ts';
import { DeliveryError, type Receipt } from '../../src/model/port.ts';
import { patiently } from '../shared/patiently.ts';
import { bytesOf, sendFile } from '../shared/send-file.ts';
import { type Posting, toPostings } from './blocks.ts';
import { deliveryError, isAuthError, tell } from './errors.ts';

export const eventType = { reply: 'qinzhi_reply', delivery: 'qinzhi_delivery' } as const;

export interface Where {
  channel: string;
  thread?: string | undefined;
}

export interface PosterOptions {
  client: webApi.WebClient;
  now: () => Date;
  /** Receives one line for the operator. */
  report: (line: string) => void;
  /** Aborted when nothing more is posted. */
  signal: AbortSignal;
}

const instantOf = (ts: string) => new Date(Math.floor(Number(ts) * 1000));

export class Poster {
  /** Slack's error about the token, until a call succeeds. */
  refused: string | undefined;
  #options: PosterOptions;

  constructor(options: PosterOptions) {
    this.#options = options;
  }

  /** Calls the Web API and tracks whether the token is accepted. */
  async call<T>(work: (client: webApi.WebClient) => Promise<T>): Promise<T> {
    try {
      const done = await work(this.#options.client);
      this.refused = undefined;
      return done;
    } catch (error) {
      if (isAuthError(error)) this.refused = tell(error);
      throw error;
    }
  }

  /** Retries what was surely not done, after Slack's Retry-After or a backoff. @throws {DeliveryError} */
  patiently<T>(work: () => Promise<T>): Promise<T> {
    return patiently(work, { signal: this.#options.signal, errorOf: deliveryError });
  }

  /** @returns the channel id of the direct chat with a person */
  async openChat(user: string): Promise<string> {
    const { channel } = await this.patiently(() => this.call((client) => client.conversations.open({ users: user })));
    if (!channel?.id) throw new Error(`Slack opened no chat with ${user}`);
    return channel.id;
  }

  /** Replies in a conversation. @throws {DeliveryError} */
  async reply(where: Where, card: Card): Promise<void> {
    for (const posting of toPostings(card, true))
      await this.patiently(() => this.#post(where, posting, eventType.reply, { card: card.id ?? '' }));
    if (card.file) await this.#upload(where, card.file);
  }

  /** Pushes a card. A refusal of its first message is thrown at once: the caller throttles and retries. @throws {DeliveryError} */
  async send(channel: string, card: Card, key: string): Promise<Receipt> {
    const postings = toPostings(card, true);
    let receipt: Receipt | undefined;
    for (const [at, posting] of postings.entries()) {
      const payload = { key, card: card.id ?? '', part: at + 1, of: postings.length };
      const post = () => this.#post({ channel }, posting, eventType.delivery, payload);
      try {
        receipt = await (receipt ? this.patiently(post) : post());
      } catch (caught) {
        const error = deliveryError(caught);
        // Part of the card is posted already; a retry of the whole card would post it twice.
        throw receipt ? new DeliveryError(error.message, 'unknown') : error;
      }
    }
    if (!receipt) throw new DeliveryError('the card is empty', 'final');
    // A person's id reaches their chat for a message, and not for a file.
    if (card.file) await this.#upload({ channel: receipt.message.split(':')[0]! }, card.file);
    return receipt;
  }

  /** Replies ephemerally; Slack allows five such messages, the rest goes to the person's own chat. @throws {DeliveryError} */
  async whisper(respond: (posting: Posting) => Promise<unknown>, user: string, card: Card): Promise<void> {
    for (const [at, posting] of toPostings(card, true).entries())
      await this.patiently(() =>
        at < 5 ? respond(posting) : this.#post({ channel: user }, posting, eventType.reply, { card: card.id ?? '' }),
      );
    if (card.file) await this.#upload({ channel: await this.openChat(user) }, card.file);
  }

  async #upload(where: Where, file: CardFile): Promise<void> {
    const { client, report, signal } = this.#options;
    const { channel, thread } = where;
    const uploaded = { file: bytesOf(file), filename: file.name, channel_id: channel };
    await sendFile(file, {
      // Not by `call`: where only the scope for files is missing, the door works.
      post: () => client.files.uploadV2(thread ? { ...uploaded, thread_ts: thread } : uploaded),
      say: async (text) => {
        for (const posting of toPostings({ blocks: [{ type: 'text', text }], choices: [], sources: [] }, true))
          await this.#post(where, posting, eventType.reply, { card: '' });
      },
      ...{ report, signal, errorOf: deliveryError },
    });
  }

  async #post(where: Where, { text, blocks }: Posting, type: string, payload: Record<string, string | number>) {
    const { channel, ts } = await this.call((client) =>
      client.chat.postMessage({
        channel: where.channel,
        text,
        blocks,
        ...(where.thread ? { thread_ts: where.thread } : {}),
        metadata: { event_type: type, event_payload: payload },
        mrkdwn: false,
        parse: 'none',
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    if (!ts) throw new DeliveryError('Slack took the message and named no ts', 'unknown');
    return { message: `${channel ?? where.channel}:${ts}`, at: instantOf(ts) };
  }
}
