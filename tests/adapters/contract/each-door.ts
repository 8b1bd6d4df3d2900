/** One rig of each door, by its name; a door in more than one shape is there in each that people may meet. */
import { openRig as openCallback } from '../callback/rig.ts';
import { openRig as openDingtalk } from '../dingtalk/rig.ts';
import { openRig as openFeishu } from '../feishu/rig.ts';
import { openRig as openRobot } from '../robot/rig.ts';
import { openRig as openSlack } from '../slack/stand-in/rig.ts';
import { openWeb } from '../web/rig.ts';
import { openRig as openWebhook } from '../webhook/rig.ts';
import { openMock } from '../wechat/rigs.ts';
import { openRig as openWecom } from '../wecom/rig.ts';
import { openTerminal } from './doors/terminal-rig.ts';
import type { Rig } from './rig.ts';

export const eachDoor: Readonly<Record<string, () => Promise<Rig>>> = {
  terminal: openTerminal,
  web: openWeb(true),
  webhook: openWebhook(false),
  robot: openRobot('wecom'),
  slack: openSlack('socket', 'buttons'),
  wechat: openMock,
  'wechat-official': openCallback('unverified'),
  dingtalk: openDingtalk,
  feishu: openFeishu,
  wecom: openWecom,
  'wecom-app': openCallback('application'),
};
