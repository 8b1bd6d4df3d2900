/** One HTTP request of a door, and what a missing answer or a status other than 2xx means for a delivery. */
import { DeliveryError } from '../../src/model/port.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { codeOf, neverArrived } from './connection/network-error.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  /** A form names its own content type. */
  body?: string | FormData;
  timeoutMs: number;
  now: () => Date;
}

export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** As far as it could be read, and no more than 64 KB. */
  body: string;
}

/** @throws {DeliveryError} for no answer and for every status other than 2xx; its message names the host, never the address */
export async function request(url: URL, options: HttpRequest): Promise<HttpAnswer> {
  const answer = await exchange(url, options);
  if (answer.status < 200 || answer.status >= 300) throw refusalByStatus(answer, url.host, options.now());
  return answer;
}

/** The answer with any status. @throws {DeliveryError} where there is none */
export async function exchange(url: URL, { timeoutMs, now: _now, ...init }: HttpRequest): Promise<HttpAnswer> {
  const { host } = url;
  try {
    const response = await fetch(url, {
      ...init,
      // Following a redirect would carry the message to a host that nobody has configured.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, headers: response.headers, body: await beginningOf(response) };
  } catch (error) {
    const code = codeOf(error);
    // Without a code fetch made no request: a port that it refuses (1, 22, 25, …), a header that can't be.
    if (isNeverMade(error, code)) throw new DeliveryError(`no request was made to ${host}: ${causeOf(error)}`, 'final');
    const outcome = neverArrived(code) ? 'retry' : 'unknown';
    throw new DeliveryError(`no answer from ${host}: ${code || messageOf(error)}`, outcome, { cause: error });
  }
}

/** The clock of the other side, where it tells. */
export function serverTime({ headers }: HttpAnswer): Date | undefined {
  const ms = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms);
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
    // The status is known; the body only adds to it.
  }
  return text;
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

/** What a status other than 2xx says about the card. */
export function refusalByStatus({ status, headers }: HttpAnswer, host: string, now: Date): DeliveryError {
  const message = `${host} answered ${status}`;
  if (status < 500 && !saysLater.has(status)) return new DeliveryError(message, 'final');
  const header = headers.get('retry-after');
  // A failing receiver may have taken the card first, and a gateway can't know. Retry-After asks for another attempt;
  // without it the card is sent again only where the receiver drops repeats by their key.
  if (!tookNothing.has(status) && !header) return new DeliveryError(message, 'unknown');
  const retryAfterMs = waitOf(header, now);
  return new DeliveryError(message, 'retry', retryAfterMs === undefined ? {} : { retryAfterMs });
}
