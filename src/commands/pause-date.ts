/** Reads when a pause ends: 到10月8日, 3天, 到下周一, until Oct 8, for 2 weeks. */
import type { Language } from '../language/answer-phrases.ts';
import { readDay } from '../language/date.ts';
import { readNumber } from '../language/number.ts';
import { type DayNumber, weekdayOf } from '../shared/day.ts';

/** `day`: the first on which digests are sent again. `far`: beyond the longest pause. `unread`: no such day. */
/** `workdays`: so many working days from today, which the calendar turns into a day. `which`: either of these days may be meant. */
export type PauseEnd =
  | { day: DayNumber }
  | { workdays: number }
  | { which: [DayNumber, DayNumber] }
  | { past: DayNumber }
  | { far: string }
  | { unread: string };

const maxPauseDays = 366;
const workdays =
  /^(\d{1,3}|[一二两三四五六七八九十百]{1,5})\s*(?:个)?\s*(?:工作日|上班日|working days?|workdays?)(?:以?后|之后)?$/;
const thisWeekday = /^(?:本|这个?)(?:周|星期|礼拜)([一二三四五六日天])$/;
const weekdayLetters = ['一', '二', '三', '四', '五', '六', '日'];

const leading = /^(?:到|至|直到|until|till|to|for|up to)(?![a-z])\s*/;
const trailing = /\s*(?:再(?:恢复|发|继续)|恢复|为止|止|结束)$/;

function readWorkdays(text: string): PauseEnd | undefined {
  const count = workdays.exec(text)?.[1];
  if (!count) return undefined;
  const days = readNumber(count) ?? 0;
  if (days > maxPauseDays) return { far: text };
  return days ? { workdays: days } : { unread: text };
}

function endOf(text: string, day: DayNumber | undefined, today: DayNumber): PauseEnd {
  if (day === undefined) return { unread: text };
  if (day <= today) return { past: day };
  return day - today > maxPauseDays ? { far: text } : { day };
}

/** Undefined where the words name no time. */
export function readPauseEnd(words: string, today: DayNumber, language: Language): PauseEnd | undefined {
  const led = leading.test(words);
  const text = words.replace(leading, '').replace(trailing, '').trim();
  const counted = readWorkdays(text);
  if (counted) return counted;
  // 到本周六, said on Saturday: today is over soon, and the next is not of this week.
  if (thisWeekday.exec(text)?.[1]?.replace('天', '日') === weekdayLetters[weekdayOf(today) - 1])
    return { which: [today + 1, today + 7] };
  const read = readDay(text, today);
  if (read) return endOf(text, read.day, today);
  // 到下周八 is meant as a day and gets an error; 暂停执行是什么意思 is a question.
  const meant = led || (language === 'zh' ? /^\d+[\u3400-\u9fff]{1,3}$/.test(text) : /^\d+ ?[a-z]+$/.test(text));
  return meant && text && text.length <= 12 ? { unread: text } : undefined;
}
