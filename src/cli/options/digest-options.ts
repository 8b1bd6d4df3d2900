/** Options of `digest` and `subscriptions add`: what a digest contains, and how it is read from the command line. */
import type { Command } from 'commander';
import { type Fault, faultIn } from '../../model/fault.ts';
import type { Due, Lead } from '../../model/subscription.ts';
import { defaultTimeZone } from '../../shared/zone.ts';
import type { CliMessage } from '../messages/en.ts';
import { cliText, type SayHelp } from '../messages/messages.ts';
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
  report?: boolean;
  done?: string[];
  omitDone?: boolean;
  silent?: boolean;
  attach?: string;
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
    .option('--report', help('report'))
    .option('--omit-done', help('omitDone'))
    .option('--silent', help('silent'))
    .option('--english', help('english'))
    .option('--zone <zone>', help('zone', { zone: defaultTimeZone }))
    .option('--day-off <what>', help('dayOff'))
    .option('--quiet <hours>', help('quiet'));

const spans: Record<string, 'day' | 'workday'> = { d: 'day', wd: 'workday' };

function readSpan(text: string): { count: number; unit: 'day' | 'workday' } | undefined {
  const match = /^(\d{1,3})(d|wd)$/.exec(text);
  return match ? { count: Number(match[1]), unit: spans[match[2]!]! } : undefined;
}

export const listOf = (values: readonly string[] | undefined) =>
  (values ?? []).flatMap((value) => value.split(/[,，、]/).map((part) => part.trim())).filter(Boolean);

/** Adds a fault of an option with its value. */
type Report = (option: string, message: CliMessage, value: string) => void;

const readDue = (options: DigestOptions, report: Report): Due[] =>
  listOf(options.due).flatMap((text): Due[] => {
    if (text === 'this-month' || text === 'next-month') return [text];
    const span = readSpan(text);
    if (span) return [{ within: span.count, unit: span.unit }];
    report('--due', 'dueWrong', text);
    return [];
  });

const readLeads = (options: DigestOptions, report: Report): Lead[] =>
  listOf(options.lead).flatMap((text): Lead[] => {
    const span = readSpan(/^\d+$/.test(text) ? `${text}wd` : text);
    if (span) return [span];
    report('--lead', 'leadWrong', text);
    return [];
  });

/** Absent where no option says what a digest contains. */
function readContent(options: DigestOptions, report: Report): Pick<PartialDraftFields, 'content'> {
  const due = readDue(options, report);
  const leads = readLeads(options, report);
  const { overdue = false, duties = false, phases = false, report: closing = false } = options;
  const isNamed = due.length > 0 || leads.length > 0 || overdue || duties || phases || closing;
  return isNamed ? { content: { due, leads, overdue, duties, phases, report: closing } } : {};
}

function readScope(options: DigestOptions, report: Report): NonNullable<PartialDraftFields['scope']> {
  const groups = listOf(options.group).map((text) => {
    if (!/^\d{1,3}$/.test(text)) report('--group', 'groupWrong', text);
    return Number(text);
  });
  const role = options.role ?? 'any';
  if (!['responsible', 'cooperating', 'any'].includes(role)) report('--role', 'roleWrong', role);
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
    report('--day-off', 'dayOffWrong', options.dayOff);
  const quiet = options.quiet === undefined ? undefined : /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(options.quiet);
  if (quiet === null) report('--quiet', 'quietWrong', options.quiet ?? '');
  return {
    ...(options.zone ? { zone: options.zone } : {}),
    ...(options.dayOff ? { dayOff: options.dayOff as 'send' } : {}),
    ...(quiet ? { quiet: { from: quiet[1]!, to: quiet[2]! } } : {}),
  };
}

function readAttach({ attach }: DigestOptions, report: Report): Pick<PartialDraftFields, 'attach'> {
  if (attach !== undefined && attach !== 'xlsx' && attach !== 'none') report('--attach', 'attachWrong', attach);
  return attach === 'xlsx' ? { attach } : {};
}

/** The fields that the options set; every wrong option goes to `faults`. */
export function fieldsOf(options: DigestOptions, faults: Fault[]): PartialDraftFields {
  const report: Report = (file, message, value) => faults.push(faultIn(file, cliText(message, { value })));
  return {
    ...readContent(options, report),
    scope: readScope(options, report),
    ...readTiming(options, report),
    ...(options.silent ? { whenNothing: 'silence' as const } : {}),
    ...(options.omitDone ? { done: 'omit' as const } : {}),
    ...readAttach(options, report),
    ...(options.english ? { language: 'en' as const } : {}),
  };
}
