/** Each door at its stand-in, with many groups and people: for load, not for the contract. */
import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Robot } from '../../adapters/robot/robot.ts';
import type { Adapter } from '../../src/model/port.ts';
import { CallbackPlatform, keys } from '../../tests/adapters/callback/platform.ts';
import { openApp, openOfficial } from '../../tests/adapters/callback/rig.ts';
import type { Refusal } from '../../tests/adapters/contract/rig.ts';
import { openDoor as openDingtalk, textMessage } from '../../tests/adapters/dingtalk/rig.ts';
import { DingtalkStandIn, app as dingtalkApp } from '../../tests/adapters/dingtalk/stand-in.ts';
import { messageEvent, openDoor as openFeishu } from '../../tests/adapters/feishu/rig.ts';
import { FeishuStandIn, app as feishuApp } from '../../tests/adapters/feishu/stand-in.ts';
import { openRobots, paths } from '../../tests/adapters/robot/stand-in.ts';
import { openDoor as openWecom } from '../../tests/adapters/wecom/rig.ts';
import { bot, WecomStandIn } from '../../tests/adapters/wecom/stand-in.ts';

export interface Platform {
  name: string;
  door: Adapter;
  /** A person of a group asks, in the group where there are any; absent = nobody can. */
  ask?: (group: number, person: string, text: string) => void;
  /** By what `send` reaches the nth group or person; absent = nobody can be sent to. */
  channel?: (n: number) => string;
  /** Messages that the platform takes in a minute: for one channel, and from the door as a whole. */
  perMinute: { channel: number; door: number };
  /** With which the service opens this door itself. */
  env: Record<string, string>;
  /** What happens to the next message that is sent. */
  refuseNext: (refusal: 'refused' | 'no-answer') => void;
  /** Ends the connection; absent = there is none. */
  drop?: () => void;
  /** Whether anybody listens to what people say; absent = always. */
  isHeard?: () => boolean;
  onShow: (listen: (to: string, text: string) => void) => void;
  /** Hands the callbacks of the platform to another listener than the door's own; absent = it has none. */
  callTo?: (listener: RequestListener) => void;
  close: () => Promise<void>;
}

let count = 0;
const nextId = () => `${4_000_000_000 + ++count}`;
const any = Number.POSITIVE_INFINITY;

interface StandIn {
  refusal: Refusal | undefined;
  onShow: (to: string, text: string) => void;
  close: () => Promise<void>;
}

/** What every stand-in takes and gives. */
const controls = (standIn: StandIn): Pick<Platform, 'refuseNext' | 'onShow' | 'close'> => ({
  refuseNext: (refusal) => {
    standIn.refusal = refusal;
  },
  onShow: (listen) => {
    standIn.onShow = listen;
  },
  close: () => standIn.close(),
});

async function dingtalk(): Promise<Platform> {
  const standIn = await new DingtalkStandIn().open();
  return {
    name: 'dingtalk',
    door: openDingtalk(standIn),
    ask(group, person, text) {
      const conversationId = `cid${group}`;
      const sessionWebhook = `${standIn.apiUrl}robot/sendBySession?session=${conversationId}`;
      const from = { senderStaffId: person, senderNick: person };
      standIn.tell({ ...textMessage(standIn, 'group', person, text), ...from, conversationId, sessionWebhook });
    },
    channel: (n) => `cid${n}`,
    perMinute: { channel: 20, door: any },
    env: {
      QINZHI_DINGTALK_CLIENT_ID: dingtalkApp.clientId,
      QINZHI_DINGTALK_CLIENT_SECRET: dingtalkApp.clientSecret,
      QINZHI_DINGTALK_API_URL: standIn.apiUrl,
    },
    ...controls(standIn),
    drop: () => standIn.drop(),
    isHeard: () => standIn.isConnected,
  };
}

async function feishu(): Promise<Platform> {
  const standIn = await new FeishuStandIn(60).open();
  return {
    name: 'feishu',
    door: openFeishu(standIn),
    ask(group, person, text) {
      const { sender, message } = messageEvent({ text, in: 'group', mention: true });
      const told = { ...message, chat_id: `oc_${group}` };
      standIn.noteMessage(told.message_id, told.chat_id);
      standIn.push('im.message.receive_v1', { sender: { ...sender, sender_id: { open_id: person } }, message: told });
    },
    channel: (n) => `oc_${n}`,
    perMinute: { channel: 300, door: 1_000 },
    env: {
      QINZHI_FEISHU_APP_ID: feishuApp.appId,
      QINZHI_FEISHU_APP_SECRET: feishuApp.appSecret,
      QINZHI_FEISHU_API_URL: standIn.apiUrl,
    },
    ...controls(standIn),
    drop: () => standIn.drop(),
    isHeard: () => standIn.isConnected,
  };
}

