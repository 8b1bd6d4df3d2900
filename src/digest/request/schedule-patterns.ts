/** Patterns of schedules in Chinese and English (每周一, 每月最后一个工作日, every Friday), each with the schedule that it means. */
import { numbersIn, numeral } from '../../language/number.ts';
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
import type { DigestPhrase } from '../phrases.ts';

/** Why words can't be a schedule, thrown by the readers and turned into a result by `readSchedule`. */
export class UnreadableSchedule extends Error {
  readonly key: DigestPhrase;
  readonly slots: Record<string, string | number>;
  constructor(key: DigestPhrase, slots: Record<string, string | number> = {}) {
    super(key);
    this.key = key;
    this.slots = slots;
  }
}

/** A schedule without its times of day. */
export type Days = Schedule extends infer S ? (S extends { at: string[] } ? Omit<S, 'at'> : never) : never;
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
type Reader = (match: RegExpExecArray) => Days;

const everyOf = (text: string) => (/季|quarter/.test(text) ? 'quarter' : /年|year/.test(text) ? 'year' : 'month');

function leadsOf(counts: string, unit: string): Lead[] {
  const values = sorted(numbersIn(counts)).reverse();
  if (!values.length || values[0]! > 400 || values.at(-1)! < 1)
    throw new UnreadableSchedule('unreadable', { text: counts });
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
  if (bad !== undefined) throw new UnreadableSchedule('badDay', { day: bad });
  return days;
}

function nthWorkday(nth: number, every: 'month' | 'quarter' | 'year', phrase: string): Days {
  if (!Number.isInteger(nth) || nth === 0 || Math.abs(nth) > 15)
    throw new UnreadableSchedule('unreadable', { text: phrase });
  return { kind: 'nth-workday', every, nth };
}

function monthWeekday(nth: number, weekday: number, phrase: string): Days {
  if (!(nth === -1 || (nth >= 1 && nth <= 4)) || !weekday) throw new UnreadableSchedule('unreadable', { text: phrase });
  return { kind: 'month-weekday', nth, weekday } as Days;
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
  // Early enough before the end of the month to do something.
  [
    '(?:每个?月)?(?:月底|月末)(?:之)?前|每月底前|before (?:the )?month[- ]end',
    () => ({ kind: 'nth-workday', every: 'month', nth: -5 }),
  ],
  ['(?:每个?)?月初', () => ({ kind: 'month-days', days: [1] })],
  ['每?个?(季|季度|年)(?:底|末)', (m) => ({ kind: 'nth-workday', every: everyOf(m[1]!), nth: -1 })],
  ['每?个?(季度?|年)初', (m) => ({ kind: 'nth-workday', every: everyOf(m[1]!), nth: 1 })],
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
export const schedulePatterns = readers.map(([pattern, read]) => ({ pattern: new RegExp(`^(?:${pattern})$`), read }));
