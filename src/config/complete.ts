/** Tells a door that is not configured from one that is half configured. */
import { type Fault, faultIn } from '../model/fault.ts';
import { settingText } from './messages.ts';

/** Adds a fault for each of `needed` that is not set while something of the door is. @returns whether none is missing */
export function areComplete(
  needed: Readonly<Record<string, unknown>>,
  more: readonly unknown[],
  where: 'officialMissing' | 'wecomAppMissing' | 'wecomMissing' | 'dingtalkMissing' | 'feishuMissing',
  faults: Fault[],
): boolean {
  if ([...Object.values(needed), ...more].every((value) => value === undefined)) return false;
  const missing = Object.entries(needed).filter(([, value]) => value === undefined);
  for (const [name] of missing) faults.push(faultIn(name, settingText(where)));
  return !missing.length;
}
