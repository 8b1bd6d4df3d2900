/** What an operator is told of a calendar that lacks a year. */

import { type Calendar, missingYear } from '../digest/calendar/working-days.ts';
import type { Text } from '../model/text.ts';
import type { DayNumber } from '../shared/day.ts';
import { serviceText } from './messages.ts';

export function missingHolidaysNotice(calendar: Calendar, today: DayNumber, folder: string): Text | undefined {
  const year = missingYear(calendar, today);
  if (year === undefined) return undefined;
  return serviceText('holidaysMissing', { year, folder });
}
