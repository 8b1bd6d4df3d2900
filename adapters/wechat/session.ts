/** Keeps one WeChat account logged in: builds the bot, watches it, and rebuilds it with backoff when its puppet fails. */
import type { Friendship, Message, Wechaty } from 'wechaty';
import { messageOf } from '../../src/shared/error-message.ts';
import { waitAtMost } from '../../src/shared/timeout.ts';
import { isBroken } from './errors.ts';
import type { Loaded } from './load.ts';
import { LoginCode } from './login-code.ts';
import type { Wait } from './send-queue.ts';
import { texts } from './strings.ts';

export type Puppet = Wechaty['puppet'];

export interface Listeners {
  message(message: Message): Promise<void>;
  friendship(request: Friendship): Promise<void>;
  renamed(address: string, topic: string): Promise<void>;
  login(): void;
  /** Not logged in any more, whatever the reason. */
  logout(): void;
}

export interface SessionOptions {
  loaded: Loaded;
  /** wechaty keeps the session of the account in a file of that name. */
  memory: string;
  loginCode: string;
  /** Asked anew for each start of the puppet; a rejection counts as a failed start. */
  puppetOptions: () => Promise<object>;
  output: NodeJS.WritableStream;
  note: (line: string) => void;
  now: () => Date;
  wait: Wait;
  /** Of the first wait after a fall; each further one is twice as long, up to five minutes. */
  firstWaitMs: number;
}

const maxWaitMs = 5 * 60_000;
/** A bot that ran for so long has started: the next failure counts from one again. */
const stableMs = 60_000;
/** wechaty gives its puppet 15 seconds to stop. */
const stopWithinMs = 20_000;

interface Opened {
  bot: Wechaty;
  /** Settles with the reason when it has to be built anew, or when it is stopped. */
  failed: Promise<string>;
  removeListeners: () => void;
}

/**
 * The caches on disk that wechaty-puppet-service closes without waiting for it. The next puppet opens the same ones, and where
 * they are still locked the error is thrown from a callback.
 */
function cachesOf(puppet: object): { close(): Promise<unknown> }[] {
  const { _payloadStore: store } = puppet as {
    _payloadStore?: Record<string, { close(): Promise<unknown> } | undefined>;
  };
  return [store?.contact, store?.roomMember, store?.room].filter((cache) => cache !== undefined);
}

/** Twice as long after each failure in a row. */
export const waitAfter = (failures: number, firstWaitMs: number): number =>
  Math.min(firstWaitMs * 2 ** (failures - 1), maxWaitMs);

export class Session {
  /** Why no puppet runs; undefined while one does. */
  problem: string | undefined;
  #options: SessionOptions;
  #listeners: Listeners;
  #code: LoginCode;
  #bot: Wechaty | undefined;
  #loggedIn = false;
  #stop = new AbortController();
  #fail: (why: string) => void = () => {};
  #ended: Promise<void> | undefined;

  constructor(options: SessionOptions, listeners: Listeners) {
    this.#options = options;
    this.#listeners = listeners;
    this.#code = new LoginCode(options.loginCode, options.output);
  }

  /** The puppet; undefined while logged out. */
  get puppet(): Puppet | undefined {
    return this.#loggedIn && this.#bot?.isLoggedIn ? this.#bot.puppet : undefined;
  }

  get types() {
    return this.#options.loaded.wechaty.types;
  }

  /** Settles after the first attempt, successful or not: the platform may be unreachable for a while. */
  async start(): Promise<void> {
    await new Promise<void>((attempted, failed) => {
      this.#ended = this.#keepRunning(attempted).catch((error) => {
        this.#options.note(texts.error('starting', messageOf(error)));
        failed(error);
      });
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#fail('');
    await this.#ended;
  }

