/** The published text with an anchor on every line, in parts where it is long. */
import { html } from 'hono/html';
import { page } from '../view/layout.ts';
import { partStarts, sourceHref, sourceLines } from '../view/source-lines.ts';
import { type Html, type PlanView, planHref } from '../view/view.ts';

function contents(view: PlanView): Html {
  const { say, pack } = view;
  const { sections, annexes } = pack.plan;
  const entries = [
    ...sections.map(({ title, place }) => ({ title: title.text, place, line: title.lines[0] })),
    ...annexes.map(({ title, number }) => ({
      title: title.text,
      place: number ? `附件${number}` : '',
      line: title.lines[0],
    })),
  ].toSorted((a, b) => a.line - b.line);
  return html`<nav aria-label="${say('contents')}" class="contents"><h2>${say('contents')}</h2><ul>${entries.map(
    ({ title, place, line }) =>
      html`<li><a href="${sourceHref(view, pack, line)}" lang="zh-CN">${place ? `${place} ` : ''}${title}</a></li>`,
  )}</ul></nav>`;
}

/** @param part from 1 */
export function sourcePage(view: PlanView, part: number): Html {
  const { say, plans, pack } = view;
  const lines = plans.source(pack);
  const starts = partStarts(lines);
  const at = Math.min(Math.max(1, part), starts.length);
  const [from, to] = [starts[at - 1]!, (starts[at] ?? lines.length + 1) - 1];
  const pager =
    starts.length > 1
      ? html`<nav class="pager" aria-label="${say('page', { n: at })}">${starts.map((_, index) =>
          index + 1 === at
            ? html`<b aria-current="page">${index + 1}</b> `
            : html`<a href="${planHref(view, pack, 'source', { part: String(index + 1) })}">${index + 1}</a> `,
        )}</nav>`
      : '';
  const body = html`<div class="text"><h1>${say('source')}</h1>${sourceLines(view, from, to, { linked: true })}${pager}</div><aside>${contents(view)}</aside>`;
  return page(view, { title: say('source'), pack, section: 'source', body });
}
