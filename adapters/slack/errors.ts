/** Classifies errors of the Slack client (429, 5xx, error codes) as retry, final or unknown, and prints them without tokens. */
import { RespondError, webApi } from '@slack/bolt';
import { DeliveryError } from '../../src/model/port.ts';
import { codeOf, neverArrived } from '../shared/connection/network-error.ts';

/** Error codes about the token, not the channel: every channel is refused until somebody fixes it. */
const authErrors = new Set([
  'account_inactive',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
]);
const authWaitMs = 10 * 60_000;

/** Error codes after which, by Slack's documentation, nothing was done. */
const nothingDone = new Set([
  'message_limit_exceeded',
  'rate_limited',
  'ratelimited',
  'service_unavailable',
  'team_added_to_org',
]);

/** Error codes after which part of the work may have been done. */
const maybeDone = new Set(['fatal_error', 'internal_error', 'request_timeout']);

const isSlackCode = (code: string) => code.startsWith('slack_');

const tokens = /\bx(?:ox[a-z]|app|oxe)(?:\.xox[a-z])?-[\w-]+/g;

/** The error and its causes in one line, tokens removed. */
export function tell(error: unknown): string {
  const messages: string[] = [];
  for (let each: unknown = error; each instanceof Error && messages.length < 4; each = each.cause)
    messages.push(each.message);
  const line = messages.length ? [...new Set(messages)].join(': ') : String(error);
  return line.replace(tokens, 'x…').replace(/\s+/g, ' ').slice(0, 500);
}

/** Slack's error code, where its API answered with one. */
export const errorOf = (error: unknown): string | undefined =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;

export const isAuthError = (error: unknown): boolean => authErrors.has(errorOf(error) ?? '');

export const waitOf = (error: unknown): number | undefined =>
  error instanceof webApi.WebAPIRateLimitedError ? error.retryAfter * 1000 : undefined;

type Outcome = DeliveryError['outcome'];
interface Classified {
  outcome: Outcome;
  retryAfterMs?: number | undefined;
}

/** Slack answered with an error code. */
function classifyCode(code: string): Classified {
  // Final would suspend every subscription at once for a fault of the token.
  if (authErrors.has(code)) return { outcome: 'retry', retryAfterMs: authWaitMs };
  if (nothingDone.has(code)) return { outcome: 'retry' };
  return { outcome: maybeDone.has(code) ? 'unknown' : 'final' };
}

/** Something before Slack's API answered with a status. */
function classifyStatus({ statusCode, headers }: webApi.WebAPIHTTPError): Classified {
  // A gateway that gave up waiting does not know what became of the request.
  if (statusCode === 504 || statusCode === 500) return { outcome: 'unknown' };
  if (statusCode <= 500 && statusCode !== 408) return { outcome: 'final' };
  const seconds = Number(headers['retry-after']);
  return { outcome: 'retry', retryAfterMs: seconds > 0 ? seconds * 1000 : undefined };
}

function classify(error: unknown): Classified {
  const retryAfterMs = waitOf(error);
  if (retryAfterMs !== undefined) return { outcome: 'retry', retryAfterMs };
  const code = errorOf(error);
  if (code !== undefined) return classifyCode(code);
  if (error instanceof webApi.WebAPIHTTPError) return classifyStatus(error);
  if (error instanceof RespondError)
    return { outcome: error.statusCode === 429 || error.statusCode === 503 ? 'retry' : 'final' };
  if (error instanceof webApi.WebAPIRequestError)
    return { outcome: neverArrived(codeOf(error, isSlackCode)) ? 'retry' : 'unknown' };
  // The client throws a plain error for a 429 without Retry-After.
  const isBare429 = error instanceof Error && error.message.startsWith('Retry header');
  return { outcome: isBare429 ? 'retry' : 'unknown' };
}

/** What an error of the Slack client means for the message that was to be posted. */
export function deliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { outcome, retryAfterMs } = classify(error);
  return new DeliveryError(`Slack: ${tell(error)}`, outcome, retryAfterMs === undefined ? {} : { retryAfterMs });
}
