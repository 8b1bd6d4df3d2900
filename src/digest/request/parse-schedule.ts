/** Parses a schedule in words, in Chinese or English, or says why the words can't be one. */

import type { Language } from '../../language/answer-phrases.ts';
import { calendarDay, findMonthDay } from '../../language/date.ts';
import { languageOfSchedule } from '../../language/detect.ts';
import { numeral, readNumber } from '../../language/number.ts';
import { englishDay, englishWeekdays, week, weekdayList, weekdaysIn } from '../../language/weekday.ts';
import type { Schedule } from '../../model/subscription.ts';
import { type DayNumber, mondayOf, textOfDay, weekdayOf } from '../../shared/day.ts';
import { cronDays, cronFault, everFires } from '../calendar/cron.ts';
import { type DigestPhrase, digestSpeaker } from '../phrases.ts';
import { once, takeOnce } from './one-day.ts';
import { type Days, schedulePatterns, UnreadableSchedule } from './schedule-patterns.ts';

/** What was understood, with what has to be said of it; or the problem, in the words' own language. */
export type ScheduleParse =
  | { schedule: Schedule; notes: string[]; language: Language }
  /** `vague`: the words are none of a schedule; else they are, and something in them can't be. */
  | { problem: string; vague: boolean };

const defaultTime = '09:00';
/** More in a day is no digest. */
const maxPerDay = 24;

/** What people say of a part of the day, before its hour. */
const dayParts = '上午|早上|早晨|清早|清晨|一早|凌晨|半夜|午夜|深夜|夜里|中午|下午|傍晚|晚上|夜晚|早|晚|am|pm';
const timePatterns: RegExp[] = [
  new RegExp(`(${dayParts})?\\s*(\\d{1,2})\\s*:\\s*(\\d{1,2})(?!\\d)\\s*(am|pm)?`, 'g'),
  new RegExp(`(${dayParts})?\\s*(${numeral}|零|〇)\\s*(?:点|时)\\s*(?:(半|一刻|三刻|整|钟)|(${numeral})\\s*分?)?`, 'g'),
  /\b(\d{1,2})\s*(am|pm)\b/g,
];
/** An hour of midnight without a number. */
const midnight = /(?:半夜|午夜|零时)(?![\d一二两三四五六七八九十零])/g;
const spokenMinutes: Record<string, number> = { 半: 30, 一刻: 15, 三刻: 45 };

/** 0:00 at the end of the day that was named: 晚上12点, 24:00. */
const endOfDay = '24:00';

/** The hour of 24 that a part of the day and an hour of 12 mean. */
function hourOf(part: string, hour: number): number {
  if (hour === 12) return /^(?:am|凌晨)$|夜/.test(part) ? 0 : hour;
  if (/下午|傍晚|晚|pm/.test(part)) return hour < 12 ? hour + 12 : hour;
  // 半夜2点 is before dawn, 深夜11点 before midnight.
  if (part.includes('夜')) return hour >= 6 && hour < 12 ? hour + 12 : hour;
  return part === '中午' && hour < 11 ? hour + 12 : hour;
}

