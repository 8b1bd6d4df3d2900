/** Codes inside an answer with status 200, by which WeCom, WeChat, DingTalk and Feishu refuse, and what they mean for a delivery. */
import { DeliveryError } from '../../src/model/port.ts';

export interface AnswerCode {
  code: number;
  reason: string;
}

/** The first of the fields `errcode`, `code` and `StatusCode`; undefined where the body is no JSON object or names no number. */
export function readCode(body: string): AnswerCode | undefined {
  const answer = readObject(body);
  const code = Number(answer?.errcode ?? answer?.code ?? answer?.StatusCode ?? Number.NaN);
  if (!answer || Number.isNaN(code)) return undefined;
  return { code, reason: String(answer.errmsg ?? answer.msg ?? answer.message ?? answer.StatusMessage ?? '') };
}

export function readObject(body: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const minuteMs = 60_000;
/** Too many messages: how long the platform wants to be left alone. DingTalk blocks a robot for ten minutes. */
const waits = new Map([
  [45009, minuteMs], // WeCom and WeChat
  [130101, 10 * minuteMs], // DingTalk
  [410100, 10 * minuteMs],
  [88, minuteMs],
  [11232, minuteMs], // Feishu
]);
/** Feishu's code for a bad request as well as for too many. */
const ambiguous = 9499;
/** The system is busy. */
const busy = new Set([-1, 40]);

/** `advice` says what an operator can do about the code. */
export function refusalByCode(host: string, { code, reason }: AnswerCode, advice = ''): DeliveryError {
  const message = `${host} refused the card: ${[code, reason.slice(0, 200), advice].filter(Boolean).join(' ')}`;
  const retryAfterMs = waits.get(code) ?? (code === ambiguous && /too many|freq/i.test(reason) ? minuteMs : undefined);
  if (retryAfterMs) return new DeliveryError(message, 'retry', { retryAfterMs });
  return new DeliveryError(message, busy.has(code) ? 'retry' : 'final');
}
