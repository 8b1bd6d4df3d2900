/** The Slack adapter, over Socket Mode or signed HTTP requests. */
import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt';
import type { Card } from '../../src/model/card.ts';
import type { ChannelId } from '../../src/model/message.ts';
import type { Adapter, Receipt, Receive } from '../../src/model/port.ts';
import { waitAtMost } from '../../src/shared/timeout.ts';
import { reachHosts } from '../shared/reach-hosts.ts';
import { deliveryError, tell } from './errors.ts';
import { registerEvents } from './events.ts';
import { History } from './history.ts';
import type { Listening } from './inbox.ts';
import { Poster } from './poster.ts';
import { render } from './render.ts';
import { bodyLimit, eventsPath, guardListener } from './transport/request-guard.ts';
import { Socket } from './transport/socket.ts';

export interface SlackOptions {
  /** xoxb-… */
  botToken: string;
  /** Socket Mode with an app-level token (xapp-…), or requests signed with the secret. */
  mode: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string };
  /** Of the Web API; absent = Slack's own. */
  apiUrl?: string;
  now: () => Date;
  /** Receives one line for the operator, without tokens. */
  report: (error: unknown) => void;
  /** A connection without a pong for so long is reopened. */
  pingTimeoutMs?: number;
}

interface Connection {
  poster: Poster;
  history: History;
  socket?: Socket;
  listener?: RequestListener;
  /** Aborted when nothing more is posted. */
  ending: AbortController;
}

const defaultPingTimeoutMs = 5_000;
const callTimeoutMs = 20_000;
/** How long a stop waits for replies in progress. */
const settleWithinMs = 5_000;
/** Rejected requests are logged at most once in this time. */
const reportRejectedEveryMs = 60_000;

/** Bolt reads properties of the body whatever it is: `null` and an envelope without a payload would reject unhandled. */
function ignoreEmptyEvents(app: App): void {
  const processEvent = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    const body: unknown = event.body;
    if (typeof body === 'object' && body !== null) return processEvent(event);
    await event.ack();
  };
}

export class Slack implements Adapter {
  readonly name = 'slack';
  readonly render = render;
  readonly takesFiles = () => true;
  /**
   * One message a second to a channel, and several hundred a minute to a workspace.
   * https://docs.slack.dev/apis/web-api/rate-limits
   */
  readonly sendInterval = { channelMs: 1_000, doorMs: 200 };
  /** HTTP mode: for /slack/events, where events, commands and interactivity all come. */
  readonly listener: RequestListener | undefined;
  #options: SlackOptions;
  #connection: Connection;
  #listening: Listening | undefined;
  #identity: { botToken: string; botId: string; botUserId: string } | undefined;
  #underWay = new Set<Promise<unknown>>();
  #stopping: Promise<void> | undefined;
  #rejectedReportedMs = Number.NEGATIVE_INFINITY;

  constructor(options: SlackOptions) {
    this.#options = options;
    this.#connection = this.#connect();
    if (options.mode.kind === 'http')
      this.listener = (request, response) => this.#connection.listener?.(request, response);
  }

