/** What a platform of callbacks lets the contract suite do and see: an official account, verified or not, and an application in WeCom. */
import { WechatOfficial, type WechatOfficialOptions } from '../../../adapters/wechat-official/official.ts';
import { WecomApp, type WecomAppOptions } from '../../../adapters/wecom-app/app.ts';
import type { Requirement, Rig } from '../contract/rig.ts';
import { CallbackPlatform, keys } from './platform.ts';

const noGroup = 'only single people write to an account; it is in no group';
const noPush = 'an official account may answer followers, not write to them unasked';
const cannot: Rig['cannot'] = {
  'hears-group-mention': noGroup,
  'ignores-group-without-mention': noGroup,
  'follows-thread': noGroup,
  'never-hears-itself': 'what the account says is never sent to its callback',
  feedback: 'WeChat and WeCom show no reactions on texts; the words 有用 and 没用 are read by the bot',
};
const pushed: Requirement[] = ['sends', 'send-gone', 'send-slow-down', 'send-refused', 'send-no-answer'];

const quick = { passiveMs: 50, timeoutMs: 10_000, now: () => new Date(), report: () => {} };

export const openOfficial = (
  platform: CallbackPlatform,
  isVerified: boolean,
  more: Partial<WechatOfficialOptions> = {},
) =>
  new WechatOfficial({
    ...quick,
    appId: keys.official,
    token: keys.token,
    aesKey: keys.aesKey,
    apiUrl: platform.apiUrl,
    ...(isVerified ? { secret: keys.secret } : {}),
    ...more,
  });

export const openApp = (platform: CallbackPlatform, more: Partial<WecomAppOptions> = {}) =>
  new WecomApp({
    ...quick,
    corpId: keys.wecom,
    agentId: keys.agentId,
    secret: keys.secret,
    token: keys.token,
    aesKey: keys.aesKey,
    apiUrl: platform.apiUrl,
    ...more,
  });

/** The line with which an account says that there is more. */
const goOn = /\n?（还有 \d+ 条，回复 1 继续）$/;

type Variant = 'verified' | 'unverified' | 'application';

export const openRig = (variant: Variant) => async (): Promise<Rig> => {
  const platform = await new CallbackPlatform(variant === 'application' ? 'wecom' : 'official').open();
  const told = new Map<string, Record<string, string | number>>();
  let count = 0;
  const said = (by: string, text: string, at: number | string = Math.floor(Date.now() / 1000)) => {
    count += 1;
    const id = `${4_000_000_000 + count}`;
    return { ToUserName: 'account', FromUserName: by, CreateTime: at, MsgType: 'text', Content: text, MsgId: id };
  };
  // A person who reads on.
  platform.onShow = (to, text) => {
    if (goOn.test(text)) void platform.tell(said(to, '1'));
  };
  const rig: Rig = {
    name: variant === 'application' ? 'wecom-app' : `wechat-official, ${variant}`,
    folder: variant === 'application' ? 'wecom-app' : 'wechat-official',
    open() {
      const door = variant === 'application' ? openApp(platform) : openOfficial(platform, variant === 'verified');
      platform.mount(door.listener);
      return door;
    },
    channel: (place) => (place === 'direct' && variant === 'application' ? 'ann' : undefined),
    async say({ text, by = 'ann', ageMs = 0 }) {
      const at = Number.isNaN(ageMs) ? 'unknown' : Math.floor((Date.now() - ageMs) / 1000);
      const fields = said(by, text, at);
      told.set(fields.MsgId, fields);
      await platform.tell(fields);
      return fields.MsgId;
    },
    async repeat(id) {
      await platform.tell(told.get(id)!);
    },
    async choose(place, label) {
      const number = new RegExp(`(\\d+) ${label}`).exec(rig.shown(place).at(-1)!.text)![1]!;
      await rig.say({ text: number, in: place });
    },
    async judge() {
      throw new Error(cannot.feedback);
    },
    shown: (place) =>
      place === 'direct'
        ? (platform.shown.get('ann') ?? []).map(({ text, pings }) => ({ text: text.replace(goOn, ''), pings }))
        : [],
    files: (place) =>
      (place === 'direct' ? platform.files : []).filter(({ to }) => to === 'ann').map(({ name }) => name),
    refuseFile: () => {
      platform.uploadCode = 45001;
    },
    refuseNext: (refusal) => {
      platform.refusal = refusal;
    },
    limit: { size: 2048, measure: (text) => Buffer.byteLength(text, 'utf8') },
    cannot: {
      ...cannot,
      ...(variant === 'application' ? {} : Object.fromEntries(pushed.map((name) => [name, noPush]))),
      ...(variant === 'application' ? {} : { files: 'a 客服 message has no files; exports are links' }),
      ...(variant === 'unverified'
        ? { 'acknowledges-first': 'without 客服消息 the response is all there is: it says to reply 1 for the answer' }
        : {}),
    },
    close: () => platform.close(),
  };
  return rig;
};
