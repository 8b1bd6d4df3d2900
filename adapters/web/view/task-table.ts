/** A table of tasks, grouped by deadline or not: the number in a narrow column, the plan's words first, units beside them. */
import { html } from 'hono/html';
import type { Task } from '../../../src/model/plan.ts';
import { monthOf, shortName } from './facts.ts';
import { formatMonth, type Html, type PlanView, recordHref, unitHref } from './view.ts';

export type Sort = 'deadline' | 'number' | 'unit';

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

export function sorted(view: PlanView, tasks: readonly Task[], sort: Sort): Task[] {
  if (sort === 'number') return tasks.toSorted((a, b) => a.number - b.number);
  if (sort === 'unit') {
    const key = (task: Task) => shortName(view.pack, task.responsible.units[0] ?? '');
    return tasks.toSorted((a, b) => key(a).localeCompare(key(b), 'zh-CN') || a.number - b.number);
  }
  return tasks.toSorted((a, b) =>
    monthKey(a) === monthKey(b) ? a.number - b.number : monthKey(a) < monthKey(b) ? -1 : 1,
  );
}

export function taskTable(view: PlanView, tasks: readonly Task[], sort: Sort): Html {
  const { say } = view;
  const dated = sort !== 'deadline';
  const head = html`<thead><tr><th scope="col" class="n">${say('number')}</th><th scope="col">${say('content')}</th><th scope="col">${say('responsible')}</th><th scope="col">${say('cooperating')}</th>${dated ? html`<th scope="col">${say('deadline')}</th>` : ''}</tr></thead>`;
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
