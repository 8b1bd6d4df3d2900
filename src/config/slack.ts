/** Settings of Slack: its tokens, and Socket Mode or HTTP. */
import { z } from 'zod';
import type { SlackSettings } from '../model/door.ts';
import { type Fault, faultIn } from '../model/fault.ts';
import { must, settingText } from './messages.ts';
import { apiAddress, type Environment, readVariables } from './variables.ts';

const SlackVariables = z.object({
  // Their values are not repeated: they are keys.
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^(?:xoxe\.)?xoxb-/, must('botToken'))
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, must('appToken'))
    .optional(),
  SLACK_SIGNING_SECRET: z.string().min(16, must('signingSecret')).optional(),
  SLACK_API_URL: apiAddress.optional(),
});

/** Undefined where nothing of Slack is set; what is wrong or missing goes to `faults`. */
export function readSlack(env: Environment, faults: Fault[]): SlackSettings | undefined {
  const read = readVariables(env, SlackVariables, faults);
  if (!read) return undefined;
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: apiUrl,
  } = read;
  if (!botToken && !appToken && !signingSecret) return undefined;
  if (!botToken) faults.push(faultIn('SLACK_BOT_TOKEN', settingText('botTokenMissing')));
  if (!appToken && !signingSecret)
    faults.push(
      faultIn('SLACK_APP_TOKEN', settingText('appTokenMissing')),
      faultIn('SLACK_SIGNING_SECRET', settingText('signingSecretMissing')),
    );
  if (!botToken || !(appToken || signingSecret)) return undefined;
  const mode = appToken
    ? { kind: 'socket' as const, appToken }
    : { kind: 'http' as const, signingSecret: signingSecret! };
  return { botToken, mode, ...(apiUrl ? { apiUrl } : {}) };
}
