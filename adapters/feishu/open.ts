/** Opens the robot of Feishu from its settings. */
import type { DoorContext, FeishuSettings } from '../../src/model/door.ts';
import { Feishu } from './feishu.ts';
import { loadSdk } from './load.ts';

const limits = { timeoutMs: 10_000, connectMs: 15_000, pongMs: 30_000, waitMs: { first: 1_000, longest: 60_000 } };

export async function openFeishu(settings: FeishuSettings, { warn, now }: DoorContext): Promise<Feishu> {
  return new Feishu(await loadSdk(), { ...settings, ...limits, now, report: (line) => warn(`feishu: ${line}`) });
}
