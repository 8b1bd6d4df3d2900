/** Cron expressions in node-cron's dialect (day of month AND weekday; L, W and #): validation, days and times. */
import { createTask, type ScheduledTask, validateDetailed } from 'node-cron';
import { type DayNumber, dayMs, partsOf } from '../../shared/day.ts';

export interface CronDays {
  /** Does some time of this day match? */
  on(day: DayNumber): boolean;
  /** The times of such a day, in seconds since midnight. */
  seconds: readonly number[];
}

const read = new Map<string, CronDays>();

/** What is wrong with an expression, or undefined where nothing is. */
export function cronFault(expression: string): string | undefined {
  const { valid, errors } = validateDetailed(expression);
  return valid ? undefined : errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
}

/** The zone is the caller's: days and times are those on its wall. @throws where the expression is none. */
export function cronDays(expression: string): CronDays {
  const known = read.get(expression);
  if (known) return known;
  const { valid, fields } = validateDetailed(expression);
  if (!valid || !fields) throw new Error(`${expression} is no cron expression`);
  const words = expression.trim().split(/\s+/);
  const ofDay = expression.trim().startsWith('@') ? nicknames(fields) : words.slice(-3).join(' ');
  // Midnight of every day in UTC stands for the day itself, so no zone's clock can skip it.
  const task: ScheduledTask = createTask(`0 0 ${ofDay}`, () => {}, { timezone: 'UTC' });
  const matches = new Map<DayNumber, boolean>();
  const isDate = mayMatchDate(fields);
  const days: CronDays = {
    on(day) {
      const found = matches.get(day) ?? (isDate(day) && task.match(new Date(day * dayMs)));
      if (matches.size > 5_000) matches.clear();
      matches.set(day, found);
      return found;
    },
    seconds: fields.hour.flatMap((hour) =>
      fields.minute.flatMap((minute) => fields.second.map((second) => hour * 3600 + minute * 60 + second)),
    ),
  };
  if (read.size > 1_000) read.clear();
  read.set(expression, days);
  return days;
}

/** Sorts out most days by their date alone: node-cron formats each in a zone, so a search through forty years takes half a second. */
function mayMatchDate({ month, dayOfMonth }: { month: unknown[]; dayOfMonth: unknown[] }): (day: DayNumber) => boolean {
  const [months, dates] = [new Set(month), new Set(dayOfMonth)];
  // L and W depend on the month; node-cron decides these.
  const areNumbers = dayOfMonth.every((one) => typeof one === 'number');
  return (day) => {
    const parts = partsOf(day);
    return months.has(parts.month) && (!areNumbers || dates.has(parts.day));
  };
}

const nicknames = (fields: { dayOfMonth: unknown[]; month: unknown[]; dayOfWeek: unknown[] }) =>
  [fields.dayOfMonth, fields.month, fields.dayOfWeek].map((values) => values.join(',')).join(' ');

/** Weekdays fall on the same dates again after 40 years at most: 29 February on a given weekday is the rarest. */
const rarestDays = 40 * 366;

export function everFires(expression: string, from: DayNumber): boolean {
  const days = cronDays(expression);
  if (!days.seconds.length) return false;
  for (let day = from; day < from + rarestDays; day++) if (days.on(day)) return true;
  return false;
}
