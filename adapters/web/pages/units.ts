/** The units that tasks name, and one page for each: what it leads, what it helps with, by deadline. */
import { html } from 'hono/html';
import { filterHref } from '../filter.ts';
import { shortName, tasksOf, unitCounts } from '../view/facts.ts';
import { page } from '../view/layout.ts';
import { sorted, taskTable, usualSort } from '../view/task-table.ts';
import { type Html, type PlanView, recordHref, unitHref } from '../view/view.ts';
import { downloadLinks } from './tasks.ts';

export function unitsPage(view: PlanView): Html {
  const { say, pack } = view;
  const rows = unitCounts(pack).map(
    ({ name, leads, helps }) =>
      html`<tr><th scope="row" lang="zh-CN"><a class="quiet" href="${unitHref(view, pack, name)}">${shortName(pack, name)}</a></th><td class="n">${leads || ''}</td><td class="n">${helps || ''}</td><td class="n">${leads + helps}</td></tr>\n`,
  );
  const body = html`<div class="text"><h1>${say('units')} <span class="soft">${rows.length}</span></h1><p class="soft">${say('unitsLead')}</p>
<table class="counts"><thead><tr><th scope="col">${say('unit')}</th><th scope="col" class="n">${say('leads')}</th><th scope="col" class="n">${say('helps')}</th><th scope="col" class="n">${say('total')}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return page(view, { title: say('units'), pack, section: 'units', body });
}

/** Undefined where no record names this unit. */
export function unitPage(view: PlanView, name: string): Html | undefined {
  const { say, pack } = view;
  const tasks = tasksOf(pack);
  const leads = tasks.filter(({ responsible }) => responsible.units.includes(name));
  const helps = tasks.filter((task) => !leads.includes(task) && task.cooperating?.units.includes(name));
  const supports = [...pack.records.values()].filter(
    (record) => record.kind === 'support' && record.responsible.units.includes(name),
  );
  if (!leads.length && !helps.length && !supports.length) return undefined;
  const short = shortName(pack, name);
  const filter = { unit: name };
  const section = (title: string, list: typeof tasks) =>
    list.length
      ? html`<h2>${title} <span class="soft">${say('count', { count: list.length })}</span></h2>${taskTable(view, sorted(view, list, usualSort))}`
      : '';
  const body = html`<h1 lang="zh-CN">${short}</h1>
<p class="soft">${say('unitSummary', { leads: leads.length, helps: helps.length })}${short === name ? '' : html` <span lang="zh-CN">${say('printedAs', { name })}</span>`}</p>
<p class="bar-line no-print"><a href="${filterHref(view, pack, 'tasks', filter)}">${say('openInTasks')}</a> ${downloadLinks(view, filter)}</p>
${section(say('leads'), leads)}${section(say('helps'), helps)}
${supports.length ? html`<h2>${say('support')}</h2><ol class="rows">${supports.map(({ id, number, text }) => html`<li><span class="n">${number}</span> <a class="row quiet plan" href="${recordHref(view, pack, id)}" lang="zh-CN">${text.text}</a></li>`)}</ol>` : ''}`;
  return page(view, { title: say('unitTitle', { unit: short }), pack, section: 'units', body, wide: true });
}
