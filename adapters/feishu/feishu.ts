/** The adapter of a robot of Feishu or Lark: groups that mention it, threads that it has joined, direct chats, digests; no port. */
import type { Card } from '../../src/model/card.ts';
import type { FeishuSettings } from '../../src/model/door.ts';
import type { ChannelId, Message } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt, type Receive } from '../../src/model/port.ts';
import type { Text } from '../../src/model/text.ts';
import { LruMap } from '../../src/shared/lru-map.ts';
import { picked } from '../shared/choice.ts';
import { RecentCards } from '../shared/recent-cards.ts';
import { UnderWay } from '../shared/under-way.ts';
import { FeishuApi } from './api.ts';
import { cardsOf } from './card.ts';
import { type ConnectionOptions, LongConnection } from './connection.ts';
import { commandOf } from './form.ts';
import type { Sdk } from './load.ts';
import { type Pressed, readAction, readEntry, readMessage, readRecalled } from './message.ts';
import { missingPermission } from './permissions.ts';
import { Poster } from './poster.ts';
import { render } from './render.ts';
import { words } from './strings.ts';

export interface FeishuOptions
  extends FeishuSettings,
    Pick<ConnectionOptions, 'connectMs' | 'pongMs' | 'waitMs' | 'report'> {
  timeoutMs: number;
  now: () => Date;
}

/** What Feishu delivers again after a long outage is not answered. */
const maxAgeMs = 15 * 60_000;
const maxRemembered = 5_000;
const settleWithinMs = 5_000;
/** Said alone, it is answered with the form as well. */
const asksForForm = /^(?:订阅|訂閱|subscribe)$/i;

export class Feishu implements Adapter {
  readonly name = 'feishu';
  readonly render = render;
  /** Five messages a second to a chat, a thousand a minute in all; a card may need two. */
  readonly sendInterval = { channelMs: 500, doorMs: 120 };
  /** Feishu drops a second message with the same key for an hour. */
  readonly idempotencyWindowMs = 55 * 60_000;
  readonly #sdk: Sdk;
  readonly #options: FeishuOptions;
  readonly #api: FeishuApi;
  readonly #poster: Poster;
  readonly #shown = new RecentCards();
  readonly #seen = new LruMap<string, true>(maxRemembered);
  readonly #recalled = new LruMap<string, true>(maxRemembered);
  readonly #directChats = new LruMap<string, boolean>(maxRemembered);
  readonly #threads = new LruMap<string, true | Promise<boolean>>(maxRemembered);
  readonly #underWay: UnderWay;
  #connection: LongConnection | undefined;
  #receive: Receive | undefined;
  #me = '';

  constructor(sdk: Sdk, options: FeishuOptions) {
    this.#sdk = sdk;
    this.#options = options;
    this.#api = new FeishuApi(options);
    this.#poster = new Poster(this.#api);
    this.#underWay = new UnderWay(options.report);
  }

