/** Groups the tasks of a digest by deadline and responsible unit, and splits the groups into pages. */
import { type Month, monthOf, numberOf, yearOf } from '../knowledge/month.ts';
import { monthDue, unitsIn } from '../knowledge/select.ts';
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
/** A page with fewer rows is filled up with a part of the next unit: 2 rows of 68 are no page. */
const minRowsPerPage = 5;
const rowLength = 36;

/** Rows under one heading. */
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

/** Whose the tasks are, as a person of the subscribed unit would say it: 教育局配合（财政局牵头）. */
function labelOf(say: SayDigest, formatter: Formatter, own: readonly string[], task: Task): string {
  const named = (names: readonly string[]) => units(names.map((name) => shortName(formatter, name)));
  const responsible = unitsIn(task, 'responsible');
  const leads = named(responsible);
  if (!own.length) return leads;
  if (responsible.some((unit) => own.includes(unit))) return say('unitLeads', { unit: leads });
  const helping = unitsIn(task, 'cooperating').filter((unit) => own.includes(unit));
  return helping.length ? say('helpsUnder', { unit: named(helping), leads }) : leads;
}

interface UnitGroup {
  unit: string;
  tasks: readonly Task[];
}

/** What the subscriber leads first, then units with more ★: a page shows what is urgent. */
function byUrgency(own: readonly string[]): (a: UnitGroup, b: UnitGroup) => number {
  const leads = ({ tasks }: UnitGroup) =>
    Number(tasks.some((task) => unitsIn(task, 'responsible').some((unit) => own.includes(unit))));
  const stars = ({ tasks }: UnitGroup) => tasks.filter(({ starred }) => starred).length;
  return (a, b) => leads(b) - leads(a) || stars(b) - stars(a);
}

/**
 * By deadline (the nearest first, then what has passed, the longest first), then by unit. In a unit what is registered as done
 * stands last, and ★ first.
 */
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
  const isDone = (task: Task) => Number(done.has(recordKey(formatter.pack, task)));
  return months.flatMap((month) => {
    const due = tasks.filter((task) => monthDue(task) === month);
    const heading = headingOf(say, moment, month, due.length);
    const groups = [...Map.groupBy(due, (task) => labelOf(say, formatter, own, task))]
      .map(([unit, group]): UnitGroup => ({ unit, tasks: group }))
      .sort(byUrgency(own));
    return groups.map(({ unit, tasks: group }) => {
      const rows = [...group].sort(
        (a, b) => isDone(a) - isDone(b) || Number(b.starred) - Number(a.starred) || a.number - b.number,
      );
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
  const shown = done.has(recordKey(formatter.pack, task)) ? say('ticked', { text }) : text;
  return { id: task.id, number: task.number, text: shown };
}

/** Whole units while they fit. One is cut between its rows where it fills a page by itself, or the page would be nearly empty. */
export function paginate(groups: readonly Group[]): Group[][] {
  const pages: Group[][] = [];
  let room = 0;
  for (const group of groups) {
    let rest = group;
    while (rest.rows.length) {
      const isFilled = rowsPerPage - room >= minRowsPerPage;
      if (!room || (rest.rows.length > room && isFilled)) {
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
