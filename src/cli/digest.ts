/** `qinzhi digest`: prints a digest as it would be sent, or how a schedule is read with its next times. */
import type { Command } from 'commander';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { loadCalendar } from '../digest/calendar/load.ts';
import { dayIn, nextSlots } from '../digest/calendar/slots.ts';
import type { Calendar } from '../digest/calendar/working-days.ts';
import { composeDigest } from '../digest/compose.ts';
import { withDefaults } from '../digest/request/defaults.ts';
import { formatRequest } from '../digest/request/format-request.ts';
import { formatNextSlots, formatSchedule, formatTime } from '../digest/request/format-schedule.ts';
import { parseRequest } from '../digest/request/parse-request.ts';
import type { RequestParse } from '../digest/request/request-grammar.ts';
import { validateSubscription } from '../digest/request/validate.ts';
import { slotContext } from '../digest/select.ts';
import { clock } from '../knowledge/instant.ts';
import { loadPacks } from '../knowledge/load.ts';
import type { Language } from '../language/answer-phrases.ts';
import { languageOfSchedule } from '../language/detect.ts';
import type { Card } from '../model/card.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { Due, Lead, Subscription } from '../model/subscription.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { missingHolidaysNotice } from '../service/notices.ts';
import { defaultTimeZone, isZone } from '../shared/zone.ts';
import { type CliContext, type CliContexts, type Done, write } from './context.ts';
import { faultOf, mergeFields, type PartialDraftFields } from './subscription-draft.ts';

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
  door?: string;
  channel?: string;
}

const spans: Record<string, 'day' | 'workday'> = { d: 'day', wd: 'workday' };

function readSpan(text: string): { count: number; unit: 'day' | 'workday' } | undefined {
  const match = /^(\d{1,3})(d|wd)$/.exec(text);
  return match ? { count: Number(match[1]), unit: spans[match[2]!]! } : undefined;
}

const listOf = (values: readonly string[] | undefined) =>
  (values ?? []).flatMap((value) => value.split(/[,，、]/).map((part) => part.trim())).filter(Boolean);

/** What a digest is of and says; the same for one that is printed and one that is subscribed to. */
export const contentOptions = (command: Command) =>
  command
    .option('--plan <id...>', 'only these plans')
    .option('--unit <name...>', 'only tasks of these units, by any of their names')
    .option('--role <role>', 'in which role: responsible, cooperating or any')
    .option('--star', 'only ★ tasks')
    .option('--group <number...>', 'only tasks of these groups of measures')
    .option('--due <when...>', 'due this-month, next-month, within 7d (days) or 5wd (working days)')
    .option('--lead <count...>', 'reminders so many working days (7) or days (7d) before a deadline')
    .option('--overdue', 'tasks whose deadline has passed')
    .option('--duties', 'recurring duties')
    .option('--phases', 'phases that begin or end in the month')
    .option('--omit-done', 'leave out what the group has registered as done, instead of ticking it')
    .option('--silent', 'nothing where nothing is due')
    .option('--english', 'in English')
    .option('--zone <zone>', `time zone of the schedule (IANA name; default ${defaultTimeZone})`)
    .option('--day-off <what>', 'a slot on a day off: send, next or previous (working day; default next)')
    .option('--quiet <hours>', 'hours in which nothing is sent (22:00-08:00)');

/** What the options say of a subscription, and nothing that they do not; what is wrong with them is told together. */
export function fieldsOf(options: DigestOptions, faults: Fault[]): PartialDraftFields {
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
  const [plans, units] = [listOf(options.plan), listOf(options.unit).map((unit) => ({ unit, role: role as 'any' }))];
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
    ...(options.zone ? { zone: options.zone } : {}),
    ...(options.dayOff ? { dayOff: options.dayOff as 'send' } : {}),
    ...(quiet ? { quiet: { from: quiet[1]!, to: quiet[2]! } } : {}),
    ...(options.silent ? { whenNothing: 'silence' as const } : {}),
    ...(options.omitDone ? { done: 'omit' as const } : {}),
    ...(options.english ? { language: 'en' as const } : {}),
  };
}

/** What the channel has registered as done; the store is opened for nothing else. */
async function registeredFor(
  door: string,
  channel: string,
  deliveryContext: () => DeliveryEnvironment,
): Promise<ReadonlySet<string>> {
  const [{ withDelivery }, { completedIn }] = await Promise.all([
    import('../service/open-delivery.ts'),
    import('../delivery/completions.ts'),
  ]);
  return withDelivery(deliveryContext(), (open) => completedIn(open.deliveryContext, door, channel));
}

/** As that door would show it. */
async function lookOf(door: string | undefined): Promise<(card: Card) => string[]> {
  if (door === undefined) return (card) => [renderText(card)];
  const { doors } = await import('../../adapters/index.ts');
  if (Object.hasOwn(doors, door)) return doors[door]!.loadRender();
  const known = Object.keys(doors).join(', ');
  throw new SetupError(`There is no door ${door} that can be looked at; there are ${known}.`, []);
}

