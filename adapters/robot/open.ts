/** Opens the robot door from its settings. */
import type { DoorContext, RobotSettings } from '../../src/model/door.ts';
import { Robot } from './robot.ts';

const limits = { timeoutMs: 10_000, spacingMs: { short: 300, long: 3_000 } };

export const openRobot = (settings: RobotSettings, { now, warn }: DoorContext): Robot =>
  new Robot({ ...settings, ...limits, now, report: (line) => warn(`robot: ${line}`) });
