/** The group robots of WeCom, DingTalk and Feishu: where they are, how a text is signed and sent, and what their codes ask of an operator. */
import { createHmac } from 'node:crypto';

export interface RobotPlatform {
  name: 'wecom' | 'dingtalk' | 'feishu';
  /** Of the address that the platform shows when a robot is added. */
  path: RegExp;
  origins: readonly string[];
  /** Names of the query without which the address is not whole. */
  needs: readonly string[];
  /** Of one message, as `measure` counts. */
  maxBytes: number;
  measure: (text: string) => number;
  /** The request that posts one text; signed where there is a secret. */
  toRequest: (address: URL, text: string, secret: string | undefined, nowMs: number) => { url: URL; body: string };
  advice: Readonly<Record<number, string>>;
  /** Absent = its robots take no files. */
  files?: RobotFiles;
}

interface RobotFiles {
  /** Takes a form with the file as `media`, and names a `media_id`. */
  uploadTo: (address: URL) => URL;
  /** Posted as a text is. */
  body: (mediaId: string) => string;
}

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');
const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');

/** A word joiner keeps `<@user>` from being a mention. */
const wecomBody = (text: string) =>
  JSON.stringify({ msgtype: 'text', text: { content: text.replaceAll('<@', '<\u2060@') } });
const wecom: RobotPlatform = {
  name: 'wecom',
  needs: ['key'],
  path: /^\/cgi-bin\/webhook\/send$/,
  origins: ['https://qyapi.weixin.qq.com'],
  // https://developer.work.weixin.qq.com/document/path/91770: the content of a text has at most 2048 bytes.
  maxBytes: 2048,
  measure: (text) => bytes(text.replaceAll('<@', '<\u2060@')),
  toRequest: (address, text) => ({ url: address, body: wecomBody(text) }),
  advice: {
    93000: '(the address is wrong or the robot was deleted: copy it again from the group)',
    40058: '(too long)',
  },
  // https://developer.work.weixin.qq.com/document/path/91770: from 5 bytes to 20 MB, for this robot alone, for three days.
  files: {
    uploadTo(address) {
      const url = new URL('/cgi-bin/webhook/upload_media', address);
      url.searchParams.set('key', address.searchParams.get('key') ?? '');
      url.searchParams.set('type', 'file');
      return url;
    },
    body: (media_id) => JSON.stringify({ msgtype: 'file', file: { media_id } }),
  },
};

/** Mentions are named in `at`, so that nothing in the text is one. */
const dingtalkBody = (text: string) => JSON.stringify({ msgtype: 'text', text: { content: text } });
const dingtalk: RobotPlatform = {
  name: 'dingtalk',
  needs: ['access_token'],
  path: /^\/robot\/send$/,
  origins: ['https://oapi.dingtalk.com'],
  // 20,000 by reports of users, not by the documentation; the rest is left free.
  maxBytes: 18_000,
  measure: (text) => bytes(dingtalkBody(text)),
  toRequest(address, text, secret, nowMs) {
    const url = new URL(address);
    if (secret) {
      url.searchParams.set('timestamp', String(nowMs));
      url.searchParams.set('sign', hmac(secret, `${nowMs}\n${secret}`));
    }
    return { url, body: dingtalkBody(text) };
  },
  advice: {
    310000:
      '(a security setting of the robot: for 加签 add &secret=SEC… to the channel, for a keyword &keyword=…; for addresses enter that of this machine)',
    300001: '(the address is wrong or the robot was deleted: copy it again from the group)',
    300005: '(the address is wrong or the robot was deleted: copy it again from the group)',
    400013: '(the group was dissolved)',
    400102: '(the robot is switched off)',
  },
};

/** Rich text: its text elements are shown as written, while the tags of a plain text would be obeyed. */
const feishuBody = (text: string, signature: object) =>
  JSON.stringify({
    ...signature,
    msg_type: 'post',
    content: { post: { zh_cn: { content: text.split('\n').map((line) => [{ tag: 'text', text: line }]) } } },
  });
const feishu: RobotPlatform = {
  name: 'feishu',
  needs: [],
  path: /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/,
  origins: ['https://open.feishu.cn', 'https://open.larksuite.com'],
  // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: a body has at most 20 KB. The signature takes 100 bytes.
  maxBytes: 20_000,
  measure: (text) => bytes(feishuBody(text, {})),
  toRequest(address, text, secret, nowMs) {
    const timestamp = String(Math.floor(nowMs / 1000));
    const signature = secret ? { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') } : {};
    return { url: address, body: feishuBody(text, signature) };
  },
  advice: {
    19001: '(the address is wrong or the robot was deleted: copy it again from the group)',
    19021: '(签名校验: add &secret=… of the robot to the channel, and check the clock of this machine)',
    19022: '(IP 白名单: enter the address of this machine)',
    19024: '(自定义关键词: add &keyword=… to the channel)',
  },
};

export const platforms: readonly RobotPlatform[] = [wecom, dingtalk, feishu];
