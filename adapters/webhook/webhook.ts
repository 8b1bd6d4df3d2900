/** The webhook adapter: POSTs a card as JSON and text with an idempotency key; receives nothing. */
import type { Card } from '../../src/model/card.ts';
import type { WebhookSettings } from '../../src/model/door.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt } from '../../src/model/port.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { codeOf, neverArrived } from '../shared/network-error.ts';
import { render, requestBody } from './render.ts';

export interface WebhookOptions extends WebhookSettings {
  now: () => Date;
}

/** Milliseconds of a Retry-After header: seconds, or a date (RFC 9110). */
function waitOf(header: string | null, now: Date): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** 4xx statuses that ask for a later attempt. */
const saysLater = new Set([408, 425, 429]);
/** Also the 5xx statuses (RFC 9110: 501, 503, 505) that are answered before the card is processed. */
const tookNothing = new Set([...saysLater, 501, 503, 505]);

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

  /** The channel is the address; user:password@ in it is sent as Basic authentication. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const { now } = this.#options;
    if (!/^https?:\/\/./.test(channel) || !URL.canParse(channel))
      throw new DeliveryError('the channel is no http(s) address', 'final');
    const url = new URL(channel);
    const { response, body } = await this.#post(url, requestBody(card, key), key);
    if (!response.ok) throw refusalOf(response, url.host, now());
    const refusal = refusalInside(response, body, url.host);
    if (refusal) throw refusal;
    return { message: key, at: now() };
  }

  /** @throws {DeliveryError} where no answer came back */
  async #post(url: URL, body: string, key: string): Promise<{ response: Response; body: string }> {
    const { host } = url;
    try {
      const response = await fetch(withoutLogin(url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'idempotency-key': key,
          ...authorization(url),
        },
        body,
        // Following a redirect would carry the digest to a host that nobody has configured.
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#options.timeoutMs),
      });
      return { response, body: response.ok ? await beginningOf(response) : '' };
    } catch (error) {
      const code = codeOf(error);
      // Without a code fetch made no request: a port that it refuses (1, 22, 25, …), a header that can't be.
      if (isNeverMade(error, code))
        throw new DeliveryError(`no request was made to ${host}: ${causeOf(error)}`, 'final');
      const outcome = neverArrived(code) ? 'retry' : 'unknown';
      throw new DeliveryError(`no answer from ${host}: ${code || messageOf(error)}`, outcome, { cause: error });
    }
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

const causeOf = (error: unknown) =>
  messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);

const isNeverMade = (error: unknown, code: string) =>
  error instanceof TypeError &&
  (!code || code === 'ERR_INVALID_CHAR' || code === 'ERR_INVALID_URL') &&
  !/socket|terminated/i.test(causeOf(error));

const maxAnswerBytes = 64 * 1024;

/** What is read of an answer; a card that was taken stays taken when the rest of the answer is lost. */
async function beginningOf(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= maxAnswerBytes) break;
    }
  } catch {
    // The status was 2xx; the body only adds to it.
  }
  return text;
}

/** Codes of WeCom, DingTalk and Feishu for too many messages, and for a system that is busy. */
const tooMany = new Set([45009, 130101, 410100, 9499, 11232, 88]);
const busy = new Set([-1, 40]);
const tooManyWaitMs = 60_000;
/** 0, or what mirrors a status of HTTP; a word is no code of a refusal. */
const isTaken = (code: unknown) => {
  const number = Number(code ?? 0);
  return Number.isNaN(number) || number === 0 || (number >= 200 && number < 300);
};
const loginPage = /<input[^>]+type=["']?password|<title>[^<]*(?:登录|登陆|log ?in|sign ?in)/i;

/** A refusal under the status 200, as chat platforms answer: a code other than 0, or a page that asks for a login. */
function refusalInside(response: Response, body: string, host: string): DeliveryError | undefined {
  if (/text\/html/i.test(response.headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html)/i.test(body))
    return loginPage.test(body) ? new DeliveryError(`${host} answered with a login page`, 'final') : undefined;
  const answer = readObject(body);
  const code = answer && (answer.errcode ?? answer.code ?? answer.StatusCode);
  if (!answer || isTaken(code)) return undefined;
  const said = answer.errmsg ?? answer.msg ?? answer.message ?? answer.StatusMessage ?? '';
  const message = `${host} refused the card: ${String(code)} ${String(said)}`.slice(0, 400).trim();
  const number = Number(code);
  if (tooMany.has(number)) return new DeliveryError(message, 'retry', { retryAfterMs: tooManyWaitMs });
  return new DeliveryError(message, busy.has(number) ? 'retry' : 'final');
}

function readObject(body: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What a status other than 2xx says about the card. */
function refusalOf({ status, headers }: Response, host: string, now: Date): DeliveryError {
  const message = `${host} answered ${status}`;
  if (status < 500 && !saysLater.has(status)) return new DeliveryError(message, 'final');
  const header = headers.get('retry-after');
  // A failing receiver may have taken the card first, and a gateway can't know. Retry-After asks for another attempt;
  // without it the card is sent again only where the receiver drops repeats by their key.
  if (!tookNothing.has(status) && !header) return new DeliveryError(message, 'unknown');
  const retryAfterMs = waitOf(header, now);
  return new DeliveryError(message, 'retry', retryAfterMs === undefined ? {} : { retryAfterMs });
}
