/** Notices for the operator at the start of the service: missing doors and missing holidays. */
import { type Calendar, missingYear } from '../digest/calendar/working-days.ts';
import { type Fault, faultIn } from '../model/fault.ts';
import type { Text } from '../model/text.ts';
import type { DayNumber } from '../shared/day.ts';
import { serviceText } from './messages.ts';

export const chatDoorSetup: readonly Fault[] = [
  faultIn('Slack', serviceText('slackSetup')),
  faultIn('WeChat', serviceText('wechatSetup')),
];

export function missingHolidaysNotice(calendar: Calendar, today: DayNumber, folder: string): Text | undefined {
  const year = missingYear(calendar, today);
  return year === undefined ? undefined : serviceText('holidaysMissing', { year, folder });
}
