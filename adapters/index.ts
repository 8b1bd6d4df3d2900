/** The doors by name. Each is imported when it is opened, so that the packages of one that is not configured are never loaded. */
import type { OpenDoor } from '../src/model/door.ts';

export const doors: Readonly<Record<string, OpenDoor>> = {
  terminal: async (_settings, { output, now }) =>
    new (await import('./terminal/terminal.ts')).Terminal({ output, now }),
  slack: async ({ slack }, context) => slack && (await import('./slack/open.ts')).openSlack(slack, context),
  webhook: async ({ webhook }, { now }) => new (await import('./webhook/webhook.ts')).Webhook({ ...webhook, now }),
  wechat: async ({ wechat }, context) => wechat && (await import('./wechat/open.ts')).openWechat(wechat, context),
};
