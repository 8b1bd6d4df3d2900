/** Opens the application from its settings and mounts its listener. */
import type { DoorContext, WecomAppSettings } from '../../src/model/door.ts';
import { WecomApp } from './app.ts';

/** WeCom waits five seconds. */
const limits = { passiveMs: 4_000, timeoutMs: 10_000 };

export function openWecomApp(settings: WecomAppSettings, { mount, warn, now }: DoorContext): WecomApp {
  const report = (line: string) => warn(`wecom-app: ${line}`);
  const door = new WecomApp({ ...settings, ...limits, now, report });
  mount?.(`/${door.name}`, door.listener);
  return door;
}
