/** The table of tasks: filters as words with counts above it, order, and the list to take away. */
import { html } from 'hono/html';
import type { Task } from '../../../src/model/plan.ts';
import { webcalAddress, withParameters } from '../../../src/shared/list-address.ts';
import { filterHref, type TaskFilter, toQuery } from '../filter.ts';
import { monthOf, shortName, tasksOf, unitCounts } from '../view/facts.ts';
import { page } from '../view/layout.ts';
import { type Sort, sorted, sortParameter, taskTable } from '../view/task-table.ts';
import { formatMonth, type Html, href, type PlanView, planHref } from '../view/view.ts';

const rowsPerPage = 150;

export interface TasksParts {
  filter: TaskFilter;
  sort: Sort;
  /** From 1. */
  pageNumber: number;
}

/** Tasks of a filter in the document's order; undefined where the address holds a faulty condition. */
export function tasksIn({ plans, pack, language }: PlanView, filter: TaskFilter): Task[] | undefined {
  const result = plans.query(pack, toQuery(filter), { language });
  if ('faults' in result) return undefined;
  return result.records.filter((record): record is Task => record.kind === 'task');
}

interface Option {
  label: string;
  value: string | undefined;
  count: number;
}

function line(
  view: PlanView,
  { filter, sort }: TasksParts,
  name: keyof TaskFilter,
  label: string,
  options: readonly Option[],
): Html {
  const { pack } = view;
  if (options.length < 3) return html``;
  return html`<p class="filter"><span class="soft">${label}</span> ${options.map(({ label: text, value, count }) => {
    const current = filter[name] === value;
    const { [name]: _taken, ...rest } = filter;
    const link = filterHref(view, pack, 'tasks', rest, { [name]: value, sort: sortParameter(sort) });
    const inner = html`${text} <small>${count}</small>`;
    return current ? html`<b aria-current="true">${inner}</b> ` : html`<a href="${link}">${inner}</a> `;
  })}</p>`;
}

/** Each filter counts what the others leave. */
function filters(view: PlanView, parts: TasksParts): Html {
  const { say, pack } = view;
  const { filter } = parts;
  const without = (name: keyof TaskFilter) => {
    const { [name]: _taken, ...rest } = filter;
    return tasksIn(view, rest) ?? [];
  };
  const any = (tasks: readonly Task[]): Option => ({ label: say('all'), value: undefined, count: tasks.length });
  const dated = without('due');
  const months = [...new Set(tasksOf(pack).flatMap((task) => monthOf(task) ?? []))].sort();
  const countOf = (test: (task: Task) => boolean) => dated.filter(test).length;
  const open = dated.filter(({ deadline }) => deadline?.kind === 'ongoing').length;
  const undated = countOf(({ deadline }) => !deadline);
  const due: Option[] = [
    any(dated),
    ...months.map((month) => ({
      label: formatMonth(view, month),
      value: month,
      count: countOf((task) => monthOf(task) === month),
    })),
    ...(open ? [{ label: say('ongoing'), value: 'ongoing', count: open }] : []),
    ...(undated ? [{ label: say('undated'), value: 'empty', count: undated }] : []),
  ];
  const stars = without('star');
  const starred = stars.filter((task) => task.starred).length;
  const star: Option[] = [
    any(stars),
    { label: say('starredOnly'), value: 'yes', count: starred },
    { label: say('unstarredOnly'), value: 'no', count: stars.length - starred },
  ];
  const hasStars = tasksOf(pack).some((task) => task.starred);
  return html`<div class="filters no-print" role="group" aria-label="${say('filterBy')}">
${line(view, parts, 'due', say('byDeadline'), due)}
${hasStars ? line(view, parts, 'star', say('byStar'), star) : ''}
${line(view, parts, 'group', say('byGroup'), groupOptions(view, filter, any(without('group'))))}
${filter.unit ? line(view, parts, 'role', say('byRole'), roleOptions(view, filter)) : ''}
${form(view, parts)}</div>`;
}

function groupOptions(view: PlanView, filter: TaskFilter, first: Option): Option[] {
  const groups = [...view.pack.records.values()].filter(({ kind }) => kind === 'group');
  return [
    first,
    ...groups.map((group) => {
      const value = String(group.number);
      const label = view.pack.groupNames[group.id]?.[0] ?? ('title' in group ? group.title.text : value);
      return { label, value, count: tasksIn(view, { ...filter, group: value })?.length ?? 0 };
    }),
  ];
}

function roleOptions(view: PlanView, filter: TaskFilter): Option[] {
  const { say } = view;
  const count = (role: 'responsible' | 'cooperating' | undefined) => {
    const { role: _taken, ...rest } = filter;
    return tasksIn(view, role ? { ...rest, role } : rest)?.length ?? 0;
  };
  return [
    { label: say('eitherRole'), value: undefined, count: count(undefined) },
    { label: say('leads'), value: 'responsible', count: count('responsible') },
    { label: say('helps'), value: 'cooperating', count: count('cooperating') },
  ];
}

