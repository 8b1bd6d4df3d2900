/** A stand-in of WeCom for intelligent robots: a WebSocket server that the official client accepts, with WeCom's limits. */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Refusal, Shown } from '../contract/rig.ts';

export const bot = { botId: 'aib-0123456789', secret: 'a-secret-of-the-robot' };

interface Frame {
  cmd?: string;
  headers: { req_id: string };
  body?: Body;
}

interface Card {
  card_type?: string;
  main_title?: { title: string };
  button_list?: { text: string; key: string }[];
  task_id?: string;
}

interface Body {
  bot_id?: string;
  secret?: string;
  chatid?: string;
  msgtype?: string;
  text?: { content: string };
  markdown?: { content: string };
  file?: { media_id: string };
  type?: string;
  filename?: string;
  total_size?: number;
  total_chunks?: number;
  md5?: string;
  upload_id?: string;
  chunk_index?: number;
  base64_data?: string;
  stream?: { id: string; finish: boolean; content: string; feedback?: { id: string } };
  template_card?: Card;
}

/** A message of the robot's, with what can be pressed and judged on it. */
export interface Post extends Shown {
  buttons: { text: string; key: string }[];
  task?: string;
  feedback?: string;
}

interface Upload {
  name: string;
  size: number;
  md5: string;
  pieces: Buffer[];
  count: number;
}

const maxBytes = 20_480;
const maxPieceBytes = 512 * 1024;
const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

