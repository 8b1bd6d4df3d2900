/** Registry of the doors by name; a door's packages are loaded when it is opened, never for one that is not configured. */
import type { RegisteredDoor } from '../src/model/door.ts';

export const doors: Readonly<Record<string, RegisteredDoor>> = {
  terminal: {
    open: async (_settings, { output, now }) => new (await import('./terminal/terminal.ts')).Terminal({ output, now }),
    loadRender: async () => (await import('./terminal/render.ts')).render,
  },
  slack: {
    open: async ({ slack }, context) => slack && (await import('./slack/open.ts')).openSlack(slack, context),
    loadRender: async () => (await import('./slack/render.ts')).render,
    loadOutline: async () => (await import('./slack/outline.ts')).outline,
  },
  web: {
    open: async (_settings, context) => context.site && (await import('./web/open.ts')).openWeb(context.site, context),
    loadRender: async () => (await import('./web/view/render.ts')).render,
  },
  webhook: {
    open: async ({ webhook }, { now }) => new (await import('./webhook/webhook.ts')).Webhook({ ...webhook, now }),
    loadRender: async () => (await import('./webhook/render.ts')).render,
  },
  robot: {
    open: async ({ robot }, context) => (await import('./robot/open.ts')).openRobot(robot, context),
    loadRender: async () => (await import('./robot/render.ts')).render,
  },
  'wechat-official': {
    open: async ({ wechatOfficial: settings }, context) =>
      settings && (await import('./wechat-official/open.ts')).openWechatOfficial(settings, context),
    loadRender: async () => (await import('./wechat-official/render.ts')).render,
  },
  dingtalk: {
    open: async ({ dingtalk }, context) =>
      dingtalk && (await import('./dingtalk/open.ts')).openDingtalk(dingtalk, context),
    loadRender: async () => (await import('./dingtalk/render.ts')).render,
  },
  feishu: {
    open: async ({ feishu }, context) => feishu && (await import('./feishu/open.ts')).openFeishu(feishu, context),
    loadRender: async () => (await import('./feishu/render.ts')).render,
  },
  wecom: {
    open: async ({ wecom }, context) => wecom && (await import('./wecom/open.ts')).openWecom(wecom, context),
    loadRender: async () => (await import('./wecom/render.ts')).render,
  },
  'wecom-app': {
    open: async ({ wecomApp: settings }, context) =>
      settings && (await import('./wecom-app/open.ts')).openWecomApp(settings, context),
    loadRender: async () => (await import('./wecom-app/render.ts')).render,
  },
  wechat: {
    open: async ({ wechat }, context) => wechat && (await import('./wechat/open.ts')).openWechat(wechat, context),
    loadRender: async () => (await import('./wechat/render.ts')).render,
  },
};
