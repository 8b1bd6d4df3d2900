/** A stand-in of Feishu: the long connection with its frames, and the API that sends, with its limits; the official SDK accepts it. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Refusal } from '../contract/rig.ts';
import { fileIn, readBody } from '../read-form.ts';
import { decodeFrame, encodeFrame } from './frames.ts';
import { readCard, type ShownCard } from './shown-card.ts';

export const app = { appId: 'cli_0123456789abcdef', appSecret: 'a-secret-of-the-robot' };
export const robot = 'ou_robot';

/** Feishu takes fifteen seconds, and more each time. */
const repeatMs = 50;
/** A card of at most 30 KB. */
const maxBytes = 30 * 1024;
const fileTypes = new Set(['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream']);

export interface Post extends ShownCard {
  id: string;
  thread?: string;
  /** The message that it answers. */
  replyTo?: string;
}

interface Body {
  AppID?: string;
  AppSecret?: string;
  app_id?: string;
  app_secret?: string;
  receive_id?: string;
  msg_type?: string;
  content?: string;
  uuid?: string;
  upload?: { type: string; name: string; bytes: Buffer };
}

type Answer = [status: number, body: object, headers?: Record<string, string>];

interface Pushed {
  id: string;
  payload: string;
  acknowledged: (data: unknown) => void;
}

const refused = (status: number, code: number, msg: string): Answer => [status, { code, msg }];
const taken = (data: object): Answer => [200, { code: 0, msg: 'success', data }];

export class FeishuStandIn {
  /** By the chat, or by the id that was sent to. */
  readonly posts = new Map<string, Post[]>();
  /** Where a message is, by its id. */
  readonly #messages = new Map<string, { chat: string; thread?: string }>();
  readonly directChats = new Set<string>();
  readonly recalled = new Set<string>();
  /** Ids of events, in the order in which they were acknowledged. */
  readonly acknowledged: string[] = [];
  granted = ['im:message:send_as_bot', 'im:message.p2p_msg:readonly', 'im:message.group_at_msg:readonly'];
  /** Of the next messages. */
  refusal: Refusal | undefined;
  readonly files: { chat: string; thread?: string; name: string; bytes: Buffer }[] = [];
  /** Of the next upload. */
  uploadAnswer: Answer | undefined;
  readonly #media = new Map<string, { name: string; bytes: Buffer }>();
  readonly codes: Answer[] = [];
  /** Takes frames and answers none, as a connection that is dead and open. */
  isMute = false;
  /** Refuses new connections with this code. */
  endpointCode = 0;
  connections = 0;
  tokens = 0;
  /** So many of the next calls with a token are told that it is invalid, whatever it is. */
  refusesTokens = 0;
  sends = 0;
  apiUrl = '';
  /** Called for each message that people see. */
  onShow: (to: string, text: string) => void = () => {};
  readonly #pingSeconds: number;
  readonly #unacknowledged = new Map<string, Pushed>();
  readonly #byUuid = new Map<string, string>();
  #server: Server | undefined;
  #sockets = new WebSocketServer({ noServer: true });

  constructor(pingSeconds = 0.2) {
    this.#pingSeconds = pingSeconds;
  }

