/** Opens the robot of DingTalk from its settings. */
import type { DingtalkSettings, DoorContext } from '../../src/model/door.ts';
import { Dingtalk } from './dingtalk.ts';

const limits = { timeoutMs: 10_000, beatMs: 30_000, waitMs: { first: 1_000, longest: 60_000 } };

export const openDingtalk = (settings: DingtalkSettings, { warn, now }: DoorContext): Dingtalk =>
  new Dingtalk({ ...settings, ...limits, now, report: (line) => warn(`dingtalk: ${line}`) });