/** How the words of a request are read, with its next times. */
function reading(subscription: Subscription, read: RequestParse, { packs, calendar, at, language }: Reading) {
  const { timing } = subscription;
  const slots = nextSlots(slotContext(subscription, packs, calendar), at, 3);
  const { schedule, ...more } = read.request;
  const said = Object.keys(more).length
    ? formatRequest(subscription, packs, language, packs[0]!.facts.timeZone)
    : formatSchedule(timing.schedule, language);
  const lines = [said, ...read.notes, ...formatNextSlots(slots, timing, calendar, language)];
  return { schedule: timing.schedule, said, notes: read.notes, next: slots.map((slot) => slot.at), lines };
}

interface Reading {
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  at: Date;
  language: Language;
}

/** `ledger` is asked for only where the store is needed. @returns the exit code */
async function digest(
  options: DigestOptions,
  context: CliContext,
  deliveryContext: () => DeliveryEnvironment,
): Promise<number> {
  const { settings, stdout, stderr } = context;
  const packs = loadPacks(settings.knowledge);
  const { timeZone } = packs[0]!.facts;
  const at = clock(options.now, timeZone, context.now)();
  const today = dayIn(at, timeZone);
  const calendar = loadCalendar(settings.holidays);
  const faults: Fault[] = [];
  const fault = (file: string, message: string) => faults.push({ file, place: '', message });
  const { when, door, channel } = options;
  const zoneIsWrong = options.zone !== undefined && !isZone(options.zone);
  if (zoneIsWrong) fault('--zone', `${options.zone} is no IANA time zone (${defaultTimeZone})`);
  if (channel !== undefined && door === undefined) fault('--channel', 'needs --door, which says whose channel it is');
  const language = languageOfSchedule(when ?? '');
  const read = when === undefined ? undefined : parseRequest(when, packs, today, language);
  const unclear = read && faultOf(read, language);
  if (unclear) fault('--when', unclear);
  const written = fieldsOf(options, faults);
  if (faults.length) throw new SetupError('The options can’t be used as they are:', faults);
  const now = formatTime(at, options.zone ?? timeZone).padStart(5, '0');
  const wanted = read?.request ?? { schedule: { kind: 'daily' as const, at: [now] } };
  const whole = mergeFields(withDefaults(wanted, { zone: timeZone, language: 'zh' }), written);
  const subscription = validateSubscription(whole, packs, 'digest', today);
  const notice = missingHolidaysNotice(calendar, today, settings.holidays);
  if (notice) await write(stderr, `${notice}\n`);

  if (read) {
    const { lines, ...line } = reading(subscription, read, { packs, calendar, at, language });
    await write(stdout, options.json ? `${JSON.stringify(line)}\n` : `${lines.join('\n')}\n`);
    return 0;
  }

  const look = await lookOf(door);
  const registered = channel === undefined ? [] : await registeredFor(door!, channel, deliveryContext);
  const rows = listOf(options.done).flatMap((n) => packs.map(({ id }) => `${id}/task:${n}`));
  const done = new Set([...registered, ...rows]);
  const { outcome, cards, records } = composeDigest({ subscription, packs, calendar, at, done });
  const page = Number(options.page ?? 1);
  if (!Number.isInteger(page) || page < 1 || (cards.length > 0 && page > cards.length))
    throw new SetupError(`There is no page ${options.page}; the digest has ${cards.length}.`, []);
  const card = cards[page - 1];
  const text = card ? look(card).join('\n\n') : '';
  if (options.json) await write(stdout, `${JSON.stringify({ kind: outcome, records, text, pages: cards.length })}\n`);
  else if (card) await write(stdout, `${text}\n`);
  else await write(stderr, 'Nothing is due: this subscription is silent then.\n');
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  contentOptions(
    program
      .command('digest')
      .description('print a digest as a group would get it, or how a schedule is read')
      .option('--now <time>', 'the moment that it is for: a day or an instant (ISO 8601)')
      .option('--done <row...>', 'rows that the group has registered as done')
      .option('--page <number>', 'a further page of a long one')
      .option('--door <name>', 'as this door would show it: terminal, webhook, slack (Block Kit) or wechat')
      .option('--channel <channel>', 'with what this channel of the door has registered as done')
      .option('--when <words>', 'show how a request is read, with its next three times'),
  )
    .option('--json', 'one line of JSON')
    .addHelpText(
      'after',
      `
Without --due, --lead, --overdue, --duties and --phases: what is due this month, and phases.

Examples:
  qinzhi digest --now 2025-06-03 --unit 公安 --star
  qinzhi digest --now 2025-06-03 --due 30d --overdue --page 2
  qinzhi digest --when "每个工作日 9:00"
  qinzhi digest --when "7 working days before the deadline" --unit 公安 --now 2025-06-03`,
    )
    .action(async (options: DigestOptions) => {
      done(await digest(options, contexts.packs(), contexts.delivery));
    });
}
