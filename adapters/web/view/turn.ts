/** One question with its reply as HTML: the first line, the plan's words set apart, choices, chips, source, feedback. */
import { html } from 'hono/html';
import type { Block, Card, ListItem } from '../../../src/model/card.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import type { QueryChip } from '../../../src/model/plan-reader.ts';
import { listFilePath } from '../../../src/shared/list-address.ts';
import { tasksHref } from '../filter.ts';
import { citation } from './citation.ts';
import { type Html, href, recordHref, type View } from './view.ts';

// A reply may repeat a question that holds escape sequences or bidirectional overrides.
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const calm = (text: string) => text.replace(steering, '');

/** What a row says beside the plan's words stands in brackets at its end: （UNIT，MONTH）. */
const rowText = /^(★?)([\s\S]*?)(（[^（）]*）)?$/;

function row(view: View, pack: KnowledgePack | undefined, { id, number, text }: ListItem): Html {
  const [, star, words, beside] = rowText.exec(calm(text))!;
  const inner = html`${star ? html`<span class="star">★</span>` : ''}<span class="plan" lang="zh-CN">${words}</span>${
    beside ? html`<span class="beside" lang="zh-CN">${beside}</span>` : ''
  }`;
  const known = pack?.records.has(id);
  return html`<li><span class="n">${number}</span> ${
    known
      ? html`<a class="row" href="${recordHref(view, pack!, id)}">${inner}</a>`
      : html`<span class="row">${inner}</span>`
  }</li>`;
}

/** Only addresses of pages and calendars: any other scheme could run a script. */
const address = (url: string) => (/^(?:https?|webcal):\/\//.test(url) ? url : '');

function block(view: View, pack: KnowledgePack | undefined, one: Block, lead: boolean): Html {
  switch (one.type) {
    case 'text':
      return html`${calm(one.text)
        .split('\n')
        .map((line, index) => html`<p class="${lead && index === 0 ? 'lead' : ''}">${line}</p>\n`)}`;
    case 'quote':
      return html`<blockquote class="plan" lang="zh-CN">${calm(one.text)}</blockquote>\n`;
    case 'link':
      return html`<p class="link"><a href="${address(one.url)}">${calm(one.label)}</a> <span class="address">${one.url}</span></p>\n`;
    case 'facts':
      return html`<dl class="facts">${one.facts.map(
        ({ label, value }) => html`<div><dt>${calm(label)}</dt> <dd>${calm(value)}</dd></div>\n`,
      )}</dl>`;
    case 'list':
      return html`${one.label ? html`<p class="list-label">${calm(one.label)}</p>\n` : ''}<ol class="rows">${one.items.map(
        (item) => html`${row(view, pack, item)}\n`,
      )}</ol>`;
  }
}

/** Buttons that ask a whole question; without a script each is a form that leads to its own address. */
function choices(view: View, { choices: offered, choicesLabel, actions = [] }: Card): Html {
  if (!offered.length && !actions.length) return html``;
  const button = ({ label, question }: { label: string; question: string }) =>
    html`<button name="q" value="${question}">${calm(label)}</button>\n`;
  return html`${choicesLabel && offered.length ? html`<p class="choices-label">${calm(choicesLabel)}</p>` : ''}
<form class="choices" method="get" action="${askAction(view)}" data-ask>${[...offered, ...actions].map(button)}</form>`;
}

export const askAction = (view: View) => href(view, view.embedded ? '/embed' : '/');

function chips(view: View, pack: KnowledgePack, offered: readonly QueryChip[]): Html {
  const { say } = view;
  if (!offered.length) return html``;
  const without = (query: object) => href(view, '/', { plan: pack.id, query: JSON.stringify(query) });
  return html`<p class="chips"><span>${say('understood')}</span> ${offered.map(
    ({ text, without: query }) =>
      html`<span class="chip">${text} <a href="${without(query)}" aria-label="${say('remove', { what: text })}">×</a></span>\n`,
  )}</p>`;
}

/** The list elsewhere: as a table, a spreadsheet, a calendar. */
function elsewhere(view: View, pack: KnowledgePack, query: object): Html {
  const { say } = view;
  if (!('kind' in query) || query.kind !== 'task') return html``;
  const table = tasksHref(view, pack, 'tasks', query);
  const file = (format: 'xlsx' | 'ics') => href(view, listFilePath(pack.id, format, query));
  return html`<span class="elsewhere"><a href="${table}">${say('openInTasks')}</a> <a href="${file('xlsx')}">${say('download')}</a> <a href="${file('ics')}">${say('toCalendar')}</a></span>`;
}

function feedback(view: View, { id }: Card): Html {
  const { say } = view;
  if (!id) return html``;
  return html`<form class="feedback" method="post" action="${href(view, '/feedback')}" data-feedback>
<input type="hidden" name="card" value="${id}">
<button name="useful" value="yes">${say('useful')}</button>
<button name="useful" value="no">${say('useless')}</button>
<button type="button" data-copy hidden data-done="${say('copied')}">${say('copyLink')}</button>
<span role="status"></span></form>`;
}

function cite(view: View, pack: KnowledgePack | undefined, card: Card): Html {
  const query = card.subject?.query;
  if (!card.sources.length && !(pack && query)) return html``;
  return html`<p class="cite">${card.sources.length ? view.say('cite') : ''}${card.sources.map(
    (source, index) => html`${index ? html`<br>` : ''}${pack ? citation(view, pack, calm(source)) : calm(source)}\n`,
  )} ${pack && query ? elsewhere(view, pack, query) : ''}</p>`;
}

function reply(view: View, card: Card): Html {
  const pack = view.plans.packs().find(({ id }) => id === card.subject?.pack);
  const query = card.subject?.query;
  const read = pack && query ? view.plans.query(pack, query, { language: view.language }) : undefined;
  const [first] = card.blocks;
  return html`<div class="reply">${card.title ? html`<p class="title">${calm(card.title)}</p>` : ''}
${card.blocks.map((one) => block(view, pack, one, one === first && !card.title))}
${read && pack && 'chips' in read && read.chips.length > 1 ? chips(view, pack, read.chips) : ''}
${choices(view, card)}${cite(view, pack, card)}${feedback(view, card)}</div>`;
}

/** `question` is shown as it was asked; an edited query has chips instead of words. */
export function turn(view: View, question: string | undefined, card: Card | undefined): Html {
  const { say } = view;
  return html`<article class="turn">${
    question === undefined
      ? ''
      : html`<h2 class="question"><span aria-hidden="true">${say('asked')}</span> ${calm(question)}</h2>`
  }${card ? reply(view, card) : html`<p class="silent">${say('silent')}</p>`}</article>`;
}

/** A sentence of the page itself in place of a reply. */
export const notice = (text: string): Card => ({ blocks: [{ type: 'text', text }], choices: [], sources: [] });
