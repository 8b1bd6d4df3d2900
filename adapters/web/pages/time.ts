/** When things are due: phases, tasks by month, by group on a line of time, and the load of the units, each with its table. */
import { html } from 'hono/html';
import { filterHref } from '../filter.ts';
import { monthsOf, shortName, tasksOf, unitCounts } from '../view/facts.ts';
import { page } from '../view/layout.ts';
import { loadBars, monthBars, type TimelineRow, timeline } from '../view/pictures.ts';
import { formatMonth, type Html, type PlanView, recordHref, unitHref } from '../view/view.ts';

const unitsDrawn = 20;
/** The same picture for a wide screen and for a phone; one of them is shown. */
const both = (screen: Html, phone: Html): Html =>
  html`<div class="on-screens scroll" tabindex="0">${screen}</div><div class="on-phones">${phone}</div>`;

function phases(view: PlanView): Html {
  const { say, pack } = view;
  const found = [...pack.records.values()].filter((record) => record.kind === 'phase');
  if (!found.length) return html``;
  return html`<h2>${say('phases')}</h2><table class="counts"><tbody>${found.map(
    ({ id, title, period }) =>
      html`<tr><th scope="row"><a class="quiet plan" lang="zh-CN" href="${recordHref(view, pack, id)}">${title.text}</a></th><td class="plan" lang="zh-CN">${period.text}</td></tr>`,
  )}</tbody></table>`;
}

function byMonth(view: PlanView): Html {
  const { say, pack } = view;
  const months = monthsOf(tasksOf(pack));
  if (!months.length) return html``;
  const peak = months.reduce((best, each) => (each.count > best.count ? each : best));
  const sum = (of: 'count' | 'starred') => months.reduce((total, each) => total + each[of], 0);
  const link = (due: string, star?: 'yes') => filterHref(view, pack, 'tasks', { due, ...(star ? { star } : {}) });
  return html`<h2>${say('byMonthTitle')}</h2><p>${say('byMonthSay', { count: sum('count'), month: formatMonth(view, peak.month), most: peak.count, starred: sum('starred') })}</p>
<figure>${monthBars(view, months)}<details><summary>${say('asTable')}</summary><table class="counts"><thead><tr><th scope="col">${say('month1')}</th><th scope="col" class="n">${say('tasks')}</th><th scope="col" class="n">${say('starredCount')}</th></tr></thead><tbody>${months.map(
    ({ month, count, starred }) =>
      html`<tr><th scope="row">${formatMonth(view, month)}</th><td class="n"><a href="${link(month)}">${count}</a></td><td class="n">${starred ? html`<a href="${link(month, 'yes')}">${starred}</a>` : '0'}</td></tr>`,
  )}</tbody></table></details></figure>`;
}

function byGroup(view: PlanView): Html {
  const { say, pack, plans } = view;
  const groups = [...pack.records.values()].filter((record) => record.kind === 'group');
  const rows: (TimelineRow & { number: number })[] = groups.flatMap((group) => {
    const measures = [...pack.records.values()].filter(
      (record) => record.kind === 'measure' && record.group === group.number,
    );
    const ids = new Set(measures.flatMap(({ id }) => pack.tasksOf.get(id) ?? []));
    const months = monthsOf([...ids].flatMap((id) => pack.records.get(id) ?? []));
    return months.length
      ? [{ label: pack.groupNames[group.id]?.[0] ?? group.title.text, months, number: group.number }]
      : [];
  });
  if (rows.length < 2) return html``;
  const { year, month } = plans.today(pack);
  const today = `${year}-${String(month).padStart(2, '0')}`;
  const months = [...new Set(rows.flatMap((row) => row.months.map((each) => each.month)))].sort();
  return html`<h2>${say('timelineTitle')}</h2><p>${say('timelineSay')}</p><figure>${both(timeline(view, rows, today, 'screen'), timeline(view, rows, today, 'phone'))}<details><summary>${say('asTable')}</summary><div class="scroll" tabindex="0"><table class="counts"><thead><tr><th scope="col">${say('group')}</th>${months.map((each) => html`<th scope="col" class="n">${formatMonth(view, each)}</th>`)}</tr></thead><tbody>${rows.map(
    ({ label, months: counts, number }) =>
      html`<tr><th scope="row" lang="zh-CN">${label}</th>${months.map((each) => {
        const count = counts.find((one) => one.month === each)?.count;
        return html`<td class="n">${count ? html`<a href="${filterHref(view, pack, 'tasks', { group: String(number), due: each })}">${count}</a>` : ''}</td>`;
      })}</tr>`,
  )}</tbody></table></div></details></figure>`;
}

function load(view: PlanView): Html {
  const { say, pack } = view;
  const units = unitCounts(pack);
  const [top] = units;
  if (!top) return html``;
  const drawn = units.slice(0, unitsDrawn).map((unit) => ({ ...unit, label: shortName(pack, unit.name) }));
  const labels = { leads: say('leads'), helps: say('helps') };
  const sentence = say('loadSay', {
    units: units.length,
    unit: shortName(pack, top.name),
    leads: top.leads,
    helps: top.helps,
  });
  return html`<h2>${say('loadTitle')}</h2><p>${sentence}</p><figure>${both(loadBars(drawn, labels, 'screen'), loadBars(drawn, labels, 'phone'))}<details><summary>${say('asTable')}</summary><table class="counts"><thead><tr><th scope="col">${say('unit')}</th><th scope="col" class="n">${say('leads')}</th><th scope="col" class="n">${say('helps')}</th></tr></thead><tbody>${units.map(
    ({ name, leads, helps }) =>
      html`<tr><th scope="row" lang="zh-CN"><a class="quiet" href="${unitHref(view, pack, name)}">${shortName(pack, name)}</a></th><td class="n">${leads}</td><td class="n">${helps}</td></tr>`,
  )}</tbody></table></details></figure>`;
}

export function timePage(view: PlanView): Html {
  const { say, pack } = view;
  const body = html`<div class="text broad"><h1>${say('time')}</h1><p class="soft">${say('timeLead')}</p>${phases(view)}${byMonth(view)}${byGroup(view)}${load(view)}</div>`;
  return page(view, { title: say('time'), pack, section: 'time', body, wide: true });
}