  /** All that is spoken to Slack with. Made anew for a start after a stop: neither Bolt nor its clients can be reopened. */
  #connect(): Connection {
    const { botToken, apiUrl, now, pingTimeoutMs = defaultPingTimeoutMs } = this.#options;
    const ending = new AbortController();
    // The client's own retries could post twice, and would hide rate limits and outages from the delivery.
    const clientOptions = {
      ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: callTimeoutMs,
      logger: this.#logger(() => {}),
    };
    const client = new webApi.WebClient(botToken, clientOptions);
    const poster = new Poster({ client, now, report: (line) => this.#report(line), signal: ending.signal });
    const history = new History(poster, now);
    const receiver = this.#receiver(clientOptions, pingTimeoutMs);
    const connection: Connection = { ending, poster, history };
    if (receiver instanceof HTTPReceiver)
      connection.listener = guardListener(receiver, {
        isOpen: () => this.#listening !== undefined,
        now,
        refuse: (why) => this.#reportRejected(why),
      });
    else {
      const firstWaitMs = Math.min(1_000, pingTimeoutMs);
      connection.socket = new Socket(receiver.client, { report: (line) => this.#report(line), firstWaitMs });
    }
    const app = new App({
      receiver,
      // Bolt would call `auth.test` once here; `start` does it, so that a failed start can be retried.
      authorize: async () => this.#identity ?? {},
      clientOptions,
      // Own messages are dropped in the handlers; Bolt's filter needs ids that are unknown before the start.
      ignoreSelf: false,
      logger: this.#logger((line) => this.#report(line)),
    });
    ignoreEmptyEvents(app);
    app.error(async (error) => this.#report(tell(error)));
    registerEvents(app, {
      door: this.name,
      // A connection that was closed hears nothing, whatever it still delivers.
      listening: () => (ending.signal.aborted ? undefined : this.#listening),
      track: (what, work) => this.#track(what, work),
      now,
    });
    return connection;
  }

  #receiver(clientOptions: webApi.WebClientOptions, pingTimeoutMs: number): HTTPReceiver | SocketModeReceiver {
    const { mode } = this.#options;
    if (mode.kind === 'http')
      return new HTTPReceiver({
        signingSecret: mode.signingSecret,
        endpoints: [eventsPath],
        bodyLimit,
        logger: this.#logger((line) => this.#reportRejected(line)),
        processEventErrorHandler: async ({ error }) => {
          this.#report(tell(error));
          return false;
        },
      });
    return new SocketModeReceiver({
      appToken: mode.appToken,
      autoReconnectEnabled: false,
      clientPingTimeout: pingTimeoutMs,
      installerOptions: { clientOptions },
      // Connection errors are reported by `Socket`.
      logger: this.#logger(() => {}),
      processEventErrorHandler: async ({ error }) => {
        this.#report(tell(error));
        return true;
      },
    });
  }

  /** @throws where Slack is unreachable or refuses the token; may be called again */
  async start(receive: Receive): Promise<void> {
    if (this.#stopping) {
      await this.#stopping;
      this.#stopping = undefined;
      this.#connection = this.#connect();
    }
    const { botToken } = this.#options;
    const { poster, history, socket, ending } = this.#connection;
    try {
      const { user_id: botUserId, bot_id: botId = '' } = await poster.call((client) => client.auth.test());
      if (!botUserId) throw new Error('auth.test names no user; is it the token of a bot (xoxb-…)?');
      ending.signal.throwIfAborted();
      this.#identity = { botToken, botId, botUserId };
      this.#listening = { receive, botUserId, poster, history };
      await socket?.open();
    } catch (error) {
      if (!ending.signal.aborted) this.#listening = undefined;
      throw new Error(`Slack: ${tell(error)}`);
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { socket, ending } = this.#connection;
    this.#listening = undefined;
    await socket?.close();
    await waitAtMost(this.#settled(), settleWithinMs);
    ending.abort();
  }

  async #settled(): Promise<void> {
    while (this.#underWay.size) await Promise.allSettled(this.#underWay);
  }

  /** `channel` may be a person's id; the card then goes to their direct chat. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    return await this.#connection.poster.send(channel, card, key);
  }

  /** @throws {DeliveryError} where Slack does not tell */
  async confirm(channel: ChannelId, key: string): Promise<Receipt | undefined> {
    try {
      const conversation = /^[UW]/.test(channel) ? await this.#connection.poster.openChat(channel) : channel;
      return await this.#connection.history.delivery(conversation, key);
    } catch (error) {
      throw deliveryError(error);
    }
  }

  /** @returns Slack's clock; its client does not tell. */
  async check(): Promise<Date | undefined> {
    const { apiUrl = 'https://slack.com/api/', now } = this.#options;
    try {
      await this.#connection.poster.call((client) => client.auth.test());
    } catch (error) {
      throw new Error(`Slack: ${tell(error)}`);
    }
    const [reached] = await reachHosts([new URL(apiUrl)], { timeoutMs: callTimeoutMs, now });
    return reached?.time;
  }

  /** Why the door can't receive or reply now. */
  problem(): string | undefined {
    return this.#connection.poster.refused ?? this.#connection.socket?.problem;
  }

  #track(what: string, work: Promise<unknown>): void {
    const done = work
      .catch((error: unknown) => this.#report(`${what} was not answered: ${tell(error)}`))
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  #report(line: string): void {
    this.#options.report(line.startsWith('Slack') ? line : `Slack: ${line}`);
  }

  /** Throttled: anybody can send requests that are rejected. */
  #reportRejected(line: string): void {
    const nowMs = this.#options.now().getTime();
    if (Math.abs(nowMs - this.#rejectedReportedMs) < reportRejectedEveryMs) return;
    this.#rejectedReportedMs = nowMs;
    this.#report(tell(line));
  }

  /** Routes Bolt's log lines to `report`; nothing is printed. */
  #logger(error: (line: string) => void) {
    const say = (...values: unknown[]) => error(values.map(tell).join(' '));
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
