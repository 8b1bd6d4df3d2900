/** The adapter of a robot of DingTalk in stream mode: groups that mention it, direct chats, digests; no port. */
import type { Card } from '../../src/model/card.ts';
import type { DingtalkSettings } from '../../src/model/door.ts';
import type { ChannelId, Message } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt, type Receive } from '../../src/model/port.ts';
import { readCode, refusalByCode } from '../shared/answer-code.ts';
import { picked } from '../shared/choice.ts';
import { ConnectedDoor } from '../shared/connection/connected-door.ts';
import type { LiveSocket } from '../shared/connection/live-socket.ts';
import { request } from '../shared/http-request.ts';
import { patiently } from '../shared/patiently.ts';
import { RecentCards } from '../shared/recent-cards.ts';
import { sendFile } from '../shared/send-file.ts';
import { DingtalkApi, type UploadedFile } from './api.ts';
import { type ActionCard, actionCardOf, forApi, forWebhook } from './buttons.ts';
import { type Received, readEntry, readMessage } from './message.ts';
import { render } from './render.ts';
import { openStream, type StreamOptions } from './stream.ts';

export interface DingtalkOptions extends DingtalkSettings, Pick<StreamOptions, 'beatMs' | 'waitMs' | 'report'> {
  timeoutMs: number;
  now: () => Date;
}

/** A webhook that ends while an answer is posted is not used. */
const webhookMarginMs = 10_000;

/** Ids of groups; all else are members. */
const isGroup = (channel: ChannelId) => channel.startsWith('cid');

export class Dingtalk implements Adapter {
  readonly name = 'dingtalk';
  readonly render = render;
  readonly takesFiles = () => true;
  /** Enough for 20 a second where DingTalk answers within 200 ms; each is unknown if the process ends meanwhile. */
  readonly maxConcurrentSends = 4;
  /** A robot may write 20 messages a minute to a group, of which a card may need two. */
  readonly sendInterval = { channelMs: 6_000, doorMs: 50 };
  readonly #options: DingtalkOptions;
  readonly #api: DingtalkApi;
  readonly #shown = new RecentCards();
  readonly #session: ConnectedDoor<LiveSocket>;

  constructor(options: DingtalkOptions) {
    this.#options = options;
    this.#api = new DingtalkApi(options);
    this.#session = new ConnectedDoor(options);
  }

  /** @throws where DingTalk can't be reached or refuses the credentials; may be called again */
  start(receive: Receive): Promise<void> {
    const stream = openStream({
      ...this.#options,
      address: () => this.#api.openGateway(),
      receive: (data) => this.#take(readMessage(data, this.name, this.#options.now())),
      receiveEvent: (event) => this.#take(readEntry(event, this.name, this.#options)),
    });
    return this.#session.start(receive, stream);
  }

  stop(): Promise<void> {
    return this.#session.stop();
  }

  check(): Promise<Date | undefined> {
    return this.#api.check();
  }

  problem(): string | undefined {
    return this.#api.problem ?? this.#session.problem;
  }

  ready(): Promise<void> {
    return this.#api.ready();
  }

