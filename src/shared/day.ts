/** Calendar days as numbers: cheap to count with for thousands of subscriptions per minute. */

/** Days since 1970-01-01; no zone and no time in it. */
export type DayNumber = number;

export const dayMs = 86_400_000;

export const numberOfDay = (year: number, month: number, day: number): DayNumber =>
  Date.UTC(year, month - 1, day) / dayMs;

export function partsOf(day: DayNumber): { year: number; month: number; day: number } {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** YYYY-MM-DD */
export const textOfDay = (day: DayNumber): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** Of YYYY-MM-DD. */
export const dayOfText = (text: string): DayNumber => Date.parse(`${text}T00:00:00Z`) / dayMs;

/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: DayNumber): number => ((((day + 3) % 7) + 7) % 7) + 1;

export const mondayOf = (day: DayNumber): DayNumber => day - weekdayOf(day) + 1;

/** The last day of a month; months past December run on into the next year. */
export const lastOfMonth = (year: number, month: number): DayNumber => Date.UTC(year, month, 0) / dayMs;
