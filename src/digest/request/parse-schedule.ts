/** Reads a schedule as people say it, in Chinese or English, or why it can't be one. */

import type { Language } from '../../language/answer-phrases.ts';
import { numeral, readNumber } from '../../language/number.ts';
import {
  englishDay,
  englishWeekdays,
  sorted,
  week,
  weekdayList,
  weekdays,
  weekdaysIn,
} from '../../language/weekday.ts';
import type { Lead, Schedule } from '../../model/subscription.ts';
import { type DayNumber, mondayOf, numberOfDay, partsOf, textOfDay, weekdayOf } from '../../shared/day.ts';
import { cronDays, cronFault, everFires } from '../calendar/cron.ts';
import { refuseDate } from '../one-date.ts';
import { digestSpeaker } from '../phrases.ts';
import { Unreadable } from '../unreadable.ts';

/** What was understood, with what has to be said of it; or the problem, in the words' own language. */
export type ScheduleParse =
  | { schedule: Schedule; notes: string[]; language: Language }
  /** `vague`: the words are none of a schedule; else they are, and something in them can't be. */
  | { problem: string; vague: boolean };

const usualTime = '09:00';
/** More in a day is no digest. */
const mostADay = 24;

const timePatterns: RegExp[] = [
  /(上午|早上|早晨|清早|中午|下午|傍晚|晚上|晚|am|pm)?\s*(\d{1,2})\s*:\s*(\d{1,2})(?!\d)\s*(am|pm)?/g,
  new RegExp(
    `(上午|早上|早晨|清早|中午|下午|傍晚|晚上|晚)?\\s*(${numeral})\\s*(?:点|时)\\s*(?:(半|一刻|三刻|整|钟)|(${numeral})\\s*分?)?`,
    'g',
  ),
  /\b(\d{1,2})\s*(am|pm)\b/g,
];
const spokenMinutes: Record<string, number> = { 半: 30, 一刻: 15, 三刻: 45 };

