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
import { type Fault, faultIn, SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { Due, Lead, Subscription } from '../model/subscription.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { missingHolidaysNotice } from '../service/notices.ts';
import { defaultTimeZone, isZone } from '../shared/zone.ts';
import { type CliContext, type CliContexts, type Done, write } from './context.ts';
import type { CliMessage } from './messages/en.ts';
import { cliText, type SayHelp } from './messages/messages.ts';
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
export const contentOptions = (command: Command, help: SayHelp) =>
  command
    .option('--plan <id...>', help('plan'))
    .option('--unit <name...>', help('unit'))
    .option('--role <role>', help('role'))
    .option('--star', help('star'))
    .option('--group <number...>', help('group'))
    .option('--due <when...>', help('due'))
    .option('--lead <count...>', help('lead'))
    .option('--overdue', help('overdue'))
    .option('--duties', help('duties'))
    .option('--phases', help('phases'))
    .option('--omit-done', help('omitDone'))
    .option('--silent', help('silent'))
    .option('--english', help('english'))
    .option('--zone <zone>', help('zone', { zone: defaultTimeZone }))
    .option('--day-off <what>', help('dayOff'))
    .option('--quiet <hours>', help('quiet'));

/** What the options say of a subscription, and nothing that they do not; what is wrong with them is told together. */
export function fieldsOf(options: DigestOptions, faults: Fault[]): PartialDraftFields {
  const fault = (file: string, key: CliMessage, value: string) => faults.push(faultIn(file, cliText(key, { value })));
  const due = listOf(options.due).flatMap((text): Due[] => {
    if (text === 'this-month' || text === 'next-month') return [text];
    const span = readSpan(text);
    if (span) return [{ within: span.count, unit: span.unit }];
    fault('--due', 'dueWrong', text);
    return [];
  });
  const leads = listOf(options.lead).flatMap((text): Lead[] => {
    const span = readSpan(/^\d+$/.test(text) ? `${text}wd` : text);
    if (span) return [span];
    fault('--lead', 'leadWrong', text);
    return [];
  });
  const groups = listOf(options.group).map((text) => {
    if (!/^\d{1,3}$/.test(text)) fault('--group', 'groupWrong', text);
    return Number(text);
  });
  const role = options.role ?? 'any';
  if (!['responsible', 'cooperating', 'any'].includes(role)) fault('--role', 'roleWrong', role);
  if (options.dayOff && !['send', 'next', 'previous'].includes(options.dayOff))
    fault('--day-off', 'dayOffWrong', options.dayOff);
  const quiet = options.quiet === undefined ? undefined : /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(options.quiet);
  if (quiet === null) fault('--quiet', 'quietWrong', options.quiet ?? '');
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
  throw new SetupError(cliText('doorUnshown', { door, known }), []);
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

/** @returns the exit code */
async function digest(
  options: DigestOptions,
  context: CliContext,
  { delivery: deliveryContext, say, language: reader }: CliContexts,
): Promise<number> {
  const { settings, stdout, stderr } = context;
  const packs = loadPacks(settings.knowledge);
  const { timeZone } = packs[0]!.facts;
  const at = clock(options.now, timeZone, context.now)();
  const today = dayIn(at, timeZone);
  const calendar = loadCalendar(settings.holidays);
  const faults: Fault[] = [];
  const { when, door, channel } = options;
  const zoneIsWrong = options.zone !== undefined && !isZone(options.zone);
  if (zoneIsWrong)
    faults.push(faultIn('--zone', cliText('zoneWrong', { value: options.zone!, example: defaultTimeZone })));
  if (channel !== undefined && door === undefined) faults.push(faultIn('--channel', cliText('channelAlone')));
  const language = languageOfSchedule(when ?? '');
  const read = when === undefined ? undefined : parseRequest(when, packs, today, language);
  const unclear = read && faultOf(read, language);
  if (unclear) faults.push(faultIn('--when', unclear));
  const written = fieldsOf(options, faults);
  if (faults.length) throw new SetupError(cliText('optionsWrong'), faults);
  const now = formatTime(at, options.zone ?? timeZone).padStart(5, '0');
  const wanted = read?.request ?? { schedule: { kind: 'daily' as const, at: [now] } };
  const whole = mergeFields(withDefaults(wanted, { zone: timeZone, language: 'zh' }), written);
  const subscription = validateSubscription(whole, packs, 'digest', today);
  const notice = missingHolidaysNotice(calendar, today, settings.holidays);
  if (notice) await write(stderr, `${notice[reader]}\n`);

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
    throw new SetupError(cliText('pageMissing', { page: options.page ?? '', count: cards.length }), []);
  const card = cards[page - 1];
  const text = card ? look(card).join('\n\n') : '';
  if (options.json) await write(stdout, `${JSON.stringify({ kind: outcome, records, text, pages: cards.length })}\n`);
  else if (card) await write(stdout, `${text}\n`);
  else await write(stderr, `${say('digestSilent')}\n`);
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  contentOptions(
    program
      .command('digest')
      .description(help('digest'))
      .option('--now <time>', help('digestNow'))
      .option('--done <row...>', help('digestDone'))
      .option('--page <number>', help('digestPage'))
      .option('--door <name>', help('digestDoor'))
      .option('--channel <channel>', help('digestChannel'))
      .option('--when <words>', help('digestWhen')),
    help,
  )
    .option('--json', help('json'))
    .addHelpText('after', help('digestAfter'))
    .action(async (options: DigestOptions) => {
      done(await digest(options, contexts.packs(), contexts));
    });
}
