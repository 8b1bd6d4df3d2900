/** The door to a Slack workspace, over Socket Mode or signed HTTP. */
import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt';
import type { Card } from '../../src/model/card.ts';
import type { ChannelId } from '../../src/model/message.ts';
import type { Adapter, Receipt, Receive } from '../../src/model/port.ts';
import { waitAtMost } from '../../src/shared/timeout.ts';
import { directChannel } from './channels.ts';
import { deliveryError, tell } from './errors.ts';
import { hear, type Listening } from './events.ts';
import { History } from './history.ts';
import { Poster } from './poster.ts';
import { render } from './render.ts';
import { bodyLimit, eventsPath, guardListener } from './request-guard.ts';
import { Socket } from './socket.ts';

export interface SlackOptions {
  /** xoxb-… */
  botToken: string;
  /** Socket Mode with an app-level token (xapp-…), or requests signed with the secret. */
  mode: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string };
  /** Of the Web API; absent = Slack's own. */
  apiUrl?: string;
  now: () => Date;
  /** Told in one line what an operator should see; never a token. */
  report: (error: unknown) => void;
  /** A connection that answers no ping for so long is opened anew. */
  pingTimeoutMs?: number;
}

const usualPingTimeoutMs = 5_000;
const callTimeoutMs = 20_000;
/** Answers under way when the door is closed are given so long. */
const settleWithinMs = 5_000;
/** Of refused requests, one line in so long. */
const tellRefusedEveryMs = 60_000;

export class Slack implements Adapter {
  readonly name = 'slack';
  readonly render = render;
  /**
   * One message a second to a channel, and several hundred a minute to a workspace.
   * https://docs.slack.dev/apis/web-api/rate-limits
   */
  readonly sendInterval = { channelMs: 1_000, doorMs: 200 };
  /** HTTP mode: for /slack/events, where events, commands and interactivity all come. */
  readonly listener: RequestListener | undefined;
  #options: SlackOptions;
  #app: App;
  #poster: Poster;
  #history: History;
  #socket: Socket | undefined;
  #ears: Listening | undefined;
  #identity: { botToken: string; botId: string; botUserId: string } | undefined;
  #underWay = new Set<Promise<unknown>>();
  #ending = new AbortController();
  #stopping: Promise<void> | undefined;
  #toldRefusedMs = Number.NEGATIVE_INFINITY;

  constructor(options: SlackOptions) {
    this.#options = options;
    const { botToken, apiUrl, now, pingTimeoutMs = usualPingTimeoutMs } = options;
    // What the client repeated by itself could be posted twice, and would hide from the ledger how Slack is.
    const clientOptions = {
      ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: callTimeoutMs,
      logger: this.#logger(() => {}),
    };
    const client = new webApi.WebClient(botToken, clientOptions);
    this.#poster = new Poster({ client, now, signal: this.#ending.signal });
    this.#history = new History(this.#poster, now);
    const receiver = this.#receiver(clientOptions, pingTimeoutMs);
    if (receiver instanceof HTTPReceiver)
      this.listener = guardListener(receiver, {
        isOpen: () => this.#ears !== undefined,
        now,
        refuse: (why) => this.#tellRefused(why),
      });
    else {
      const firstWaitMs = Math.min(1_000, pingTimeoutMs);
      this.#socket = new Socket(receiver.client, { report: (line) => this.#tell(line), firstWaitMs });
    }
    this.#app = new App({
      receiver,
      // Its own is told by `auth.test`, once; ours is asked at the start, where Slack may be away.
      authorize: async () => this.#identity ?? {},
      clientOptions,
      // Ours are dropped where messages are read, and Bolt's filter needs what is not known before the start.
      ignoreSelf: false,
      logger: this.#logger((line) => this.#tell(line)),
    });
    this.#app.error(async (error) => this.#tell(tell(error)));
    hear(this.#app, {
      door: this.name,
      listening: () => this.#ears,
      track: (what, work) => this.#track(what, work),
      now,
    });
  }

  #receiver(clientOptions: webApi.WebClientOptions, pingTimeoutMs: number): HTTPReceiver | SocketModeReceiver {
    const { mode } = this.#options;
    if (mode.kind === 'http')
      return new HTTPReceiver({
        signingSecret: mode.signingSecret,
        endpoints: [eventsPath],
        bodyLimit,
        logger: this.#logger((line) => this.#tellRefused(line)),
        processEventErrorHandler: async ({ error }) => {
          this.#tell(tell(error));
          return false;
        },
      });
    return new SocketModeReceiver({
      appToken: mode.appToken,
      autoReconnectEnabled: false,
      clientPingTimeout: pingTimeoutMs,
      installerOptions: { clientOptions },
      // What goes wrong with the connection is told by who keeps it open.
      logger: this.#logger(() => {}),
      processEventErrorHandler: async ({ error }) => {
        this.#tell(tell(error));
        return true;
      },
    });
  }

  /** @throws where Slack is away or refuses the token; it may be called again then */
  async start(receive: Receive): Promise<void> {
    this.#ending.signal.throwIfAborted();
    const { botToken } = this.#options;
    const poster = this.#poster;
    try {
      const { user_id: botUserId, bot_id: botId = '' } = await poster.call((client) => client.auth.test());
      if (!botUserId) throw new Error('auth.test names no user; is it the token of a bot (xoxb-…)?');
      this.#ending.signal.throwIfAborted();
      this.#identity = { botToken, botId, botUserId };
      this.#ears = { receive, botUserId, poster, history: this.#history };
      await this.#socket?.open();
    } catch (error) {
      this.#ears = undefined;
      throw new Error(`Slack: ${tell(error)}`);
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#ears = undefined;
    await this.#socket?.close();
    await waitAtMost(this.#settled(), settleWithinMs);
    this.#ending.abort();
  }

  async #settled(): Promise<void> {
    while (this.#underWay.size) await Promise.allSettled(this.#underWay);
  }

  /** A channel, or a person's id: then it is said in their own chat. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    return await this.#poster.send(channel, card, key);
  }

  /** @throws {DeliveryError} where Slack does not tell */
  async confirm(channel: ChannelId, key: string): Promise<Receipt | undefined> {
    try {
      const conversation = /^[UW]/.test(channel) ? await directChannel(this.#poster, channel) : channel;
      return await this.#history.delivery(conversation, key);
    } catch (error) {
      throw deliveryError(error);
    }
  }

  /** Why nobody is heard or answered now. */
  problem(): string | undefined {
    return this.#poster.refused ?? this.#socket?.trouble;
  }

  #track(what: string, work: Promise<unknown>): void {
    const done = work
      .catch((error: unknown) => this.#tell(`${what} was not answered: ${tell(error)}`))
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  #tell(line: string): void {
    this.#options.report(line.startsWith('Slack') ? line : `Slack: ${line}`);
  }

  /** Anybody can send requests that are refused. */
  #tellRefused(line: string): void {
    const nowMs = this.#options.now().getTime();
    if (nowMs - this.#toldRefusedMs < tellRefusedEveryMs) return;
    this.#toldRefusedMs = nowMs;
    this.#tell(tell(line));
  }

  /** Bolt's words go where all go; nothing is printed. */
  #logger(error: (line: string) => void) {
    const say = (...said: unknown[]) => error(said.map(tell).join(' '));
    return {
      debug() {},
      info() {},
      warn: say,
      error: say,
      setLevel() {},
      getLevel: () => LogLevel.WARN,
      setName() {},
    };
  }
}
