/** A wish for a digest as the command line or a file writes it, checked against doors, plans and schedules. */
import type { Calendar } from '../digest/calendar.ts';
import type { DayNumber } from '../digest/day.ts';
import { readRequest } from '../digest/read-request.ts';
import { resolveSubscription } from '../digest/resolve.ts';
import { wished } from '../digest/wished.ts';
import type { Wish } from '../ledger/subscriptions.ts';
import { canSend } from '../ledger/work.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { Adapter } from '../model/port.ts';
import { faultOf, languageOf, over, usualZone, type Written, WrittenWish } from './written.ts';

export interface Known {
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  doors: readonly Adapter[];
  today: DayNumber;
}

/** A door that can't be sent to refuses now, not on the first morning. */
function doorFault(door: string, channel: string, doors: readonly Adapter[]): string | undefined {
  const found = doors.find(({ name }) => name === door);
  const able = doors
    .filter(canSend)
    .map(({ name }) => name)
    .join(', ');
  if (!found) return `there is no door ${door}; digests go through ${able}`;
  if (!canSend(found)) return `${door} can't be sent to, it only answers; digests go through ${able}`;
  if (door === 'webhook' && !(/^https?:\/\/./.test(channel) && URL.canParse(channel)))
    return `the channel of a webhook is its address (https://…), not ${channel}`;
  return undefined;
}

/** Adds its faults, all of them, under `file`; undefined where there are any. */
export function readWish(raw: unknown, known: Known, file: string, faults: Fault[]): Wish | undefined {
  const before = faults.length;
  const { data, error } = WrittenWish.safeParse(raw);
  if (!data) {
    faults.push(...error.issues.map(({ path, message }) => ({ file, place: path.join('.'), message })));
    return undefined;
  }
  const { door, channel, when: said } = data;
  const why = doorFault(door, channel, known.doors);
  if (why) faults.push({ file, place: 'door', message: why });
  const language = languageOf(said);
  const read = readRequest(said, known.packs, known.today, language);
  const fault = faultOf(read, language);
  if (fault) faults.push({ file, place: 'when', message: fault });
  try {
    // What can't be read does not hide what else is wrong.
    const whole = over(wished(read.wanted, { zone: usualZone, language: 'zh' }), raw as Written);
    const subscription = resolveSubscription(whole, known.packs, file, known.today);
    return faults.length > before ? undefined : { door, channel, said, subscription };
  } catch (trouble) {
    if (!(trouble instanceof SetupError)) throw trouble;
    faults.push(...trouble.faults);
    return undefined;
  }
}
