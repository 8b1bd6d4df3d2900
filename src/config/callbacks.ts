/** Settings of the doors that receive by encrypted callback: a WeChat official account, and an application in WeCom. */
import { z } from 'zod';
import type { WechatOfficialSettings, WecomAppSettings } from '../model/door.ts';
import type { Fault } from '../model/fault.ts';
import { areComplete } from './complete.ts';
import { must } from './messages.ts';
import { apiAddress, type Environment, readVariables } from './variables.ts';

// Values are not repeated in messages: they are keys.
const callbackToken = z
  .string()
  .regex(/^\w{3,32}$/, must('callbackToken'))
  .optional();
const aesKey = z
  .string()
  .regex(/^[A-Za-z0-9]{43}$/, must('aesKey'))
  .optional();

const OfficialVariables = z.object({
  QINZHI_OFFICIAL_APP_ID: z
    .string()
    .regex(/^wx[0-9a-f]{16}$/, must('officialAppId'))
    .optional(),
  QINZHI_OFFICIAL_TOKEN: callbackToken,
  QINZHI_OFFICIAL_AES_KEY: aesKey,
  QINZHI_OFFICIAL_SECRET: z.string().min(16, must('appSecret')).optional(),
  QINZHI_OFFICIAL_API_URL: apiAddress.default('https://api.weixin.qq.com/'),
});

const WecomAppVariables = z.object({
  QINZHI_WECOM_APP_CORP_ID: z
    .string()
    .regex(/^w[wx]?[\w-]{10,40}$/, must('corpId'))
    .optional(),
  QINZHI_WECOM_APP_AGENT_ID: z
    .string()
    .regex(/^\d{1,12}$/, must('agentId'))
    .transform(Number)
    .optional(),
  QINZHI_WECOM_APP_SECRET: z.string().min(16, must('appSecret')).optional(),
  QINZHI_WECOM_APP_TOKEN: callbackToken,
  QINZHI_WECOM_APP_AES_KEY: aesKey,
  QINZHI_WECOM_APP_API_URL: apiAddress.default('https://qyapi.weixin.qq.com/'),
});

/** Undefined where nothing of it is set; what is wrong or missing goes to `faults`. */
export function readWechatOfficial(env: Environment, faults: Fault[]): WechatOfficialSettings | undefined {
  const read = readVariables(env, OfficialVariables, faults);
  if (!read) return undefined;
  const { QINZHI_OFFICIAL_SECRET: secret, QINZHI_OFFICIAL_API_URL: apiUrl, ...needed } = read;
  if (!areComplete(needed, [secret], 'officialMissing', faults)) return undefined;
  return {
    appId: needed.QINZHI_OFFICIAL_APP_ID!,
    token: needed.QINZHI_OFFICIAL_TOKEN!,
    aesKey: needed.QINZHI_OFFICIAL_AES_KEY!,
    apiUrl,
    ...(secret ? { secret } : {}),
  };
}

/** Undefined where nothing of it is set; what is wrong or missing goes to `faults`. */
export function readWecomApp(env: Environment, faults: Fault[]): WecomAppSettings | undefined {
  const read = readVariables(env, WecomAppVariables, faults);
  if (!read) return undefined;
  const { QINZHI_WECOM_APP_API_URL: apiUrl, ...needed } = read;
  if (!areComplete(needed, [], 'wecomAppMissing', faults)) return undefined;
  return {
    corpId: needed.QINZHI_WECOM_APP_CORP_ID!,
    agentId: needed.QINZHI_WECOM_APP_AGENT_ID!,
    secret: needed.QINZHI_WECOM_APP_SECRET!,
    token: needed.QINZHI_WECOM_APP_TOKEN!,
    aesKey: needed.QINZHI_WECOM_APP_AES_KEY!,
    apiUrl,
  };
}
