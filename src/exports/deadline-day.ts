/** The last day of a record's deadline: a deadline is a month and means its last day. */
import type { PlanRecord } from '../model/plan.ts';
import { dayMs, lastOfMonth } from '../shared/day.ts';

/** Midnight UTC of that day, without a zone: spreadsheets and all-day events know none. Undefined where no month is printed. */
export function deadlineDay(record: PlanRecord): Date | undefined {
  const month =
    record.kind === 'phase'
      ? record.to
      : 'deadline' in record && record.deadline?.kind === 'month'
        ? record.deadline.month
        : undefined;
  if (month === undefined) return undefined;
  return new Date(lastOfMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7))) * dayMs);
}