  /** The channel is the id of a group (cid…), or a member's. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    let message = key;
    for (const [at, part] of partsOf(card, !isGroup(channel)).entries()) {
      try {
        message = await this.#push(channel, part);
      } catch (error) {
        // Part of the card is posted already; a retry of the whole card would post it twice.
        if (at && error instanceof DeliveryError) throw new DeliveryError(error.message, 'unknown');
        throw error;
      }
    }
    this.#shown.keep(channel, undefined, card);
    await this.#sendFile(channel, card);
    return { message, at: this.#options.now() };
  }

  #take(received: Received | undefined): void {
    const { receive } = this.#session;
    if (!received || !receive) return;
    const { message } = received;
    if (this.#session.isOld(message) || this.#session.isRepeat(message.id)) return;
    this.#session.track(this.#answer(receive, received));
  }

  async #answer(receive: Receive, { message, webhook }: Received): Promise<void> {
    const { channel, user, direct } = message;
    const card = await receive(withChoice(message, this.#shown));
    if (!card) return;
    this.#shown.keep(channel, user, card);
    for (const part of partsOf(card, direct)) {
      const post = async () => {
        const isOpen = webhook && this.#options.now().getTime() < webhook.untilMs - webhookMarginMs;
        if (isOpen && this.#mayPostTo(webhook.address)) await this.#reply(webhook.address, part);
        else await this.#push(channel, part);
      };
      await patiently(post, { signal: this.#session.signal });
    }
    await this.#sendFile(channel, card);
  }

  /** Through the API: a session webhook takes no files. */
  async #sendFile(channel: ChannelId, { file }: Card): Promise<void> {
    if (!file) return;
    await sendFile(file, {
      post: async () => this.#push(channel, await this.#api.upload(file)),
      say: (text) => this.#push(channel, text),
      report: this.#options.report,
      signal: this.#session.signal,
    });
  }

  /** The address comes with a message; only DingTalk's own is posted to. */
  #mayPostTo(address: string): boolean {
    if (!URL.canParse(address)) return false;
    const { protocol, hostname, host } = new URL(address);
    if (host === new URL(this.#options.apiUrl).host) return true;
    return protocol === 'https:' && (hostname === 'dingtalk.com' || hostname.endsWith('.dingtalk.com'));
  }

  async #reply(address: string, part: Part): Promise<void> {
    const { timeoutMs, now } = this.#options;
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const message = typeof part === 'string' ? { msgtype: 'text', text: { content: part } } : forWebhook(part);
    const body = JSON.stringify(message);
    const taken = await request(new URL(address), { method: 'POST', headers, body, timeoutMs, now });
    const answer = readCode(taken.body);
    if (answer && answer.code !== 0) throw refusalByCode('DingTalk', answer);
  }

  /** @returns DingTalk's key of the message */
  async #push(channel: ChannelId, part: Part | UploadedFile): Promise<string> {
    const content = contentOf(part);
    const shared = { robotCode: this.#options.robotCode, ...content };
    const answer = isGroup(channel)
      ? await this.#api.post('v1.0/robot/groupMessages/send', { ...shared, openConversationId: channel })
      : await this.#api.post('v1.0/robot/oToMessages/batchSend', { ...shared, userIds: [channel] });
    if (isNotEmpty(answer.invalidStaffIdList)) throw new DeliveryError('DingTalk knows no such member', 'final');
    if (isNotEmpty(answer.flowControlledStaffIdList))
      throw new DeliveryError('too many messages to this member', 'retry', { retryAfterMs: 60_000 });
    return String(answer.processQueryKey ?? '');
  }
}

type Part = string | ActionCard;

function contentOf(part: Part | UploadedFile): { msgKey: string; msgParam: string } {
  if (typeof part === 'string') return { msgKey: 'sampleText', msgParam: JSON.stringify({ content: part }) };
  return 'mediaId' in part ? { msgKey: 'sampleFile', msgParam: JSON.stringify(part) } : forApi(part);
}

/**
 * In a group DingTalk's client puts the mention before what a button says. Reports of users say so, not the documentation: the numbers stay in
 * the text of a group, for a client that does not.
 */
function partsOf(card: Card, direct: boolean): Part[] {
  const buttons = actionCardOf(card);
  if (!buttons) return render(card);
  if (!direct) return [...render(card), buttons];
  const { choicesLabel: _label, ...rest } = card;
  return [...render({ ...rest, choices: [] }), buttons];
}

const isNotEmpty = (list: unknown) => Array.isArray(list) && list.length > 0;

/** A typed number is the choice of the last card that bears it. */
function withChoice(message: Message, shown: RecentCards): Message {
  const { content, channel, user } = message;
  if (content.type !== 'text') return message;
  return { ...message, content: { ...content, text: picked(content.text, shown.of(channel, user)) } };
}
