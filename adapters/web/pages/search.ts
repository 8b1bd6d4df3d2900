/** Search over the records of a plan, by the ranking that answers use; with a script the list follows the typing. */
import { html } from 'hono/html';
import { page } from '../view/layout.ts';
import { type Html, href, type PlanView, planHref, recordHref } from '../view/view.ts';
import { kindName } from './record.ts';

/** The list alone: what the script puts under the field. */
export function hits(view: PlanView, text: string): Html {
  const { say, plans, pack } = view;
  if (!text) return html``;
  const records = plans.search(pack, text).flatMap((id) => pack.records.get(id) ?? []);
  if (!records.length)
    return html`<p>${say('searchNone')} <a href="${href(view, '/', { q: text })}">${say('send')}</a></p>`;
  return html`<p class="soft">${say('searchCount', { count: records.length })}</p><ol class="rows hits">${records.map(
    (record) =>
      html`<li><span class="n">${kindName(view, record)} ${record.number}</span> <a class="row quiet plan" lang="zh-CN" href="${recordHref(view, pack, record.id)}">${
        record.kind === 'task' && record.starred ? html`<span class="star">★</span>` : ''
      }${'title' in record ? record.title.text : record.text.text}</a></li>\n`,
  )}</ol>`;
}

export function searchPage(view: PlanView, text: string): Html {
  const { say, pack } = view;
  const body = html`<div class="text"><h1>${say('search')}</h1><p class="soft">${say('searchLead')}</p>
<form method="get" role="search" action="${planHref(view, pack, 'search')}" class="filter-form" data-search>
<input name="q" type="search" value="${text}" aria-label="${say('searchLabel')}" maxlength="200" autocomplete="off"><button class="primary">${say('searchButton')}</button></form>
<div data-hits aria-live="polite">${hits(view, text)}</div></div>`;
  return page(view, { title: text || say('search'), pack, section: 'search', body, scripts: ['search.js'] });
}
