/** Codes of Feishu: whose fault a refusal is, how long to wait, and what an operator can do. https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code */
import type { HttpAnswer } from '../shared/http-request.ts';

/** The token is invalid or has ended. */
const tokenEnded = new Set([99991661, 99991663, 99991664, 99991668, 99991671, 99991677]);

export const isTokenEnded = (code: number | undefined): boolean => code !== undefined && tokenEnded.has(code);

const advice: Readonly<Record<number, string>> = {
  10003: '(App ID or App Secret: 凭证与基础信息)',
  10014: '(App ID or App Secret: 凭证与基础信息)',
  230002: '(the robot is not in this group: 群设置 → 群机器人 → 添加机器人)',
  230006: '(添加应用能力 → 机器人, then 版本管理与发布)',
  230013: '(版本管理与发布 → 可用范围 does not contain this person)',
  230018: '(the group lets only some people write)',
  230025: '(too long)',
  230027: '(权限管理, then 版本管理与发布)',
  230035: '(the robot may not write in this chat)',
  230053: '(this person receives no messages of the robot)',
  99991401: '(安全设置 → IP 白名单)',
  99991672: '(权限管理, then 版本管理与发布)',
};

export const adviceOf = (code: number): string => advice[code] ?? '';

/** Feishu refuses us, not the message: credentials, a permission, the address of this machine. */
const ourFault = new Set([10003, 10014, 230006, 230027, 99991401, 99991672]);

export const isOurFault = (code: number): boolean => ourFault.has(code);

/** Too many messages to one chat: five a second, shared by all robots of a group. */
const chatIsBusy = 230020;
/** Too many requests of the application. The SDK takes both codes for what they are not, and gives up. */
const applicationIsBusy = new Set([99991400, 11232]);
/** The same message is being sent at this moment. */
const underWay = 230049;

const chatWaitMs = 2_000;
const applicationWaitMs = 60_000;

/** Undefined where a later attempt would not help. */
export function waitOf(
  code: number,
  { headers }: Pick<HttpAnswer, 'headers'>,
): { retryAfterMs: number; wholeDoor?: boolean } | undefined {
  const resetMs = Number(headers.get('x-ogw-ratelimit-reset') ?? Number.NaN) * 1000;
  if (code === chatIsBusy || code === underWay) return { retryAfterMs: resetMs || chatWaitMs };
  if (applicationIsBusy.has(code)) return { retryAfterMs: resetMs || applicationWaitMs, wholeDoor: true };
  return undefined;
}
