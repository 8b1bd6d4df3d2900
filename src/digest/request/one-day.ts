/** Reads the one day of a digest that is sent once: 明天, 下周一, 12月5日发一次. */
import { calendarDay, findMonthDay } from '../../language/date.ts';
import { englishDay, englishWeekdays, week, weekdaysIn } from '../../language/weekday.ts';
import { type DayNumber, mondayOf, partsOf, textOfDay } from '../../shared/day.ts';
import { type Days, UnreadableSchedule } from './schedule-patterns.ts';

const relativeDays: Record<string, number> = { 今: 0, today: 0, 明: 1, tomorrow: 1, 后: 2, 大后: 3 };
const relativeDay = /^(?:on )?(大后|后|今|明|today|tomorrow)(?:天|日|晚|早)?$/;
const namedWeekday = new RegExp(
  `^(?:on )?(?:(下个?|next )|本|这个?|this )(?:${week})?([一二三四五六日天]|${englishDay})$`,
);
const datedDay = /^(?:on )?(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?(?:那天|当天)?$/;

/** The one day that is meant: 明天, 下周一, 2026年12月1日; undefined where the words name none. */
function onceOn(text: string, today: DayNumber): DayNumber | undefined {
  const relative = relativeDay.exec(text);
  if (relative) return today + relativeDays[relative[1]!]!;
  const weekday = namedWeekday.exec(text);
  if (weekday) {
    const [, next, name] = weekday;
    const [day] = /[a-z]/.test(name!) ? englishWeekdays(name!) : weekdaysIn(name!);
    return mondayOf(today) + (next ? 7 : 0) + day! - 1;
  }
  const dated = datedDay.exec(text);
  if (!dated) return undefined;
  const [year, month, day] = dated.slice(1).map(Number);
  const on = calendarDay(year!, month!, day!);
  if (on === undefined) throw new UnreadableSchedule('notFrom', { text });
  return on;
}

const saysOnce =
  /\s*(?:(?:(?:给|向)(?:我们?群?|大家|本群|群里)\s*)?(?:只|就|仅)?(?:发送?|提醒|推送?|通知)(?:给?我们?|一下)?一次(?:\s*的)?|(?:仅此|只|就)一次|(?<=[日号天早午晚一二三四五六])\s*一次|(?:,\s*)?\b(?:just |only )?(?:once|one time)\b)/;

/** Takes 发一次 out of the words: they then name one day, also where they say no year. */
export function takeOnce(text: string): { isOnce: boolean; rest: string } {
  const rest = text.replace(saysOnce, ' ').replace(/\s+/g, ' ').trim();
  return { isOnce: saysOnce.test(text), rest };
}

const dayOfThisMonth = /^(?:本月|这个月|on the )?(\d{1,2})(?:[日号]|st|nd|rd|th)(?:那天|当天)?$/;
const dayWithoutYear =
  /^(?:on )?(?:今年|明年)?\d{1,2}月\d{1,2}[日号]?(?:那天|当天)?$|^(?:on )?(?:[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,9})$/;

/** The next such day; a day that the calendar of the coming years lacks is left to the caller. */
function nextMonthDay(text: string, today: DayNumber): DayNumber | undefined {
  const { year, month: thisMonth } = partsOf(today);
  const inMonth = dayOfThisMonth.exec(text);
  if (inMonth) {
    const day = Number(inMonth[1]);
    for (let after = 0; after < 3; after++) {
      const [y, m] = [year + Math.floor((thisMonth - 1 + after) / 12), ((thisMonth - 1 + after) % 12) + 1];
      const on = calendarDay(y, m, day);
      if (on !== undefined && on >= today) return on;
    }
    return undefined;
  }
  const named = dayWithoutYear.test(text) ? findMonthDay(text) : undefined;
  if (!named) return undefined;
  const years = text.includes('明年') ? [year + 1] : text.includes('今年') ? [year] : [year, year + 1];
  const days = years.map((one) => calendarDay(one, named.month, named.day)).filter((on) => on !== undefined);
  return days.find((on) => on >= today) ?? days[0];
}

/** `isOnce`: the words say that it is to be sent once, so a day without a year is the next one. */
export function once(text: string, today: DayNumber, isOnce: boolean): Days | undefined {
  const on = onceOn(text, today) ?? (isOnce || /^(?:今|明)年/.test(text) ? nextMonthDay(text, today) : undefined);
  if (on === undefined) return undefined;
  if (on < today) throw new UnreadableSchedule('dayGone', { text });
  return { kind: 'once', on: textOfDay(on) };
}
