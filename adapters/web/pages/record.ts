/** One record: its words, what the plan says of it, what is linked to it, and the lines of the source around it. */
import { html } from 'hono/html';
import type { PlanRecord, UnitCell } from '../../../src/model/plan.ts';
import { monthOf } from '../view/facts.ts';
import { page, type SectionName } from '../view/layout.ts';
import { sourceHref, sourceLines } from '../view/source-lines.ts';
import { formatMonth, type Html, href, type PlanView, recordHref, unitHref } from '../view/view.ts';

/** Lines of the source shown before and after the record's own. */
const around = 3;

const kindKeys = {
  task: 'kindTask',
  support: 'kindSupport',
  indicator: 'kindIndicator',
  measure: 'kindMeasure',
  group: 'kindGroup',
  phase: 'kindPhase',
  guarantee: 'kindGuarantee',
} as const;

const sectionOf: Record<PlanRecord['kind'], SectionName> = {
  task: 'tasks',
  support: 'indicators',
  indicator: 'indicators',
  measure: 'measures',
  group: 'measures',
  phase: 'time',
  guarantee: 'measures',
};

export const kindName = ({ say }: PlanView, { kind }: PlanRecord): string => say(kindKeys[kind]);

/** A record in a list of links: its number and its title or words. */
function recordLink(view: PlanView, record: PlanRecord): Html {
  const name = 'title' in record ? record.title.text : record.text.text;
  return html`<li><span class="n">${record.number}</span> <a class="row quiet" href="${recordHref(view, view.pack, record.id)}">${
    record.kind === 'task' && record.starred ? html`<span class="star">★</span>` : ''
  }<span class="plan" lang="zh-CN">${name}</span></a></li>`;
}

function units(view: PlanView, cell: UnitCell | undefined): Html | undefined {
  if (!cell?.cell.text) return undefined;
  const { pack } = view;
  if (!cell.units.length) return html`<span class="plan" lang="zh-CN">${cell.cell.text}</span>`;
  return html`<span class="plan" lang="zh-CN">${cell.units.map(
    (name, index) => html`${index ? '、' : ''}<a href="${unitHref(view, pack, name)}">${name}</a>`,
  )}${cell.open ?? ''}</span>`;
}

function deadline(view: PlanView, record: PlanRecord): Html | undefined {
  if (!('deadline' in record) || !record.deadline) return undefined;
  const month = monthOf(record);
  if (!month) return html`<span class="plan" lang="zh-CN">${record.deadline.cell.text}</span>`;
  const { year, month: now } = view.plans.today(view.pack);
  const isPast = month < `${year}-${String(now).padStart(2, '0')}`;
  return html`${formatMonth(view, month)}${isPast ? html` <span class="soft">${view.language === 'zh' ? '（' : '('}${view.say('passedNote')}${view.language === 'zh' ? '）' : ')'}</span>` : ''}`;
}

function facts(view: PlanView, record: PlanRecord): Html {
  const { say } = view;
  const plain = (text: string | undefined) => (text ? html`<span class="plan" lang="zh-CN">${text}</span>` : undefined);
  const rows: [string, Html | undefined][] = [
    [say('target'), record.kind === 'indicator' ? plain(`${record.target.text} ${record.measuredIn.text}`) : undefined],
    [say('responsible'), 'responsible' in record ? units(view, record.responsible) : undefined],
    [say('cooperating'), 'cooperating' in record ? units(view, record.cooperating) : undefined],
    [say('leader'), 'leader' in record ? plain(record.leader?.text) : undefined],
    [say('deadline'), record.kind === 'phase' ? plain(record.period.text) : deadline(view, record)],
    ...Object.entries('columns' in record ? (record.columns ?? {}) : {}).map(
      ([name, value]): [string, Html | undefined] => [name, plain(value.cell.text)],
    ),
  ];
  const given = rows.filter((row): row is [string, Html] => row[1] !== undefined);
  if (!given.length) return html``;
  return html`<dl class="facts">${given.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function list(view: PlanView, title: string, ids: readonly string[]): Html {
  const records = ids.flatMap((id) => view.pack.records.get(id) ?? []);
  if (!records.length) return html``;
  return html`<h2>${title}</h2><ol class="rows">${records.map((record) => recordLink(view, record))}</ol>`;
}

function related(view: PlanView, record: PlanRecord): Html {
  const { say, pack } = view;
  const parents = [...pack.tasksOf].filter(([, tasks]) => tasks.includes(record.id)).map(([id]) => id);
  const measures =
    record.kind === 'group'
      ? [...pack.records.values()]
          .filter((one) => one.kind === 'measure' && one.group === record.number)
          .map(({ id }) => id)
      : [];
  const group = record.kind === 'measure' && record.group !== undefined ? [`group:${record.group}`] : [];
  const points = pack.servicePoints.filter(({ records }) => records.includes(record.id));
  const notes = pack.notes.filter(({ records }) => records.includes(record.id));
  return html`${notes.length ? html`<h2>${say('oddities')}</h2>${notes.map(({ text }) => html`<p lang="zh-CN">${text}</p>`)}` : ''}
${list(view, say('partOfGroup'), group)}${list(view, say('partOfMeasure'), parents)}
${list(view, say('measures'), measures)}
${list(view, say('tasksOfIt'), pack.tasksOf.get(record.id) ?? [])}
${points.length ? html`<h2>${say('servicesHere')}</h2><ul class="plain">${points.map(({ name }) => html`<li><a href="${href(view, '/', { q: `${name}找谁？` })}" lang="zh-CN">${name}</a></li>`)}</ul>` : ''}`;
}

function inSource(view: PlanView, record: PlanRecord): Html {
  const { say, plans, pack } = view;
  const [from, to] = record.text.lines;
  const lines = plans.source(pack);
  const [start, end] = [Math.max(1, from - around), Math.min(lines.length, to + around)];
  return html`<section class="in-source"><h2>${say('inSource')}</h2><p class="soft">${say('linesAround', { from: start, to: end })} · <a href="${sourceHref(view, pack, from)}">${say('wholeSource')}</a></p>
${sourceLines(view, start, end, { marked: [from, to], linked: false })}</section>`;
}

export function recordPage(view: PlanView, record: PlanRecord): Html {
  const { say, pack } = view;
  const siblings = [...pack.records.values()].filter(({ kind }) => kind === record.kind);
  const at = siblings.indexOf(record);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  const number = pack.plan.document.number?.text;
  const isStarred = record.kind === 'task' && record.starred;
  const title = 'title' in record ? record.title.text : say('recordTitle', { n: record.number });
  const body = html`<article><div class="text">
<p class="crumb soft">${kindName(view, record)} · <span lang="zh-CN">${number ? `${number} ` : ''}${record.place}</span></p>
<h1>${'title' in record ? html`<span lang="zh-CN">${record.number}. ${title}</span>` : title}${isStarred ? html` <span class="star" title="★">★</span>` : ''}</h1>
<blockquote class="plan" lang="zh-CN">${record.text.text}</blockquote>
${facts(view, record)}${related(view, record)}</div>${inSource(view, record)}
<nav class="pager" aria-label="${kindName(view, record)}">${before ? html`<a rel="prev" href="${recordHref(view, pack, before.id)}">← ${say('previous')} ${before.number}</a>` : ''} ${after ? html`<a rel="next" href="${recordHref(view, pack, after.id)}">${say('next')} ${after.number} →</a>` : ''}</nav></article>`;
  return page(view, {
    title: `${kindName(view, record)} ${record.number}`,
    pack,
    section: sectionOf[record.kind],
    body,
    wide: true,
  });
}
