/** Options of `digest` and `subscriptions add`: what a digest contains, and how it is read from the command line. */
import type { Command } from 'commander';
import type { Fault } from '../../model/fault.ts';
import type { Due, Lead } from '../../model/subscription.ts';
import { defaultTimeZone } from '../../shared/zone.ts';
import type { PartialDraftFields } from './subscription-draft.ts';

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
  json?: boolean;
  door?: string;
  channel?: string;
}

/** Declares the options that both commands share. */
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

const spans: Record<string, 'day' | 'workday'> = { d: 'day', wd: 'workday' };

function readSpan(text: string): { count: number; unit: 'day' | 'workday' } | undefined {
  const match = /^(\d{1,3})(d|wd)$/.exec(text);
  return match ? { count: Number(match[1]), unit: spans[match[2]!]! } : undefined;
}

export const listOf = (values: readonly string[] | undefined) =>
  (values ?? []).flatMap((value) => value.split(/[,，、]/).map((part) => part.trim())).filter(Boolean);

type Report = (option: string, message: string) => void;

const readDue = (options: DigestOptions, report: Report): Due[] =>
  listOf(options.due).flatMap((text): Due[] => {
    if (text === 'this-month' || text === 'next-month') return [text];
    const span = readSpan(text);
    if (span) return [{ within: span.count, unit: span.unit }];
    report('--due', `${text} is none of this-month, next-month, 7d (days), 5wd (working days)`);
    return [];
  });

const readLeads = (options: DigestOptions, report: Report): Lead[] =>
  listOf(options.lead).flatMap((text): Lead[] => {
    const span = readSpan(/^\d+$/.test(text) ? `${text}wd` : text);
    if (span) return [span];
    report('--lead', `${text} is no number of working days (7) or days (7d)`);
    return [];
  });

/** Absent where no option says what a digest contains. */
function readContent(options: DigestOptions, report: Report): Pick<PartialDraftFields, 'content'> {
  const due = readDue(options, report);
  const leads = readLeads(options, report);
  const { overdue = false, duties = false, phases = false } = options;
  const isNamed = due.length > 0 || leads.length > 0 || overdue || duties || phases;
  return isNamed ? { content: { due, leads, overdue, duties, phases } } : {};
}

function readScope(options: DigestOptions, report: Report): NonNullable<PartialDraftFields['scope']> {
  const groups = listOf(options.group).map((text) => {
    if (!/^\d{1,3}$/.test(text)) report('--group', `${text} is no number of a group`);
    return Number(text);
  });
  const role = options.role ?? 'any';
  if (!['responsible', 'cooperating', 'any'].includes(role))
    report('--role', `${role} is none of responsible, cooperating, any`);
  const plans = listOf(options.plan);
  const units = listOf(options.unit).map((unit) => ({ unit, role: role as 'any' }));
  return {
    ...(plans.length ? { plans } : {}),
    ...(units.length ? { units } : {}),
    ...(options.star ? { starredOnly: true } : {}),
    ...(groups.length ? { groups } : {}),
  };
}

function readTiming(options: DigestOptions, report: Report): Pick<PartialDraftFields, 'zone' | 'dayOff' | 'quiet'> {
  if (options.dayOff && !['send', 'next', 'previous'].includes(options.dayOff))
    report('--day-off', `${options.dayOff} is none of send, next, previous`);
  const quiet = options.quiet === undefined ? undefined : /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(options.quiet);
  if (quiet === null) report('--quiet', `${options.quiet} is no span of hours (22:00-08:00)`);
  return {
    ...(options.zone ? { zone: options.zone } : {}),
    ...(options.dayOff ? { dayOff: options.dayOff as 'send' } : {}),
    ...(quiet ? { quiet: { from: quiet[1]!, to: quiet[2]! } } : {}),
  };
}

/** The fields that the options set; every wrong option goes to `faults`. */
export function fieldsOf(options: DigestOptions, faults: Fault[]): PartialDraftFields {
  const report: Report = (file, message) => faults.push({ file, place: '', message });
  return {
    ...readContent(options, report),
    scope: readScope(options, report),
    ...readTiming(options, report),
    ...(options.silent ? { whenNothing: 'silence' as const } : {}),
    ...(options.omitDone ? { done: 'omit' as const } : {}),
    ...(options.english ? { language: 'en' as const } : {}),
  };
}
