/** Classifies errors of a wechaty puppet as retry, final or unknown. */
import { DeliveryError } from '../../src/model/port.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { reasons } from './strings.ts';

/** WeChat names no wait with 操作过于频繁. */
const slowDownMs = 60_000;

/** @see https://grpc.io/docs/guides/status-codes/ */
const grpc = {
  cancelled: 1,
  deadline: 4,
  notFound: 5,
  forbidden: 7,
  exhausted: 8,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const absent = /not logged in|no ?client|no ?puppet|no grpc manager|未登录/i;
const neverConnected = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|No connection established|name resolution failed/i;
const broken = /ECONNRESET|EPIPE|socket hang up|connection dropped|RST_STREAM|stream.*(?:closed|ended)|goaway/i;
const tooFast = /频繁|too (?:fast|frequent|many)|rate.?limit/i;
const lost =
  /(?:room|group|chat|contact|conversation|群|会话|联系人).{0,40}(?:not exist|no such|not found|不存在)|不在群|移出(?:了)?(?:群|本群)/i;
const timedOut = /time[- ]?d? ?out|timeout|超时/i;

/** The connection to the puppet is broken; it has to be rebuilt. */
export function isBroken(error: unknown): boolean {
  const message = messageOf(error);
  const code = codeOf(error);
  // A server shutting down cancels the event stream; the client itself ignores that.
  if (code === grpc.unavailable || code === grpc.cancelled) return true;
  return neverConnected.test(message) || broken.test(message);
}

/** `called`: the error came after the puppet was asked to send. */
export function refusalOf(error: unknown, called: boolean): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const why = messageOf(error);
  const code = codeOf(error);
  const cause = { cause: error };
  if (!called || absent.test(why) || neverConnected.test(why) || code === grpc.unauthenticated)
    return new DeliveryError(why, 'retry', cause);
  if (code === grpc.exhausted || tooFast.test(why))
    return new DeliveryError(why, 'retry', { ...cause, retryAfterMs: slowDownMs });
  if (code === grpc.notFound || code === grpc.forbidden || lost.test(why))
    return new DeliveryError(why, 'final', cause);
  const silent = code === grpc.deadline || code === grpc.internal || isBroken(error);
  return new DeliveryError(why, silent || timedOut.test(why) ? 'unknown' : 'retry', cause);
}

/** The puppet did not answer in time. */
export const noAnswer = () => new DeliveryError(reasons.noAnswer, 'unknown');

/** The puppet did not name the group in time; nothing was sent. */
export const notFoundInTime = () => new DeliveryError(reasons.notFoundInTime, 'retry');