  async #keepRunning(attempted: () => void): Promise<void> {
    const { now, wait, note, firstWaitMs } = this.#options;
    const { signal } = this.#stop;
    let failures = 0;
    while (!signal.aborted) {
      const since = now().getTime();
      const why = await this.#runOnce(attempted);
      if (signal.aborted) break;
      failures = now().getTime() - since >= stableMs ? 1 : failures + 1;
      const waitMs = waitAfter(failures, firstWaitMs);
      note(texts.restart(why, waitMs));
      await wait(waitMs, signal);
    }
  }

  /** One life of a puppet. @returns why it has to be built anew */
  async #runOnce(attempted: () => void): Promise<string> {
    let opened: Opened;
    try {
      const options = await this.#options.puppetOptions();
      if (this.#stop.signal.aborted) return '';
      opened = await this.#open(options);
    } catch (error) {
      attempted();
      this.problem = messageOf(error);
      return this.problem;
    }
    const { bot, failed, removeListeners } = opened;
    this.problem = undefined;
    attempted();
    const why = await failed;
    removeListeners();
    await this.#close(bot);
    this.problem = why || undefined;
    return why;
  }

  /** A puppet that can't start settles `failed`. @throws what the constructor of the puppet throws */
  async #open(options: object): Promise<Opened> {
    const { loaded, memory } = this.#options;
    // Builds a new puppet each time: a failed one may never stop.
    const puppet = loaded.newPuppet(options) as Puppet;
    const bot = loaded.wechaty.WechatyBuilder.build({ name: memory, puppet });
    this.#bot = bot;
    const { promise: failed, resolve: fail } = Promise.withResolvers<string>();
    this.#fail = fail;
    if (this.#stop.signal.aborted) fail('');
    let isStarted = false;
    let firstError: unknown;
    bot.on('error', (error) => {
      firstError ??= error;
    });
    // Disables the puppet's watchdog: it restarts the puppet without retrying a failed start, and after a successful one
    // the old puppet takes the events of the new one.
    puppet.reset = async () => fail(texts.silent);
    const removeListeners = this.#listen(bot, puppet, fail, () =>
      fail(!isStarted && firstError ? messageOf(firstError) : texts.ended),
    );
    try {
      await bot.start();
    } catch (error) {
      firstError ??= error;
    }
    // wechaty reports a failed start only as an event.
    isStarted = puppet.state.active() === true;
    if (!isStarted) fail(firstError ? messageOf(firstError) : texts.notStarted);
    return { bot, failed, removeListeners };
  }

  async #close(bot: Wechaty): Promise<void> {
    this.#loggedOut('');
    const caches = cachesOf(bot.puppet);
    const closing = async () => {
      await bot.stop();
      await Promise.all(caches.map((cache) => cache.close()));
    };
    // The error listener stays: an error event without a listener would end the process.
    const stopping = closing().catch((error) => this.#options.note(texts.error('stopping', messageOf(error))));
    await waitAtMost(stopping, stopWithinMs);
    this.#bot = undefined;
    await this.#code
      .clear()
      .catch((error) => this.#options.note(texts.noFile(this.#options.loginCode, messageOf(error))));
  }

  /** @returns removes the listeners */
  #listen(bot: Wechaty, puppet: Puppet, fail: (why: string) => void, ended: () => void): () => void {
    const { note } = this.#options;
    let listening = true;
    // wechaty awaits no handler: a rejection would end the process, a throw would keep other handlers from running.
    const safely =
      <T extends unknown[]>(doing: string, act: (...args: T) => void | Promise<void>) =>
      (...args: T): void => {
        if (!listening) return;
        Promise.resolve()
          .then(() => act(...args))
          .catch((error) => note(texts.error(doing, messageOf(error))));
      };
    const listeners = this.#listeners;
    // Listens on the puppet for login and logout: wechaty emits them only after loading the contact.
    puppet.on(
      'scan',
      safely('showing the login code', ({ qrcode, status }) => this.#scan(qrcode, status)),
    );
    puppet.on(
      'login',
      safely('logging in', () => this.#login(bot)),
    );
    puppet.on(
      'logout',
      safely('logging out', ({ data }) => this.#loggedOut(data ?? '')),
    );
    puppet.on('stop', safely('stopping', ended));
    bot.on(
      'message',
      safely('reading a message', (message: Message) => listeners.message(message)),
    );
    bot.on(
      'friendship',
      safely('answering a request', (request: Friendship) => listeners.friendship(request)),
    );
    bot.on(
      'room-topic',
      safely('saving a new group name', (room: { id: string }, topic: string) => listeners.renamed(room.id, topic)),
    );
    bot.on(
      'error',
      safely('talking to the puppet', (error: unknown) => {
        note(texts.error('talking to the puppet', messageOf(error)));
        if (isBroken(error)) fail(messageOf(error));
      }),
    );
    return () => {
      listening = false;
    };
  }

  async #login(bot: Wechaty): Promise<void> {
    this.#loggedIn = true;
    this.#listeners.login();
    await this.#code.clear();
    const self = await bot.Contact.find({ id: bot.puppet.currentUserId });
    this.#options.note(texts.login(self?.name() ?? bot.puppet.currentUserId));
  }

  #loggedOut(reason: string): void {
    if (!this.#loggedIn) return;
    this.#loggedIn = false;
    if (!this.#stop.signal.aborted) this.#options.note(texts.logout(reason));
    this.#listeners.logout();
  }

  async #scan(code: string | undefined, status: number): Promise<void> {
    const { Waiting, Timeout, Scanned, Confirmed } = this.types.ScanStatus;
    if ((status === Waiting || status === Timeout) && code) await this.#code.show(code);
    else if (status === Scanned || status === Confirmed) this.#options.note(texts.scanned);
  }
}
