/** The robot adapter: posts cards by the address of a group robot of WeCom, DingTalk or Feishu; receives nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from '../../src/model/card.ts';
import type { RobotSettings } from '../../src/model/door.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt } from '../../src/model/port.ts';
import type { Text } from '../../src/model/text.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { readCode, refusalByCode } from '../shared/answer-code.ts';
import { request } from '../shared/http-request.ts';
import { renderText } from '../shared/plain-text.ts';
import { splitText } from '../shared/split.ts';
import { isAddress, type RobotAddress, readAddress } from './address.ts';
import { render } from './render.ts';

export interface RobotOptions extends RobotSettings {
  timeoutMs: number;
  /** Between two messages of one card: of up to five, and of more. */
  spacingMs: { short: number; long: number };
  now: () => Date;
}

/** With so many messages a card and `sendInterval`, no robot posts more than 20 a minute, as WeCom and DingTalk allow. */
const shortCard = 5;

export class Robot implements Adapter {
  readonly name = 'robot';
  readonly render = render;
  readonly sendInterval = { channelMs: 15_000, doorMs: 50 };
  #options: RobotOptions;
  #stopping = new AbortController();

  constructor(options: RobotOptions) {
    this.#options = options;
  }

  /** A robot with an address receives nothing. */
  async start(): Promise<void> {
    this.#stopping = new AbortController();
  }

  /** The rest of a card under way is posted without waiting. */
  async stop(): Promise<void> {
    this.#stopping.abort();
  }

  channelFault(channel: ChannelId): Text | undefined {
    const read = readAddress(channel, this.#options.origins);
    return isAddress(read) ? undefined : read;
  }

  /** The channel is the address. A robot knows no keys, and names no ids of its messages. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const address = readAddress(channel, this.#options.origins);
    if (!isAddress(address)) throw new DeliveryError(address.en, 'final');
    const texts = textsOf(address, card);
    if (!texts.length) throw new DeliveryError('the card is empty', 'final');
    const { spacingMs, now } = this.#options;
    const spacing = texts.length > shortCard ? spacingMs.long : spacingMs.short;
    for (const [at, text] of texts.entries()) {
      if (at) await this.#wait(spacing);
      try {
        await this.#post(address, text);
      } catch (error) {
        // Part of the card is posted already; a retry of the whole card would post it twice.
        if (at) throw new DeliveryError(`part ${at + 1} of ${texts.length}: ${messageOf(error)}`, 'unknown');
        throw error;
      }
    }
    return { message: key, at: now() };
  }

  async #post({ platform, url, secret }: RobotAddress, text: string): Promise<void> {
    const { now, timeoutMs } = this.#options;
    const signed = platform.toRequest(url, text, secret, now().getTime());
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const { body } = await request(signed.url, { method: 'POST', headers, body: signed.body, timeoutMs, now });
    const answer = readCode(body);
    if (!answer) throw new DeliveryError(`${url.host} answered without a code`, 'unknown');
    if (answer.code !== 0) throw refusalByCode(url.host, answer, platform.advice[answer.code]);
  }

  async #wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }
}

/** Each message holds the keyword, because the robot refuses each that does not. */
function textsOf({ platform, keyword = '' }: RobotAddress, card: Card): string[] {
  const { measure, maxBytes } = platform;
  const ending = keyword && `\n${keyword}`;
  const texts = splitText(renderText(card), { measure: (text) => measure(text + ending), size: maxBytes });
  return texts.map((text) => (text.includes(keyword) ? text : text + ending));
}
