/** The adapter of an intelligent robot of WeCom (智能机器人): a connection from here to WeCom, groups that mention it, direct chats, digests. */
import { randomUUID } from 'node:crypto';
import type { Card } from '../../src/model/card.ts';
import type { WecomSettings } from '../../src/model/door.ts';
import type { ChannelId, Message } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt, type Receive } from '../../src/model/port.ts';
import { picked } from '../shared/choice.ts';
import { ConnectedDoor } from '../shared/connection/connected-door.ts';
import { openAndLeave } from '../shared/connection/open-and-leave.ts';
import { patiently } from '../shared/patiently.ts';
import { renderText } from '../shared/plain-text.ts';
import { RecentCards } from '../shared/recent-cards.ts';
import { sendFile } from '../shared/send-file.ts';
import { buttonsOf } from './buttons.ts';
import { BotConnection, type ConnectionOptions, type Frame } from './connection.ts';
import { uploadFile } from './file.ts';
import { isKick, readCallback } from './message.ts';
import { inMarkdown, render, textsOf } from './render.ts';

export interface WecomOptions extends WecomSettings, Pick<ConnectionOptions, 'ackMs' | 'beatMs' | 'waitMs' | 'report'> {
  now: () => Date;
}

export class Wecom implements Adapter {
  readonly name = 'wecom';
  readonly render = render;
  /** A newer connection ends the older. */
  readonly singleSession = true;
  readonly takesFiles = () => true;
  /** Each waits for its acknowledgement on the one connection. */
  readonly maxConcurrentSends = 4;
  /** 30 messages a minute to a chat, of which a card may need two. */
  readonly sendInterval = { channelMs: 4_000, doorMs: 50 };
  readonly #options: WecomOptions;
  readonly #shown = new RecentCards();
  readonly #session: ConnectedDoor<BotConnection>;

  constructor(options: WecomOptions) {
    this.#options = options;
    this.#session = new ConnectedDoor(options);
  }

  /** @throws where WeCom can't be reached or refuses the secret; may be called again */
  start(receive: Receive): Promise<void> {
    const connection = new BotConnection({ ...this.#options, receive: (frame) => this.#onFrame(frame) });
    return this.#session.start(receive, connection);
  }

  stop(): Promise<void> {
    return this.#session.stop();
  }

  /** The secret is tried at the start only: a second connection that subscribes would end the first. */
  reach(): Promise<Date | undefined> {
    return openAndLeave(this.#options.url, this.#options.ackMs);
  }

  problem(): string | undefined {
    return this.#session.problem;
  }

  /** The channel is the id of a group, or a member's. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const { connection } = this.#session;
    if (!connection) throw new DeliveryError('the door is not open', 'retry');
    await this.#push(connection, channel, card);
    this.#shown.keep(channel, undefined, card);
    await this.#sendFile(connection, channel, card);
    return { message: key, at: this.#options.now() };
  }

  #onFrame({ cmd, headers, body }: Frame): void {
    const { connection, receive } = this.#session;
    if (cmd === 'aibot_event_callback' && isKick(body)) connection?.leave();
    if (!connection || !receive || !(cmd === 'aibot_msg_callback' || cmd === 'aibot_event_callback')) return;
    const { botName, now } = this.#options;
    const message = readCallback(body, { door: this.name, name: botName, now: now() });
    if (!message || this.#session.isOld(message) || this.#session.isRepeat(message.id)) return;
    this.#session.track(this.#answer(connection, receive, message, headers.req_id));
  }

  async #answer(connection: BotConnection, receive: Receive, message: Message, callback: string): Promise<void> {
    const { channel, user, content } = message;
    const received =
      content.type === 'text'
        ? { ...message, content: { ...content, text: picked(content.text, this.#shown.of(channel, user)) } }
        : message;
    const card = await receive(received);
    if (!card) return;
    this.#shown.keep(channel, user, card);
    if (content.type === 'visit') {
      const text = { msgtype: 'text', text: { content: renderText(card) } };
      await connection.request('aibot_respond_welcome_msg', text, callback);
    } else if (content.type === 'text') await this.#reply(connection, message, card, callback);
    // The callback of a button takes nothing but another look of its card.
    else await this.#push(connection, channel, card);
    await this.#sendFile(connection, channel, card);
  }

  async #sendFile(connection: BotConnection, chatid: ChannelId, { file }: Card): Promise<void> {
    if (!file) return;
    await sendFile(file, {
      post: async () => {
        const media_id = await uploadFile(connection, file);
        await connection.request('aibot_send_msg', { chatid, msgtype: 'file', file: { media_id } });
      },
      say: (text) => this.#post(connection, chatid, [inMarkdown(text)], undefined),
      report: this.#options.report,
      signal: this.#session.signal,
    });
  }

  /** The first text answers the callback; what does not fit into it follows. */
  async #reply(connection: BotConnection, { channel }: Message, card: Card, callback: string): Promise<void> {
    const { texts, buttons } = shapeOf(card);
    const [content = '', ...rest] = texts;
    const feedback = card.id ? { feedback: { id: card.id } } : {};
    const stream = { id: randomUUID(), finish: true, content, ...feedback };
    const withButtons = buttons && !rest.length;
    const body = withButtons
      ? { msgtype: 'stream_with_template_card', stream, template_card: buttons }
      : { msgtype: 'stream', stream };
    const respond = () => connection.request('aibot_respond_msg', body, callback);
    await patiently(respond, { signal: this.#session.signal });
    await this.#post(connection, channel, rest, withButtons ? undefined : buttons);
  }

  async #push(connection: BotConnection, channel: ChannelId, card: Card): Promise<void> {
    const { texts, buttons } = shapeOf(card);
    await this.#post(connection, channel, texts, buttons);
  }

  async #post(connection: BotConnection, chatid: ChannelId, texts: readonly string[], buttons: object | undefined) {
    const bodies: object[] = texts.map((content) => ({ chatid, msgtype: 'markdown', markdown: { content } }));
    if (buttons) bodies.push({ chatid, msgtype: 'template_card', template_card: buttons });
    for (const [at, body] of bodies.entries()) {
      try {
        await connection.request('aibot_send_msg', body);
      } catch (error) {
        // Part of the card is posted already; a retry of the whole card would post it twice.
        if (at && error instanceof DeliveryError) throw new DeliveryError(error.message, 'unknown');
        throw error;
      }
    }
  }
}

/** Choices that are buttons do not stand in the text as well. */
function shapeOf(card: Card): { texts: string[]; buttons: object | undefined } {
  const buttons = buttonsOf(card);
  if (!buttons) return { texts: textsOf(card), buttons };
  const { choicesLabel: _label, ...rest } = card;
  const texts = textsOf({ ...rest, choices: [] });
  // WeCom refuses a reply without words, so a card of nothing but choices is a text.
  return texts.length ? { texts, buttons } : { texts: textsOf(card), buttons: undefined };
}
