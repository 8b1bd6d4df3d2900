/** A stand-in of DingTalk: the gateway and connection of stream mode, session webhooks, and the API that sends; the official client accepts it. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Refusal, Shown } from '../contract/rig.ts';
import { fileIn, readBody } from '../read-form.ts';

export const app = {
  clientId: 'dingabcdefgh0123',
  clientSecret: 'a-secret-of-the-robot',
  robotCode: 'dingabcdefgh0123',
};
export const messageTopic = '/v1.0/im/bot/messages/get';

const maxBytes = 20_000;
const fileTypes = new Set(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']);
const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

interface Body {
  clientId?: string;
  clientSecret?: string;
  appKey?: string;
  appSecret?: string;
  subscriptions?: { type: string; topic: string }[];
  robotCode?: string;
  msgKey?: string;
  msgParam?: string;
  openConversationId?: string;
  userIds?: string[];
  msgtype?: string;
  text?: { content: string };
  actionCard?: { title: string; text: string; btns?: { title: string; actionURL: string }[] };
}

/** A message of the robot's, with what can be pressed on it. */
export interface Post extends Shown {
  buttons: { title: string; url: string }[];
}

interface Acknowledgement {
  code: number;
  headers: { messageId: string };
  data?: string;
}

type Answer = [status: number, body: object];

export class DingtalkStandIn {
  readonly posts = new Map<string, Post[]>();
  /** Acknowledgements, by the id of the frame. */
  readonly acknowledged: string[] = [];
  /** Frames that the gateway has not seen acknowledged; it sends them again through another connection. */
  readonly #pending = new Map<string, string>();
  /** Acknowledged with status SUCCESS; what is not comes again. */
  readonly events: string[] = [];
  #wantsEvents = false;
  refusal: Refusal | undefined;
  readonly files: { to: string; name: string; bytes: Buffer }[] = [];
  /** Code of the next upload, once. */
  uploadCode = 0;
  readonly #media = new Map<string, Buffer>();
  /** So many of the next calls with a token are told that it is invalid, whatever it is. */
  refusesTokens = 0;
  /** The secret is another now. */
  hasNewSecret = false;
  /** Whether 企业内机器人发送消息 is granted. */
  maySend = true;
  connections = 0;
  /** Those that are valid: whoever asks again, another replica too, ends no earlier one. */
  readonly #issued = new Set<string>();
  #tokens = 0;
  /** Posts by session webhooks. */
  sessions = 0;
  apiUrl = '';
  /** Named instead of the stand-in's own gateway. */
  gateway: string | undefined;
  /** Called for each message that people see. */
  onShow: (to: string, text: string) => void = () => {};
  #server: Server | undefined;
  #sockets = new WebSocketServer({ noServer: true });
  #current: WebSocket | undefined;
  #tickets = new Set<string>();

  /** How many were asked for. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Ends all that were given. */
  set tokens(count: number) {
    this.#tokens = count;
    this.#issued.clear();
  }

