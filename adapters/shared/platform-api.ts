/** The HTTP API of WeCom or of a WeChat official account: an access token asked for once by all, and refusals told apart. */
import { DeliveryError } from '../../src/model/port.ts';
import { AccessToken, type GivenToken } from './access-token.ts';
import { type AnswerCode, readCode, readObject, refusalByCode } from './answer-code.ts';
import { request, serverTime } from './http-request.ts';

export interface PlatformApiOptions {
  /** Ends with a slash. */
  url: string;
  /** How a token is asked for, relative to `url`. */
  tokenRequest: { method: 'GET' | 'POST'; path: string; body?: object };
  /** What an operator can do about a code. */
  advice: Readonly<Record<number, string>>;
  timeoutMs: number;
  now: () => Date;
}

/** Credentials that are refused are tried again after this. */
const credentialsWaitMs = 10 * 60_000;
/** The token is invalid or has ended. */
const tokenEnded = new Set([40001, 40014, 42001]);
/** The platform refuses us, not the message: the secret, the address of this machine, a permission. */
const ourFault = new Set([40001, 40013, 40125, 40164, 48001, 48002, 60020, 301002]);

interface Called {
  code: AnswerCode;
  answer: Record<string, unknown>;
  time: Date | undefined;
}

export class PlatformApi {
  /** Why the platform refuses us, until a call succeeds. */
  problem: string | undefined;
  readonly #options: PlatformApiOptions;
  readonly #token: AccessToken;

  constructor(options: PlatformApiOptions) {
    this.#options = options;
    this.#token = new AccessToken(() => this.#requestToken(), options.now);
  }

  /** @returns the answer, whose code is 0. @throws {DeliveryError} */
  async post(path: string, body: object | FormData): Promise<Record<string, unknown>> {
    const token = await this.#token.get();
    const first = await this.#call('POST', path, body, token.value);
    if (!tokenEnded.has(first.code.code)) return this.#accept(first);
    await this.#token.forget(token);
    return this.#accept(await this.#call('POST', path, body, (await this.#token.get()).value));
  }

  /** Whether the credentials are accepted, and a first call that `path` names. @returns the platform's clock. @throws {DeliveryError} */
  async check(path?: string): Promise<Date | undefined> {
    const { tokenRequest: request } = this.#options;
    const called = await this.#call(request.method, request.path, request.body);
    const { access_token: token } = this.#accept(called);
    if (path) this.#accept(await this.#call('GET', path, undefined, String(token)));
    return called.time;
  }

  async #requestToken(): Promise<GivenToken> {
    const { method, path, body } = this.#options.tokenRequest;
    const { access_token: value, expires_in: seconds } = this.#accept(await this.#call(method, path, body));
    return { value: String(value), seconds: Number(seconds) };
  }

  async #call(method: 'GET' | 'POST', path: string, body?: object | FormData, token?: string): Promise<Called> {
    const { url: base, timeoutMs, now } = this.#options;
    const url = new URL(path, base);
    if (token) url.searchParams.set('access_token', token);
    const isForm = body instanceof FormData;
    const response = await request(url, {
      method,
      ...(isForm ? {} : { headers: { 'content-type': 'application/json; charset=utf-8' } }),
      timeoutMs,
      now,
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    const answer = readObject(response.body);
    if (!answer) throw new DeliveryError(`${url.host} answered with no object`, 'unknown');
    // The answer with a token has no code.
    return { code: readCode(response.body) ?? { code: 0, reason: '' }, answer, time: serverTime(response) };
  }

  #accept({ code, answer }: Called): Record<string, unknown> {
    const { url, advice } = this.#options;
    if (code.code === 0) {
      this.problem = undefined;
      return answer;
    }
    const refusal = refusalByCode(new URL(url).host, code, advice[code.code]);
    if (!ourFault.has(code.code)) throw refusal;
    this.problem = refusal.message;
    throw new DeliveryError(refusal.message, 'retry', { retryAfterMs: credentialsWaitMs, wholeDoor: true });
  }
}
