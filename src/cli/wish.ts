/** A wish for a digest as the command line or a file writes it, checked against doors, plans and schedules. */
import { z } from 'zod';
import type { Calendar } from '../digest/calendar.ts';
import type { DayNumber } from '../digest/day.ts';
import { digestSpeaker } from '../digest/phrases.ts';
import { readRequest } from '../digest/read-request.ts';
import { resolveSubscription } from '../digest/resolve.ts';
import { wished } from '../digest/wished.ts';
import type { Wish } from '../ledger/subscriptions.ts';
import { canSend } from '../ledger/work.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { Adapter } from '../model/port.ts';
import { Subscription } from '../model/subscription.ts';

export interface Known {
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  doors: readonly Adapter[];
  today: DayNumber;
}

const usualZone = 'Asia/Shanghai';

const { timing, ...rest } = Subscription.shape;
const { schedule: _read, ...when } = timing.shape;

/** The schedule is in words (`when`), which may say more; everything else is as in a subscription and goes before the words. */
const Written = z.strictObject({
  door: z.string(),
  channel: z.string().min(1),
  when: z.string().min(1),
  ...when,
  ...rest,
});

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

/** What is written in fields goes before what the words say. */
function over(words: ReturnType<typeof wished>, raw: Partial<z.input<typeof Written>>) {
  const { door: _door, channel: _channel, when: _when, zone, dayOff, quiet, scope, ...others } = raw;
  const moves = Object.entries({ zone, dayOff, quiet }).filter(([, value]) => value !== undefined);
  return {
    ...words,
    ...others,
    scope: { ...words.scope, ...scope },
    timing: { ...words.timing, ...Object.fromEntries(moves) },
  };
}

/** The two slips that zod has no word of advice for. */
function slip({ code, message, path }: z.core.$ZodIssue): string {
  if (code === 'unrecognized_keys' && !path.length)
    return `${message}; known are ${Object.keys(Written.shape).join(', ')}`;
  return /received undefined$/.test(message) ? 'is missing' : message;
}

/** The parts that are right by themselves, so that one that is wrong does not hide what else is. */
function rightParts(raw: unknown): Partial<z.infer<typeof Written>> {
  const given = Object.entries(typeof raw === 'object' && raw ? raw : {});
  const shape: Record<string, z.ZodType> = Written.shape;
  return Object.fromEntries(
    given.flatMap(([name, value]) => {
      const read = shape[name]?.safeParse(value);
      return read?.success ? [[name, read.data]] : [];
    }),
  );
}

/** Adds its faults, all of them, under `file`; undefined where there are any. */
export function readWish(raw: unknown, known: Known, file: string, faults: Fault[]): Wish | undefined {
  const before = faults.length;
  const { data, error } = Written.safeParse(raw);
  if (error) faults.push(...error.issues.map((issue) => ({ file, place: issue.path.join('.'), message: slip(issue) })));
  const right = data ?? rightParts(raw);
  const { door, channel, when: said = '' } = right;
  const why = door && channel && doorFault(door, channel, known.doors);
  if (why) faults.push({ file, place: 'door', message: why });
  const language = /[\u3400-\u9fff]/.test(said) || !/[a-z]{3}/i.test(said) ? 'zh' : 'en';
  const { wanted, problem, unread } = readRequest(said, known.packs, known.today, language);
  const unclear = unread.length ? digestSpeaker(language)('unreadable', { said: unread.join(' ') }) : undefined;
  const fault = problem ?? unclear;
  if (fault) faults.push({ file, place: 'when', message: fault });
  try {
    // What can't be read does not hide what else is wrong.
    const whole = over(wished(wanted, { zone: usualZone, language: 'zh' }), right);
    const subscription = resolveSubscription(whole, known.packs, file, known.today);
    return faults.length > before ? undefined : { door: door!, channel: channel!, said, subscription };
  } catch (trouble) {
    if (!(trouble instanceof SetupError)) throw trouble;
    faults.push(...trouble.faults);
    return undefined;
  }
}