  async open(): Promise<this> {
    const server = createServer((request, response) => this.#take(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    server.on('upgrade', (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', this.apiUrl).searchParams.get('ticket') ?? '';
      // A ticket opens one connection.
      if (!this.#tickets.delete(ticket)) return void socket.destroy();
      this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#connected(opened));
    });
    return this;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  #connected(socket: WebSocket): void {
    this.connections += 1;
    this.#current = socket;
    // Of several connections another takes over.
    socket.on('close', () => {
      if (this.#current !== socket) return;
      this.#current = [...this.#sockets.clients].find((one) => one.readyState === 1);
      for (const frame of this.#pending.values()) this.#current?.send(frame);
    });
    socket.on('message', (data) => {
      const { code, headers, data: said } = JSON.parse(String(data)) as Acknowledgement;
      if (code !== 200) return;
      if (this.#isEvent(headers.messageId)) {
        if (JSON.parse(said ?? '{}').status !== 'SUCCESS') return;
        this.events.push(headers.messageId);
      }
      this.acknowledged.push(headers.messageId);
      this.#pending.delete(headers.messageId);
    });
    for (const frame of this.#pending.values()) socket.send(frame);
  }

  get isConnected(): boolean {
    return this.#current?.readyState === 1;
  }

  drop(): void {
    this.#current?.terminate();
  }

  sendRaw(text: string): void {
    this.#current?.send(text);
  }

  system(topic: string): string {
    return this.#frame('SYSTEM', topic, {});
  }

  /** Tells the robot of a message. @returns the id of the frame */
  tell(data: object): string {
    return this.#frame('CALLBACK', messageTopic, data);
  }

  /** Of the application's 事件订阅. @returns the id of the frame; undefined where the client wants no events */
  event(eventType: string, data: object, more: object = {}): string | undefined {
    if (!this.#wantsEvents) return undefined;
    const eventId = randomUUID();
    const eventBornTime = `${Date.now()}`;
    return this.#frame('EVENT', '*', data, { eventType, eventId, eventBornTime, eventCorpId: 'x', ...more });
  }

  #isEvent(id: string): boolean {
    const frame = this.#pending.get(id);
    return frame !== undefined && JSON.parse(frame).type === 'EVENT';
  }

  #frame(type: string, topic: string, data: object, more: object = {}): string {
    const messageId = randomUUID();
    const headers = {
      ...more,
      appId: 'x',
      connectionId: 'x',
      contentType: 'application/json',
      messageId,
      time: `${Date.now()}`,
      topic,
    };
    const frame = JSON.stringify({ specVersion: '1.0', type, headers, data: JSON.stringify(data) });
    if (type !== 'SYSTEM') this.#pending.set(messageId, frame);
    this.#current?.send(frame);
    return messageId;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { text: raw, form } = await readBody(request);
    const url = new URL(request.url ?? '/', this.apiUrl);
    const body = JSON.parse(raw || '{}') as Body;
    if (url.pathname === '/media/upload') {
      const answer = this.#upload(url, await fileIn(form, 'media'));
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }
    const isPush = url.pathname.startsWith('/v1.0/robot/');
    const refusal = isPush ? this.refusal : undefined;
    if (isPush) this.refusal = undefined;
    if (refusal === 'slow-down') return void response.writeHead(429, { 'retry-after': '2' }).end('{}');
    if (refusal === 'refused') return void response.writeHead(503).end('{"code":"ServiceUnavailable"}');
    const [status, answer] = this.#answer(url, body, request.headers['x-acs-dingtalk-access-token'], refusal);
    if (refusal === 'no-answer') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  #answer(url: URL, body: Body, token: unknown, refusal: Refusal | undefined): Answer {
    if (url.pathname === '/v1.0/gateway/connections/open') return this.#gateway(body);
    if (url.pathname === '/v1.0/oauth2/accessToken') return this.#token(body);
    if (url.pathname === '/robot/sendBySession') return this.#session(url, body);
    if (this.refusesTokens-- > 0 || !this.#issued.has(String(token)))
      return [401, { code: 'InvalidAuthentication', message: '不合法的access_token' }];
    if (!this.maySend)
      return [403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied', message: 'qyapi_robot_sendmsg' }];
    if (refusal === 'gone') return [400, { code: 'resource.not.found', message: 'robot 不存在' }];
    return this.#push(body);
  }

  #gateway({ clientId, clientSecret, subscriptions }: Body): Answer {
    if (clientId !== app.clientId || clientSecret !== app.clientSecret)
      return [401, { code: 'authFailed', message: '鉴权失败' }];
    if (!subscriptions?.some(({ type, topic }) => type === 'CALLBACK' && topic === messageTopic))
      return [400, { code: 'invalidParameter', message: 'no subscription' }];
    this.#wantsEvents = subscriptions.some(({ type, topic }) => type === 'EVENT' && topic === '*');
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return [200, { endpoint: this.gateway ?? `${this.apiUrl.replace('http:', 'ws:')}connect`, ticket }];
  }

  #token({ appKey, appSecret }: Body): Answer {
    if (appKey !== app.clientId || appSecret !== app.clientSecret || this.hasNewSecret)
      return [400, { code: 'invalidClientIdOrSecret', message: '无效的clientId或者clientSecret' }];
    this.#tokens += 1;
    this.#issued.add(`token-${this.#tokens}`);
    return [200, { accessToken: `token-${this.#tokens}`, expireIn: 7200 }];
  }

  #session(url: URL, { msgtype, text, actionCard }: Body): Answer {
    const to = url.searchParams.get('session') ?? '';
    const taken = { errcode: 0, errmsg: 'ok' };
    this.sessions += 1;
    if (msgtype === 'text' && text?.content) return this.#show(to, text.content, taken);
    if (msgtype !== 'actionCard' || !actionCard?.title || !actionCard.text || !actionCard.btns?.length)
      return [200, { errcode: 400105, errmsg: 'unsupported msgtype' }];
    const buttons = actionCard.btns.map((button) => ({ title: button.title, url: button.actionURL }));
    return this.#show(to, actionCard.text, taken, buttons);
  }

  /** The older API: codes inside a 200. */
  #upload({ searchParams }: URL, file: { name: string; bytes: Buffer } | undefined): object {
    const code = this.uploadCode;
    this.uploadCode = 0;
    if (code) return { errcode: code, errmsg: 'refused' };
    if (!this.#issued.has(searchParams.get('access_token') ?? '')) return { errcode: 40014, errmsg: 'invalid' };
    if (searchParams.get('type') !== 'file' || !file) return { errcode: 40035, errmsg: 'no file' };
    const media_id = `@${randomUUID()}`;
    this.#media.set(media_id, file.bytes);
    return { errcode: 0, errmsg: 'ok', media_id, type: 'file' };
  }

  #push({ robotCode, msgKey, msgParam, openConversationId, userIds }: Body): Answer {
    const params = JSON.parse(msgParam ?? '{}') as Record<string, string | undefined>;
    const to = openConversationId ?? userIds?.[0];
    const taken = { processQueryKey: randomUUID(), invalidStaffIdList: [], flowControlledStaffIdList: [] };
    if (robotCode !== app.robotCode) return [400, { code: 'invalidParameter' }];
    if (msgKey === 'sampleText' && params.content && to) return this.#show(to, params.content, taken);
    const bytes = this.#media.get(params.mediaId ?? '');
    if (msgKey === 'sampleFile' && to && bytes && params.fileName && fileTypes.has(params.fileType ?? '')) {
      this.files.push({ to, name: params.fileName, bytes });
      return [200, taken];
    }
    const buttons = buttonsOf(msgKey ?? '', params);
    if (!to || !params.title || !params.text || !buttons) return [400, { code: 'invalidParameter.content' }];
    return this.#show(to, params.text, taken, buttons);
  }

  #show(to: string, written: string, taken: object, buttons: Post['buttons'] = []): Answer {
    const text = [written, ...buttons.map(({ title }) => title)].join('\n');
    if (bytes(JSON.stringify(text)) > maxBytes) return [400, { code: 'invalidParameter.content.tooLong' }];
    // Whoever is mentioned would be named in `at`, which nothing of ours has.
    this.posts.set(to, [...(this.posts.get(to) ?? []), { text, pings: [], buttons }]);
    this.onShow(to, text);
    return [200, taken];
  }
}

/** Of the templates for one to five buttons; undefined where one is missing, or there is no such template. */
function buttonsOf(key: string, params: Record<string, string | undefined>): Post['buttons'] | undefined {
  const count = /^sampleActionCard([2-5]?)$/.exec(key)?.[1];
  if (count === undefined) return undefined;
  const pairs = count
    ? Array.from({ length: Number(count) }, (_, at) => [params[`actionTitle${at + 1}`], params[`actionURL${at + 1}`]])
    : [[params.singleTitle, params.singleURL]];
  return pairs.every(([title, url]) => title && url)
    ? pairs.map(([title, url]) => ({ title: title!, url: url! }))
    : undefined;
}
