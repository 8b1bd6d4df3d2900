/** The adapter of an application of an enterprise's own in WeCom (自建应用): answers members by callback and pushes to members, departments and tags. */
import type { RequestListener } from 'node:http';
import type { Card, CardFile } from '../../src/model/card.ts';
import type { WecomAppSettings } from '../../src/model/door.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt, type Receive } from '../../src/model/port.ts';
import type { Text } from '../../src/model/text.ts';
import { CallbackChat } from '../shared/callback/chat.ts';
import { CallbackCrypto } from '../shared/callback/crypto.ts';
import { callbackListener } from '../shared/callback/listener.ts';
import { textsOf } from '../shared/callback/text.ts';
import { PlatformApi } from '../shared/platform-api.ts';
import { blobOf, sendFile } from '../shared/send-file.ts';
import { render } from './render.ts';
import { targetOf } from './target.ts';

export interface WecomAppOptions extends WecomAppSettings {
  passiveMs: number;
  timeoutMs: number;
  now: () => Date;
  /** Receives one line for the operator, without anything that was said. */
  report: (line: string) => void;
}

/** WeCom drops a message with the same content to the same people within this. */
const duplicateCheckSeconds = 1_800;

const advice = {
  40001: '(the Secret is wrong: 应用管理 → the app → Secret)',
  40013: '(the CorpID is wrong: 我的企业 → 企业信息)',
  60020: '(企业可信IP: enter the address of this machine on the page of the app)',
  81013: '(nobody of this channel may see the app: 可见范围)',
  60011: '(the app may not write to them: 可见范围)',
};

export class WecomApp implements Adapter {
  readonly name = 'wecom-app';
  readonly render = render;
  readonly takesFiles = () => true;
  readonly idempotencyWindowMs = duplicateCheckSeconds * 1000;
  /** 30 messages a minute to a member, of which a card may need five. */
  readonly sendInterval = { channelMs: 10_000, doorMs: 50 };
  /** For `path`. */
  readonly listener: RequestListener;
  readonly #options: WecomAppOptions;
  readonly #chat: CallbackChat;
  readonly #api: PlatformApi;
  #ending = new AbortController();

  constructor(options: WecomAppOptions) {
    const { corpId, secret, token, aesKey, apiUrl, timeoutMs, now, report } = options;
    this.#options = options;
    const query = new URLSearchParams({ corpid: corpId, corpsecret: secret });
    const tokenRequest = { method: 'GET' as const, path: `cgi-bin/gettoken?${query}` };
    this.#api = new PlatformApi({ url: apiUrl, tokenRequest, advice, timeoutMs, now, report });
    this.#chat = new CallbackChat({
      door: this.name,
      passiveMs: options.passiveMs,
      split: textsOf,
      maxPosts: Number.POSITIVE_INFINITY,
      // Without the check: an answer that is asked for again is given again, and a digest of the same words is not dropped for it.
      post: (touser, content) => this.#post({ touser }, content),
      postFile: (touser, file) => this.#postFile({ touser }, file),
      now,
      report,
    });
    this.listener = callbackListener({
      path: `/${this.name}`,
      crypto: new CallbackCrypto({ token, aesKey, receiver: corpId }),
      plainCheck: false,
      noReply: '',
      isOpen: () => this.#chat.isOpen,
      receive: this.#chat.receive,
      now,
      refuse: report,
    });
  }

  async start(receive: Receive): Promise<void> {
    this.#ending = new AbortController();
    this.#chat.open(receive);
  }

  stop(): Promise<void> {
    this.#ending.abort();
    return this.#chat.close();
  }

  /** WeCom gives a token to any machine that has the secret, and refuses its first call. */
  check(): Promise<Date | undefined> {
    return this.#api.check(`cgi-bin/agent/get?agentid=${this.#options.agentId}`);
  }

  problem(): string | undefined {
    return this.#api.problem;
  }

  channelFault(channel: ChannelId): Text | undefined {
    if (targetOf(channel)) return undefined;
    return {
      en: `the channel of wecom-app is a member’s id, party:12 (a department) or tag:3, not ${channel}`,
      zh: `wecom-app 的会话是成员账号、party:12（部门）或 tag:3（标签），不能是 ${channel}`,
    };
  }

  /** A part that is sent again is dropped by WeCom, so an attempt that failed half-way can be repeated as a whole. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const target = targetOf(channel);
    if (!target) throw new DeliveryError('the channel is no member, department or tag', 'final');
    const check = { enable_duplicate_check: 1, duplicate_check_interval: duplicateCheckSeconds };
    let message = key;
    for (const text of textsOf(card)) {
      const { msgid, invaliduser, invalidparty, invalidtag } = await this.#post({ ...target, ...check }, text);
      if (invaliduser || invalidparty || invalidtag)
        throw new DeliveryError('WeCom says that the channel is invalid: gone, or outside of 可见范围', 'final');
      message = String(msgid ?? message);
    }
    if (card.file) await this.#postFile({ ...target, ...check }, card.file);
    return { message, at: this.#options.now() };
  }

  async #postFile(to: object, file: CardFile): Promise<void> {
    const { agentId, report } = this.#options;
    await sendFile(file, {
      post: async () => {
        const form = new FormData();
        form.set('media', blobOf(file), file.name);
        const { media_id } = await this.#api.post('cgi-bin/media/upload?type=file', form);
        await this.#api.post('cgi-bin/message/send', { ...to, agentid: agentId, msgtype: 'file', file: { media_id } });
      },
      say: (text) => this.#post(to, text),
      report,
      signal: this.#ending.signal,
    });
  }

  #post(to: object, content: string): Promise<Record<string, unknown>> {
    const { agentId } = this.#options;
    return this.#api.post('cgi-bin/message/send', { ...to, agentid: agentId, msgtype: 'text', text: { content } });
  }
}
