/** Groups the tasks of a digest by deadline and responsible unit, and splits the groups into pages. */
import { type Month, monthOf, numberOf, yearOf } from '../knowledge/month.ts';
import { monthDue } from '../knowledge/select.ts';
import { type Formatter, nameOf, shorten, shortName, units } from '../language/format.ts';
import type { ListItem } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { PlanRecord, Task } from '../model/plan.ts';
import { workdaysUntil } from './calendar/working-days.ts';
import type { SayDigest } from './phrases.ts';
import { formatDay } from './request/format-schedule.ts';
import { deadlineDay, type Moment } from './select.ts';

/** A phone shows about this much without much scrolling. */
const rowsPerPage = 14;
const rowLength = 36;

/** Rows under one heading; a page ends between groups, and inside one only where it fills a page by itself. */
export interface Group {
  pack: KnowledgePack;
  heading: string;
  unit: string;
  count: number;
  continued: boolean;
  rows: { task: Task; item: ListItem }[];
}

export const sayMonth = (say: SayDigest, month: Month) =>
  say('month', { year: yearOf(month), month: String(numberOf(month)) });

/** `pack/record`, as completions and digests name a row. */
export const recordKey = (pack: KnowledgePack, task: PlanRecord) => `${pack.id}/${task.id}`;

function headingOf(say: SayDigest, moment: Moment, month: Month, count: number): string {
  const current = monthOf(moment.day.year, moment.day.month);
  if (month < current) return say('passed', { date: sayMonth(say, month), count });
  const end = deadlineDay(month);
  const date = formatDay(end, moment.subscription.language);
  if (end === moment.today) return say('deadlineToday', { date, count });
  const left = workdaysUntil(moment.calendar, moment.today, end);
  return left ? say('deadline', { date, left, count }) : say('deadlineOff', { date, count });
}

/** By deadline (what is still to come first), then by responsible unit (the subscriber's own first), ★ first. */
export function groupTasks(
  say: SayDigest,
  formatter: Formatter,
  moment: Moment,
  tasks: readonly Task[],
  done: ReadonlySet<string>,
): Group[] {
  const current = monthOf(moment.day.year, moment.day.month);
  const own = moment.subscription.scope.units.map(({ unit }) => unit);
  const months = [...new Set(tasks.map((task) => monthDue(task)!))].sort(
    (a, b) => Number(a < current) - Number(b < current) || a - b,
  );
  return months.flatMap((month) => {
    const due = tasks.filter((task) => monthDue(task) === month);
    const byUnit = Map.groupBy(due, (task) => units(task.responsible.units.map((name) => shortName(formatter, name))));
    const heading = headingOf(say, moment, month, due.length);
    const leads = (group: readonly Task[]) => group.some((task) => task.responsible.units.some((u) => own.includes(u)));
    const ordered = [...byUnit].sort(([, a], [, b]) => Number(leads(b)) - Number(leads(a)));
    return ordered.map(([unit, group]) => {
      const rows = [...group].sort((a, b) => Number(b.starred) - Number(a.starred) || a.number - b.number);
      return {
        pack: formatter.pack,
        heading,
        unit,
        count: group.length,
        continued: false,
        rows: rows.map((task) => ({ task, item: itemOf(say, formatter, task, done) })),
      };
    });
  });
}

function itemOf(say: SayDigest, formatter: Formatter, task: Task, done: ReadonlySet<string>): ListItem {
  const text = `${task.starred ? '★' : ''}${shorten(nameOf(task), rowLength)}`;
  const said = done.has(recordKey(formatter.pack, task)) ? say('ticked', { text }) : text;
  return { id: task.id, number: task.number, text: said };
}

/** Whole groups while they fit; a group that fills a page by itself is cut between its rows. */
export function paginate(groups: readonly Group[]): Group[][] {
  const pages: Group[][] = [];
  let room = 0;
  for (const group of groups) {
    let rest = group;
    while (rest.rows.length) {
      const fits = rest.rows.length <= room;
      if (!fits && (room < rowsPerPage || !pages.length)) {
        pages.push([]);
        room = rowsPerPage;
        continue;
      }
      const taken = rest.rows.slice(0, room);
      pages.at(-1)!.push({ ...rest, rows: taken });
      room -= taken.length;
      rest = { ...rest, continued: true, rows: rest.rows.slice(taken.length) };
    }
  }
  return pages;
}
