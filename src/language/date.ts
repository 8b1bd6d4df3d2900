/** Reads one calendar day as people write it: 10月8日, 下周一, 3天后, Oct 8, for 2 weeks. */
import { type DayNumber, lastOfMonth, mondayOf, numberOfDay, partsOf } from '../shared/day.ts';
import { durationUnit } from './duration.ts';
import { numeral, readNumber } from './number.ts';
import { englishDay, englishWeekdays, weekdays } from './weekday.ts';

/** Names and abbreviations of months, as part of a pattern; `[a-z]*` after it would also take misspelt ones. */
export const englishMonth =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** 1 to 12, by the first three letters. */
export const monthNumber = (name: string): number => monthNames.indexOf(name.slice(0, 3)) + 1;

/** Undefined where the calendar has no such day (30 February). */
export function calendarDay(year: number, month: number, day: number): DayNumber | undefined {
  const found = numberOfDay(year, month, day);
  const parts = partsOf(found);
  return parts.month === month && parts.day === day ? found : undefined;
}

/** Without its year a day that has gone by is that of next year. */
function dated(year: number | undefined, month: number, day: number, today: DayNumber): DayNumber | undefined {
  const now = partsOf(today).year;
  const found = calendarDay(year ?? now, month, day);
  return year === undefined && found !== undefined && found <= today ? calendarDay(now + 1, month, day) : found;
}

function weekday(number: number, next: boolean, today: DayNumber): DayNumber {
  const day = mondayOf(today) + (next ? 7 : 0) + number - 1;
  return !next && day <= today ? day + 7 : day;
}

/** The day after so much time. A month ends on its last day where it is shorter; half a month is 15 days. */
function after(count: string, unit: string, today: DayNumber): DayNumber | undefined {
  const number = readNumber(count);
  if (!number) return undefined;
  const named = durationUnit(unit);
  if (named === 'month' && number < 1) return today + 15;
  if (named === 'month') {
    const { year, month, day } = partsOf(today);
    return Math.min(numberOfDay(year, month + number, day), lastOfMonth(year, month + number));
  }
  const days = number * (named === 'week' ? 7 : 1);
  return days < 1 ? undefined : today + Math.round(days);
}

type Reader = [RegExp, (match: RegExpExecArray, today: DayNumber) => DayNumber | undefined];
const num = (text: string | undefined) => (text === undefined ? undefined : (readNumber(text) ?? Number(text)));
const firstOfNextMonth = (today: DayNumber) => numberOfDay(partsOf(today).year, partsOf(today).month + 1, 1);
const firstOfNextYear = (today: DayNumber) => numberOfDay(partsOf(today).year + 1, 1, 1);

/** The whole text has to match; the first pattern that does decides. */
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
  [/^(?:本|这个)?月(?:底|末)$|^(?:the )?end of (?:the|this) month$/, (_, today) => firstOfNextMonth(today)],
  [/^下个?月(?:初|1[日号]|一[日号])?$|^next month$/, (_, today) => firstOfNextMonth(today)],
  [/^(?:今年底|年底|年末|the end of the year)$/, (_, today) => firstOfNextYear(today)],
  [/^(?:明年|next year)$/, (_, today) => firstOfNextYear(today)],
  [
    new RegExp(
      `^(${numeral}|[一二两三四五六七八九]百(?:零?[一二三四五六七八九十]{1,3})?|半|an?|one|two|three)\\s*(天|日|个?星期|个?礼拜|周|个?月|days?|weeks?|months?)(?:以?后|之后)?$`,
    ),
    (m, today) => after(m[1]!, m[2]!, today),
  ],
  [
    new RegExp(`^(?:the )?(${englishMonth})\\.? (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?$`),
    (m, today) => dated(num(m[3]), monthNumber(m[1]!), num(m[2])!, today),
  ],
  [
    new RegExp(`^(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${englishMonth})\\.?(?:,? (\\d{4}))?$`),
    (m, today) => dated(num(m[3]), monthNumber(m[2]!), num(m[1])!, today),
  ],
  [new RegExp(`^(next )?(${englishDay})$`), (m, today) => weekday(englishWeekdays(m[2]!)[0]!, Boolean(m[1]), today)],
];

/**
 * The day from which something happens again: 到月底 is the first of the next month, 今天 is tomorrow.
 * @returns undefined where the text is not written like a day; `day` undefined where it is and there is no such day
 */
export function readDay(text: string, today: DayNumber): { day: DayNumber | undefined } | undefined {
  for (const [pattern, read] of readers) {
    const match = pattern.exec(text);
    if (match) return { day: read(match, today) };
  }
  return undefined;
}

const chineseDate = new RegExp(`(${numeral})月(?:份)?的?(${numeral})[日号]`);
const looseMonth = `(${monthNames.join('|')})[a-z]*`;
const monthFirst = new RegExp(`\\b${looseMonth}\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?\\b`);
const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${looseMonth}\\b`);

/** A day of one month, without its year, anywhere in a text; it need not exist. */
export function findMonthDay(text: string): { month: number; day: number } | undefined {
  const chinese = chineseDate.exec(text);
  if (chinese) {
    const [month, day] = [readNumber(chinese[1]!), readNumber(chinese[2]!)];
    return month === undefined || day === undefined ? undefined : { month, day };
  }
  const first = monthFirst.exec(text);
  if (first) return { month: monthNumber(first[1]!), day: Number(first[2]) };
  const last = dayFirst.exec(text);
  return last ? { month: monthNumber(last[2]!), day: Number(last[1]) } : undefined;
}