/** The unit and the words: what has too many values for a line. */
function form(view: PlanView, { filter, sort }: TasksParts): Html {
  const { say, pack } = view;
  const hidden = (['due', 'star', 'group', 'rows', 'where'] as const).map((name) =>
    filter[name] ? html`<input type="hidden" name="${name}" value="${filter[name]}">` : '',
  );
  const names = unitCounts(pack);
  return html`<form method="get" action="${planHref(view, pack, 'tasks')}" class="filter-form">${hidden}${sortParameter(sort) ? html`<input type="hidden" name="sort" value="${sortParameter(sort)!}">` : ''}
<label><span class="soft">${say('byUnit')}</span> <select name="unit" lang="zh-CN"><option value="">${say('anyUnit')}</option>${names.map(
    ({ name, leads, helps }) =>
      html`<option value="${name}"${name === filter.unit ? ' selected' : ''}>${shortName(pack, name)} ${leads + helps}</option>`,
  )}</select></label>
<label><span class="soft">${say('byWords')}</span> <input name="words" value="${filter.words ?? ''}" maxlength="200" size="12"></label>
<button class="plain">${say('apply')}</button></form>`;
}

/** The conditions in force, as chips that can be taken off. */
function inForce(view: PlanView, { filter }: TasksParts): Html {
  const { say, pack, plans, language } = view;
  const result = plans.query(pack, toQuery(filter), { language });
  if ('faults' in result || !result.chips.length) return html``;
  const names = (['unit', 'due', 'star', 'group', 'words', 'rows', 'where'] as const).filter((name) => filter[name]);
  return html`<p class="chips">${result.chips.map(({ text }, index) => {
    const name = names[Math.min(index, names.length - 1)]!;
    const { [name]: _taken, ...rest } = filter;
    return html`<span class="chip">${text} <a href="${filterHref(view, pack, 'tasks', rest)}" aria-label="${say('remove', { what: text })}">×</a></span> `;
  })}<a href="${planHref(view, pack, 'tasks')}">${say('clear')}</a></p>`;
}

function order(view: PlanView, { filter, sort }: TasksParts): Html {
  const { say } = view;
  const options = [
    ['deadline', say('sortDeadline')],
    ['number', say('sortNumber')],
    ['content', say('sortContent')],
    ['unit', say('sortUnit')],
    ['helps', say('sortHelps')],
  ] as const;
  return html`<span class="soft">${say('sortBy')}</span> ${options.map(([column, label]) =>
    column === sort.column
      ? html`<b aria-current="true">${label}</b> <a href="${sortHref(view, filter, { column, descending: !sort.descending })}">${say(sort.descending ? 'ascending' : 'descending')}</a> `
      : html`<a href="${sortHref(view, filter, { column, descending: false })}">${label}</a> `,
  )}`;
}

const sortHref = (view: PlanView, filter: TaskFilter, sort: Sort) =>
  filterHref(view, view.pack, 'tasks', filter, { sort: sortParameter(sort) });

/** Links to the same list as a file, and to the calendar that a program subscribes to. */
export function downloadLinks(view: PlanView, filter: TaskFilter): Html {
  const { say, pack, pageAt } = view;
  const table = (format: string) => filterHref(view, pack, `tasks.${format}`, filter);
  const calendar = withParameters(`/calendar/${pack.id}.ics`, { ...filter });
  return html`<span class="take"><span class="soft">${say('downloadAs')}</span> <a href="${table('xlsx')}">${say('excel')}</a> <a href="${table('csv')}">${say('csv')}</a> <a href="${href(view, calendar)}">${say('calendar')}</a> <a href="${webcalAddress(`${pageAt}${calendar}`)}">${say('subscribeCalendar')}</a></span>`;
}

export function tasksPage(view: PlanView, parts: TasksParts): Html {
  const { say, pack } = view;
  const { filter, sort, pageNumber } = parts;
  const found = tasksIn(view, filter) ?? [];
  const all = tasksOf(pack).length;
  const pages = Math.max(1, Math.ceil(found.length / rowsPerPage));
  const at = Math.min(Math.max(1, pageNumber), pages);
  const shown = sorted(view, found, sort).slice((at - 1) * rowsPerPage, at * rowsPerPage);
  const pager =
    pages > 1
      ? html`<nav class="pager" aria-label="${say('page', { n: at })}">${Array.from({ length: pages }, (_, index) => {
          const link = filterHref(view, pack, 'tasks', filter, { sort: sortParameter(sort), page: String(index + 1) });
          return index + 1 === at
            ? html`<b aria-current="page">${index + 1}</b> `
            : html`<a href="${link}">${index + 1}</a> `;
        })}</nav>`
      : '';
  const count =
    found.length === all ? say('count', { count: all }) : say('countOf', { shown: found.length, count: all });
  const body = html`<h1>${say('tasks')} <span class="soft">${count}</span></h1>
${inForce(view, parts)}${filters(view, parts)}
<p class="bar-line no-print">${order(view, parts)} ${downloadLinks(view, filter)}</p>
${shown.length ? taskTable(view, shown, sort, (other) => sortHref(view, filter, other)) : html`<p>${say('noneFound')} <a href="${planHref(view, pack, 'tasks')}">${say('clear')}</a></p>`}
${pager}`;
  return page(view, { title: say('tasks'), pack, section: 'tasks', body, wide: true });
}
