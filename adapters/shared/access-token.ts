/** An access token of a platform: asked for once by all who need it at the same time, and again before it ends. */

export interface GivenToken {
  value: string;
  /** How long it lasts. */
  seconds: number;
}

interface Token {
  value: string;
  usableUntilMs: number;
}

const renewBeforeMs = 5 * 60_000;
const usualLifeSeconds = 7_200;

export class AccessToken {
  readonly #request: () => Promise<GivenToken>;
  readonly #now: () => Date;
  /** Under way or answered. */
  #asked: Promise<Token> | undefined;

  constructor(request: () => Promise<GivenToken>, now: () => Date) {
    this.#request = request;
    this.#now = now;
  }

  /** @throws what the request throws; the next call asks again */
  async get(): Promise<Token> {
    this.#asked ??= this.#ask();
    const asked = this.#asked;
    try {
      const token = await asked;
      if (this.#now().getTime() < token.usableUntilMs) return token;
    } catch (error) {
      if (this.#asked === asked) this.#asked = undefined;
      throw error;
    }
    if (this.#asked === asked) this.#asked = undefined;
    return this.get();
  }

  /** The platform does not take it any more; nothing happens where another has been asked for meanwhile. */
  async forget(token: Token): Promise<void> {
    const asked = this.#asked;
    if ((await asked?.catch(() => undefined)) === token && this.#asked === asked) this.#asked = undefined;
  }

  async #ask(): Promise<Token> {
    const { value, seconds } = await this.#request();
    const lifeMs = (seconds || usualLifeSeconds) * 1000;
    return { value, usableUntilMs: this.#now().getTime() + Math.max(lifeMs - renewBeforeMs, lifeMs / 2) };
  }
}
