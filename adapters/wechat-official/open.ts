/** Opens the official account from its settings and mounts its listener. */
import type { DoorContext, WechatOfficialSettings } from '../../src/model/door.ts';
import { WechatOfficial } from './official.ts';

/** WeChat waits five seconds. */
const limits = { passiveMs: 4_000, timeoutMs: 10_000 };

export function openWechatOfficial(
  settings: WechatOfficialSettings,
  { mount, warn, now }: DoorContext,
): WechatOfficial {
  const report = (line: string) => warn(`wechat-official: ${line}`);
  const door = new WechatOfficial({ ...settings, ...limits, now, report });
  mount?.(`/${door.name}`, door.listener);
  return door;
}
