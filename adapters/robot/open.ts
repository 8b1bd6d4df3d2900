/** Opens the robot door from its settings. */
import type { RobotSettings } from '../../src/model/door.ts';
import { Robot } from './robot.ts';

export const openRobot = (settings: RobotSettings, now: () => Date): Robot =>
  new Robot({ ...settings, timeoutMs: 10_000, spacingMs: { short: 300, long: 3_000 }, now });
