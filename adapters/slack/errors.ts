/** What Slack's refusals mean for a card, and what an operator gets to read of them. */
import { RespondError, webApi } from '@slack/bolt';
import { DeliveryError } from '../../src/model/port.ts';
import { codeOf, neverArrived } from '../shared/network-error.ts';

/** The token is at fault, not the channel: others would be refused as well, until somebody mends it. */
const authTroubles = new Set([
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

/** Slack says of these that nothing was done. */
const passing = new Set([
  'message_limit_exceeded',
  'rate_limited',
  'ratelimited',
  'service_unavailable',
  'team_added_to_org',
]);

/** Slack says of these that part of the work may have been done; of a time-out nobody knows. */
const open = new Set(['fatal_error', 'internal_error', 'request_timeout']);

const isSlackCode = (code: string) => code.startsWith('slack_');

const tokens = /\bx(?:ox[a-z]|app|oxe)(?:\.xox[a-z])?-[\w-]+/g;

/** One line, without a token in it. */
export function tell(error: unknown): string {
  const said: string[] = [];
  for (let each: unknown = error; each instanceof Error && said.length < 4; each = each.cause) said.push(each.message);
  const line = said.length ? [...new Set(said)].join(': ') : String(error);
  return line.replace(tokens, 'x…').replace(/\s+/g, ' ').slice(0, 500);
}

/** Slack's own word for what is wrong. */
export const errorOf = (error: unknown): string | undefined =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;

export const isAuthTrouble = (error: unknown): boolean => authTroubles.has(errorOf(error) ?? '');

export const waitOf = (error: unknown): number | undefined =>
  error instanceof webApi.WebAPIRateLimitedError ? error.retryAfter * 1000 : undefined;

/** What became of a message that Slack was to post. */
export function deliveryError(trouble: unknown): DeliveryError {
  if (trouble instanceof DeliveryError) return trouble;
  const said = `Slack: ${tell(trouble)}`;
  const failed = (outcome: DeliveryError['outcome'], retryAfterMs?: number) =>
    new DeliveryError(said, outcome, retryAfterMs === undefined ? {} : { retryAfterMs });
  const wait = waitOf(trouble);
  if (wait !== undefined) return failed('retry', wait);
  const error = errorOf(trouble);
  if (error !== undefined) {
    // Final would suspend every subscription at once for a fault of the token.
    if (isAuthTrouble(trouble)) return failed('retry', authWaitMs);
    if (passing.has(error)) return failed('retry');
    return failed(open.has(error) ? 'unknown' : 'final');
  }
  if (trouble instanceof webApi.WebAPIHTTPError) {
    const { statusCode, headers } = trouble;
    const after = Number(headers['retry-after']);
    // A gateway that gave up waiting does not know what became of it.
    if (statusCode === 504 || statusCode === 500) return failed('unknown');
    if (statusCode > 500 || statusCode === 408) return failed('retry', after > 0 ? after * 1000 : undefined);
    return failed('final');
  }
  if (trouble instanceof RespondError)
    return failed(trouble.statusCode === 429 || trouble.statusCode === 503 ? 'retry' : 'final');
  if (trouble instanceof webApi.WebAPIRequestError)
    return failed(neverArrived(codeOf(trouble, isSlackCode)) ? 'retry' : 'unknown');
  // A 429 without a time to wait is a plain error of the client's.
  if (trouble instanceof Error && trouble.message.startsWith('Retry header')) return failed('retry');
  return failed('unknown');
}
