/** Months and days of the calendar as numbers. A deadline is a month and means its last day. */

/** Months since year 0: `year * 12 + month - 1`. */
export type Month = number;

export const monthOf = (year: number, month: number): Month => year * 12 + month - 1;
export const parseMonth = (text: string): Month => monthOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
export const yearOf = (month: Month): number => Math.floor(month / 12);
export const numberOf = (month: Month): number => (month % 12) + 1;

export interface Day {
  year: number;
  month: number;
  day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day in `timeZone` at an instant. */
export function dayAt(at: Date, timeZone: string): Day {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  const parts = format.format(at);
  const [year, month, day] = parts.split('-').map(Number);
  return { year: year!, month: month!, day: day! };
}