async function wecom(): Promise<Platform> {
  const standIn = await new WecomStandIn().open();
  return {
    name: 'wecom',
    door: openWecom(standIn),
    ask(group, person, text) {
      const chat = `wr${group}`;
      const where = { msgid: nextId(), chatid: chat, chattype: 'group', from: { userid: person } };
      const said = { msgtype: 'text', text: { content: `@小助手 ${text}` } };
      const body = { ...where, ...said, create_time: Math.floor(Date.now() / 1_000) };
      standIn.tell('aibot_msg_callback', body, chat);
    },
    channel: (n) => `wr${n}`,
    perMinute: { channel: 30, door: any },
    env: {
      QINZHI_WECOM_BOT_ID: bot.botId,
      QINZHI_WECOM_BOT_SECRET: bot.secret,
      QINZHI_WECOM_BOT_NAME: '小助手',
      QINZHI_WECOM_URL: standIn.url,
    },
    ...controls(standIn),
    drop: () => standIn.drop(),
    isHeard: () => standIn.isConnected,
  };
}

async function callback(kind: 'official' | 'wecom'): Promise<Platform> {
  const standIn = await new CallbackPlatform(kind).open();
  const door = kind === 'wecom' ? openApp(standIn) : openOfficial(standIn, true);
  standIn.mount(door.listener);
  return {
    name: door.name,
    door,
    ask(_group, person, text) {
      const said = { MsgType: 'text', Content: text, MsgId: nextId(), CreateTime: Math.floor(Date.now() / 1_000) };
      void tellPatiently(standIn, { ToUserName: 'account', FromUserName: person, ...said });
    },
    callTo: (listener) => standIn.mount(listener),
    ...(kind === 'wecom' ? { channel: (n: number) => `member${n}` } : {}),
    perMinute: { channel: 30, door: any },
    env: callbackEnv[kind](standIn.apiUrl),
    ...controls(standIn),
  };
}

const callbackAttempts = 3;
const callbackWaitMs = 5_000;

/** The platforms try three times, five seconds apart; what fails is missing among the answers. */
async function tellPatiently(standIn: CallbackPlatform, fields: Record<string, string | number>): Promise<void> {
  for (let attempt = 1; attempt <= callbackAttempts; attempt += 1) {
    const status = await standIn.tell(fields).then(
      () => standIn.lastStatus,
      () => 0,
    );
    if (status === 200) return;
    await sleep(callbackWaitMs);
  }
}

const callbackEnv = {
  official: (apiUrl: string) => ({
    QINZHI_OFFICIAL_APP_ID: keys.official,
    QINZHI_OFFICIAL_SECRET: keys.secret,
    QINZHI_OFFICIAL_TOKEN: keys.token,
    QINZHI_OFFICIAL_AES_KEY: keys.aesKey,
    QINZHI_OFFICIAL_API_URL: apiUrl,
  }),
  wecom: (apiUrl: string) => ({
    QINZHI_WECOM_APP_CORP_ID: keys.wecom,
    QINZHI_WECOM_APP_AGENT_ID: String(keys.agentId),
    QINZHI_WECOM_APP_SECRET: keys.secret,
    QINZHI_WECOM_APP_TOKEN: keys.token,
    QINZHI_WECOM_APP_AES_KEY: keys.aesKey,
    QINZHI_WECOM_APP_API_URL: apiUrl,
  }),
};

async function robot(): Promise<Platform> {
  const standIn = await openRobots();
  // As WeCom does it: more are refused.
  standIn.perMinute = 20;
  const now = () => new Date();
  const spacingMs = { short: 300, long: 3_000 };
  return {
    name: 'robot',
    door: new Robot({ origins: [standIn.origin], timeoutMs: 10_000, spacingMs, now, report: () => {} }),
    channel: (n) => `${standIn.origin}${paths.wecom}-${n}`,
    perMinute: { channel: 20, door: any },
    env: {
      QINZHI_ROBOT_ORIGINS: standIn.origin,
    },
    refuseNext: (refusal) => {
      standIn.refusal = refusal;
    },
    onShow: (listen) => {
      standIn.onShow = listen;
    },
    close: standIn.close,
  };
}

export const platforms: readonly (() => Promise<Platform>)[] = [
  robot,
  () => callback('official'),
  dingtalk,
  feishu,
  wecom,
  () => callback('wecom'),
];
