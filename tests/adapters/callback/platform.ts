/**
 * A stand-in of WeCom and of WeChat for accounts that receive by callback: signs and encrypts with packages that are not ours,
 * POSTs to the door, and takes what the door sends to the API.
 */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as wecomCrypto from '@wecom/crypto';
import WechatCrypto from 'wechat-crypto';
import type { Refusal, Shown } from '../contract/rig.ts';
import { fileIn, readBody } from '../read-form.ts';

export const keys = {
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  official: 'wx0123456789abcdef',
  wecom: 'wx5823bf96d3bd56c7',
  secret: 'a-secret-of-the-application',
  agentId: 1000002,
};

export type Kind = 'official' | 'wecom';

/** The packages differ in shape; each is the counterpart of one platform. */
function cryptoOf(kind: Kind) {
  if (kind === 'official') {
    const package_ = new WechatCrypto(keys.token, keys.aesKey, keys.official);
    return {
      sign: (timestamp: string, nonce: string, text: string) => package_.getSignature(timestamp, nonce, text),
      encrypt: (text: string) => package_.encrypt(text),
      decrypt: (text: string) => package_.decrypt(text),
    };
  }
  return {
    sign: (timestamp: string, nonce: string, text: string) =>
      wecomCrypto.getSignature(keys.token, timestamp, nonce, text),
    encrypt: (text: string, id: string = keys.wecom) => wecomCrypto.encrypt(keys.aesKey, text, id),
    decrypt: (text: string) => wecomCrypto.decrypt(keys.aesKey, text),
  };
}

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');
const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
/** Reads what the platforms read: one element by name, its CDATA joined. */
const element = (xml: string, name: string): string => {
  const inner = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? '';
  return inner.includes('<![CDATA[')
    ? [...inner.matchAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g)].map(([, text]) => text).join('')
    : inner;
};

const linkTag = /<a\b[^>]*>/gi;
const shownOf = (text: string): Shown => ({ text, pings: text.match(linkTag) ?? [] });

const agent = ({ searchParams }: URL): object =>
  searchParams.get('agentid') === String(keys.agentId)
    ? { errcode: 0, agentid: keys.agentId }
    : { errcode: 301002, errmsg: 'not allow' };

interface Posted {
  touser?: string;
  toparty?: string;
  totag?: string;
  agentid?: number;
  text?: { content: string };
  file?: { media_id: string };
  enable_duplicate_check?: number;
}

