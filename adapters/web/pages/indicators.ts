/** Indicators with their targets, and the items that a higher level supports. */
import { html } from 'hono/html';
import { shortName } from '../view/facts.ts';
import { page } from '../view/layout.ts';
import { type Html, type PlanView, recordHref, unitHref } from '../view/view.ts';

export function indicatorsPage(view: PlanView): Html {
  const { say, pack } = view;
  const records = [...pack.records.values()];
  const indicators = records.filter((record) => record.kind === 'indicator');
  const supports = records.filter((record) => record.kind === 'support');
  const { annexes } = pack.plan;
  const titleOf = (kind: string) => annexes.find((annex) => annex.kind === kind)?.title.text;
  const heading = (kind: string, role: string, usual: string) =>
    annexes.find((annex) => annex.kind === kind)?.columns[role] ?? usual;
  const body = html`<div class="text"><h1>${say('indicators')} <span class="soft">${say('indicatorsValue', { count: indicators.length })}</span></h1>
${titleOf('indicator') ? html`<p class="soft" lang="zh-CN">${titleOf('indicator')}</p>` : ''}
${
  indicators.length
    ? html`<table class="counts"><thead><tr><th scope="col" class="n">${say('number')}</th><th scope="col">${say('content')}</th><th scope="col" class="n">${heading('indicator', 'target', say('target'))}</th></tr></thead><tbody>${indicators.map(
        ({ id, number, text, target, measuredIn }) =>
          html`<tr><td class="n">${number}</td><th scope="row"><a class="quiet plan" lang="zh-CN" href="${recordHref(view, pack, id)}">${text.text}</a></th><td class="n" lang="zh-CN">${target.text}<span class="soft"> ${measuredIn.text}</span></td></tr>\n`,
      )}</tbody></table>`
    : ''
}
${
  supports.length
    ? html`<h2 lang="zh-CN">${titleOf('support') ?? say('supports')} <span class="soft">${say('supportValue', { count: supports.length })}</span></h2><ol class="rows">${supports.map(
        ({ id, number, text, responsible }) =>
          html`<li><span class="n">${number}</span> <span class="row"><a class="quiet plan" lang="zh-CN" href="${recordHref(view, pack, id)}">${text.text}</a> <span class="beside" lang="zh-CN">${responsible.units.map(
            (name, index) =>
              html`${index ? '、' : ''}<a class="quiet" href="${unitHref(view, pack, name)}">${shortName(pack, name)}</a>`,
          )}</span></span></li>\n`,
      )}</ol>`
    : ''
}</div>`;
  return page(view, { title: say('indicators'), pack, section: 'indicators', body });
}
