/** The adapter of a robot of Feishu or Lark: groups that mention it, threads that it has joined, direct chats, digests; no port. */
import type { Card } from '../../src/model/card.ts';
import type { FeishuSettings } from '../../src/model/door.ts';
import type { ChannelId, Message } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt, type Receive } from '../../src/model/port.ts';
import type { Text } from '../../src/model/text.ts';
import { LruMap } from '../../src/shared/lru-map.ts';
import { picked } from '../shared/choice.ts';
import { ConnectedDoor } from '../shared/connection/connected-door.ts';
import { RecentCards } from '../shared/recent-cards.ts';
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

const maxRemembered = 5_000;
/** Said alone, it is answered with the form as well. */
const asksForForm = /^(?:订阅|訂閱|subscribe)$/i;

export class Feishu implements Adapter {
  readonly name = 'feishu';
  readonly render = render;
  readonly takesFiles = () => true;
  /** Five messages a second to a chat, a thousand a minute in all; a card may need two. */
  readonly sendInterval = { channelMs: 500, doorMs: 120 };
  /** Feishu drops a second message with the same key for an hour. */
  readonly idempotencyWindowMs = 55 * 60_000;
  readonly #sdk: Sdk;
  readonly #options: FeishuOptions;
  readonly #api: FeishuApi;
  readonly #poster: Poster;
  readonly #shown = new RecentCards();
  readonly #recalled = new LruMap<string, true>(maxRemembered);
  readonly #directChats = new LruMap<string, boolean>(maxRemembered);
  readonly #threads = new LruMap<string, true | Promise<boolean>>(maxRemembered);
  readonly #session: ConnectedDoor<LongConnection>;
  #me = '';

  constructor(sdk: Sdk, options: FeishuOptions) {
    this.#sdk = sdk;
    this.#options = options;
    this.#api = new FeishuApi(options);
    this.#session = new ConnectedDoor(options);
    const { report } = options;
    this.#poster = new Poster({ api: this.#api, report, signal: () => this.#session.signal });
  }

  /** @throws where Feishu can't be reached or refuses the credentials; may be called again */
  async start(receive: Receive): Promise<void> {
    // Asked first: the SDK tries wrong credentials again and again, and says nothing.
    this.#me = await this.#api.me();
    const connection = new LongConnection(this.#sdk, { ...this.#options, handlers: this.#handlers() });
    await this.#session.start(receive, connection);
  }

  stop(): Promise<void> {
    return this.#session.stop();
  }

  async check(): Promise<Date | undefined> {
    const time = await this.#api.check();
    await this.#api.me();
    const missing = missingPermission(await this.#api.scopes());
    if (missing) throw new DeliveryError(`权限管理: ${missing} is not granted`, 'retry');
    return time;
  }

  problem(): string | undefined {
    return this.#api.problem ?? this.#session.problem;
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
    const message = await this.#poster.post({ channel }, cardsOf(card, {}), card.file, key);
    this.#shown.keep(channel, undefined, card);
    return { message, at: this.#options.now() };
  }

  #handlers(): ConnectionOptions['handlers'] {
    const { now } = this.#options;
    /** What comes after the stop is refused, so that Feishu delivers it again: to another replica, or after a restart. */
    const open = (take: (data: unknown) => object | undefined) => (data: unknown) => {
      if (!this.#session.receive) throw new Error('the door is closed');
      return take(data);
    };
    const entered = (direct: boolean) =>
      open((data) => {
        const visit = readEntry(data, this.name, direct, now());
        if (visit && !this.#session.isRepeat(visit.id)) this.#session.track(this.#greet(visit));
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

  #onMessage(data: unknown): undefined {
    const received = readMessage(data, { door: this.name, me: this.#me, now: this.#options.now() });
    if (!received || this.#session.isOld(received.message)) return;
    const { message, isForUs } = received;
    this.#directChats.set(message.channel, message.direct);
    const { thread } = message;
    if (isForUs && thread) this.#threads.set(thread, true);
    if (!(isForUs || thread) || this.#session.isRepeat(message.id)) return;
    const work = async () => {
      if (isForUs || (await this.#hasJoined(thread!))) await this.#answer(message);
    };
    this.#session.track(work());
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
    const card = await this.#session.receive?.({ ...message, content: { ...content, text } });
    if (!card || this.#recalled.has(id)) return;
    this.#shown.keep(channel, user, card);
    const cards = cardsOf(card, { ...(thread ? { thread } : {}), form: asksForForm.test(text) });
    await this.#poster.reply(direct ? { channel } : { under: id }, cards, card.file, id);
  }

  async #greet(visit: Message): Promise<void> {
    const card = await this.#session.receive?.(visit);
    if (card) await this.#poster.reply({ channel: visit.channel }, cardsOf(card, { form: true }), undefined, visit.id);
  }

  /** @returns what is shown to who pressed, beside the acknowledgement */
  #onAction(data: unknown): object | undefined {
    const pressed = readAction(data);
    if (!pressed || !(pressed.value || pressed.fields) || this.#session.isRepeat(pressed.id)) return undefined;
    this.#session.track(this.#press(pressed));
    return pressed.value?.do === 'judge' ? { toast: { type: 'success', content: words.zh.thanks } } : undefined;
  }

  async #press({ id, user, chat, shown, value, fields }: Pressed): Promise<void> {
    const direct = await this.#isDirect(chat);
    const thread = value?.thread === undefined ? {} : { thread: value.thread };
    const from = { id, door: this.name, channel: chat, ...thread, direct, user, at: this.#options.now() };
    const card = await this.#session.receive?.({ ...from, content: contentOf(value, fields) });
    if (!card) return;
    this.#shown.keep(chat, user, card);
    const cards = cardsOf(card, thread);
    await this.#poster.reply(direct ? { channel: chat } : { under: shown }, cards, card.file, id);
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
