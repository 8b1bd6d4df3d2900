/** The page on which people ask: the turn that the address names, the question field, and the plan's facts beside it. */
import { html } from 'hono/html';
import { exampleQuestions } from '../../../src/model/pack/example-questions.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import { monthsOf } from '../view/facts.ts';
import { page } from '../view/layout.ts';
import { monthBars } from '../view/pictures.ts';
import { askAction } from '../view/turn.ts';
import { formatMonth, type Html, href, type PlanView, planHref, type View } from '../view/view.ts';

function planFacts(view: PlanView): Html {
  const { say, pack } = view;
  const records = [...pack.records.values()];
  const tasks = records.filter(({ kind }) => kind === 'task');
  const starred = tasks.filter((record) => record.kind === 'task' && record.starred).length;
  const count = (kind: string) => records.filter((record) => record.kind === kind).length;
  const counts = monthsOf(tasks);
  const months = counts.map(({ month }) => month);
  const { year, month } = view.plans.today(pack);
  const isPast = (months.at(-1) ?? '9999') < `${year}-${String(month).padStart(2, '0')}`;
  const [from, to] = [months[0], months.at(-1)].map((each) => each && formatMonth(view, each));
  const link = (name: string, text: string) => html`<a href="${planHref(view, pack, name)}">${text}</a>`;
  return html`<dl>
${tasks.length ? html`<dt>${say('tasksCount')}</dt><dd>${link('tasks', say(starred ? 'tasksValue' : 'tasksValuePlain', { count: tasks.length, starred }))}</dd>` : ''}
${count('indicator') ? html`<dt>${say('indicatorsCount')}</dt><dd>${link('indicators', say('indicatorsValue', { count: count('indicator') }))}</dd>` : ''}
${count('support') ? html`<dt>${say('supportCount')}</dt><dd>${link('indicators', say('supportValue', { count: count('support') }))}</dd>` : ''}
${from && to ? html`<dt>${say('periodLabel')}</dt><dd>${link('time', say('periodValue', { from, to }))}${isPast ? html`<span class="soft"> ${say('allPast')}</span>` : ''}</dd>` : ''}
</dl>
${months.length > 1 ? html`<figure>${monthBars(view, counts)}<figcaption>${say('monthChart')} ${link('time', say('asTable'))}</figcaption></figure>` : ''}`;
}

function questionList(view: View, questions: readonly string[]): Html {
  return html`<ul>${questions.map(
    (question) =>
      html`<li><a href="${href(view, view.embedded ? '/embed' : '/', { q: question })}" data-question lang="zh-CN">${question}</a></li>`,
  )}</ul>`;
}

const examplesOf = ({ plans }: View, packs: readonly KnowledgePack[], who: 'enterprise' | 'official') =>
  packs.flatMap((pack) => exampleQuestions(pack, who, plans.today(pack)).slice(0, packs.length > 1 ? 2 : 3));

/** Questions to begin with, for both kinds of people. */
function starters(view: View, packs: readonly KnowledgePack[]): Html {
  const { say } = view;
  return html`<div class="starters"><h2>${say('forEnterprises')}</h2>${questionList(view, examplesOf(view, packs, 'enterprise'))}
<h2>${say('forOfficials')}</h2>${questionList(view, examplesOf(view, packs, 'official'))}</div>`;
}

function questionForm(view: View, placeholder: string): Html {
  const { say } = view;
  return html`<form class="ask" method="get" action="${askAction(view)}" data-ask>
<input name="q" aria-label="${say('question')}" placeholder="${say('placeholder', { example: placeholder })}" maxlength="1000" autocomplete="off" enterkeyhint="send" required>
<button>${say('send')}</button></form>`;
}

export interface AskParts {
  /** What the address asks, answered; absent on the empty page. */
  turn?: Html;
  title?: string;
  /** The plan that the reply is of. */
  pack: KnowledgePack | undefined;
}

export function askPage(view: View, { turn, title, pack }: AskParts): Html {
  const { say, plans, base } = view;
  const packs = plans.packs();
  const shown = pack ?? (packs.length === 1 ? packs[0] : undefined);
  const example = (shown ?? packs[0])?.facts.examples.enterprise[0] ?? '';
  const heading = say(packs.length > 1 ? 'askTitleSeveral' : 'askTitle');
  const chat = html`<div class="${turn ? 'chat' : 'chat empty'}" data-base="${base}" data-unreachable="${say('unreachable')}">
${turn ? html`<h1 class="unseen">${heading}</h1>` : html`<div class="intro"><h1>${heading}</h1><p class="soft">${say('askLead')}</p>${starters(view, packs)}</div>`}
<div class="turns" aria-live="polite" data-turns>${turn ?? ''}</div>
${questionForm(view, example)}</div>`;
  const side = html`<aside>
${shown ? html`<h2>${say('thisPlan')}</h2>${planFacts({ ...view, pack: shown })}` : html`<h2>${say('plans')}</h2><ul>${packs.map((each) => html`<li><a href="${planHref(view, each, 'tasks')}" lang="zh-CN">${each.facts.title}</a></li>`)}</ul>`}
${turn ? html`<h2>${say('examples')}</h2>${questionList(view, [...examplesOf(view, packs, 'enterprise'), ...examplesOf(view, packs, 'official')])}` : ''}</aside>`;
  return page(view, {
    title: title ?? heading,
    pack: shown ?? packs[0],
    section: 'ask',
    body: view.embedded ? chat : html`${chat}${side}`,
    scripts: ['ask.js'],
  });
}
