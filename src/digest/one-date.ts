/** A day of one month, which no schedule in words can be. */
import { numeral, readNumber } from '../language/number.ts';
import { Unreadable } from './unreadable.ts';

const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const longestDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const datePattern = new RegExp(`(${numeral})月(?:份)?的?(${numeral})[日号]`);
const englishMonth = `(${englishMonths.join('|')})[a-z]*`;
const englishDates = [
  new RegExp(`\\b${englishMonth}\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?\\b`),
  new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${englishMonth}\\b`),
];

/** A day of one month is no schedule in words; whether it exists is said before how to write it. */
export function refuseDate(text: string): void {
  const chinese = datePattern.exec(text);
  const [before, after] = englishDates.map((pattern) => pattern.exec(text));
  const [named, number] = before ? [before[1], before[2]] : after ? [after[2], after[1]] : [];
  const month = chinese ? readNumber(chinese[1]!) : named ? englishMonths.indexOf(named) + 1 : undefined;
  const day = chinese ? readNumber(chinese[2]!) : Number(number);
  if (month === undefined || day === undefined) return;
  const last = longestDays[month - 1];
  if (last === undefined) throw new Unreadable('badMonth', { month });
  throw day < 1 || day > last
    ? new Unreadable('noSuchDate', { month, day, last })
    : new Unreadable('onceAYear', { month, day });
}
