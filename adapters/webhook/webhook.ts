/** The webhook adapter: POSTs a card as JSON and text with an idempotency key; receives nothing. */
import type { Card } from '../../src/model/card.ts';
import type { WebhookSettings } from '../../src/model/door.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { type Adapter, type ChannelCheck, DeliveryError, type Receipt } from '../../src/model/port.ts';
import type { Text } from '../../src/model/text.ts';
import { readCode, refusalByCode } from '../shared/answer-code.ts';
import { type HttpAnswer, request } from '../shared/http-request.ts';
import { reachHosts } from '../shared/reach-hosts.ts';
import { render, requestBody } from './render.ts';

export interface WebhookOptions extends WebhookSettings {
  now: () => Date;
}

export class Webhook implements Adapter {
  readonly name = 'webhook';
  readonly render = render;
  readonly idempotencyWindowMs?: number;
  #options: WebhookOptions;

  constructor(options: WebhookOptions) {
    this.#options = options;
    if (options.idempotencyWindowMs) this.idempotencyWindowMs = options.idempotencyWindowMs;
  }

  /** The webhook door receives nothing. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  channelFault(channel: ChannelId): Text | undefined {
    if (/^https?:\/\/./.test(channel) && URL.canParse(channel)) return undefined;
    return {
      en: `the channel of a webhook is its address (https://…), not ${channel}`,
      zh: `webhook 的会话要写地址（https://…），不能是 ${channel}`,
    };
  }

  async checkChannels(channels: readonly ChannelId[]): Promise<ChannelCheck[]> {
    const { now, timeoutMs } = this.#options;
    const addresses = channels.map((channel) => new URL(channel));
    return (await reachHosts(addresses, { now, timeoutMs })).map((reached) => ({ ...reached, hints: [] }));
  }

  /** The channel is the address; user:password@ in it is sent as Basic authentication. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    if (this.channelFault(channel)) throw new DeliveryError('the channel is no http(s) address', 'final');
    const { now, timeoutMs } = this.#options;
    const url = new URL(channel);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'idempotency-key': key,
      ...authorization(url),
    };
    const body = requestBody(card, key);
    const answer = await request(withoutLogin(url), { method: 'POST', headers, body, timeoutMs, now });
    const refusal = refusalInside(answer, url.host);
    if (refusal) throw refusal;
    return { message: key, at: now() };
  }
}

function withoutLogin(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

function authorization({ username, password }: URL): { authorization?: string } {
  if (!username && !password) return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(login, 'utf8').toString('base64')}` };
}

const loginPage = /<input[^>]+type=["']?password|<title>[^<]*(?:登录|登陆|log ?in|sign ?in)/i;

/** A refusal under the status 200, as chat platforms answer: a page that asks for a login, or a code other than 0 and the statuses of success. */
function refusalInside({ headers, body }: HttpAnswer, host: string): DeliveryError | undefined {
  if (/text\/html/i.test(headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html)/i.test(body))
    return loginPage.test(body) ? new DeliveryError(`${host} answered with a login page`, 'final') : undefined;
  const answer = readCode(body);
  if (!answer || answer.code === 0 || (answer.code >= 200 && answer.code < 300)) return undefined;
  return refusalByCode(host, answer);
}
