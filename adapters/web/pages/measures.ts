/** Measures by group with the tasks that carry them out, and the guarantees. */
import { html } from 'hono/html';
import type { PlanRecord } from '../../../src/model/plan.ts';
import { page } from '../view/layout.ts';
import { type Html, type PlanView, recordHref } from '../view/view.ts';

function entry(view: PlanView, record: PlanRecord): Html {
  const { pack, say } = view;
  const tasks = pack.tasksOf.get(record.id) ?? [];
  const title = 'title' in record ? record.title.text : record.text.text;
  const links = tasks.flatMap((id) => {
    const task = pack.records.get(id);
    return task ? [html`<a href="${recordHref(view, pack, id)}">${task.number}</a> `] : [];
  });
  return html`<li><span class="n">${record.number}</span> <span class="row"><a class="quiet plan" href="${recordHref(view, pack, record.id)}" lang="zh-CN">${title}</a>${
    links.length ? html`<span class="beside"> ${say('tasks')} ${links}</span>` : ''
  }</span></li>`;
}

export function measuresPage(view: PlanView): Html {
  const { say, pack } = view;
  const records = [...pack.records.values()];
  const measures = records.filter(({ kind }) => kind === 'measure');
  const groups = records.filter((record) => record.kind === 'group');
  const loose = measures.filter((record) => record.kind === 'measure' && record.group === undefined);
  const guarantees = records.filter(({ kind }) => kind === 'guarantee');
  const list = (of: readonly PlanRecord[]) => html`<ol class="rows">${of.map((record) => entry(view, record))}</ol>`;
  const body = html`<div class="text"><h1>${say('measures')} <span class="soft">${say('measuresCount', { count: measures.length })}</span></h1>
${groups.map(
  (group) =>
    html`<h2 lang="zh-CN"><a class="quiet" href="${recordHref(view, pack, group.id)}">${group.place} ${group.title.text}</a></h2>${list(
      measures.filter((record) => record.kind === 'measure' && record.group === group.number),
    )}`,
)}
${loose.length ? list(loose) : ''}
${guarantees.length ? html`<h2>${say('guarantees')}</h2>${list(guarantees)}` : ''}</div>`;
  return page(view, { title: say('measures'), pack, section: 'measures', body });
}
