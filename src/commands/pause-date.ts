/** Reads until when a pause lasts: 到10月8日, 3天, 到下周一, until Oct 8, for 2 weeks. */

import type { Language } from '../language/answer-phrases.ts';
import { readNumber } from '../language/number.ts';
import { type DayNumber, lastOfMonth, mondayOf, numberOfDay, partsOf } from '../shared/day.ts';

/** `day`: the first on which something is sent again. */
export type PauseEnd = { day: DayNumber } | { past: DayNumber } | { far: string } | { unread: string };

const longestDays = 366;
const weekdays: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 };
const englishDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const numeral = '\\d{1,3}|[一二两三四五六七八九十]{1,3}|半|an?|one|two|three';
const englishNumbers: Record<string, number> = { a: 1, an: 1, one: 1, two: 2, three: 3 };

function dated(year: number | undefined, month: number, day: number, today: DayNumber): DayNumber | undefined {
  const now = partsOf(today).year;
  const make = (in_: number) => {
    const found = numberOfDay(in_, month, day);
    return partsOf(found).month === month && partsOf(found).day === day ? found : undefined;
  };
  const found = make(year ?? now);
  // Without its year a day that has gone by is that of next year.
  return year === undefined && found !== undefined && found <= today ? make(now + 1) : found;
}

function weekday(number: number, next: boolean, today: DayNumber): DayNumber {
  const monday = mondayOf(today) + (next ? 7 : 0);
  const day = monday + number - 1;
  return !next && day <= today ? day + 7 : day;
}

function span(count: string, unit: string, today: DayNumber): DayNumber | undefined {
  const number = englishNumbers[count] ?? readNumber(count);
  if (!number) return undefined;
  if (/月|month/.test(unit)) {
    if (number < 1) return today + 15;
    const { year, month, day } = partsOf(today);
    const last = lastOfMonth(year, month + number);
    return Math.min(numberOfDay(year, month + number, day), last);
  }
  const days = number * (/周|星期|礼拜|week/.test(unit) ? 7 : 1);
  return days < 1 ? undefined : today + Math.round(days);
}

type Reader = [RegExp, (match: RegExpExecArray, today: DayNumber) => DayNumber | undefined];
const num = (text: string | undefined) => (text === undefined ? undefined : (readNumber(text) ?? Number(text)));
const monthNumber = (text: string) => englishMonths.indexOf(text.slice(0, 3)) + 1;
const monthName =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const dayName = '(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?';

const readers: Reader[] = [
  [
    /^(?:(明年|今年|后年)|(\d{4})年)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})月(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?$/,
    (m, today) => {
      const now = partsOf(today).year;
      const year = m[1] ? now + ['今年', '明年', '后年'].indexOf(m[1]) : num(m[2]);
      return dated(year, num(m[3])!, num(m[4])!, today);
    },
  ],
  [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/, (m, today) => dated(num(m[1]), num(m[2])!, num(m[3])!, today)],
  [/^(\d{1,2})[-/.](\d{1,2})$/, (m, today) => dated(undefined, num(m[1])!, num(m[2])!, today)],
  [
    /^(?:本月|这个月)?(\d{1,2})[日号]$/,
    (m, today) => {
      const { year, month } = partsOf(today);
      const day = num(m[1])!;
      const here = numberOfDay(year, month, day);
      return day > 31 ? undefined : here > today ? here : numberOfDay(year, month + 1, day);
    },
  ],
  [/^(?:明天|明日|tomorrow)$/, (_, today) => today + 1],
  [/^(?:后天)$/, (_, today) => today + 2],
  [/^(?:大后天)$/, (_, today) => today + 3],
  [/^(?:今天|今日|today)$/, (_, today) => today + 1],
  [/^(?:本周|这周|这个?星期|this week)$/, (_, today) => mondayOf(today) + 7],
  [/^(?:下周|下个?星期|next week)$/, (_, today) => mondayOf(today) + 7],
  [
    /^(下个?)?(?:这个?|本)?(?:周|星期|礼拜)([一二三四五六日天])$/,
    (m, today) => weekday(weekdays[m[2]!]!, Boolean(m[1]), today),
  ],
  [
    /^(?:本|这个)?月(?:底|末)$|^(?:the )?end of (?:the|this) month$/,
    (_, today) => {
      const { year, month } = partsOf(today);
      return lastOfMonth(year, month) + 1;
    },
  ],
  [
    /^下个?月(?:初|1[日号]|一[日号])?$|^next month$/,
    (_, today) => numberOfDay(partsOf(today).year, partsOf(today).month + 1, 1),
  ],
  [/^(?:今年底|年底|年末|the end of the year)$/, (_, today) => numberOfDay(partsOf(today).year + 1, 1, 1)],
  [/^(?:明年|next year)$/, (_, today) => numberOfDay(partsOf(today).year + 1, 1, 1)],
  [
    new RegExp(`^(${numeral})\\s*(天|日|个?星期|个?礼拜|周|个?月|days?|weeks?|months?)(?:以?后|之后)?$`),
    (m, today) => span(m[1]!, m[2]!, today),
  ],
  [
    new RegExp(`^(?:the )?${monthName}\\.? (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?$`),
    (m, today) => dated(num(m[3]), monthNumber(m[1]!), num(m[2])!, today),
  ],
  [
    new RegExp(`^(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${monthName}\\.?(?:,? (\\d{4}))?$`),
    (m, today) => dated(num(m[3]), monthNumber(m[2]!), num(m[1])!, today),
  ],
  [
    new RegExp(`^(next )?${dayName}$`),
    (m, today) => weekday(englishDays.findIndex((name) => m[2]!.startsWith(name)) + 1, Boolean(m[1]), today),
  ],
];

const leading = /^(?:到|至|直到|until|till|to|for|up to)(?![a-z])\s*/;
const trailing = /\s*(?:再(?:恢复|发|继续)|恢复|为止|止|结束)$/;

/** Undefined where the words do not speak of a time at all. */
export function readPauseEnd(words: string, today: DayNumber, language: Language): PauseEnd | undefined {
  const led = leading.test(words);
  const text = words.replace(leading, '').replace(trailing, '').trim();
  for (const [pattern, read] of readers) {
    const match = pattern.exec(text);
    if (!match) continue;
    const day = read(match, today);
    if (day === undefined) return { unread: text };
    if (day <= today) return { past: day };
    return day - today > longestDays ? { far: text } : { day };
  }
  // 到下周八 is a day that was meant; 暂停执行是什么意思 is none.
  const meant = led || (language === 'zh' ? /^\d+[\u3400-\u9fff]{1,3}$/.test(text) : /^\d+ ?[a-z]+$/.test(text));
  return meant && text && text.length <= 12 ? { unread: text } : undefined;
}
