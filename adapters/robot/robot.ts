/** The robot adapter: posts cards by the address of a group robot of WeCom, DingTalk or Feishu; receives nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Card, CardFile } from '../../src/model/card.ts';
import type { RobotSettings } from '../../src/model/door.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { type Adapter, type ChannelCheck, DeliveryError, type Receipt } from '../../src/model/port.ts';
import type { Text } from '../../src/model/text.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { readCode, readObject, refusalByCode } from '../shared/answer-code.ts';
import { request } from '../shared/http-request.ts';
import { renderText } from '../shared/plain-text.ts';
import { reachHosts } from '../shared/reach-hosts.ts';
import { blobOf, sendFile } from '../shared/send-file.ts';
import { splitText } from '../shared/split.ts';
import { isAddress, type RobotAddress, readAddress } from './address.ts';
import { hintsFor } from './hints.ts';
import type { RobotPlatform } from './platforms.ts';
import { render } from './render.ts';

export interface RobotOptions extends RobotSettings {
  timeoutMs: number;
  /** Between two messages of one card: of up to five, and of more. */
  spacingMs: { short: number; long: number };
  now: () => Date;
  /** Receives one line for the operator. */
  report: (line: string) => void;
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

  /** Only a message shows whether a robot still accepts its address; the codes that it is refused with are those of a message. */
  async checkChannels(channels: readonly ChannelId[]): Promise<ChannelCheck[]> {
    const { origins, timeoutMs, now } = this.#options;
    const addresses = channels.map((channel) => readAddress(channel, origins)).filter(isAddress);
    const reached = await reachHosts(
      addresses.map(({ url }) => url),
      { timeoutMs, now },
    );
    return addresses.map((address, at) => ({ ...reached[at], hints: hintsFor(address) }));
  }

  takesFiles(channel: ChannelId): boolean {
    const read = readAddress(channel, this.#options.origins);
    return isAddress(read) && read.platform.files !== undefined;
  }

  /** The channel is the address. A robot knows no keys, and names no ids of its messages. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const address = readAddress(channel, this.#options.origins);
    if (!isAddress(address)) throw new DeliveryError(address.en, 'final');
    const texts = textsOf(address, card);
    if (!texts.length) throw new DeliveryError('the card is empty', 'final');
    const { spacingMs, now } = this.#options;
    const messages = texts.length + (card.file ? 1 : 0);
    const spacing = messages > shortCard ? spacingMs.long : spacingMs.short;
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
    if (card.file) {
      await this.#wait(spacing);
      await this.#postFile(address, card.file);
    }
    return { message: key, at: now() };
  }

  #post({ platform, url, secret }: RobotAddress, text: string): Promise<Record<string, unknown>> {
    const signed = platform.toRequest(url, text, secret, this.#options.now().getTime());
    return this.#call(platform, signed.url, signed.body);
  }

  async #postFile(address: RobotAddress, file: CardFile): Promise<void> {
    const { platform, url } = address;
    await sendFile(file, {
      post: async () => {
        const { files } = platform;
        if (!files) throw new DeliveryError(`robots at ${url.host} take no files`, 'final');
        const form = new FormData();
        form.set('media', blobOf(file), file.name);
        const { media_id } = await this.#call(platform, files.uploadTo(url), form);
        if (typeof media_id !== 'string') throw new DeliveryError(`${url.host} named no media_id`, 'final');
        await this.#call(platform, url, files.body(media_id));
      },
      say: (text) => this.#post(address, text),
      report: this.#options.report,
      signal: this.#stopping.signal,
    });
  }

  /** @returns the answer, whose code is 0. @throws {DeliveryError} */
  async #call(platform: RobotPlatform, url: URL, body: string | FormData): Promise<Record<string, unknown>> {
    const { now, timeoutMs } = this.#options;
    const headers = typeof body === 'string' ? { 'content-type': 'application/json; charset=utf-8' } : {};
    const answer = await request(url, { method: 'POST', headers, body, timeoutMs, now });
    const code = readCode(answer.body);
    if (!code) throw new DeliveryError(`${url.host} answered without a code`, 'unknown');
    if (code.code !== 0) throw refusalByCode(url.host, code, platform.advice[code.code]);
    return readObject(answer.body) ?? {};
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
