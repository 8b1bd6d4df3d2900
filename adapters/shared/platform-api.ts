/** The HTTP API of WeCom or of a WeChat official account: an access token asked for once by all, and refusals distinguished. */
import { DeliveryError } from '../../src/model/port.ts';
import type { GivenToken } from './access-token.ts';
import { type AnswerCode, readCode, readObject, refusalByCode } from './answer-code.ts';
import { Authorization } from './authorization.ts';
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
  report: (line: string) => void;
}

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
  readonly #options: PlatformApiOptions;
  readonly #authorization: Authorization;

  constructor(options: PlatformApiOptions) {
    this.#options = options;
    const { now, report } = options;
    this.#authorization = new Authorization({ requestToken: () => this.#requestToken(), now, report });
  }

  /** Why the platform refuses us, until a call succeeds. */
  get problem(): string | undefined {
    return this.#authorization.problem;
  }

  /** @returns the answer, whose code is 0. @throws {DeliveryError} */
  async post(path: string, body: object | FormData): Promise<Record<string, unknown>> {
    const called = await this.#authorization.call(
      (token) => this.#call('POST', path, body, token),
      ({ code }) => (tokenEnded.has(code.code) ? this.#refusalOf(code).message : undefined),
    );
    const taken = this.#read(called);
    this.#authorization.accepted();
    return taken;
  }

  /** Whether the credentials are accepted, and a first call that `path` names. @returns the platform's clock. @throws {DeliveryError} */
  async check(path?: string): Promise<Date | undefined> {
    const { tokenRequest: request } = this.#options;
    const called = await this.#call(request.method, request.path, request.body);
    const { access_token: token } = this.#read(called);
    if (path) this.#read(await this.#call('GET', path, undefined, String(token)));
    return called.time;
  }

  async #requestToken(): Promise<GivenToken> {
    const { method, path, body } = this.#options.tokenRequest;
    const { access_token: value, expires_in: seconds } = this.#read(await this.#call(method, path, body));
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

  /** @throws {DeliveryError} where the code is another than 0 */
  #read({ code, answer }: Called): Record<string, unknown> {
    if (code.code === 0) return answer;
    const refusal = this.#refusalOf(code);
    throw ourFault.has(code.code) ? this.#authorization.refused(refusal.message) : refusal;
  }

  #refusalOf(code: AnswerCode): DeliveryError {
    const { url, advice } = this.#options;
    return refusalByCode(new URL(url).host, code, advice[code.code]);
  }
}
