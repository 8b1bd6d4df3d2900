/** `qinzhi digest`: prints a digest as it would be sent, or how a schedule is read with its next times. */
import { renderText } from '../../adapters/shared/text.ts';
import { composeDigest } from '../digest/compose.ts';
import { loadCalendar } from '../digest/holidays.ts';
import { resolveSubscription } from '../digest/resolve.ts';
import { readSchedule, type ScheduleRead } from '../digest/schedule.ts';
import { dayIn, nextSlots } from '../digest/slots.ts';
import { sayNext, saySchedule, sayTime } from '../digest/spoken.ts';
import { slotContext } from '../digest/tasks.ts';
import { loadPacks } from '../knowledge/load.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import { type Due, isZone, type Lead } from '../model/subscription.ts';
import { type Context, write } from './context.ts';
import { holidayNotice } from './holiday-notice.ts';
import { clock } from './now.ts';

export interface DigestOptions {
  now?: string;
  plan?: string[];
  unit?: string[];
  role?: string;
  star?: boolean;
  group?: string[];
  due?: string[];
  lead?: string[];
  overdue?: boolean;
  duties?: boolean;
  phases?: boolean;
  done?: string[];
  omitDone?: boolean;
  silent?: boolean;
  english?: boolean;
  when?: string;
  zone?: string;
  dayOff?: string;
  quiet?: string;
  page?: string;
  json?: boolean;
}

const spans: Record<string, 'day' | 'workday'> = { d: 'day', wd: 'workday' };

function readSpan(text: string): { count: number; unit: 'day' | 'workday' } | undefined {
  const match = /^(\d{1,3})(d|wd)$/.exec(text);
  return match ? { count: Number(match[1]), unit: spans[match[2]!]! } : undefined;
}

const listOf = (values: readonly string[] | undefined) =>
  (values ?? []).flatMap((value) => value.split(/[,，、]/).map((part) => part.trim())).filter(Boolean);

/** The options as a subscription, only what was said; what is wrong with them is told together. */
export function subscriptionFrom(options: DigestOptions, schedule: unknown, faults: Fault[]): object {
  const fault = (file: string, message: string) => faults.push({ file, place: '', message });
  const due = listOf(options.due).flatMap((text): Due[] => {
    if (text === 'this-month' || text === 'next-month') return [text];
    const span = readSpan(text);
    if (span) return [{ within: span.count, unit: span.unit }];
    fault('--due', `${text} is none of this-month, next-month, 7d (days), 5wd (working days)`);
    return [];
  });
  const leads = listOf(options.lead).flatMap((text): Lead[] => {
    const span = readSpan(/^\d+$/.test(text) ? `${text}wd` : text);
    if (span) return [span];
    fault('--lead', `${text} is no number of working days (7) or days (7d)`);
    return [];
  });
  const groups = listOf(options.group).map((text) => {
    if (!/^\d{1,3}$/.test(text)) fault('--group', `${text} is no number of a group`);
    return Number(text);
  });
  const role = options.role ?? 'any';
  if (!['responsible', 'cooperating', 'any'].includes(role))
    fault('--role', `${role} is none of responsible, cooperating, any`);
  if (options.dayOff && !['send', 'next', 'previous'].includes(options.dayOff))
    fault('--day-off', `${options.dayOff} is none of send, next, previous`);
  const quiet = options.quiet === undefined ? undefined : /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(options.quiet);
  if (quiet === null) fault('--quiet', `${options.quiet} is no span of hours (22:00-08:00)`);
  const named = due.length || leads.length || options.overdue || options.duties || options.phases;
  const [plans, units] = [listOf(options.plan), listOf(options.unit).map((unit) => ({ unit, role }))];
  return {
    scope: {
      ...(plans.length ? { plans } : {}),
      ...(units.length ? { units } : {}),
      ...(options.star ? { starredOnly: true } : {}),
      ...(groups.length ? { groups } : {}),
    },
    ...(named
      ? {
          content: {
            due,
            leads,
            overdue: options.overdue ?? false,
            duties: options.duties ?? false,
            phases: options.phases ?? false,
          },
        }
      : {}),
    timing: {
      schedule,
      ...(options.zone ? { zone: options.zone } : {}),
      ...(options.dayOff ? { dayOff: options.dayOff } : {}),
      ...(quiet ? { quiet: { from: quiet[1], to: quiet[2] } } : {}),
    },
    ...(options.silent ? { whenNothing: 'silence' } : {}),
    ...(options.omitDone ? { done: 'omit' } : {}),
    ...(options.english ? { language: 'en' } : {}),
  };
}

/** @returns the exit code */
export async function digest(options: DigestOptions, context: Context): Promise<number> {
  const { settings, stdout, stderr } = context;
  const packs = loadPacks(settings.knowledge);
  const { timeZone } = packs[0]!.facts;
  const at = clock(options.now, timeZone, context.now)();
  const today = dayIn(at, timeZone);
  const calendar = loadCalendar(settings.holidays);
  const faults: Fault[] = [];
  if (options.zone && !isZone(options.zone))
    throw new SetupError('The options can’t be used as they are:', [
      { file: '--zone', place: '', message: `${options.zone} is no IANA time zone (Asia/Shanghai)` },
    ]);
  const read: ScheduleRead | undefined = options.when === undefined ? undefined : readSchedule(options.when, today);
  if (read && 'problem' in read) faults.push({ file: '--when', place: '', message: read.problem });
  const schedule =
    read && 'schedule' in read
      ? read.schedule
      : { kind: 'daily', at: [sayTime(at, options.zone ?? timeZone).padStart(5, '0')] };
  const raw = subscriptionFrom(options, schedule, faults);
  if (faults.length) throw new SetupError('The options can’t be used as they are:', faults);
  const subscription = resolveSubscription(raw, packs, 'digest', today);
  const notice = holidayNotice(calendar, today, settings.holidays);
  if (notice) await write(stderr, `${notice}\n`);

  if (read && 'schedule' in read) {
    const slots = nextSlots(slotContext(subscription, packs, calendar), at, 3);
    const lines = [saySchedule(read.schedule, read.language), ...read.notes];
    lines.push(...sayNext(slots, subscription.timing, calendar, read.language));
    await write(
      stdout,
      options.json
        ? `${JSON.stringify({ schedule: read.schedule, said: lines[0], notes: read.notes, next: slots.map((slot) => slot.at) })}\n`
        : `${lines.join('\n')}\n`,
    );
    return 0;
  }

  const done = new Set(listOf(options.done).flatMap((n) => packs.map(({ id }) => `${id}/task:${n}`)));
  const { outcome, cards, records } = composeDigest({ subscription, packs, calendar, at, done });
  const page = Number(options.page ?? 1);
  if (!Number.isInteger(page) || page < 1 || (cards.length > 0 && page > cards.length))
    throw new SetupError(`There is no page ${options.page}; the digest has ${cards.length}.`, []);
  const card = cards[page - 1];
  if (options.json) {
    const line = { kind: outcome, records, text: card ? renderText(card) : '', pages: cards.length };
    await write(stdout, `${JSON.stringify(line)}\n`);
  } else if (card) await write(stdout, `${renderText(card)}\n`);
  else await write(stderr, 'Nothing is due: this subscription is silent then.\n');
  return 0;
}
