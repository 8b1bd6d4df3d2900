/** Formats schedules, days and slots in words that can be parsed again. */

import type { Language } from '../../language/answer-phrases.ts';
import type { Lead, Schedule, Timing } from '../../model/subscription.ts';
import { type DayNumber, dayOfText, partsOf, weekdayOf } from '../../shared/day.ts';
import { dayIn, type Slot } from '../calendar/slots.ts';
import type { Calendar } from '../calendar/working-days.ts';
import { type DigestPhrase, digestSpeaker, monthNames, ordinal, periodNames, weekdayNames } from '../phrases.ts';

const shortTime = (time: string) => time.replace(/^0/, '');

function sayLeads(leads: readonly Lead[], language: Language): string {
  const say = digestSpeaker(language);
  const join = say('listJoin');
  const parts = (['workday', 'day'] as const).flatMap((unit) => {
    const counts = leads.filter((lead) => lead.unit === unit).map((lead) => lead.count);
    const key: DigestPhrase = unit === 'workday' ? 'beforeWorkdays' : 'beforeDays';
    return counts.length ? [say(key, { counts: counts.join(join) })] : [];
  });
  return parts.join(join);
}

export function formatSchedule(schedule: Schedule, language: Language): string {
  const say = digestSpeaker(language);
  if (schedule.kind === 'cron') return say('cron', { expression: schedule.expression });
  const times = schedule.at.map(shortTime).join(say('timesJoin'));
  const names = weekdayNames[language];
  const join = say('listJoin');
  switch (schedule.kind) {
    case 'daily':
      return say('daily', { times });
    case 'workdays':
      return say('workdays', { times });
    case 'weekly': {
      const days = schedule.weekdays.map((day) => (language === 'zh' ? names[day - 1]!.slice(1) : names[day - 1]!));
      return say('weekly', { days: days.join(join), times });
    }
    case 'fortnightly': {
      const days = schedule.weekdays.map((day) => (language === 'zh' ? names[day - 1]!.slice(1) : names[day - 1]!));
      return say('fortnightly', { days: days.join(join), times, from: formatDay(dayOfText(schedule.from), language) });
    }
    case 'month-days':
      return schedule.days.length === 1 && schedule.days[0] === 31
        ? say('monthLast', { times })
        : say('monthDays', { days: schedule.days.join(join), times });
    case 'month-weekday': {
      const day = names[schedule.weekday - 1]!;
      return schedule.nth < 0
        ? say('monthNthLast', { day, times })
        : say('monthNth', { nth: ordinal(language, schedule.nth), day, times });
    }
    case 'nth-workday': {
      const every = periodNames[language][schedule.every];
      if (schedule.nth === -1) return say('nthWorkdayLast', { every, times });
      const key: DigestPhrase = schedule.nth > 0 ? 'nthWorkday' : 'nthWorkdayFromEnd';
      return say(key, { every, nth: ordinal(language, Math.abs(schedule.nth)), times });
    }
    case 'once':
      return say('once', { date: formatDay(dayOfText(schedule.on), language), times });
    case 'before-deadlines':
      return say('before', { leads: sayLeads(schedule.leads, language), times });
  }
}

export function formatDay(day: DayNumber, language: Language): string {
  const { year, month, day: number } = partsOf(day);
  const pad = (n: number) => (language === 'en' ? String(n).padStart(2, '0') : n);
  return digestSpeaker(language)('day', { year, month: pad(month), day: pad(number) });
}

export const formatWeekday = (day: DayNumber, language: Language): string =>
  weekdayNames[language][weekdayOf(day) - 1]!;

const clocks = new Map<string, Intl.DateTimeFormat>();

export function formatTime(at: Date, zone: string): string {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    clocks.set(zone, clock);
  }
  return shortTime(clock.format(at));
}

/** 2026年11月23日（周一）9:00 */
function saySlot({ at, movedFrom }: Slot, zone: string, language: Language): string {
  const day = dayIn(at, zone);
  const brackets = language === 'zh' ? ['（', '）'] : [' (', ') '];
  const moved =
    movedFrom === undefined ? '' : digestSpeaker(language)('moved', { date: formatDay(movedFrom, language) });
  return `${formatDay(day, language)}${brackets[0]}${formatWeekday(day, language)}${brackets[1]}${formatTime(at, zone)}${moved}`;
}

function sayShort(
  key: 'moment' | 'dayShort',
  day: DayNumber,
  time: string,
  thisYear: number,
  language: Language,
): string {
  const { year, month, day: number } = partsOf(day);
  const name = formatWeekday(day, language);
  return digestSpeaker(language)(year === thisYear ? key : `${key}Year`, {
    year,
    month,
    day: number,
    time,
    weekday: language === 'zh' ? name : name.slice(0, 3),
    monthName: monthNames[month - 1]!,
  });
}

/** 11月24日 周二 9:00, as people say it; with its year where that is another than now. */
export const formatMoment = (at: Date, zone: string, now: Date, language: Language): string =>
  sayShort('moment', dayIn(at, zone), formatTime(at, zone), partsOf(dayIn(now, zone)).year, language);

/** 11月24日 周二 */
export const formatDate = (day: DayNumber, today: DayNumber, language: Language): string =>
  sayShort('dayShort', day, '', partsOf(today).year, language);

/** Does it hang on the calendar of working days when a slot is? */
function hangsOnWorkdays({ schedule, dayOff }: Timing): boolean {
  if (dayOff !== 'send' || schedule.kind === 'workdays' || schedule.kind === 'nth-workday') return true;
  return schedule.kind === 'before-deadlines' && schedule.leads.some(({ unit }) => unit === 'workday');
}

/** The years of slots of which the working days are not known, where the slots hang on them. */
export function openYears(slots: readonly Slot[], timing: Timing, calendar: Calendar): number[] {
  if (!hangsOnWorkdays(timing)) return [];
  const years = new Set(slots.map(({ at }) => partsOf(dayIn(at, timing.zone)).year));
  return [...years].filter((year) => !calendar.covers(year));
}

/** The next slots in words, and which of their years are counted by weekdays only. */
export function formatNextSlots(
  slots: readonly Slot[],
  timing: Timing,
  calendar: Calendar,
  language: Language,
): string[] {
  const say = digestSpeaker(language);
  if (!slots.length) return [say('noNext')];
  const times = slots.map((slot) => saySlot(slot, timing.zone, language)).join(language === 'zh' ? '；' : '; ');
  const years = openYears(slots, timing, calendar);
  const open = years.length ? [say('weekdayRule', { years: years.join(say('listJoin')) })] : [];
  return [say('nextTimes', { times }), ...open];
}
