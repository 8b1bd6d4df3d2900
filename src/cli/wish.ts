/** A wish for a digest as the command line or a file writes it, checked against doors, plans and schedules. */
import type { z } from 'zod';
import { doors as everyDoor } from '../../adapters/index.ts';
import type { SubscriptionDraft } from '../delivery/subscriptions.ts';
import { canSend } from '../delivery/types.ts';
import type { Calendar } from '../digest/calendar/working-days.ts';
import { withDefaults } from '../digest/request/defaults.ts';
import { parseRequest } from '../digest/request/parse-request.ts';
import { validateSubscription } from '../digest/request/validate.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { Adapter } from '../model/port.ts';
import { timeZoneOf } from '../model/zone.ts';
import type { DayNumber } from '../shared/day.ts';
import { faultOf, languageOf, over, type Written, WrittenWish } from './written.ts';

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
  if (!found && Object.hasOwn(everyDoor, door))
    return `the door ${door} is not configured (docs/${door}.md says how); digests go through ${able}`;
  if (!found) return `there is no door ${door}; digests go through ${able}`;
  if (!canSend(found)) return `${door} can't be sent to, it only answers; digests go through ${able}`;
  if (door === 'webhook' && !(/^https?:\/\/./.test(channel) && URL.canParse(channel)))
    return `the channel of a webhook is its address (https://…), not ${channel}`;
  return undefined;
}

/** The two slips that zod has no word of advice for. */
function slip({ code, message, path }: z.core.$ZodIssue): string {
  if (code === 'unrecognized_keys' && !path.length)
    return `${message}; known are ${Object.keys(WrittenWish.shape).join(', ')}`;
  return /received undefined$/.test(message) ? 'is missing' : message;
}

/** The parts that are right by themselves, so that one that is wrong does not hide what else is. */
function rightParts(raw: unknown): Partial<z.infer<typeof WrittenWish>> {
  const given = Object.entries(typeof raw === 'object' && raw ? raw : {});
  const shape: Record<string, z.ZodType> = WrittenWish.shape;
  return Object.fromEntries(
    given.flatMap(([name, value]) => {
      const read = shape[name]?.safeParse(value);
      return read?.success ? [[name, read.data]] : [];
    }),
  );
}

/** Adds its faults, all of them, under `file`; undefined where there are any. */
export function readWish(raw: unknown, known: Known, file: string, faults: Fault[]): SubscriptionDraft | undefined {
  const before = faults.length;
  const { data, error } = WrittenWish.safeParse(raw);
  if (error) faults.push(...error.issues.map((issue) => ({ file, place: issue.path.join('.'), message: slip(issue) })));
  // As it was written: what a schema fills in must not go before what the words say.
  const right = data ? (raw as Written) : rightParts(raw);
  const { door, channel, when: said = '' } = right;
  const why = door && channel && doorFault(door, channel, known.doors);
  if (why) faults.push({ file, place: 'door', message: why });
  const language = languageOf(said);
  const read = parseRequest(said, known.packs, known.today, language);
  const fault = faultOf(read, language);
  if (fault) faults.push({ file, place: 'when', message: fault });
  try {
    // What can't be read does not hide what else is wrong.
    const whole = over(withDefaults(read.request, { zone: timeZoneOf(known.packs), language: 'zh' }), right);
    const subscription = validateSubscription(whole, known.packs, file, known.today);
    return faults.length > before ? undefined : { door: door!, channel: channel!, said, subscription };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}
