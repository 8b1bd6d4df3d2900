/** The maintainers' pages: what needs attention, questions, deliveries, contacts and packs, as server-rendered forms. */
import { html } from 'hono/html';
import type {
  AdminContact,
  AdminDelivery,
  AdminSubscription,
  Attention,
  LoggedQuestion,
  QuestionDetail,
  Teaching,
  TeachingPreview,
} from '../../../src/model/admin-desk.ts';
import type { Text } from '../../../src/model/text.ts';
import { timeZoneOf } from '../../../src/shared/zone.ts';
import { page } from '../view/layout.ts';
import { type Html, href, type View } from '../view/view.ts';
import { type AdminWord, adminSpeaker, logWord } from './strings.ts';

export interface AdminView extends View {
  /** Of the session: every form carries it. */
  csrf: string;
  name: string;
}

const sections = ['attention', 'questions', 'deliveries', 'contacts', 'packs'] as const;
const paths = {
  attention: '/admin',
  questions: '/admin/questions',
  deliveries: '/admin/deliveries',
  contacts: '/admin/contacts',
  packs: '/admin/packs',
} as const;

const sayFor = ({ language }: View) => adminSpeaker(language);

/** A form of the session; `action` below the base. */
const form = (view: AdminView, action: string, inside: Html): Html =>
  html`<form method="post" action="${href(view, action)}"><input type="hidden" name="csrf" value="${view.csrf}">${inside}</form>`;

function frame(view: AdminView, current: (typeof sections)[number], body: Html, note?: string): Html {
  const say = sayFor(view);
  const links = sections.map(
    (name) =>
      html`<a href="${href(view, paths[name])}"${name === current ? html` aria-current="page"` : ''}>${say(name)}</a> `,
  );
  const inside = html`<div class="admin"><nav class="admin-nav" aria-label="${say('title')}">${links}</nav>
<h1>${say(current)}</h1>${note ? html`<p role="status" class="note">${note}</p>` : ''}
${body}
<div class="signed-in">${form(view, '/admin/sign-out', html`<span class="soft">${view.name}</span> <button>${say('signOut')}</button>`)}</div></div>`;
  return page(view, { title: `${say(current)} · ${say('title')}`, pack: undefined, body: inside, wide: true });
}

export function signInPage(view: View, message: AdminWord | undefined): Html {
  const say = sayFor(view);
  const body = html`<div class="text admin"><h1>${say('title')}</h1>${message ? html`<p role="alert">${say(message)}</p>` : ''}
<p>${say('signInLead')}</p>
<form method="post" action="${href(view, '/admin/sign-in')}" class="stacked">
<label>${say('code')} <input name="code" required autocomplete="one-time-code" maxlength="40"></label>
<label>${say('yourName')} <input name="name" maxlength="60" autocomplete="name"></label>
<button class="primary">${say('signIn')}</button></form></div>`;
  return page(view, { title: say('title'), pack: undefined, body });
}

export function attentionPage(view: AdminView, items: readonly Attention[]): Html {
  const say = sayFor(view);
  const list = items.map(
    ({ what, remedy }) =>
      html`<li><strong>${what[view.language]}</strong><br><span class="soft">${say('todo')}${remedy[view.language]}</span></li>`,
  );
  return frame(
    view,
    'attention',
    items.length ? html`<ul class="plain attention">${list}</ul>` : html`<p>${say('allWell')}</p>`,
  );
}

/** 2026-11-28 09:00 at the place of the plan. */
const moment = ({ plans }: View, at: Date): string =>
  new Intl.DateTimeFormat('sv', { timeZone: timeZoneOf(plans.packs()), dateStyle: 'short', timeStyle: 'short' }).format(
    at,
  );

const table = (heads: readonly string[], rows: readonly Html[]): Html =>
  html`<div class="table"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;

export function questionsPage(
  view: AdminView,
  which: 'in-vain' | 'useless',
  questions: readonly LoggedQuestion[],
): Html {
  const say = sayFor(view);
  const choice = (['in-vain', 'useless'] as const).map((name) => {
    const label = say(name === 'useless' ? 'useless' : 'inVain');
    return name === which
      ? html`<strong>${label}</strong> `
      : html`<a href="${href(view, paths.questions, { which: name })}">${label}</a> `;
  });
  const rows = questions.map(
    ({ id, count, text, outcome, records, at }) =>
      html`<tr><td>${count}</td><td><a href="${href(view, `${paths.questions}/${id}`)}" lang="zh-CN">${text}</a></td><td>${logWord(view.language, outcome)} ${records.slice(0, 3).join(' ')}</td><td>${moment(view, at)}</td></tr>`,
  );
  const list = table([say('times'), say('question'), say('outcome'), say('last')], rows);
  return frame(view, 'questions', html`<p>${choice}</p>${rows.length ? list : html`<p>${say('none')}</p>`}`);
}

export function questionPage(view: AdminView, id: number, detail: QuestionDetail, note?: string): Html {
  const say = sayFor(view);
  const steps = detail.trace.map(({ step, detail: what }) => html`<dt>${step}</dt><dd>${what}</dd>`);
  const targets = [...detail.targets, { id: 'outside', label: say('outside') }].map(
    (target, index) =>
      html`<li><label><input type="radio" name="target" value="${target.id}"${index ? '' : html` checked`}> ${target.label} <span class="soft">${target.id}</span></label></li>`,
  );
  const buttons = (['phrasing', 'golden'] as const).map(
    (as) => html`<button name="as" value="${as}">${say(as)}</button> `,
  );
  const body = html`<h2 lang="zh-CN">${detail.text}</h2>
