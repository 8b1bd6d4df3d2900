/** The adapter of a robot of DingTalk in stream mode: groups that mention it, direct chats, digests; no port. */
import type { Card } from '../../src/model/card.ts';
import type { DingtalkSettings } from '../../src/model/door.ts';
import type { ChannelId, Message } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt, type Receive } from '../../src/model/port.ts';
import { LruMap } from '../../src/shared/lru-map.ts';
import { readCode, refusalByCode } from '../shared/answer-code.ts';
import { picked } from '../shared/choice.ts';
import { request } from '../shared/http-request.ts';
import type { LiveSocket } from '../shared/live-socket.ts';
import { RecentCards } from '../shared/recent-cards.ts';
import { UnderWay } from '../shared/under-way.ts';
import { DingtalkApi, messageTopic } from './api.ts';
import { type ActionCard, actionCardOf, forApi, forWebhook } from './buttons.ts';
import { type Received, readMessage } from './message.ts';
import { render } from './render.ts';
import { openStream, type StreamOptions } from './stream.ts';

export interface DingtalkOptions extends DingtalkSettings, Pick<StreamOptions, 'beatMs' | 'waitMs' | 'report'> {
  timeoutMs: number;
  now: () => Date;
}

/** What DingTalk delivers again after a long outage is not answered. */
const maxAgeMs = 15 * 60_000;
const maxRemembered = 5_000;
const settleWithinMs = 5_000;
/** A webhook that ends while an answer is posted is not used. */
const webhookMarginMs = 10_000;

/** Ids of groups; all else are members. */
const isGroup = (channel: ChannelId) => channel.startsWith('cid');

export class Dingtalk implements Adapter {
  readonly name = 'dingtalk';
  readonly render = render;
  /** A robot may write 20 messages a minute to a group, of which a card may need two. */
  readonly sendInterval = { channelMs: 6_000, doorMs: 50 };
  readonly #options: DingtalkOptions;
  readonly #api: DingtalkApi;
  readonly #shown = new RecentCards();
  readonly #seen = new LruMap<string, true>(maxRemembered);
  readonly #underWay: UnderWay;
  #stream: LiveSocket | undefined;
  #receive: Receive | undefined;

  constructor(options: DingtalkOptions) {
    this.#options = options;
    this.#api = new DingtalkApi(options);
    this.#underWay = new UnderWay(options.report);
  }

  /** @throws where DingTalk can't be reached or refuses the credentials; may be called again */
  async start(receive: Receive): Promise<void> {
    const stream = openStream({
      ...this.#options,
      address: () => this.#api.openGateway([messageTopic]),
      receive: (data) => this.#onMessage(data),
    });
    this.#stream = stream;
    this.#receive = receive;
    try {
      await stream.open();
    } catch (error) {
      this.#receive = undefined;
      stream.close();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
    await this.#underWay.settle(settleWithinMs);
    this.#stream?.close();
  }

  check(): Promise<Date | undefined> {
    return this.#api.check();
  }

  problem(): string | undefined {
    return this.#api.problem ?? this.#stream?.problem;
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
    return { message, at: this.#options.now() };
  }

  #onMessage(data: unknown): void {
    const receive = this.#receive;
    const now = this.#options.now();
    const received = readMessage(data, this.name, now);
    if (!received || !receive) return;
    const { message } = received;
    if (now.getTime() - message.at.getTime() > maxAgeMs || this.#seen.has(message.id)) return;
    this.#seen.set(message.id, true);
    this.#underWay.track('a message was not answered', this.#answer(receive, received));
  }

  async #answer(receive: Receive, { message, webhook }: Received): Promise<void> {
    const { channel, user, direct } = message;
    const card = await receive(withChoice(message, this.#shown));
    if (!card) return;
    this.#shown.keep(channel, user, card);
    for (const part of partsOf(card, direct)) {
      const isOpen = webhook && this.#options.now().getTime() < webhook.untilMs - webhookMarginMs;
      if (isOpen && this.#mayPostTo(webhook.address)) await this.#reply(webhook.address, part);
      else await this.#push(channel, part);
    }
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
  async #push(channel: ChannelId, part: Part): Promise<string> {
    const content =
      typeof part === 'string' ? { msgKey: 'sampleText', msgParam: JSON.stringify({ content: part }) } : forApi(part);
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

/** In a group a button would say its question without the mention, and the robot would not hear it. */
function partsOf(card: Card, direct: boolean): Part[] {
  const buttons = direct ? actionCardOf(card) : undefined;
  if (!buttons) return render(card);
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