function timeOf(said: string, part: string | undefined, hours: number, minutes: number): string {
  let hour = hours;
  if (part && /下午|傍晚|晚|pm/.test(part) && hour < 12) hour += 12;
  if (part === '中午' && hour < 11) hour += 12;
  if (part === 'am' && hour === 12) hour = 0;
  if (hour > 23 || minutes > 59 || (part && /am|pm/.test(part) && hours > 12))
    throw new Unreadable('badTime', { said });
  return `${String(hour).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** Takes the times of day out of the words. */
function takeTimes(text: string): { times: string[]; rest: string } {
  const times: string[] = [];
  let rest = text;
  const take = (pattern: RegExp, read: (groups: (string | undefined)[], said: string) => string) => {
    rest = rest.replace(pattern, (said: string, ...groups: unknown[]) => {
      times.push(read(groups as (string | undefined)[], said.trim()));
      return ' ';
    });
  };
  take(timePatterns[0]!, ([before, hour, minute, after], said) =>
    timeOf(said, before ?? after, Number(hour), Number(minute)),
  );
  take(timePatterns[1]!, ([before, hour, spoken, minute], said) =>
    timeOf(
      said,
      before,
      readNumber(hour!) ?? 99,
      spoken ? (spokenMinutes[spoken] ?? 0) : minute ? (readNumber(minute) ?? 99) : 0,
    ),
  );
  take(timePatterns[2]!, ([hour, part], said) => timeOf(said, part, Number(hour), 0));
  return { times: [...new Set(times)].sort(), rest };
}

const englishOrdinals: Record<string, number> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  last: -1,
};
const numbersIn = (text: string) =>
  (text.match(new RegExp(numeral, 'g')) ?? []).map((part) => readNumber(part)!).filter((n) => n !== undefined);

type Named = Schedule extends infer S ? (S extends { at: string[] } ? Omit<S, 'at'> : never) : never;
type Reader = (match: RegExpExecArray) => Named;

const everyOf = (text: string) => (/季|quarter/.test(text) ? 'quarter' : /年|year/.test(text) ? 'year' : 'month');

function leadsOf(counts: string, unit: string): Lead[] {
  const values = sorted(numbersIn(counts)).reverse();
  if (!values.length || values[0]! > 400 || values.at(-1)! < 1) throw new Unreadable('unreadable', { said: counts });
  return values.map((count) => ({ count, unit: /工作|上班|work|business/.test(unit) ? 'workday' : 'day' }));
}

function nthOf(text: string): number {
  if (/倒数|from the end|last$/.test(text) && /\d|[一二两三四五六七八九十]/.test(text.replace(/最后一/, '')))
    return -numbersIn(text)[0]!;
  if (/最后|末|last/.test(text)) return -1;
  if (/首|头/.test(text)) return 1;
  return englishOrdinals[text.trim()] ?? numbersIn(text)[0] ?? Number.NaN;
}

function daysOfMonth(text: string): number[] {
  const days = sorted(numbersIn(text));
  const bad = days.find((day) => day < 1 || day > 31);
  if (bad !== undefined) throw new Unreadable('badDay', { day: bad });
  return days;
}

function nthWorkday(nth: number, every: 'month' | 'quarter' | 'year', said: string): Named {
  if (!Number.isInteger(nth) || nth === 0 || Math.abs(nth) > 15) throw new Unreadable('unreadable', { said });
  return { kind: 'nth-workday', every, nth };
}

function monthWeekday(nth: number, weekday: number, said: string): Named {
  if (!(nth === -1 || (nth >= 1 && nth <= 4)) || !weekday) throw new Unreadable('unreadable', { said });
  return { kind: 'month-weekday', nth, weekday } as Named;
}

const workday = '(?:个)?\\s*(?:工作日|上班日|上班天|工作天)';
const list = `(?:${numeral})(?:\\s*(?:个?工作日|天|日|号)?\\s*(?:、|,|和|及|与|\\s)\\s*(?:${numeral}))*`;
const ordinalWords = 'first|second|third|fourth|last|1st|2nd|3rd|\\d{1,2}th';

/** The whole of the words has to be one of these; what is left over is not guessed at. */
const readers: [string, Reader][] = [
  [`(?:每|逢)?\\s*${workday}`, () => ({ kind: 'workdays' })],
  ['(?:every|each|on|all)?\\s*(?:working|work|business)\\s*-?days?', () => ({ kind: 'workdays' })],
  ['每[天日]|天天|every\\s?day|daily', () => ({ kind: 'daily' })],
  [
    `(?:${week}|每${week}|每个${week})的?(${weekdayList})|周末`,
    (m) => ({ kind: 'weekly', weekdays: weekdaysIn(m[1] ?? '周末') }),
  ],
  [`(?:every |each |on )*(weekdays?)`, () => ({ kind: 'weekly', weekdays: [1, 2, 3, 4, 5] })],
  [
    `(?:every |each |weekly |on )*(${englishDay}(?:\\s*(?:,|and|&|to|through|until|-|–|\\s)+\\s*${englishDay})*)`,
    (m) => ({ kind: 'weekly', weekdays: englishWeekdays(m[1]!) }),
  ],
  [`每个?月的?(${list})\\s*[日号]?`, (m) => ({ kind: 'month-days', days: daysOfMonth(m[1]!) })],
  [
    '每个?月的?(?:最后一[天日]|月?底|月?末)|月底|月末|(?:the )?last day of (?:the|every|each) month|(?:every |each )?month[- ]end',
    () => ({ kind: 'month-days', days: [31] }),
  ],
  ['每个?月初', () => ({ kind: 'month-days', days: [1] })],
  [
    `(?:on )?(?:the )?(?:day )?(\\d{1,3}(?:st|nd|rd|th)?(?:\\s*(?:,|and|&)+\\s*(?:the )?\\d{1,3}(?:st|nd|rd|th)?)*) of (?:the|every|each) month`,
    (m) => ({ kind: 'month-days', days: daysOfMonth(m[1]!) }),
  ],
  [
    `(?:every month|each month|monthly) on (?:the |day )?(\\d{1,3}(?:st|nd|rd|th)?(?:\\s*(?:,|and|&)+\\s*(?:the )?\\d{1,3}(?:st|nd|rd|th)?)*)`,
    (m) => ({ kind: 'month-days', days: daysOfMonth(m[1]!) }),
  ],
  [
    `每个?(月|季度?|年)度?的?((?:倒数)?(?:第|最后|首|头)?(?:${numeral})?)${workday}`,
    (m) => nthWorkday(nthOf(m[2]!), everyOf(m[1]!), m[0]),
  ],
  [
    `(?:on )?(?:the )?(${ordinalWords}|(?:second|third|\\d{1,2}(?:nd|rd|th)) last)\\s+(?:working|work|business)\\s*-?day of (?:the|every|each) (month|quarter|year)`,
    (m) =>
      nthWorkday(
        / last$/.test(m[1]!)
          ? -Math.abs(englishOrdinals[m[1]!.split(' ')[0]!] ?? Number.parseInt(m[1]!, 10))
          : (englishOrdinals[m[1]!] ?? Number.parseInt(m[1]!, 10)),
        everyOf(m[2]!),
        m[0],
      ),
  ],
  [
    `每个?月的?((?:第|最后|首|头)(?:${numeral})?)个?${week}([一二三四五六日天])`,
    (m) => monthWeekday(nthOf(m[1]!), weekdays[m[2]!]!, m[0]),
  ],
  [
    `(?:on )?(?:the )?(${ordinalWords})\\s+(${englishDay}) of (?:the|every|each) month`,
    (m) => monthWeekday(englishOrdinals[m[1]!] ?? Number.parseInt(m[1]!, 10), englishWeekdays(m[2]!)[0]!, m[0]),
  ],
  [
    `(?:在)?(?:到期|截止|时限)(?:日)?之?前(?:第)?\\s*(${list})\\s*(${workday}|天|日)|提前\\s*(${list})\\s*(${workday}|天|日)`,
    (m) => ({ kind: 'before-deadlines', leads: leadsOf((m[1] ?? m[3])!, (m[2] ?? m[4])!) }),
  ],
  [
    `((?:\\d{1,3}(?:\\s*(?:,|and|&)+\\s*)?)+)\\s*((?:working |work |business )?days?) before (?:the |a |any |each |every )?(?:deadlines?|due(?: date)?s?|it is due)`,
    (m) => ({ kind: 'before-deadlines', leads: leadsOf(m[1]!, m[2]!) }),
  ],
];
const compiled = readers.map(([pattern, read]) => ({ pattern: new RegExp(`^(?:${pattern})$`), read }));

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
  if (why && /impossible/.test(why)) throw new Unreadable('neverFires', { said: expression });
  if (why) throw new Unreadable('badCron', { said: expression, why });
  if (!everFires(written, from)) throw new Unreadable('neverFires', { said: expression });
  const count = cronDays(written).seconds.length;
  if (count > mostADay) throw new Unreadable('tooOften', { count, most: mostADay });
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
function fortnight(text: string, start: DayNumber | undefined, today: DayNumber): Named | undefined {
  const groups = otherWeek.exec(text)?.groups;
  if (!groups) return undefined;
  const english = groups.en ?? groups.before ?? groups.day;
  const days = english ? englishWeekdays(english) : weekdaysIn(groups.zh ?? '');
  if (!days.length) throw new Unreadable('whichWeekday');
  let first = start ?? today;
  while (start === undefined && !days.includes(weekdayOf(first))) first++;
  return { kind: 'fortnightly', weekdays: days, from: textOfDay(mondayOf(first)) };
}

/** Takes the day out of the words from which something counts. */
function takeStart(text: string): { start: DayNumber | undefined; rest: string } {
  const match = startPattern.exec(text);
  if (!match) return { start: undefined, rest: text };
  const [year, month, day] = match.slice(1).filter(Boolean).map(Number);
  const start = numberOfDay(year!, month!, day!);
  if (partsOf(start).month !== month) throw new Unreadable('notFrom', { said: match[0] });
  return { start, rest: text.replace(match[0], ' ') };
}

function readWords(text: string, said: string, start: DayNumber | undefined, today: DayNumber): Named {
  const named = fortnight(text, start, today);
  if (named) return named;
  // A day from which it counts means something for fortnights only.
  if (start !== undefined) throw new Unreadable('unreadable', { said });
  if (/^(?:每个?(?:周|星期|礼拜)|every week|weekly)$/.test(text)) throw new Unreadable('whichWeekday');
  if (/^(?:每个?(?:小时|钟头|钟)|每隔?\d+个?(?:小时|分钟)|every hour|hourly|every \d+ (?:hours?|minutes?))$/.test(text))
    throw new Unreadable('hourly');
  for (const { pattern, read } of compiled) {
    const match = pattern.exec(text);
    if (match) return read(match);
  }
  refuseDate(text);
  refuseDate(text);
  throw new Unreadable('unreadable', { said });
}

/** `today` bounds the search for the first time of a cron expression, and is where a fortnight begins. */
export function parseSchedule(said: string, today: DayNumber, spoken?: Language): ScheduleParse {
  const text = said.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  const language: Language =
    spoken ?? (/[\u3400-\u9fff]/.test(text) || !/[a-z]{3}/.test(text.replace(/cron/, '')) ? 'zh' : 'en');
  const say = digestSpeaker(language);
  try {
    const cron = readCron(text, today);
    if (cron) return { schedule: cron, notes: [say('cronNote')], language };
    const { start, rest: undated } = takeStart(text);
    const { times, rest } = takeTimes(undated);
    const words = rest
      .replace(/\([^)]*\)/g, ' ')
      .replace(/[。.;；!]/g, ' ')
      .replace(/(?<=[\u3400-\u9fff])(?:发送|提醒|推送|发|的)?\s*$/, '')
      .replace(/(?:\bat\b|在|,|、|和|and|\s)+$/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    const named = readWords(words, said.trim(), start, today);
    const notes: string[] = [];
    if (!times.length) notes.push(say('timeNote', { time: '9:00' }));
    if (times.length > mostADay) throw new Unreadable('tooOften', { count: times.length, most: mostADay });
    if (named.kind === 'month-days') {
      const long = named.days.find((day) => day > 28);
      if (long) notes.push(say('lastDayNote', { day: long }));
    }
    return { schedule: { ...named, at: times.length ? times : [usualTime] } as Schedule, notes, language };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: say(error.key, error.slots), vague: error.key === 'unreadable' };
    throw error;
  }
}
