/** The HTTP API of Feishu and Lark: access tokens, messages, what a chat is, and refusals distinguished. */
import type { CardFile } from '../../src/model/card.ts';
import { DeliveryError } from '../../src/model/port.ts';
import type { GivenToken } from '../shared/access-token.ts';
import { type AnswerCode, readCode, readObject } from '../shared/answer-code.ts';
import { Authorization } from '../shared/authorization.ts';
import { exchange, type HttpAnswer, refusalByStatus, serverTime } from '../shared/http-request.ts';
import { blobOf } from '../shared/send-file.ts';
import { adviceOf, isOurFault, isTokenEnded, waitOf } from './errors.ts';

export interface FeishuApiOptions {
  /** Ends with a slash. */
  apiUrl: string;
  appId: string;
  appSecret: string;
  timeoutMs: number;
  now: () => Date;
  report: (line: string) => void;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

export class FeishuApi {
  readonly #options: FeishuApiOptions;
  readonly #authorization: Authorization;

  constructor(options: FeishuApiOptions) {
    this.#options = options;
    const { now, report } = options;
    this.#authorization = new Authorization({ requestToken: () => this.#requestToken(), now, report });
  }

  /** Why Feishu refuses us, until a call succeeds. */
  get problem(): string | undefined {
    return this.#authorization.problem;
  }

  /** @returns `data` of the answer. @throws {DeliveryError} */
  async post(path: string, body: object): Promise<Fields> {
    return fieldsOf((await this.#authorized('POST', path, body)).data);
  }

  /** @returns the answer. @throws {DeliveryError} */
  get(path: string): Promise<Fields> {
    return this.#authorized('GET', path);
  }

  /** @returns the key by which the file is sent. @throws {DeliveryError} https://open.feishu.cn/document/server-docs/im-v1/file/create */
  async upload(file: CardFile): Promise<string> {
    const form = new FormData();
    form.set('file_type', /\.xlsx?$/i.test(file.name) ? 'xls' : 'stream');
    form.set('file_name', file.name);
    form.set('file', blobOf(file), file.name);
    const key = fieldsOf((await this.#authorized('POST', 'open-apis/im/v1/files', form)).data).file_key;
    if (typeof key !== 'string') throw new DeliveryError('Feishu named no file_key', 'final');
    return key;
  }

  /** Who we are there: the id by which we are mentioned. https://open.feishu.cn/document/client-docs/bot-v3/obtain-bot-info */
  async me(): Promise<string> {
    const { bot } = await this.get('open-apis/bot/v3/info');
    return String(fieldsOf(bot).open_id ?? '');
  }

  async isDirect(chat: string): Promise<boolean> {
    const { data } = await this.get(`open-apis/im/v1/chats/${encodeURIComponent(chat)}`);
    return fieldsOf(data).chat_mode === 'p2p';
  }

  /** Whether we have said something in this thread. */
  async spokeIn(thread: string): Promise<boolean> {
    const query = new URLSearchParams({ container_id_type: 'thread', container_id: thread, page_size: '50' });
    const { items } = fieldsOf((await this.get(`open-apis/im/v1/messages?${query}`)).data);
    return (Array.isArray(items) ? items : []).some(
      (item) => fieldsOf(fieldsOf(item).sender).id === this.#options.appId,
    );
  }

  /** Names of the permissions that the enterprise has granted. */
  async scopes(): Promise<string[]> {
    const { scopes } = fieldsOf((await this.get('open-apis/application/v6/scopes')).data);
    return (Array.isArray(scopes) ? scopes.map(fieldsOf) : [])
      .filter(({ grant_status: status }) => status === 1)
      .map(({ scope_name: name }) => String(name));
  }

  /** Whether the credentials are accepted. @returns Feishu's clock. @throws {DeliveryError} */
  async check(): Promise<Date | undefined> {
    const answer = await this.#askForToken();
    this.#read(answer);
    return serverTime(answer);
  }

  #askForToken(): Promise<HttpAnswer> {
    const { appId: app_id, appSecret: app_secret } = this.#options;
    return this.#call('POST', 'open-apis/auth/v3/tenant_access_token/internal', { app_id, app_secret });
  }

  async #requestToken(): Promise<GivenToken> {
    const { tenant_access_token: value, expire: seconds } = this.#read(await this.#askForToken());
    return { value: String(value), seconds: Number(seconds) };
  }

  async #authorized(method: 'GET' | 'POST', path: string, body?: object | FormData): Promise<Fields> {
    const answer = await this.#authorization.call(
      (token) => this.#call(method, path, body, token),
      ({ body: said }) => {
        const code = readCode(said);
        return code && isTokenEnded(code.code) ? this.#reasonOf(code) : undefined;
      },
    );
    const taken = this.#read(answer);
    this.#authorization.accepted();
    return taken;
  }

  #call(method: 'GET' | 'POST', path: string, body?: object | FormData, token?: string): Promise<HttpAnswer> {
    const { apiUrl, timeoutMs, now } = this.#options;
    const isForm = body instanceof FormData;
    const headers: Record<string, string> = {
      ...(isForm ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const sent = body ? { body: isForm ? body : JSON.stringify(body) } : {};
    return exchange(new URL(path, apiUrl), { method, headers, timeoutMs, now, ...sent });
  }

  /** @throws {DeliveryError} where the code is another than 0 */
  #read(answer: HttpAnswer): Fields {
    const code = readCode(answer.body);
    if (code?.code === 0) return readObject(answer.body)!;
    throw this.#refusalOf(answer, code);
  }

  #reasonOf({ code, reason }: AnswerCode): string {
    const { host } = new URL(this.#options.apiUrl);
    return `${host} refused: ${[code, reason.slice(0, 200), adviceOf(code)].filter(Boolean).join(' ')}`;
  }

  #refusalOf(answer: HttpAnswer, code: AnswerCode | undefined): DeliveryError {
    const { now } = this.#options;
    const host = new URL(this.#options.apiUrl).host;
    if (!code) {
      if (answer.status >= 300) return refusalByStatus(answer, host, now());
      return new DeliveryError(`${host} answered with no object`, 'unknown');
    }
    const refusal = this.#reasonOf(code);
    if (isOurFault(code.code)) return this.#authorization.refused(refusal);
    const wait = waitOf(code.code, answer);
    if (wait) return new DeliveryError(refusal, 'retry', wait);
    if (answer.status < 500) return new DeliveryError(refusal, 'final', { cause: code.code });
    const { outcome, retryAfterMs } = refusalByStatus(answer, host, now());
    return new DeliveryError(refusal, outcome, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
}
