/** The adapter of a WeChat official account (公众号, 服务号): answers followers by callback; nothing can be pushed. */
import type { RequestListener } from 'node:http';
import type { WechatOfficialSettings } from '../../src/model/door.ts';
import type { Adapter, Receive } from '../../src/model/port.ts';
import { CallbackChat, goOnBytes } from '../shared/callback/chat.ts';
import { CallbackCrypto } from '../shared/callback/crypto.ts';
import { callbackListener } from '../shared/callback/listener.ts';
import { textsOf } from '../shared/callback/text.ts';
import { PlatformApi } from '../shared/platform-api.ts';
import { render } from './render.ts';

export interface WechatOfficialOptions extends WechatOfficialSettings {
  passiveMs: number;
  timeoutMs: number;
  now: () => Date;
  /** Receives one line for the operator, without anything that was said. */
  report: (line: string) => void;
}

/** 客服消息 that may follow one message of a person's, within 48 hours: developers.weixin.qq.com/doc/subscription, kf. */
const maxServiceMessages = 5;

const advice = {
  40164: '(IP 白名单: enter the address of this machine under 设置与开发 → 开发接口管理)',
  40125: '(the AppSecret is wrong or was reset)',
  40013: '(the AppID is wrong)',
  48001:
    '(the account is not verified and has no 客服消息: remove QINZHI_OFFICIAL_SECRET, and long answers go on at 「回复 1 继续」)',
};

export class WechatOfficial implements Adapter {
  readonly name = 'wechat-official';
  readonly render = render;
  /** For `path`. */
  readonly listener: RequestListener;
  /** Absent without a secret: WeChat then only calls us. */
  readonly check?: () => Promise<Date | undefined>;
  readonly #chat: CallbackChat;
  readonly #api: PlatformApi | undefined;

  constructor(options: WechatOfficialOptions) {
    const { appId, token, aesKey, now, report } = options;
    const api = this.#openApi(options);
    this.#api = api;
    if (api) this.check = () => api.check();
    this.#chat = new CallbackChat({
      door: this.name,
      passiveMs: options.passiveMs,
      split: (card) => textsOf(card, goOnBytes),
      maxPosts: api ? maxServiceMessages : 0,
      post: async (touser, content) =>
        api?.post('cgi-bin/message/custom/send', { touser, msgtype: 'text', text: { content } }),
      now,
      report,
    });
    this.listener = callbackListener({
      path: `/${this.name}`,
      crypto: new CallbackCrypto({ token, aesKey, receiver: appId }),
      plainCheck: true,
      noReply: 'success',
      isOpen: () => this.#chat.isOpen,
      receive: this.#chat.receive,
      now,
      refuse: report,
    });
  }

  #openApi({ appId, secret, apiUrl, timeoutMs, now, report }: WechatOfficialOptions): PlatformApi | undefined {
    if (!secret) return undefined;
    const body = { grant_type: 'client_credential', appid: appId, secret };
    // Unlike cgi-bin/token it does not end the token that another replica holds.
    const tokenRequest = { method: 'POST' as const, path: 'cgi-bin/stable_token', body };
    return new PlatformApi({ url: apiUrl, tokenRequest, advice, timeoutMs, now, report });
  }

  async start(receive: Receive): Promise<void> {
    this.#chat.open(receive);
  }

  stop(): Promise<void> {
    return this.#chat.close();
  }

  problem(): string | undefined {
    return this.#api?.problem;
  }
}