/** What a person sees of Markdown. */
const read = (markdown: string) => markdown.replace(/ {2}\n/g, '\n').replace(/\\([\\`*_~[\]<>#|&])/g, '$1');

function postOf({ text, markdown, stream, template_card: card }: Body): Post {
  const written = stream?.content ?? markdown?.content;
  const title = card?.main_title?.title ?? '';
  const buttons = card?.button_list ?? [];
  const words = [
    written === undefined ? (text?.content ?? '') : read(written),
    title,
    ...buttons.map((one) => one.text),
  ];
  return {
    text: words.filter(Boolean).join('\n'),
    pings: written?.match(/(?<!\\)<@[^>]*>/g) ?? [],
    buttons,
    ...(card?.task_id ? { task: card.task_id } : {}),
    ...(stream?.feedback ? { feedback: stream.feedback.id } : {}),
  };
}

export class WecomStandIn {
  /** By the group, or by the member of a direct chat. */
  readonly posts = new Map<string, Post[]>();
  refusal: Refusal | undefined;
  /** So many replies meet 系统繁忙. */
  busyReplies = 0;
  readonly files: { to: string; name: string; bytes: Buffer }[] = [];
  /** Code of the next upload, once. */
  uploadCode = 0;
  onUpload: () => void = () => {};
  readonly #uploads = new Map<string, Upload>();
  readonly #media = new Map<string, Upload>();
  /** Error codes of the next sends. */
  readonly errcodes: number[] = [];
  /** Takes frames and answers none, as a connection that is dead and open. */
  isMute = false;
  connections = 0;
  subscriptions = 0;
  url = '';
  /** Called for each message that people see. */
  onShow: (to: string, text: string) => void = () => {};
  #server: WebSocketServer | undefined;
  #current: WebSocket | undefined;
  /** Where the answer of a callback goes. */
  readonly #callbacks = new Map<string, string>();
  readonly #tasks = new Set<string>();

  async open(): Promise<this> {
    this.#server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(this.#server, 'listening');
    this.url = `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
    this.#server.on('connection', (socket) => {
      this.connections += 1;
      socket.on('message', (data) => this.#take(socket, JSON.parse(String(data)) as Frame));
    });
    return this;
  }

  async close(): Promise<void> {
    for (const socket of this.#server?.clients ?? []) socket.terminate();
    this.#server?.close();
  }

  get isConnected(): boolean {
    return this.#current?.readyState === 1;
  }

  /** Ends the connection, as a network does. */
  drop(): void {
    this.#current?.terminate();
  }

  /** Delivers a message or an event to the robot that is connected. */
  tell(cmd: 'aibot_msg_callback' | 'aibot_event_callback', body: object, chat: string): void {
    const id = randomUUID();
    this.#callbacks.set(id, chat);
    this.#current?.send(JSON.stringify({ cmd, headers: { req_id: id }, body }));
  }

  sendRaw(text: string): void {
    this.#current?.send(text);
  }

  #take(socket: WebSocket, { cmd, headers, body = {} }: Frame): void {
    if (this.isMute) return;
    if (cmd?.startsWith('aibot_upload_media_')) {
      const answer = this.#upload(cmd, body);
      const said = typeof answer === 'number' ? { errcode: answer } : { errcode: 0, body: answer };
      socket.send(JSON.stringify({ headers, ...said }));
      return;
    }
    const errcode =
      cmd === 'ping'
        ? 0
        : cmd === 'aibot_subscribe'
          ? this.#subscribe(socket, body)
          : this.#post(socket, cmd, headers.req_id, body);
    if (errcode !== undefined) socket.send(JSON.stringify({ headers, errcode, errmsg: errcode ? 'refused' : 'ok' }));
  }

  /** @returns the code of the acknowledgement; undefined = there is none */
  #post(socket: WebSocket, cmd: string | undefined, callback: string, body: Body): number | undefined {
    if (socket !== this.#current) return 846609;
    const chat = cmd === 'aibot_send_msg' ? body.chatid : this.#callbacks.get(callback);
    const refused = this.#refusalOf(cmd, body, chat);
    if (refused) return refused;
    if (body.file) return this.#sendFile(chat!, body.file.media_id);
    if (body.template_card?.task_id) this.#tasks.add(body.template_card.task_id);
    const post = postOf(body);
    this.posts.set(chat!, [...(this.posts.get(chat!) ?? []), post]);
    this.onShow(chat!, post.text);
    if (this.refusal !== 'no-answer' || cmd !== 'aibot_send_msg') return 0;
    this.refusal = undefined;
    return undefined;
  }

  #sendFile(to: string, media: string): number {
    const file = this.#media.get(media);
    if (!file) return 40007;
    this.files.push({ to, name: file.name, bytes: Buffer.concat(file.pieces) });
    return 0;
  }

  /** @returns the body of the answer, or the code of a refusal */
  #upload(cmd: string, body: Body): object | number {
    this.onUpload();
    const code = this.uploadCode;
    this.uploadCode = 0;
    if (code) return code;
    if (cmd === 'aibot_upload_media_init') {
      const { type, filename: name, total_size: size, total_chunks: count, md5 } = body;
      if (type !== 'file' || !name || !size || !count || count > 100 || !md5) return 40058;
      const upload_id = randomUUID();
      this.#uploads.set(upload_id, { name, size, md5, pieces: [], count });
      return { upload_id };
    }
    const upload = this.#uploads.get(body.upload_id ?? '');
    if (!upload) return 40007;
    if (cmd === 'aibot_upload_media_chunk') {
      const piece = Buffer.from(body.base64_data ?? '', 'base64');
      if (!piece.length || piece.length > maxPieceBytes || (body.chunk_index ?? -1) >= upload.count) return 40058;
      upload.pieces[body.chunk_index!] = piece;
      return {};
    }
    const bytes = Buffer.concat(upload.pieces);
    const md5 = createHash('md5').update(bytes).digest('hex');
    if (bytes.length !== upload.size || md5 !== upload.md5) return 40058;
    const media_id = randomUUID();
    this.#media.set(media_id, upload);
    return { type: 'file', media_id, created_at: '0' };
  }

  #subscribe(socket: WebSocket, { bot_id: id, secret }: Body): number {
    if (id !== bot.botId || secret !== bot.secret) return 853000;
    this.subscriptions += 1;
    const old = this.#current;
    this.#current = socket;
    if (old && old.readyState === old.OPEN) this.#kick(old);
    return 0;
  }

  /** A newer connection ends the older. */
  #kick(socket: WebSocket): void {
    const event = { eventtype: 'disconnected_event' };
    const body = { msgid: randomUUID(), create_time: 1, from: { userid: 'system' }, msgtype: 'event', event };
    socket.send(JSON.stringify({ cmd: 'aibot_event_callback', headers: { req_id: randomUUID() }, body }));
    socket.close();
  }

  /** The code of a message that WeCom would refuse; 0 = taken. */
  #refusalOf(cmd: string | undefined, body: Body, chat: string | undefined): number {
    if (cmd === 'aibot_respond_msg' && this.busyReplies > 0) {
      this.busyReplies -= 1;
      return -1;
    }
    return (cmd === 'aibot_send_msg' && this.#nextCode()) || (chat ? faultOf(body, this.#tasks) : 93006);
  }

  #nextCode(): number {
    const code = this.errcodes.shift() ?? { gone: 93006, refused: -1 }[String(this.refusal)] ?? 0;
    if (this.refusal !== 'no-answer') this.refusal = undefined;
    return code;
  }
}

function faultOf({ stream, markdown, text, file, template_card: card }: Body, tasks: ReadonlySet<string>): number {
  if (file) return 0;
  const content = (stream ?? markdown ?? text)?.content;
  if (content === '' || (content === undefined && !card)) return 40008;
  if (content !== undefined && bytes(content) > maxBytes) return 40058;
  if (card && (!card.task_id || tasks.has(card.task_id) || !card.main_title?.title)) return 42014;
  return (card?.button_list?.length ?? 0) > 6 ? 42015 : 0;
}
