/** Example questions of a plan that fit the day: 本月 becomes a month in which something is due, where nothing is due in this one. */
import type { KnowledgePack } from './pack.ts';

const thisMonth = /本月|这个月/;

/** Months of the tasks' deadlines, as 2025-06. */
function dueMonths({ records }: KnowledgePack): string[] {
  return [...records.values()].flatMap((record) =>
    record.kind === 'task' && record.deadline?.kind === 'month' ? [record.deadline.month] : [],
  );
}

/** The month itself where something is due in it, else that to come in which most is, else that of all. */
function fittingMonth(months: readonly string[], month: string): string {
  if (!months.length || months.includes(month)) return month;
  const later = months.filter((each) => each > month);
  const counts = [...Map.groupBy(later.length ? later : months, (each) => each)];
  return counts.reduce((most, each) => (each[1].length > most[1].length ? each : most))[0];
}

/** @param today in the plan's own time zone */
export function exampleQuestions(
  pack: KnowledgePack,
  audience: 'enterprise' | 'official',
  { year, month }: { year: number; month: number },
): string[] {
  const now = `${year}-${String(month).padStart(2, '0')}`;
  const near = fittingMonth(dueMonths(pack), now);
  const words = `${Number(near.slice(0, 4))}年${Number(near.slice(5))}月`;
  return pack.facts.examples[audience].map((question) =>
    near === now ? question : question.replace(thisMonth, words),
  );
}
