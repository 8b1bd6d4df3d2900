/** The long connection of an intelligent robot of WeCom: subscribes, beats, sends frames and waits for what acknowledges them. */
import { randomUUID } from 'node:crypto';
import { DeliveryError } from '../../src/model/port.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { refusalByCode } from '../shared/answer-code.ts';
import { LiveSocket } from '../shared/connection/live-socket.ts';

/** https://developer.work.weixin.qq.com/document/path/101463 */
export interface Frame {
  cmd?: string;
  headers: { req_id: string };
  body?: unknown;
  errcode?: number;
  errmsg?: string;
}

export interface ConnectionOptions {
  url: string;
  botId: string;
  secret: string;
  /** How long an acknowledgement is waited for. */
  ackMs: number;
  beatMs: number;
  waitMs: { first: number; longest: number };
  /** Called for each message and event. */
  receive: (frame: Frame) => void;
  report: (line: string) => void;
}

interface Waiting {
  resolve: (frame: Frame) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

const kicked =
  'another program has connected with this bot, so this one stays away: WeCom allows one connection; end the other and restart';

export class BotConnection {
  readonly #options: ConnectionOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #socket: LiveSocket;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { url, beatMs, waitMs, report } = options;
    this.#socket = new LiveSocket({
      address: async () => url,
      greet: () => this.#subscribe(),
      receive: (text) => this.#receive(text),
      beat: () => this.#socket.send(JSON.stringify({ cmd: 'ping', headers: { req_id: `ping_${randomUUID()}` } })),
      ...{ beatMs, waitMs, report },
    });
  }

  get problem(): string | undefined {
    return this.#socket.problem;
  }

  open(): Promise<void> {
    return this.#socket.open();
  }

  close(): void {
    this.#socket.close();
  }

  /** `id`: of the callback that is answered; absent = a frame of our own. @throws {DeliveryError} */
  async request(cmd: string, body: object, id = `${cmd}_${randomUUID()}`): Promise<Frame> {
    const { ackMs } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<Frame>();
    if (!this.#socket.send(JSON.stringify({ cmd, headers: { req_id: id }, body })))
      throw new DeliveryError('there is no connection to WeCom', 'retry');
    const late = () => reject(new DeliveryError('WeCom did not acknowledge the message', 'unknown'));
    this.#waiting.set(id, { resolve, reject, timer: setTimeout(late, ackMs) });
    try {
      const { errcode = 0, errmsg = '', ...frame } = await promise;
      if (errcode !== 0) throw refusalByCode('WeCom', { code: errcode, reason: errmsg });
      return frame;
    } finally {
      clearTimeout(this.#waiting.get(id)?.timer);
      this.#waiting.delete(id);
    }
  }

  async #subscribe(): Promise<void> {
    const { botId, secret } = this.#options;
    try {
      await this.request('aibot_subscribe', { bot_id: botId, secret });
    } catch (error) {
      throw new Error(`WeCom does not accept the robot; are Bot ID and Secret right? ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  #receive(text: string): void {
    const frame = JSON.parse(text) as Partial<Frame>;
    const id = frame.headers?.req_id;
    if (typeof id !== 'string') return;
    if (frame.cmd) this.#options.receive({ ...frame, headers: { req_id: id } });
    else this.#waiting.get(id)?.resolve({ ...frame, headers: { req_id: id } });
  }

  /** WeCom says so before it ends this connection for a newer one. */
  leave(): void {
    this.#socket.giveUp(kicked);
  }
}
