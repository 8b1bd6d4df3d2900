/** The settings of the doors: one entry for each that is configured. */
import { z } from 'zod';
import type { DoorSettings } from '../model/door.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import { readWechatOfficial, readWecomApp } from './callbacks.ts';
import { readDingtalk, readFeishu, readWecom } from './connections.ts';
import { must, settingText } from './messages.ts';
import { readSlack } from './slack.ts';
import { type Environment, isOrigin, listOf, readVariables } from './variables.ts';
import { readWechat } from './wechat.ts';

const WebhookVariables = z.object({
  QINZHI_WEBHOOK_KEY_HOURS: z
    .string()
    .regex(/^\d{1,4}$/, must('keyHours'))
    .transform(Number)
    .default(0),
  QINZHI_WEBHOOK_TIMEOUT_SECONDS: z
    .string()
    .regex(/^([1-9]|[1-9]\d|1[01]\d|120)$/, must('timeoutSeconds'))
    .transform(Number)
    .default(10),
});

/** Cards leave this machine encrypted. */
const isSafeOrigin = (text: string) =>
  isOrigin(text) && /^(?:https:|http:\/\/(?:127\.0\.0\.1|localhost)(?::|$))/.test(text);

const RobotVariables = z.object({
  QINZHI_ROBOT_ORIGINS: listOf(z.string().refine(isSafeOrigin, must('robotOrigins'))),
});

/** @throws {SetupError} with every variable that is wrong. */
export function readDoorSettings(env: Environment): DoorSettings {
  const faults: Fault[] = [];
  const read = readVariables(env, WebhookVariables, faults);
  const robot = readVariables(env, RobotVariables, faults);
  const slack = readSlack(env, faults);
  const wechat = readWechat(env, faults);
  const wechatOfficial = readWechatOfficial(env, faults);
  const wecomApp = readWecomApp(env, faults);
  const wecom = readWecom(env, faults);
  const dingtalk = readDingtalk(env, faults);
  const feishu = readFeishu(env, faults);
  if (!read || !robot || faults.length) throw new SetupError(settingText('doorsWrong'), faults);
  const keyHours = read.QINZHI_WEBHOOK_KEY_HOURS;
  return {
    webhook: {
      timeoutMs: read.QINZHI_WEBHOOK_TIMEOUT_SECONDS * 1000,
      ...(keyHours ? { idempotencyWindowMs: keyHours * 3_600_000 } : {}),
    },
    robot: { origins: robot.QINZHI_ROBOT_ORIGINS },
    ...(slack ? { slack } : {}),
    ...(wechat ? { wechat } : {}),
    ...(wechatOfficial ? { wechatOfficial } : {}),
    ...(wecomApp ? { wecomApp } : {}),
    ...(wecom ? { wecom } : {}),
    ...(dingtalk ? { dingtalk } : {}),
    ...(feishu ? { feishu } : {}),
  };
}

/** The doors to which platforms connect over HTTP. */
export function doorsOverHttp({ slack, wechatOfficial, wecomApp }: DoorSettings): string[] {
  return [
    ...(slack?.mode.kind === 'http' ? ['slack'] : []),
    ...(wechatOfficial ? ['wechat-official'] : []),
    ...(wecomApp ? ['wecom-app'] : []),
  ];
}
