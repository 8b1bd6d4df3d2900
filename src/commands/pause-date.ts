/** Reads when a pause ends: 到10月8日, 3天, 到下周一, until Oct 8, for 2 weeks. */
import type { Language } from '../language/answer-phrases.ts';
import { readDay } from '../language/date.ts';
import type { DayNumber } from '../shared/day.ts';

/** `day`: the first on which digests are sent again. `far`: beyond the longest pause. `unread`: no such day. */
export type PauseEnd = { day: DayNumber } | { past: DayNumber } | { far: string } | { unread: string };

const maxPauseDays = 366;

const leading = /^(?:到|至|直到|until|till|to|for|up to)(?![a-z])\s*/;
const trailing = /\s*(?:再(?:恢复|发|继续)|恢复|为止|止|结束)$/;

/** Undefined where the words name no time. */
export function readPauseEnd(words: string, today: DayNumber, language: Language): PauseEnd | undefined {
  const led = leading.test(words);
  const text = words.replace(leading, '').replace(trailing, '').trim();
  const read = readDay(text, today);
  if (read) {
    if (read.day === undefined) return { unread: text };
    if (read.day <= today) return { past: read.day };
    return read.day - today > maxPauseDays ? { far: text } : { day: read.day };
  }
  // 到下周八 is meant as a day and gets an error; 暂停执行是什么意思 is a question.
  const meant = led || (language === 'zh' ? /^\d+[\u3400-\u9fff]{1,3}$/.test(text) : /^\d+ ?[a-z]+$/.test(text));
  return meant && text && text.length <= 12 ? { unread: text } : undefined;
}
