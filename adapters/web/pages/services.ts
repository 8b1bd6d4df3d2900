/** Whom to ask: the places that the plan names, by what it says of them, with the needs that they fit. */
import { html } from 'hono/html';
import type { KnowledgePack, ServicePoint } from '../../../src/model/pack/pack.ts';
import { page } from '../view/layout.ts';
import { type Html, href, type PlanView, recordHref, unitHref } from '../view/view.ts';

const statuses = ['existing', 'planned', 'encouraged', 'explored', 'applied'] as const;
const needsShown = 6;

function contactsOf(view: PlanView, pack: KnowledgePack, id: string): Html {
  const contacts = pack.contacts.filter(({ servicePoint }) => servicePoint === id);
  return html`${contacts.map(({ text, confirmedOn }) => html`<p>${view.say('contactBy', { text, date: confirmedOn })}</p>`)}`;
}

function entry(view: PlanView, { id, name, verb, statusNote, runBy, records, needs }: ServicePoint): Html {
  const { say, pack } = view;
  const links = records.flatMap((record) => {
    const found = pack.records.get(record);
    return found ? [html`<a href="${recordHref(view, pack, record)}" lang="zh-CN">${found.place}</a> `] : [];
  });
  return html`<section class="point" id="${id}"><h3 lang="zh-CN">${name}</h3>
<p class="soft"><span lang="zh-CN">${statusNote ?? say('verbSaid', { verb })}</span></p>
${contactsOf(view, pack, id)}
${runBy.length ? html`<p>${say('runBy')}<span lang="zh-CN">${runBy.map((unit, index) => html`${index ? '、' : ''}<a class="quiet" href="${unitHref(view, pack, unit)}">${unit}</a>`)}</span></p>` : ''}
<p class="needs">${say('needsFor')}<span lang="zh-CN">${needs.slice(0, needsShown).map((need) => html`<a href="${href(view, '/', { q: need })}" rel="nofollow">${need}</a> `)}</span></p>
<p class="cite">${say('cite')}${links}</p></section>`;
}

/** Asks: the assistant knows which place fits what somebody says. */
function byNeed(view: PlanView): Html {
  const { say, pack } = view;
  const [example] = pack.facts.examples.enterprise;
  return html`<form class="filter-form" action="${href(view, '/')}"><input type="search" name="q" required maxlength="1000" aria-label="${say('byNeed')}" placeholder="${say('byNeed')}${example ? `：${example}` : ''}"><button class="primary">${say('send')}</button></form>`;
}

export function servicesPage(view: PlanView): Html {
  const { say, pack } = view;
  const body = html`<div class="text"><h1>${say('services')}</h1><p class="soft">${say('servicesLead', { signpost: pack.facts.signpost })}</p>
${byNeed(view)}
${statuses.map((status) => {
  const points = pack.servicePoints.filter((point) => point.status === status);
  return points.length
    ? html`<h2>${say(status)} <span class="soft">${points.length}</span></h2>${points.map((point) => entry(view, point))}`
    : '';
})}</div>`;
  return page(view, { title: say('services'), pack, section: 'services', body });
}
