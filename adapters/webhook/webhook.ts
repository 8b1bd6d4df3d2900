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

  /** The channel is the address. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const { timeoutMs, now } = this.#options;
    if (!/^https?:\/\/./.test(channel) || !URL.canParse(channel))
      throw new DeliveryError('the channel is no http(s) address', 'final');
    const { host } = new URL(channel);
    const response = await this.#post(channel, host, requestBody(card, key), key, timeoutMs);
    if (!response.ok) throw refusalOf(response, host, now());
    return { message: key, at: now() };
  }

  /** @throws {DeliveryError} where no answer came back */
  async #post(url: string, host: string, body: string, key: string, timeoutMs: number): Promise<Response> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'idempotency-key': key },
        body,
        // Following a redirect would carry the digest to a host that nobody has configured.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response;
    } catch (error) {
      // fetch refuses ports of other services (1, 22, 25, …), whatever listens there.
      if (error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port')
        throw new DeliveryError(`fetch refuses the port of ${host}`, 'final');
      const code = codeOf(error);
      const outcome = neverArrived(code) ? 'retry' : 'unknown';
      throw new DeliveryError(`no answer from ${host}: ${code || messageOf(error)}`, outcome, { cause: error });
    }
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
