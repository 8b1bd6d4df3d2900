/** The door to whatever takes a POST: the card as JSON and as text, with a key by which a repeat can be known. */
import type { Card } from '../../src/model/card.ts';
import type { WebhookSettings } from '../../src/model/door.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt } from '../../src/model/port.ts';
import { codeOf, neverArrived } from '../shared/network-error.ts';
import { render, requestBody } from './render.ts';

export interface WebhookOptions extends WebhookSettings {
  now: () => Date;
}

/** Seconds, or a date (RFC 9110). */
function waitOf(header: string | null, now: Date): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Refused for now: too slow, too early, too often. */
const saysLater = new Set([408, 425, 429]);
/** And those of the receiver's own faults (RFC 9110: 501, 503, 505) that come before it does anything with the card. */
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

  /** Nothing is ever heard here. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** The channel is the address. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const { timeoutMs, now } = this.#options;
    if (!/^https?:\/\/./.test(channel) || !URL.canParse(channel))
      throw new DeliveryError('the channel is no http(s) address', 'final');
    let response: Response;
    try {
      response = await fetch(channel, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'idempotency-key': key },
        body: requestBody(card, key),
        // Followed, a redirect would carry the digest to somebody who was not asked.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
    } catch (error) {
      const code = codeOf(error);
      const said = code || (error instanceof Error ? error.message : String(error));
      // fetch does not open ports of other services (1, 22, 25, …), whatever listens there.
      if (error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port')
        throw new DeliveryError(`fetch refuses the port of ${new URL(channel).host}`, 'final');
      const outcome = neverArrived(code) ? 'retry' : 'unknown';
      throw new DeliveryError(`no answer from ${new URL(channel).host}: ${said}`, outcome, { cause: error });
    }
    const { status } = response;
    if (response.ok) return { message: key, at: now() };
    const said = `${new URL(channel).host} answered ${status}`;
    if (status < 500 && !saysLater.has(status)) throw new DeliveryError(said, 'final');
    const header = response.headers.get('retry-after');
    // A receiver that fails may have failed after it took the card, and a gateway can't know. Who names a time for it asks for
    // another one; else it is sent again only where a repeat is known by its key.
    if (!tookNothing.has(status) && !header) throw new DeliveryError(said, 'unknown');
    const retryAfterMs = waitOf(header, now());
    throw new DeliveryError(said, 'retry', retryAfterMs === undefined ? {} : { retryAfterMs });
  }
}