<p>${say('outcome')}: ${logWord(view.language, detail.outcome)} · ${detail.pack} · ${moment(view, detail.at)}</p>
<details open><summary>${say('read')}</summary><dl class="trace">${steps}</dl></details>
${form(
  view,
  `${paths.questions}/${id}/preview`,
  html`<fieldset><legend>${say('target')}</legend><ul class="plain">${targets}</ul>
<label>${say('otherTarget')} <input name="other" maxlength="80"></label></fieldset>
<p>${say('make')} ${buttons}<span class="soft">(${say('look')})</span></p>`,
)}`;
  return frame(view, 'questions', body, note);
}

export function previewPage(view: AdminView, text: string, teaching: Teaching, preview: TeachingPreview): Html {
  const say = sayFor(view);
  const { as, target, question } = teaching;
  const changes = preview.changes.map(
    (change) =>
      html`<tr><td lang="zh-CN">${change.question}</td><td lang="zh-CN" class="as-shown">${change.before}</td><td lang="zh-CN" class="as-shown">${change.after}</td></tr>`,
  );
  const asked = say('previewAsked', { asked: preview.asked, changed: preview.changes.length });
  const body = html`<p lang="zh-CN">${say('asIts', { text, target, as: say(as) })}</p>
<p>${as === 'golden' ? say('goldenChangesNothing') : say('replyAfter')}</p><blockquote class="as-shown" lang="zh-CN">${preview.after}</blockquote>
${as === 'golden' ? '' : html`<h2>${say('preview')}</h2><p>${asked}</p>${changes.length ? table([say('question'), say('before'), say('after')], changes) : ''}`}
${form(
  view,
  `${paths.questions}/${question}/teach`,
  html`<input type="hidden" name="as" value="${as}"><input type="hidden" name="target" value="${target}"><button class="primary">${say('confirm')}</button> <a href="${href(view, `${paths.questions}/${question}`)}">${say('back')}</a>`,
)}`;
  return frame(view, 'questions', body);
}

export function deliveriesPage(
  view: AdminView,
  { deliveries, subscriptions }: { deliveries: readonly AdminDelivery[]; subscriptions: readonly AdminSubscription[] },
  note?: string,
): Html {
  const say = sayFor(view);
  const rows = deliveries.map(
    ({ id, slotAt, where, state, reason, error, mayRetry }) =>
      html`<tr><td>${moment(view, slotAt)}</td><td>${where}</td><td>${logWord(view.language, state)}</td><td>${[reason, error].filter(Boolean).join(' · ')}</td><td>${mayRetry ? form(view, `${paths.deliveries}/${id}/retry`, html`<button>${say('retry')}</button>`) : ''}</td></tr>`,
  );
  const live = subscriptions.map(
    ({ where, requestText, state, reason, nextAt }) =>
      html`<tr><td>${where}</td><td lang="zh-CN">${requestText}</td><td>${[logWord(view.language, state), reason].filter(Boolean).join(' · ')}</td><td>${nextAt ? moment(view, nextAt) : ''}</td></tr>`,
  );
  const body = html`${rows.length ? table([say('when'), say('where'), say('state'), say('reason'), say('retry')], rows) : html`<p>${say('none')}</p>`}
<h2>${say('subscriptions')}</h2>${live.length ? table([say('where'), say('request'), say('state'), say('next')], live) : html`<p>${say('none')}</p>`}`;
  return frame(view, 'deliveries', body, note);
}

export function contactsPage(view: AdminView, contacts: readonly AdminContact[], note?: string): Html {
  const say = sayFor(view);
  const items = contacts.map(
    ({ pack, servicePoint, name, runBy, text, confirmedOn }) =>
      html`<li class="contact"><h2 lang="zh-CN">${name}</h2><p class="soft" lang="zh-CN">${runBy.join('、')}</p>${form(
        view,
        paths.contacts,
        html`<input type="hidden" name="pack" value="${pack}"><input type="hidden" name="servicePoint" value="${servicePoint}">
<label>${say('contact')} <input name="text" value="${text}" maxlength="200"></label>
<label>${say('confirmedOn')} <input name="confirmedOn" type="date" value="${confirmedOn}"></label> <button>${say('save')}</button>`,
      )}</li>`,
  );
  const body = html`<p>${say('contactsLead')}</p>${items.length ? html`<ul class="plain">${items}</ul>` : html`<p>${say('none')}</p>`}`;
  return frame(view, 'contacts', body, note);
}

export function packsPage(view: AdminView, faults: readonly Text[], note?: string): Html {
  const say = sayFor(view);
  const list = faults.map((fault) => html`<li><code>${fault[view.language]}</code></li>`);
  const body = html`${faults.length ? html`<p>${say('packsFaulty')}</p><ul>${list}</ul>` : html`<p>${say('packsWell')}</p>`}
${form(view, `${paths.packs}/reload`, html`<button>${say('reload')}</button>`)}`;
  return frame(view, 'packs', body, note);
}
