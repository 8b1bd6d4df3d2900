/** Opens the intelligent robot from its settings. */
import type { DoorContext, WecomSettings } from '../../src/model/door.ts';
import { Wecom } from './wecom.ts';

const limits = { ackMs: 10_000, beatMs: 30_000, waitMs: { first: 1_000, longest: 60_000 } };

export const openWecom = (settings: WecomSettings, { warn, now }: DoorContext): Wecom =>
  new Wecom({ ...settings, ...limits, now, report: (line) => warn(`wecom: ${line}`) });
