/** How a platform takes us: the access token that calls are made with, and whether a refusal is an odd moment, or of us for as long as nobody acts. */
import { DeliveryError } from '../../src/model/port.ts';
import { AccessToken, type GivenToken } from './access-token.ts';

export interface AuthorizationOptions {
  requestToken: () => Promise<GivenToken>;
  now: () => Date;
  /** Told once why the platform refuses us, until it accepts us again. */
  report: (line: string) => void;
}

/** Credentials or permissions that are refused are tried again after this. */
const restMs = 10 * 60_000;
/** A token that was just given and is refused all this time is no odd moment: platforms are at times late to know their own tokens. */
const oddMs = 60_000;
const oddWaitMs = 15_000;

export class Authorization {
  /** Why the platform refuses us, until a call succeeds. */
  problem: string | undefined;
  readonly #options: AuthorizationOptions;
  readonly #token: AccessToken;
  /** Since when no fresh token was taken. */
  #refusedSinceMs: number | undefined;

  constructor(options: AuthorizationOptions) {
    this.#options = options;
    this.#token = new AccessToken(() => this.#requestToken(), options.now);
  }

  /** @throws {DeliveryError} */
  async token(): Promise<string> {
    return (await this.#token.get()).value;
  }

  /** Settles when there is a token, or none is given: the sender then gets the reason. */
  async ready(): Promise<void> {
    await this.#token.get().catch(() => {});
  }

  /**
   * Calls with the token, and once more with another where it has ended.
   * @param refusalOf why the token is not taken; undefined = it is. @throws {DeliveryError}
   */
  async call<A>(call: (token: string) => Promise<A>, refusalOf: (answer: A) => string | undefined): Promise<A> {
    const token = await this.#token.get();
    const first = await call(token.value);
    if (refusalOf(first) === undefined) return first;
    await this.#token.forget(token);
    const second = await call(await this.token());
    const refusal = refusalOf(second);
    if (refusal === undefined) return second;
    const nowMs = this.#options.now().getTime();
    this.#refusedSinceMs ??= nowMs;
    if (nowMs - this.#refusedSinceMs >= oddMs) throw this.refused(refusal);
    throw new DeliveryError(refusal, 'retry', { retryAfterMs: oddWaitMs });
  }

  /** A call succeeded. */
  accepted(): void {
    this.problem = undefined;
    this.#refusedSinceMs = undefined;
  }

  /** The platform refuses us, not the message: the secret, a permission, the address of this machine. @returns what to throw */
  refused(why: string): DeliveryError {
    if (this.problem === undefined) this.#options.report(why);
    this.problem = why;
    return new DeliveryError(why, 'retry', { retryAfterMs: restMs, wholeDoor: true });
  }

  /** Without a token nothing was sent, and no channel is to blame. */
  async #requestToken(): Promise<GivenToken> {
    try {
      return await this.#options.requestToken();
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.outcome === 'retry') throw error;
      if (error.outcome === 'final') throw this.refused(error.message);
      throw new DeliveryError(error.message, 'retry', { cause: error });
    }
  }
}
