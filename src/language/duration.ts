/** Units of time as people write them: 工作日, 天, 周, 个月, working days, weeks. */

export type DurationUnit = 'workday' | 'day' | 'week' | 'month' | 'year';

const units: [DurationUnit, RegExp][] = [
  ['workday', /工作|上班|work|business/],
  ['week', /周|星期|礼拜|week/],
  ['month', /月|month/],
  ['year', /年|year/],
];

/** Days where no other unit is named. */
export const durationUnit = (text: string): DurationUnit =>
  units.find(([, pattern]) => pattern.test(text))?.[0] ?? 'day';
