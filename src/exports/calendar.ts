/** Deadlines and recurring duties as an iCalendar (RFC 5545): all-day events on the last day, with stable ids. */
import ical, { ICalAlarmType, type ICalCalendar, ICalEventRepeatingFreq } from 'ical-generator';
import type { Formatter } from '../language/format.ts';
import { nameOf, shorten, shortName } from '../language/format.ts';
import { citedHead } from '../model/pack/cited-name.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { PlanRecord } from '../model/plan.ts';
import { type DayNumber, dayMs, textOfDay } from '../shared/day.ts';
import { deadlineDay } from './deadline-day.ts';
import { exportText } from './messages.ts';

export interface CalendarOptions {
  title: string;
  remindDays: readonly number[];
  /** The last working day up to a day; absent = every day counts as one. */
  workdayUpTo?: (day: DayNumber) => DayNumber;
}

/** Records of one plan. */
export interface CalendarPart {
  formatter: Formatter;
  records: readonly PlanRecord[];
  /** Start of the addresses of records; absent = events link nowhere. */
  recordsAt?: string;
}

const summaryLength = 60;
const daySeconds = 86_400;

const leadsOf = (record: PlanRecord) => ('responsible' in record && record.responsible ? record.responsible.units : []);

/** 2025年5月31日 is a Saturday: who waits for the day itself finds the offices closed. */
function dayOffNote(day: Date, { language }: Formatter, { workdayUpTo }: CalendarOptions): string {
  const number = day.getTime() / dayMs;
  const last = workdayUpTo?.(number) ?? number;
  return last === number ? '' : exportText[language].dayOff(textOfDay(last));
}

function describe(formatter: Formatter, record: PlanRecord, note: string): string {
  const units = leadsOf(record)
    .map((name) => shortName(formatter, name))
    .join('、');
  return [record.text.text, units, note, `${citedHead(formatter.pack)}${record.place}`].filter(Boolean).join('\n');
}

/** The year in which the plan ends: duties do not go on for ever. */
function lastDay(pack: KnowledgePack): Date | undefined {
  const days = [...pack.records.values()].flatMap((record) => deadlineDay(record) ?? []);
  return days.toSorted((a, b) => b.getTime() - a.getTime())[0];
}

const frequencies = {
  month: { freq: ICalEventRepeatingFreq.MONTHLY, interval: 1, months: 1 },
  quarter: { freq: ICalEventRepeatingFreq.MONTHLY, interval: 3, months: 3 },
  year: { freq: ICalEventRepeatingFreq.YEARLY, interval: 1, months: 12 },
} as const;

/** The first last day of a month, quarter or year on or after the day the plan was issued. */
function firstPeriodEnd(issued: Date, months: number): Date {
  const index = Math.floor(issued.getUTCMonth() / months) * months + months;
  return new Date(Date.UTC(issued.getUTCFullYear(), index, 0));
}

/** An all-day event on the last day of the deadline; none where no month is printed. */
function addDeadline(
  calendar: ICalCalendar,
  { formatter, recordsAt }: CalendarPart,
  record: PlanRecord,
  options: CalendarOptions,
  stamp: Date,
): void {
  const day = deadlineDay(record);
  if (!day) return;
  const words = exportText[formatter.language];
  const star = record.kind === 'task' && record.starred ? '★' : '';
  const summary = `${record.number}${star} ${shorten(nameOf(record), summaryLength)} ${words.due}`;
  const event = calendar.createEvent({
    // The same in every export, so that a calendar that imports twice has it once.
    id: `${formatter.pack.id}-${record.id.replace(/[^\w.-]/g, '-')}@qinzhi`,
    start: day,
    allDay: true,
    summary,
    description: describe(formatter, record, dayOffNote(day, formatter, options)),
    // A fixed stamp: the same plan gives the same bytes.
    stamp,
    ...(recordsAt ? { url: `${recordsAt}${encodeURIComponent(record.id)}` } : {}),
  });
  for (const days of options.remindDays)
    event.createAlarm({
      type: ICalAlarmType.display,
      trigger: days * daySeconds,
      description: `${words.remind}${summary}`,
    });
}

function addDuties(calendar: ICalCalendar, { pack, language }: Formatter, stamp: Date): void {
  const until = lastDay(pack);
  if (!until) return;
  for (const duty of pack.duties) {
    const { freq, interval, months } = frequencies[duty.every];
    calendar.createEvent({
      id: `${pack.id}-duty-${duty.id}@qinzhi`,
      start: firstPeriodEnd(stamp, months),
      allDay: true,
      summary: `${exportText[language].every[duty.every]}：${duty.names[0]}`,
      description: duty.quote,
      stamp,
      // The last day of the month, however long it is.
      repeating: { freq, interval, until, byMonthDay: -1 },
    });
  }
}

/** Duties are listed with the whole plan only: they have no unit. */
function isWhole({ formatter: { pack }, records }: CalendarPart): boolean {
  return records.length === [...pack.records.values()].filter(({ kind }) => kind === 'task').length;
}

export function toCalendar(parts: readonly CalendarPart[], options: CalendarOptions): string {
  const [first] = parts;
  const calendar = ical({
    name: options.title,
    prodId: { company: 'qinzhi', product: 'qinzhi', language: first?.formatter.language === 'en' ? 'EN' : 'ZH' },
    ...(first ? { timezone: first.formatter.pack.facts.timeZone } : {}),
    ttl: daySeconds,
  });
  for (const part of parts) {
    const { formatter, records } = part;
    const issued = new Date(`${formatter.pack.plan.document.issuedOn ?? '2000-01-01'}T00:00:00Z`);
    for (const record of records) addDeadline(calendar, part, record, options, issued);
    if (isWhole(part)) addDuties(calendar, formatter, issued);
  }
  return calendar.toString();
}