  /** @throws where Feishu can't be reached or refuses the credentials; may be called again */
  async start(receive: Receive): Promise<void> {
    // Asked first: the SDK tries wrong credentials again and again, and says nothing.
    this.#me = await this.#api.me();
    const connection = new LongConnection(this.#sdk, { ...this.#options, handlers: this.#handlers() });
    this.#connection = connection;
    this.#receive = receive;
    try {
      await connection.open();
    } catch (error) {
      this.#receive = undefined;
      connection.close();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
    await this.#underWay.settle(settleWithinMs);
    this.#connection?.close();
  }

  async check(): Promise<Date | undefined> {
    const time = await this.#api.check();
    await this.#api.me();
    const missing = missingPermission(await this.#api.scopes());
    if (missing) throw new DeliveryError(`权限管理: ${missing} is not granted`, 'retry');
    return time;
  }

  problem(): string | undefined {
    return this.#api.problem ?? this.#connection?.problem;
  }

  channelFault(channel: ChannelId): Text | undefined {
    if (/^(?:oc|ou|on)_\w+$/.test(channel)) return undefined;
    return {
      zh: '应是会话的 ID（oc_…，群设置最下面）或成员的 open_id（ou_…）',
      en: 'must be the id of a chat (oc_…, at the end of its settings) or the open_id of a member (ou_…)',
    };
  }

  /** The channel is the id of a chat (oc_…), or a member's (ou_…, on_…). */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const message = await this.#poster.send(channel, cardsOf(card, {}), key);
    this.#shown.keep(channel, undefined, card);
    return { message, at: this.#options.now() };
  }

  #handlers(): ConnectionOptions['handlers'] {
    const { now } = this.#options;
    /** What comes after the stop is refused, so that Feishu delivers it again: to another replica, or after a restart. */
    const open = (take: (data: unknown) => object | undefined) => (data: unknown) => {
      if (!this.#receive) throw new Error('the door is closed');
      return take(data);
    };
    const entered = (direct: boolean) =>
      open((data) => {
        const visit = readEntry(data, this.name, direct, now());
        if (visit && this.#isNew(visit.id)) this.#track(() => this.#greet(visit));
        return undefined;
      });
    return {
      'im.message.receive_v1': open((data) => this.#onMessage(data)),
      'card.action.trigger': open((data) => this.#onAction(data)),
      'im.chat.access_event.bot_p2p_chat_entered_v1': entered(true),
      'im.chat.member.bot.added_v1': entered(false),
      'im.message.recalled_v1': (data) => {
        const id = readRecalled(data);
        if (id) this.#recalled.set(id, true);
      },
      // Subscribed to by many, and of no use here; the SDK takes an event without a handler for a fault.
      'im.message.message_read_v1': () => undefined,
      'im.chat.member.bot.deleted_v1': () => undefined,
      'im.chat.updated_v1': () => undefined,
    };
  }

  #track(work: () => Promise<void>): void {
    this.#underWay.track('a message was not answered', work());
  }

  /** Feishu delivers an event again that was not acknowledged, also through another connection. */
  #isNew(id: string): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.set(id, true);
    return true;
  }

  #onMessage(data: unknown): undefined {
    const now = this.#options.now();
    const received = readMessage(data, { door: this.name, me: this.#me, now });
    if (!received || now.getTime() - received.message.at.getTime() > maxAgeMs) return;
    const { message, isForUs } = received;
    this.#directChats.set(message.channel, message.direct);
    const { thread } = message;
    if (isForUs && thread) this.#threads.set(thread, true);
    if (!(isForUs || thread) || !this.#isNew(message.id)) return;
    this.#track(async () => {
      if (isForUs || (await this.#hasJoined(thread!))) await this.#answer(message);
    });
  }

  /** After a restart Feishu is asked, once a thread. */
  #hasJoined(thread: string): true | Promise<boolean> {
    const known = this.#threads.get(thread) ?? this.#api.spokeIn(thread).catch(() => false);
    this.#threads.set(thread, known);
    return known;
  }

  async #answer(message: Message): Promise<void> {
    const { channel, user, content, id, direct, thread } = message;
    if (content.type !== 'text') return;
    const text = picked(content.text, this.#shown.of(channel, user));
    const card = await this.#receive?.({ ...message, content: { ...content, text } });
    if (!card || this.#recalled.has(id)) return;
    this.#shown.keep(channel, user, card);
    const cards = cardsOf(card, { ...(thread ? { thread } : {}), form: asksForForm.test(text) });
    if (direct) await this.#poster.send(channel, cards, id);
    else await this.#poster.reply(id, cards, id);
  }

  async #greet(visit: Message): Promise<void> {
    const card = await this.#receive?.(visit);
    if (card) await this.#poster.send(visit.channel, cardsOf(card, { form: true }), visit.id);
  }

  /** @returns what is shown to who pressed, beside the acknowledgement */
  #onAction(data: unknown): object | undefined {
    const pressed = readAction(data);
    if (!pressed || !(pressed.value || pressed.fields) || !this.#isNew(pressed.id)) return undefined;
    this.#track(() => this.#press(pressed));
    return pressed.value?.do === 'judge' ? { toast: { type: 'success', content: words.zh.thanks } } : undefined;
  }

  async #press({ id, user, chat, shown, value, fields }: Pressed): Promise<void> {
    const direct = await this.#isDirect(chat);
    const thread = value?.thread === undefined ? {} : { thread: value.thread };
    const from = { id, door: this.name, channel: chat, ...thread, direct, user, at: this.#options.now() };
    const card = await this.#receive?.({ ...from, content: contentOf(value, fields) });
    if (!card) return;
    this.#shown.keep(chat, user, card);
    const cards = cardsOf(card, thread);
    if (direct) await this.#poster.send(chat, cards, id);
    else await this.#poster.reply(shown, cards, id);
  }

  /** A pressed button does not tell. */
  async #isDirect(chat: string): Promise<boolean> {
    const known = this.#directChats.get(chat) ?? (await this.#api.isDirect(chat));
    this.#directChats.set(chat, known);
    return known;
  }
}

function contentOf(value: Pressed['value'], fields: Pressed['fields']): Message['content'] {
  if (!value) return { type: 'text', text: commandOf(fields ?? {}) };
  if (value.do === 'ask') return { type: 'press', card: value.card, question: value.question };
  return { type: 'feedback', card: value.card, useful: value.useful };
}