async function open(listener: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export class CallbackPlatform {
  readonly kind: Kind;
  readonly crypto: ReturnType<typeof cryptoOf>;
  /** By the person, the department or the tag. */
  readonly shown = new Map<string, Shown[]>();
  /** Of the next message that is sent by the API. */
  refusal: Refusal | undefined;
  readonly files: { to: string; name: string; bytes: Buffer }[] = [];
  /** Code of the next upload, once. */
  uploadCode = 0;
  /** So many of the next calls with a token are told that it is invalid, whatever it is. */
  refusesTokens = 0;
  /** The next request for a token gets no answer. */
  losesToken = false;
  readonly #media = new Map<string, { name: string; bytes: Buffer }>();
  /** Tokens that were given out; only the last is valid. */
  tokens = 0;
  /** The API refuses the secret, or the address of the machine, with this code. */
  refusesUs: number | undefined;
  /** The address of the machine is not among 企业可信IP: tokens are given, and calls refused. */
  isStranger = false;
  /** Called for each text that a person sees. */
  onShow: (to: string, text: string) => void = () => {};
  apiUrl = '';
  doorUrl = '';
  /** What the door answered last, and how. */
  lastStatus = 0;
  #listener: RequestListener = (_request, response) => response.writeHead(502).end();
  #servers: Server[] = [];
  #sent = new Set<string>();

  constructor(kind: Kind) {
    this.kind = kind;
    this.crypto = cryptoOf(kind);
  }

  async open(): Promise<this> {
    const api = await open((request, response) => this.#api(request, response));
    const door = await open((request, response) => this.#listener(request, response));
    this.#servers = [api.server, door.server];
    this.apiUrl = `${api.origin}/`;
    this.doorUrl = `${door.origin}/${this.kind === 'official' ? 'wechat-official' : 'wecom-app'}`;
    return this;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  mount(listener: RequestListener): void {
    this.#listener = listener;
  }

  /** As the platform checks the address of a callback. */
  async checkAddress(words: string, query: Record<string, string> = {}): Promise<{ status: number; body: string }> {
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), '1372623149'];
    const echo = this.kind === 'official' ? words : this.crypto.encrypt(words);
    const { createHash } = await import('node:crypto');
    const plain = createHash('sha1').update([keys.token, timestamp, nonce].sort().join('')).digest('hex');
    const signed =
      this.kind === 'official' ? { signature: plain } : { msg_signature: this.crypto.sign(timestamp, nonce, echo) };
    const all = new URLSearchParams({ ...signed, timestamp, nonce, echostr: echo, ...query });
    const answer = await fetch(`${this.doorUrl}?${all}`);
    return { status: answer.status, body: await answer.text() };
  }

  /** Tells the door of a message or an event; its passive reply is shown. @returns the text of the reply */
  async tell(fields: Record<string, string | number>, signedAt = Date.now()): Promise<string | undefined> {
    const inner = Object.entries(fields)
      .map(([name, value]) => `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`)
      .join('');
    return this.post(this.crypto.encrypt(`<xml>${inner}</xml>`), signedAt, String(fields.FromUserName ?? ''));
  }

  async post(encrypted: string, signedAt: number, user: string): Promise<string | undefined> {
    const [timestamp, nonce] = [String(Math.floor(signedAt / 1000)), String(Math.random()).slice(2)];
    const query = new URLSearchParams({
      msg_signature: this.crypto.sign(timestamp, nonce, encrypted),
      timestamp,
      nonce,
      ...(this.kind === 'official' ? { signature: 'x', openid: user, encrypt_type: 'aes' } : {}),
    });
    const to = this.kind === 'official' ? keys.official : keys.wecom;
    const body = `<xml><ToUserName><![CDATA[${to}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
    const response = await fetch(`${this.doorUrl}?${query}`, { method: 'POST', body });
    const said = await response.text();
    this.lastStatus = response.status;
    if (response.status !== 200 || said === '' || said === 'success') return undefined;
    return this.#passive(said, user);
  }

  /** Refuses a reply that is not signed or encrypted as the platform asks, or too long. */
  #passive(said: string, user: string): string {
    const encrypted = element(said, 'Encrypt');
    const [timestamp, nonce] = [element(said, 'TimeStamp'), element(said, 'Nonce')];
    if (element(said, 'MsgSignature') !== this.crypto.sign(timestamp, nonce, encrypted))
      throw new Error('the reply is signed wrongly');
    const { message, id } = this.crypto.decrypt(encrypted);
    if (id !== (this.kind === 'official' ? keys.official : keys.wecom)) throw new Error('the reply is from another');
    const text = element(message, 'Content');
    if (element(message, 'MsgType') !== 'text' || element(message, 'ToUserName') !== user || bytes(text) > 2048)
      throw new Error('no reply that WeChat would show');
    this.show(user, text);
    return text;
  }

  show(to: string, text: string): void {
    this.shown.set(to, [...(this.shown.get(to) ?? []), shownOf(text)]);
    this.onShow(to, text);
  }

  async #api(
    request: import('node:http').IncomingMessage,
    response: import('node:http').ServerResponse,
  ): Promise<void> {
    const { text: raw, form } = await readBody(request);
    const url = new URL(request.url ?? '/', this.apiUrl);
    const body = raw ? (JSON.parse(raw) as Record<string, string> & Posted) : undefined;
    const answer = (object: object) => void response.end(JSON.stringify(object));
    if (url.pathname === '/cgi-bin/gettoken' || url.pathname === '/cgi-bin/stable_token')
      return this.#isTokenLost()
        ? void request.socket.destroy()
        : answer(this.#token(body?.secret ?? url.searchParams.get('corpsecret')));
    if (this.isStranger) return answer({ errcode: 60020, errmsg: 'not allow to access from your ip' });
    if (url.pathname === '/cgi-bin/agent/get') return answer(agent(url));
    if (url.pathname === '/cgi-bin/media/upload') return answer(this.#upload(url, await fileIn(form, 'media')));
    const refusal = this.refusal;
    this.refusal = undefined;
    if (refusal === 'slow-down') return void response.writeHead(429, { 'retry-after': '2' }).end();
    if (!this.#isTaken(url.searchParams.get('access_token')))
      return answer({ errcode: 40014, errmsg: 'invalid access_token' });
    const taken = this.#take(body ?? {}, refusal);
    if (refusal === 'no-answer') return void request.socket.destroy();
    answer(taken);
  }

  #isTokenLost(): boolean {
    const isLost = this.losesToken;
    this.losesToken = false;
    return isLost;
  }

  #isTaken(token: string | null): boolean {
    if (this.refusesTokens === 0) return token === `token-${this.tokens}`;
    this.refusesTokens -= 1;
    return false;
  }

  #token(secret: string | null): object {
    if (this.refusesUs) return { errcode: this.refusesUs, errmsg: 'refused' };
    if (secret !== keys.secret) return { errcode: 40001, errmsg: 'invalid credential' };
    this.tokens += 1;
    return { errcode: 0, errmsg: 'ok', access_token: `token-${this.tokens}`, expires_in: 7200 };
  }

  #upload({ searchParams }: URL, file: { name: string; bytes: Buffer } | undefined): object {
    const code = this.uploadCode;
    this.uploadCode = 0;
    if (code) return { errcode: code, errmsg: 'refused' };
    if (searchParams.get('access_token') !== `token-${this.tokens}`) return { errcode: 40014, errmsg: 'invalid' };
    if (searchParams.get('type') !== 'file' || !file) return { errcode: 40004, errmsg: 'invalid media type' };
    const media_id = `media-${this.#media.size}`;
    this.#media.set(media_id, file);
    return { errcode: 0, errmsg: 'ok', type: 'file', media_id };
  }

  #take({ touser, toparty, totag, text, file, agentid, ...more }: Posted, refusal: Refusal | undefined): object {
    if (refusal === 'gone') return { errcode: 81013, errmsg: 'user & party & tag all invalid' };
    if (refusal === 'refused') return { errcode: -1, errmsg: 'system busy' };
    const to = touser ?? (toparty ? `party:${toparty}` : `tag:${totag}`);
    const uploaded = file && this.#media.get(file.media_id);
    if (uploaded) {
      this.files.push({ to, ...uploaded });
      return { errcode: 0, errmsg: 'ok', msgid: 'file' };
    }
    if (!text?.content || bytes(text.content) > 2048) return { errcode: 45002, errmsg: 'content size out of limit' };
    if (this.kind === 'wecom' && agentid !== keys.agentId) return { errcode: 301002, errmsg: 'not allow to operate' };
    const content = JSON.stringify([to, text.content]);
    if (!(more.enable_duplicate_check && this.#sent.has(content))) this.show(to, text.content);
    if (more.enable_duplicate_check) this.#sent.add(content);
    return { errcode: 0, errmsg: 'ok', msgid: `msg-${content.length}` };
  }
}
