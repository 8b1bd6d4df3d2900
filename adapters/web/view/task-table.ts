/** A table of tasks, grouped by deadline or not: the number in a narrow column, the plan's words first, units beside them. */
import { html, raw } from 'hono/html';
import type { Task } from '../../../src/model/plan.ts';
import { monthOf, shortName } from './facts.ts';
import { formatMonth, type Html, type PlanView, recordHref, unitHref } from './view.ts';

const sortColumns = ['deadline', 'number', 'content', 'unit', 'helps'] as const;
type SortColumn = (typeof sortColumns)[number];

export interface Sort {
  column: SortColumn;
  descending: boolean;
}

export const usualSort: Sort = { column: 'deadline', descending: false };

/** `-number`: from the highest number on. What is unknown is the usual order. */
export function readSort(text: string | null): Sort {
  const column = sortColumns.find((each) => each === text?.replace(/^-/, ''));
  return column ? { column, descending: text!.startsWith('-') } : usualSort;
}

/** As an address says it; undefined = the usual one. */
export const sortParameter = ({ column, descending }: Sort): string | undefined =>
  column === 'deadline' && !descending ? undefined : `${descending ? '-' : ''}${column}`;

function unitLinks(view: PlanView, names: readonly string[]): Html {
  const { pack } = view;
  return html`${names.map(
    (name, index) =>
      html`${index ? '、' : ''}<a class="quiet" href="${unitHref(view, pack, name)}" title="${name}">${shortName(pack, name)}</a>`,
  )}`;
}

/** What groups rows by deadline: the month, else the cell as printed. */
function deadlineHeading(view: PlanView, task: Task): string {
  const month = monthOf(task);
  if (month) return formatMonth(view, month);
  return task.deadline?.cell.text || view.say('undated');
}

function row(view: PlanView, task: Task, dated: boolean): Html {
  const { say, pack } = view;
  return html`<tr><td class="n">${task.number}</td><td class="words"><a class="quiet" href="${recordHref(view, pack, task.id)}">${
    task.starred ? html`<span class="star">★</span>` : ''
  }<span class="plan" lang="zh-CN">${task.text.text}</span></a></td><td class="units" lang="zh-CN"><span class="label">${say('responsible')} </span>${unitLinks(view, task.responsible.units)}</td><td class="units soft" lang="zh-CN">${
    task.cooperating?.units.length
      ? html`<span class="label">${say('cooperating')} </span>${unitLinks(view, task.cooperating.units)}`
      : ''
  }</td>${dated ? html`<td class="date">${deadlineHeading(view, task)}</td>` : ''}</tr>\n`;
}

const monthKey = (task: Task) => monthOf(task) ?? (task.deadline ? '9998' : '9999');

/** What a column is sorted by; what has nothing there comes last. */
function sortKey(view: PlanView, task: Task, column: SortColumn): string {
  const first = (names: readonly string[] | undefined) => (names?.length ? shortName(view.pack, names[0]!) : '\uffff');
  switch (column) {
    case 'deadline':
      return monthKey(task);
    case 'number':
      return '';
    case 'content':
      return task.text.text;
    case 'unit':
      return first(task.responsible.units);
    case 'helps':
      return first(task.cooperating?.units);
  }
}

export function sorted(view: PlanView, tasks: readonly Task[], { column, descending }: Sort): Task[] {
  const keyed = tasks.map((task) => ({ task, key: sortKey(view, task, column) }));
  const compare = (a: string, b: string) =>
    column === 'deadline' ? Number(a > b) - Number(a < b) : a.localeCompare(b, 'zh-CN');
  keyed.sort((a, b) => compare(a.key, b.key) || a.task.number - b.task.number);
  if (descending) keyed.reverse();
  return keyed.map(({ task }) => task);
}

const headings = [
  ['number', 'number'],
  ['content', 'content'],
  ['unit', 'responsible'],
  ['helps', 'cooperating'],
  ['deadline', 'deadline'],
] as const;

/** The heading of a column; with an address it is a link that sorts by it, and the other way round when pressed again. */
function heading(
  view: PlanView,
  sort: Sort,
  [column, key]: (typeof headings)[number],
  hrefOf?: (sort: Sort) => string,
) {
  const { say } = view;
  const current = sort.column === column;
  const direction = sort.descending ? 'descending' : 'ascending';
  const state = current ? raw(` aria-sort="${direction}"`) : '';
  const arrow = current && hrefOf ? html` <span aria-hidden="true">${sort.descending ? '↓' : '↑'}</span>` : '';
  const next = { column, descending: current && !sort.descending };
  const name = hrefOf ? html`<a href="${hrefOf(next)}">${say(key)}</a>${arrow}` : say(key);
  return html`<th scope="col" class="${column === 'number' ? 'n' : ''}"${state}>${name}</th>`;
}

/** @param hrefOf address of the same table in another order; absent = it can't be sorted */
export function taskTable(
  view: PlanView,
  tasks: readonly Task[],
  sort: Sort = usualSort,
  hrefOf?: (sort: Sort) => string,
): Html {
  const { say } = view;
  // In the order of deadlines the months are headings, and the column would repeat them.
  const dated = sort.column !== 'deadline';
  const shown = headings.filter(([column]) => dated || column !== 'deadline');
  const head = html`<thead><tr>${shown.map((each) => heading(view, sort, each, hrefOf))}</tr></thead>`;
  if (dated)
    return html`<table class="tasks">${head}<tbody>${tasks.map((task) => row(view, task, true))}</tbody></table>`;
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const heading = deadlineHeading(view, task);
    groups.set(heading, [...(groups.get(heading) ?? []), task]);
  }
  const { year, month } = view.plans.today(view.pack);
  const current = `${year}-${String(month).padStart(2, '0')}`;
  return html`<table class="tasks">${head}${[...groups].map(([heading, rows]) => {
    const isPast = (monthOf(rows[0]!) ?? '9999') < current;
    return html`<tbody><tr class="group"><th scope="colgroup" colspan="4">${heading} <span class="soft">${say('count', { count: rows.length })}${isPast ? html` · ${say('passed')}` : ''}</span></th></tr>
${rows.map((task) => row(view, task, false))}</tbody>`;
  })}</table>`;
}
