/** The Slack app: its tokens, and by which way Slack reaches us. */
import { z } from 'zod';
import type { SlackSettings } from '../model/door.ts';
import type { Fault } from '../model/fault.ts';
import { type Environment, readVariables } from './variables.ts';

const SlackVariables = z.object({
  // Their values are not repeated: they are keys.
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^(?:xoxe\.)?xoxb-/, 'is no Bot User OAuth Token: those begin with xoxb-')
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'is no App-Level Token: those begin with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: z.string().min(16, 'is shorter than a Signing Secret').optional(),
  SLACK_API_URL: z
    .string()
    .regex(/^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)[:/])\S+\/$/, 'is no https address that ends with /')
    .optional(),
});

const slackPage = 'api.slack.com/apps, your app,';

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
  if (!botToken)
    faults.push({
      file: 'SLACK_BOT_TOKEN',
      place: '',
      message: `is missing: ${slackPage} OAuth & Permissions, Install, Bot User OAuth Token (docs/slack.md)`,
    });
  if (!appToken && !signingSecret)
    faults.push(
      {
        file: 'SLACK_APP_TOKEN',
        place: '',
        message: `is missing, for Socket Mode: ${slackPage} Basic Information, App-Level Tokens, scope connections:write (docs/slack.md)`,
      },
      {
        file: 'SLACK_SIGNING_SECRET',
        place: '',
        message: `is missing, for HTTP instead of Socket Mode: ${slackPage} Basic Information, App Credentials (docs/slack.md)`,
      },
    );
  if (!botToken || !(appToken || signingSecret)) return undefined;
  const mode = appToken
    ? { kind: 'socket' as const, appToken }
    : { kind: 'http' as const, signingSecret: signingSecret! };
  return { botToken, mode, ...(apiUrl ? { apiUrl } : {}) };
}
