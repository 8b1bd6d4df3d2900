/** What an operator is told of a calendar that lacks a year. */

import { type Calendar, missingYear } from '../digest/calendar/working-days.ts';
import type { DayNumber } from '../shared/day.ts';

export function missingHolidaysNotice(calendar: Calendar, today: DayNumber, folder: string): string | undefined {
  const year = missingYear(calendar, today);
  if (year === undefined) return undefined;
  return `The days off of ${year} are not known: weekdays are counted. Update chinese-days, or put them into ${folder}.`;
}
