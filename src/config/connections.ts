/** Settings of the doors that connect to their platform themselves: an intelligent robot of WeCom. */
import { z } from 'zod';
import type { WecomSettings } from '../model/door.ts';
import type { Fault } from '../model/fault.ts';
import { areComplete } from './complete.ts';
import { must } from './messages.ts';
import { type Environment, readVariables } from './variables.ts';

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
