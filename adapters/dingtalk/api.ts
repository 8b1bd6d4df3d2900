/** The HTTP API of DingTalk: access tokens, the gateway of stream mode, messages to groups and members. */
import type { CardFile } from '../../src/model/card.ts';
import { DeliveryError } from '../../src/model/port.ts';
import type { GivenToken } from '../shared/access-token.ts';
import { readCode, readObject, refusalByCode } from '../shared/answer-code.ts';
import { Authorization } from '../shared/authorization.ts';
import { exchange, type HttpAnswer, refusalByStatus, request, serverTime } from '../shared/http-request.ts';
import { blobOf } from '../shared/send-file.ts';

export interface DingtalkApiOptions {
  /** Ends with a slash. */
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  robotCode: string;
  timeoutMs: number;
  now: () => Date;
  report: (line: string) => void;
}

/** As the template for files (sampleFile) names it. */
export interface UploadedFile {
  mediaId: string;
  fileName: string;
  fileType: string;
}

/** https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots: the template takes no others. */
const fileTypes = new Set(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']);

/** Uploads are taken by the older API alone, with the token of the newer one too: github.com/soimy/openclaw-channel-dingtalk/pull/78. */
const publicApi = 'https://api.dingtalk.com/';
const publicUploads = 'https://oapi.dingtalk.com/';

export const messageTopic = '/v1.0/im/bot/messages/get';

/** Messages to the robot, and the events that the application has subscribed to in the console (事件订阅). */
const subscriptions = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: messageTopic },
];

const rateWaitMs = 60_000;
const tooMany = /throttl|qpslimit|flow ?control|too ?many/i;
const tokenEnded = /InvalidAuthentication|access ?token/i;

const reasonOf = ({ status, body }: HttpAnswer): string => {
  const { code, message } = readObject(body) ?? {};
  return `DingTalk refused: ${status} ${[code, message].filter(Boolean).join(' ').slice(0, 200)}`;
};
const tokenRefusalOf = (answer: HttpAnswer): string | undefined =>
  answer.status === 401 || (answer.status >= 400 && answer.status !== 403 && tokenEnded.test(answer.body))
    ? reasonOf(answer)
    : undefined;

export class DingtalkApi {
  readonly #options: DingtalkApiOptions;
  readonly #authorization: Authorization;

  constructor(options: DingtalkApiOptions) {
    this.#options = options;
    const { now, report } = options;
    this.#authorization = new Authorization({ requestToken: () => this.#requestToken(), now, report });
  }

  /** Why DingTalk refuses us, until a call succeeds. */
  get problem(): string | undefined {
    return this.#authorization.problem;
  }

  /** Address of the next connection. https://open.dingtalk.com/document/orgapp/stream */
  async openGateway(): Promise<string> {
    const { clientId, clientSecret } = this.#options;
    const body = { clientId, clientSecret, subscriptions, ua: 'qinzhi' };
    const { endpoint, ticket } = this.#read(await this.#call('v1.0/gateway/connections/open', body));
    this.#authorization.accepted();
    const url = new URL(String(endpoint));
    const isHere = url.protocol === 'ws:' && url.hostname === '127.0.0.1';
    if (url.protocol !== 'wss:' && !isHere) throw new Error('DingTalk names a gateway without encryption');
    url.searchParams.set('ticket', String(ticket));
    return url.href;
  }

  ready(): Promise<void> {
    return this.#authorization.ready();
  }

  /** @throws {DeliveryError} */
  async post(path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await this.#authorization.call((token) => this.#call(path, body, token), tokenRefusalOf);
    const taken = this.#read(answer);
    this.#authorization.accepted();
    return taken;
  }

  /** https://open.dingtalk.com/document/orgapp/upload-media-files. @throws {DeliveryError} */
  async upload(file: CardFile): Promise<UploadedFile> {
    const fileType = file.name.split('.').at(-1)?.toLowerCase() ?? '';
    if (!fileTypes.has(fileType)) throw new DeliveryError(`DingTalk takes no .${fileType}`, 'final');
    const { apiUrl, timeoutMs, now } = this.#options;
    const url = new URL('media/upload?type=file', apiUrl === publicApi ? publicUploads : apiUrl);
    url.searchParams.set('access_token', await this.#authorization.token());
    const body = new FormData();
    // The documentation names it among the fields, most clients put it into the address.
    body.set('type', 'file');
    body.set('media', blobOf(file), file.name);
    const answer = await request(url, { method: 'POST', body, timeoutMs, now });
    const { code, reason } = readCode(answer.body) ?? { code: 0, reason: '' };
    const mediaId = readObject(answer.body)?.media_id;
    if (code !== 0) throw refusalByCode('DingTalk', { code, reason });
    if (typeof mediaId !== 'string') throw new DeliveryError('DingTalk named no media_id', 'final');
    return { mediaId, fileName: file.name, fileType };
  }

  /** Whether the credentials, stream mode and the permission to send are there. @returns DingTalk's clock. @throws {DeliveryError} */
  async check(): Promise<Date | undefined> {
    const { clientId: appKey, clientSecret: appSecret, robotCode } = this.#options;
    const answer = await this.#call('v1.0/oauth2/accessToken', { appKey, appSecret });
    const { accessToken } = this.#read(answer);
    // Neither opens a connection, which only who connects with the ticket would do, nor reaches anybody.
    await this.openGateway();
    const nobody = { robotCode, msgKey: 'sampleText', msgParam: '{"content":"x"}', userIds: [] };
    const asked = await this.#call('v1.0/robot/oToMessages/batchSend', nobody, String(accessToken));
    if (asked.status === 403) this.#read(asked);
    return serverTime(answer);
  }

  async #requestToken(): Promise<GivenToken> {
    const { clientId: appKey, clientSecret: appSecret } = this.#options;
    const answer = this.#read(await this.#call('v1.0/oauth2/accessToken', { appKey, appSecret }));
    return { value: String(answer.accessToken), seconds: Number(answer.expireIn) };
  }

  #call(path: string, body: object, token?: string): Promise<HttpAnswer> {
    const { apiUrl, timeoutMs, now } = this.#options;
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/json',
      ...(token ? { 'x-acs-dingtalk-access-token': token } : {}),
    };
    return exchange(new URL(path, apiUrl), { method: 'POST', headers, body: JSON.stringify(body), timeoutMs, now });
  }

  /** @throws {DeliveryError} for every status other than 2xx */
  #read(answer: HttpAnswer): Record<string, unknown> {
    const { status, body } = answer;
    if (status >= 200 && status < 300) return readObject(body) ?? {};
    const refusal = reasonOf(answer);
    if (tooMany.test(body)) throw new DeliveryError(refusal, 'retry', { retryAfterMs: rateWaitMs });
    if (status === 401 || status === 403) throw this.#authorization.refused(refusal);
    const { outcome, retryAfterMs } = refusalByStatus(answer, 'DingTalk', this.#options.now());
    throw new DeliveryError(refusal, outcome, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
}