  async open(): Promise<this> {
    const server = createServer((request, response) => this.#take(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    server.on('upgrade', (request, socket, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#connected(opened));
    });
    return this;
  }

  async close(): Promise<void> {
    this.drop();
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  get isConnected(): boolean {
    return [...this.#sockets.clients].some(({ readyState }) => readyState === 1);
  }

  drop(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  /** Sends what is no frame. */
  sendRaw(bytes: Uint8Array): void {
    for (const socket of this.#sockets.clients) socket.send(bytes);
  }

  /**
   * Delivers an event to one of the clients. @returns its id at once, and a promise of what came back with the acknowledgement, which
   * also settles where nobody listens.
   */
  push(type: string, event: object, id = randomUUID() as string): { id: string; acknowledged: Promise<unknown> } {
    const header = { event_id: id, event_type: type, create_time: `${Date.now()}`, token: '', app_id: app.appId };
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const pushed = { id, payload: JSON.stringify({ schema: '2.0', header, event }), acknowledged: resolve };
    this.#unacknowledged.set(id, pushed);
    const clients = [...this.#sockets.clients].filter(({ readyState }) => readyState === 1);
    const socket = clients[Math.floor(Math.random() * clients.length)];
    if (socket) this.#deliver(socket, pushed);
    else resolve(undefined);
    return { id, acknowledged: promise };
  }

  noteMessage(id: string, chat: string, thread?: string): void {
    this.#messages.set(id, { chat, ...(thread ? { thread } : {}) });
  }

  /** A long event comes in pieces. */
  #deliver(socket: WebSocket, { id, payload }: Pushed): void {
    const bytes = Buffer.from(payload);
    const pieces = bytes.length > 10_000 ? [bytes.subarray(0, 5_001), bytes.subarray(5_001)] : [bytes];
    for (const [seq, piece] of pieces.entries()) {
      const headers = { type: 'event', message_id: id, sum: `${pieces.length}`, seq: `${seq}`, trace_id: id };
      socket.send(encodeFrame({ method: 'data', headers, payload: piece }));
    }
  }

  #connected(socket: WebSocket): void {
    this.connections += 1;
    // Nobody waits for the acknowledgement of a connection that has ended.
    socket.on('close', () => {
      for (const pushed of this.#unacknowledged.values()) pushed.acknowledged(undefined);
    });
    // What nobody acknowledged comes again, after a while.
    const lost = [...this.#unacknowledged.values()];
    setTimeout(() => {
      for (const pushed of lost) if (this.#unacknowledged.has(pushed.id)) this.#deliver(socket, pushed);
    }, repeatMs);
    socket.on('message', (data: Buffer) => {
      if (this.isMute) return;
      const { method, headers, payload } = decodeFrame(data);
      if (method === 'data') return this.#acknowledge(headers.message_id ?? '', payload);
      if (headers.type === 'ping')
        socket.send(encodeFrame({ method: 'control', headers: { type: 'pong' }, payload: this.#clientConfig() }));
    });
  }

  #acknowledge(id: string, payload: string): void {
    const { code, data } = JSON.parse(payload) as { code: number; data?: string };
    const pushed = this.#unacknowledged.get(id);
    if (code !== 200 || !pushed) return;
    this.#unacknowledged.delete(id);
    this.acknowledged.push(id);
    pushed.acknowledged(data ? JSON.parse(Buffer.from(data, 'base64').toString('utf8')) : undefined);
  }

  #clientConfig(): string {
    return JSON.stringify(this.#config());
  }

  #config() {
    return { PingInterval: this.#pingSeconds, ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30 };
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { text: raw, form } = await readBody(request);
    const file = await fileIn(form, 'file');
    const url = new URL(request.url ?? '/', this.apiUrl);
    const body = {
      ...(JSON.parse(raw || '{}') as Body),
      ...(form && file
        ? { upload: { type: String(form.get('file_type')), name: String(form.get('file_name')), bytes: file.bytes } }
        : {}),
    };
    const isMessage = request.method === 'POST' && url.pathname.startsWith('/open-apis/im/v1/messages');
    const refusal = isMessage ? this.refusal : undefined;
    if (isMessage) this.refusal = undefined;
    const [status, answer, headers] = this.#answer(url, body, request, refusal);
    if (refusal === 'no-answer') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer));
  }

  #answer(url: URL, body: Body, { method, headers }: IncomingMessage, refusal: Refusal | undefined): Answer {
    const path = url.pathname.replace('/open-apis/', '');
    if (path === '/callback/ws/endpoint') return this.#endpoint(body);
    if (path === 'auth/v3/tenant_access_token/internal') return this.#token(body);
    if (this.refusesTokens-- > 0 || headers.authorization !== `Bearer t-${this.tokens}`)
      return refused(400, 99991663, 'Invalid access token for authorization.');
    if (path === 'bot/v3/info') return [200, { code: 0, msg: 'ok', bot: { activate_status: 2, open_id: robot } }];
    if (path === 'application/v6/scopes')
      return taken({ scopes: this.granted.map((scope_name) => ({ scope_name, grant_status: 1 })) });
    if (path === 'im/v1/files') return this.#upload(body);
    if (path.startsWith('im/v1/chats/'))
      return taken({ chat_mode: this.directChats.has(path.split('/').at(-1)!) ? 'p2p' : 'group' });
    if (!path.startsWith('im/v1/messages')) return refused(404, 404, 'no such path');
    if (method === 'GET') return this.#list(url.searchParams.get('container_id') ?? '');
    return this.#message(url, body, refusal);
  }

  #upload({ upload }: Body): Answer {
    const answer = this.uploadAnswer;
    this.uploadAnswer = undefined;
    if (answer) return answer;
    if (!upload?.name || !fileTypes.has(upload.type)) return refused(400, 234001, 'Invalid request param.');
    const file_key = `file_${randomUUID()}`;
    this.#media.set(file_key, upload);
    return taken({ file_key });
  }

  #endpoint({ AppID, AppSecret }: Body): Answer {
    if (this.endpointCode) return [200, { code: this.endpointCode, msg: 'refused', data: {} }];
    if (AppID !== app.appId || AppSecret !== app.appSecret) return [200, { code: 514, msg: 'auth failed', data: {} }];
    const URL = `${this.apiUrl.replace('http:', 'ws:')}ws/v2?device_id=1&service_id=1`;
    return [200, { code: 0, msg: 'ok', data: { URL, ClientConfig: this.#config() } }];
  }

  #token({ app_id: id, app_secret: secret }: Body): Answer {
    if (id !== app.appId || secret !== app.appSecret) return [200, { code: 10014, msg: 'app secret invalid' }];
    this.tokens += 1;
    return [200, { code: 0, msg: 'ok', tenant_access_token: `t-${this.tokens}`, expire: 7200 }];
  }

  #list(thread: string): Answer {
    const posted = [...this.posts.values()].flat().some((post) => post.thread === thread);
    return taken({ items: posted ? [{ sender: { id: app.appId, sender_type: 'app' } }] : [] });
  }

  #message(url: URL, body: Body, refusal: Refusal | undefined): Answer {
    this.sends += 1;
    const code = this.codes.shift();
    if (code) return code;
    if (refusal === 'gone') return refused(400, 230002, 'Bot/User can NOT be out of the chat.');
    if (refusal === 'slow-down')
      return [429, { code: 99991400, msg: 'request trigger frequency limit' }, { 'x-ogw-ratelimit-reset': '2' }];
    if (refusal === 'refused') return [503, { code: 1000005, msg: 'busy' }];
    const replyTo = /messages\/([^/]+)\/reply$/.exec(url.pathname)?.[1];
    if (replyTo && this.recalled.has(replyTo)) return refused(400, 230011, 'The message was recalled.');
    const place = replyTo ? this.#messages.get(replyTo) : { chat: body.receive_id ?? '' };
    if (!place?.chat || !url.searchParams.get('receive_id_type') === !replyTo) return refused(400, 230001, 'invalid');
    return this.#show(place, body, replyTo);
  }

  #showFile({ chat, thread }: { chat: string; thread?: string }, content = '{}', uuid?: string): Answer {
    const file = this.#media.get((JSON.parse(content) as { file_key: string }).file_key);
    if (!file) return refused(400, 230001, 'invalid file_key');
    const { name, bytes } = file;
    this.files.push({ chat, ...(thread ? { thread } : {}), name, bytes });
    const id = `om_${randomUUID()}`;
    if (uuid) this.#byUuid.set(uuid, id);
    return taken({ message_id: id });
  }

  #show(place: { chat: string; thread?: string }, { msg_type: type, content, uuid }: Body, replyTo?: string): Answer {
    const known = uuid && this.#byUuid.get(uuid);
    if (known) return taken({ message_id: known });
    if (type === 'file') return this.#showFile(place, content, uuid);
    if (type !== 'interactive' || !content || (uuid?.length ?? 0) > 50) return refused(400, 230001, 'invalid');
    if (Buffer.byteLength(content) > maxBytes)
      return refused(400, 230025, 'The length of the message content reaches its limit.');
    const card = readCard(content);
    if (!card) return refused(400, 230099, 'Failed to create card content');
    const id = `om_${randomUUID()}`;
    if (uuid) this.#byUuid.set(uuid, id);
    const { chat, thread } = place;
    this.#messages.set(id, place);
    const post = { ...card, id, ...(thread ? { thread } : {}), ...(replyTo ? { replyTo } : {}) };
    this.posts.set(chat, [...(this.posts.get(chat) ?? []), post]);
    this.onShow(chat, card.text);
    return taken({ message_id: id });
  }
}
