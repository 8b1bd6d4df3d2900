/** Settings of the doors that connect to their platform themselves: robots of WeCom, DingTalk and Feishu. */
import { z } from 'zod';
import type { DingtalkSettings, FeishuSettings, WecomSettings } from '../model/door.ts';
import type { Fault } from '../model/fault.ts';
import { areComplete } from './complete.ts';
import { must } from './messages.ts';
import { apiAddress, type Environment, readVariables } from './variables.ts';

const WecomVariables = z.object({
  // Its value is not repeated in messages: it is a key.
  QINZHI_WECOM_BOT_ID: z
    .string()
    .regex(/^[\w-]{8,80}$/, must('wecomBotId'))
    .optional(),
  QINZHI_WECOM_BOT_SECRET: z.string().min(16, must('appSecret')).optional(),
  QINZHI_WECOM_BOT_NAME: z.string().default('秦知'),
  QINZHI_WECOM_URL: z
    .string()
    .regex(/^(?:wss:\/\/|ws:\/\/(?:127\.0\.0\.1|localhost)[:/])\S+$/, must('socketAddress'))
    .default('wss://openws.work.weixin.qq.com'),
});

/** Undefined where nothing of it is set; what is wrong or missing goes to `faults`. */
export function readWecom(env: Environment, faults: Fault[]): WecomSettings | undefined {
  const read = readVariables(env, WecomVariables, faults);
  if (!read) return undefined;
  const { QINZHI_WECOM_BOT_NAME: botName, QINZHI_WECOM_URL: url, ...needed } = read;
  if (!areComplete(needed, [], 'wecomMissing', faults)) return undefined;
  return { botId: needed.QINZHI_WECOM_BOT_ID!, secret: needed.QINZHI_WECOM_BOT_SECRET!, botName, url };
}

const DingtalkVariables = z.object({
  QINZHI_DINGTALK_CLIENT_ID: z
    .string()
    .regex(/^ding\w{10,40}$/, must('dingtalkClientId'))
    .optional(),
  // Its value is not repeated in messages: it is a key.
  QINZHI_DINGTALK_CLIENT_SECRET: z.string().min(16, must('appSecret')).optional(),
  QINZHI_DINGTALK_ROBOT_CODE: z.string().optional(),
  QINZHI_DINGTALK_API_URL: apiAddress.default('https://api.dingtalk.com/'),
});

/** Undefined where nothing of it is set; what is wrong or missing goes to `faults`. */
export function readDingtalk(env: Environment, faults: Fault[]): DingtalkSettings | undefined {
  const read = readVariables(env, DingtalkVariables, faults);
  if (!read) return undefined;
  const { QINZHI_DINGTALK_ROBOT_CODE: robotCode, QINZHI_DINGTALK_API_URL: apiUrl, ...needed } = read;
  if (!areComplete(needed, [robotCode], 'dingtalkMissing', faults)) return undefined;
  const clientId = needed.QINZHI_DINGTALK_CLIENT_ID!;
  return {
    clientId,
    clientSecret: needed.QINZHI_DINGTALK_CLIENT_SECRET!,
    robotCode: robotCode ?? clientId,
    apiUrl,
  };
}

const FeishuVariables = z.object({
  // The SDK takes no other shape.
  QINZHI_FEISHU_APP_ID: z
    .string()
    .regex(/^cli_[0-9a-fA-F]{16}$/, must('feishuAppId'))
    .optional(),
  // Its value is not repeated in messages: it is a key.
  QINZHI_FEISHU_APP_SECRET: z.string().min(16, must('appSecret')).optional(),
  QINZHI_FEISHU_API_URL: apiAddress.default('https://open.feishu.cn/'),
});

/** Undefined where nothing of it is set; what is wrong or missing goes to `faults`. */
export function readFeishu(env: Environment, faults: Fault[]): FeishuSettings | undefined {
  const read = readVariables(env, FeishuVariables, faults);
  if (!read) return undefined;
  const { QINZHI_FEISHU_API_URL: apiUrl, ...needed } = read;
  if (!areComplete(needed, [], 'feishuMissing', faults)) return undefined;
  return { appId: needed.QINZHI_FEISHU_APP_ID!, appSecret: needed.QINZHI_FEISHU_APP_SECRET!, apiUrl };
}