function timeOf(phrase: string, part: string | undefined, hours: number, minutes: number): string {
  const isMidnight = hours === 24 || (hours === 12 && /晚|夜/.test(part ?? ''));
  if (isMidnight && minutes === 0) return endOfDay;
  const hour = part ? hourOf(part, hours) : hours;
  if (hour > 23 || minutes > 59 || (/am|pm|凌晨/.test(part ?? '') && hours > 12))
    throw new UnreadableSchedule('badTime', { text: phrase });
  return `${String(hour).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** The schedule of which `at` holds the end of its day: 0:00 of the day after. @throws where that day can't be named */
function onTheDayAfter(days: Days, times: readonly string[]): Days {
  if (!times.includes(endOfDay) || days.kind === 'daily') return days;
  // Another time of the same day stays on that day, and one schedule has one list of days.
  if (times.length > 1 || days.kind !== 'weekly') throw new UnreadableSchedule('midnight');
  return { ...days, weekdays: days.weekdays.map((day) => (day % 7) + 1).sort((a, b) => a - b) };
}

/** Writes at 9 as 9:00, so that the hour is known without the word before it. */
export const withClockTimes = (text: string): string => text.replace(/\bat (\d{1,2})(?: o'clock)?(?= |,|$)/g, '$1:00');

/** Takes the times of day out of the words. */
function takeTimes(text: string): { times: string[]; rest: string } {
  const times: string[] = [];
  let rest = text;
  const take = (pattern: RegExp, read: (groups: (string | undefined)[], phrase: string) => string) => {
    rest = rest.replace(pattern, (phrase: string, ...groups: unknown[]) => {
      times.push(read(groups as (string | undefined)[], phrase.trim()));
      return ' ';
    });
  };
  take(timePatterns[0]!, ([before, hour, minute, after], phrase) =>
    timeOf(phrase, before ?? after, Number(hour), Number(minute)),
  );
  take(timePatterns[1]!, ([before, hour, spoken, minute], phrase) =>
    timeOf(
      phrase,
      before,
      /[零〇]/.test(hour!) ? 0 : (readNumber(hour!) ?? 99),
      spoken ? (spokenMinutes[spoken] ?? 0) : minute ? (readNumber(minute) ?? 99) : 0,
    ),
  );
  take(timePatterns[2]!, ([hour, part], phrase) => timeOf(phrase, part, Number(hour), 0));
  rest = rest.replace(midnight, () => {
    times.push(endOfDay);
    return ' ';
  });
  return { times: [...new Set(times)].sort(), rest };
}

function readCron(text: string, from: DayNumber): Schedule | undefined {
  const marked = /^cron\s*:?\s*/.exec(text);
  const expression = (marked ? text.slice(marked[0].length) : text).trim();
  const looks =
    marked ||
    /^@\w+$/.test(expression) ||
    (/^[\d*?,/\-lw# a-z]+$/.test(expression) &&
      /^[\d*]/.test(expression) &&
      [5, 6].includes(expression.split(/\s+/).length) &&
      !/before|of|every|day/.test(expression));
  if (!looks) return undefined;
  const written = expression.startsWith('@') ? expression : expression.toUpperCase();
  const why = cronFault(written);
  // The parser's word for 30 February.
  if (why && /impossible/.test(why)) throw new UnreadableSchedule('neverFires', { text: expression });
  if (why) throw new UnreadableSchedule('badCron', { text: expression, why });
  if (!everFires(written, from)) throw new UnreadableSchedule('neverFires', { text: expression });
  const count = cronDays(written).seconds.length;
  if (count > maxPerDay) throw new UnreadableSchedule('tooOften', { count, most: maxPerDay });
  return { kind: 'cron', expression: written };
}

const otherWeek = new RegExp(
  `^(?:隔一?个?${week}|每隔一?个?${week}|每(?:两|2|二)个?${week}|每?双${week})(?:的)?\\s*(?<zh>${weekdayList})?$|` +
    `^(?:(?:on )?(?<before>${englishDay}(?:\\s*(?:,|and|&|\\s)+\\s*${englishDay})*) )?(?:every other week|every (?:2|two) weeks|biweekly|(?:every )?fortnight(?:ly)?)` +
    `(?:\\s*,?\\s*(?:on )?(?<en>${englishDay}(?:\\s*(?:,|and|&|\\s)+\\s*${englishDay})*))?$|` +
    `^every other (?<day>${englishDay}(?:\\s*(?:,|and|&|\\s)+\\s*${englishDay})*)$`,
);
const startPattern =
  /\(?\s*(?:[自从]\s*(\d{4})年(\d{1,2})月(\d{1,2})[日号](?:那[一个]?周)?(?:起|开始)|(?:from|starting)\s+(?:the week of\s+)?(\d{4})-(\d{1,2})-(\d{1,2}))\s*\)?/;

/** The day in whose week a fortnight begins to count: the one said, else the next of its weekdays. */
function fortnight(text: string, start: DayNumber | undefined, today: DayNumber): Days | undefined {
  const groups = otherWeek.exec(text)?.groups;
  if (!groups) return undefined;
  const english = groups.en ?? groups.before ?? groups.day;
  const days = english ? englishWeekdays(english) : weekdaysIn(groups.zh ?? '');
  if (!days.length) throw new UnreadableSchedule('whichWeekday');
  let first = start ?? today;
  while (start === undefined && !days.includes(weekdayOf(first))) first++;
  return { kind: 'fortnightly', weekdays: days, from: textOfDay(mondayOf(first)) };
}

/** Takes the day out of the words from which something counts. */
function takeStart(text: string): { start: DayNumber | undefined; rest: string } {
  const match = startPattern.exec(text);
  if (!match) return { start: undefined, rest: text };
  const [year, month, day] = match.slice(1).filter(Boolean).map(Number);
  const start = calendarDay(year!, month!, day!);
  if (start === undefined) throw new UnreadableSchedule('notFrom', { text: match[0] });
  return { start, rest: text.replace(match[0], ' ') };
}

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Rejects a day of one month; whether it exists is said before how a yearly schedule is written. */
function rejectMonthDay(text: string): void {
  const named = findMonthDay(text);
  if (!named) return;
  const { month, day } = named;
  const last = daysInMonth[month - 1];
  if (last === undefined) throw new UnreadableSchedule('badMonth', { month });
  throw day < 1 || day > last
    ? new UnreadableSchedule('noSuchDate', { month, day, last })
    : new UnreadableSchedule('onceAYear', { month, day });
}

interface Wording {
  input: string;
  start: DayNumber | undefined;
  today: DayNumber;
  isOnce: boolean;
}

function readWords(text: string, { input, start, today, isOnce }: Wording): Days {
  const named = fortnight(text, start, today) ?? once(text, today, isOnce);
  if (named) return named;
  // A day from which it counts means something for fortnights only.
  if (start !== undefined) throw new UnreadableSchedule('unreadable', { text: input });
  if (/^(?:每个?(?:周|星期|礼拜)|every week|weekly)$/.test(text)) throw new UnreadableSchedule('whichWeekday');
  if (/^(?:每个?月(?:份)?|every month|monthly)$/.test(text)) throw new UnreadableSchedule('whichMonthDay');
  if (isOnce && !text) throw new UnreadableSchedule('whichDay');
  if (/^(?:每个?(?:小时|钟头|钟)|每隔?\d+个?(?:小时|分钟)|every hour|hourly|every \d+ (?:hours?|minutes?))$/.test(text))
    throw new UnreadableSchedule('hourly');
  for (const { pattern, read } of schedulePatterns) {
    const match = pattern.exec(text);
    if (match) return read(match);
  }
  rejectMonthDay(text);
  throw new UnreadableSchedule('unreadable', { text: input });
}

/** The hour that a part of the day means by itself. */
const hoursOfParts: [RegExp, string][] = [
  [/(?:快|要)?下班(?:之?前|时|时候)?$/, '17:00'],
  [/(?:刚|一)?上班(?:后|时|时候|就)?$/, '09:00'],
  [/(?:早上|早晨|清早|清晨|一早|上午)$|\b(?:in the )?morning$/, '09:00'],
  [/(?:中午)$|\b(?:at )?noon$/, '12:00'],
  [/(?:下午)$|\b(?:in the )?afternoon$/, '15:00'],
  [/(?:傍晚|晚上|晚间)$|\b(?:in the )?evening$/, '19:00'],
];

/** 每天早上: the hour is taken, and what remains names the days. */
function takePartOfDay(words: string): { words: string; time: string | undefined } {
  for (const [pattern, time] of hoursOfParts) {
    const rest = words.replace(pattern, '').trim();
    if (rest === words) continue;
    return { words: /^(?:every|each)$/.test(rest) ? `${rest} day` : rest, time };
  }
  return { words, time: undefined };
}

const saysLastDay = /最后一|月底|月末|last day|month[- ]end/;

/** What was decided for want of words, or has to be said of them. */
function notesOf(
  days: Days,
  words: string,
  times: readonly string[],
  assumed: string,
): [DigestPhrase, Record<string, string | number>][] {
  const notes: [DigestPhrase, Record<string, string | number>][] = [];
  if (times.includes(endOfDay)) notes.push(['midnightNote', {}]);
  if (!times.length) notes.push(['timeNote', { time: assumed.replace(/^0/, '') }]);
  const long = days.kind === 'month-days' ? days.days.find((day) => day > 28) : undefined;
  // 每月最后一天 says already what becomes of shorter months.
  if (long && !saysLastDay.test(words)) notes.push(['lastDayNote', { day: long }]);
  return notes;
}

/** `today` bounds the search for the first time of a cron expression, and is where a fortnight begins. */
export function parseSchedule(input: string, today: DayNumber, preferred?: Language): ScheduleParse {
  const text = input.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  const language = preferred ?? languageOfSchedule(text);
  const say = digestSpeaker(language);
  try {
    const cron = readCron(text, today);
    if (cron) return { schedule: cron, notes: [say('cronNote')], language };
    const { start, rest: undated } = takeStart(text);
    const { isOnce, rest: repeated } = takeOnce(undated);
    const { times, rest } = takeTimes(withClockTimes(repeated));
    const cleaned = rest
      .replace(/\([^)]*\)/g, ' ')
      .replace(/[。.;；!]/g, ' ')
      .replace(/(?<=[\u3400-\u9fff])(?:发送|提醒|推送|发|的)?\s*$/, '')
      .replace(/(?:\bat\b|在|,|、|和|and|\s)+$/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    const { words, time = defaultTime } = times.length ? { words: cleaned } : takePartOfDay(cleaned);
    const named = onTheDayAfter(readWords(words, { input: input.trim(), start, today, isOnce }), times);
    if (times.length > maxPerDay) throw new UnreadableSchedule('tooOften', { count: times.length, most: maxPerDay });
    const notes = notesOf(named, words, times, time).map(([key, slots]) => say(key, slots));
    const at = [...new Set(times.map((time) => (time === endOfDay ? '00:00' : time)))].sort();
    return { schedule: { ...named, at: at.length ? at : [time] } as Schedule, notes, language };
  } catch (error) {
    if (error instanceof UnreadableSchedule)
      return { problem: say(error.key, error.slots), vague: error.key === 'unreadable' };
    throw error;
  }
}
