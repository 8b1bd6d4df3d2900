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
  const list = items.map(({ what, remedy, page: at }) => {
    const link = at && html` <a href="${href(view, paths[at])}">${say('goTo', { page: say(at) })}</a>`;
    return html`<li><strong>${what[view.language]}</strong><br><span class="soft">${say('todo')}${remedy[view.language]}</span>${link ?? ''}</li>`;
  });
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

/** 中国标准时间, China Standard Time */
const zoneName = ({ plans, language }: View): string => {
  const zone = timeZoneOf(plans.packs());
  const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'long' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
};

/** On a phone each row stands by itself, every cell with its heading. */
const table = (heads: readonly string[], rows: readonly (readonly Html[])[]): Html =>
  html`<div class="table"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map((cells) => html`<tr>${cells.map((cell, index) => html`<td data-label="${heads[index]}">${cell}</td>`)}</tr>`)}</tbody></table></div>`;

const time = (view: View, at: Date): Html => html`<span class="moment">${moment(view, at)}</span>`;
const chinese = (text: string): Html => html`<span lang="zh-CN">${text}</span>`;
const plain = (text: string): Html => html`${text}`;

export function questionsPage(
  view: AdminView,
  which: 'in-vain' | 'useless',
  questions: readonly LoggedQuestion[],
): Html {
  const say = sayFor(view);
  const choice = (['in-vain', 'useless'] as const).map((name) => {
    const label = say(name === 'useless' ? 'useless' : 'inVain');
    return name === which
      ? html`<b>${label}</b>`
      : html`<a href="${href(view, paths.questions, { which: name })}">${label}</a>`;
  });
  const rows = questions.map(({ id, count, text, outcome, useful, places, at }) => [
    html`${count}`,
    html`<a href="${href(view, `${paths.questions}/${id}`)}" lang="zh-CN">${text}</a>`,
    html`${logWord(view.language, outcome)}${useful === false ? say('markedUseless') : ''} <span class="soft" lang="zh-CN">${places.slice(0, 3).join('、')}</span>`,
    time(view, at),
  ]);
  const list = table([say('times'), say('question'), say('outcome'), say('last')], rows);
  return frame(
    view,
    'questions',
    html`<p class="filter">${choice}</p>${rows.length ? list : html`<p>${say('none')}</p>`}`,
  );
}

export function questionPage(view: AdminView, id: number, detail: QuestionDetail, note?: string): Html {
  const say = sayFor(view);
  const steps = detail.trace.map(({ step, detail: what }) => html`<dt>${step}</dt><dd>${what}</dd>`);
  const target = (value: string, label: string, beside: string) =>
    html`<li><label><input type="radio" name="target" value="${value}"> <span lang="zh-CN">${label}</span> <span class="soft">${beside}</span></label></li>`;
  const buttons = (['phrasing', 'golden'] as const).map(
    (as) =>
      html`<li><button name="as" value="${as}">${say(as)}</button> <span class="soft">${say(`${as}Means`)}</span></li>`,
  );
  const { understood } = detail;
  const body = html`<h2 lang="zh-CN">${detail.text}</h2>
<p class="soft">${moment(view, detail.at)} · <span lang="zh-CN">${detail.plan}</span></p>
<h3>${say('replyNow')}</h3><p>${logWord(view.language, detail.outcome)}${understood ? html` · ${say('understood')}${understood[view.language]}` : ''}</p>
<blockquote class="as-shown" lang="zh-CN">${detail.reply}</blockquote>
<details><summary>${say('read')}</summary><dl class="trace">${steps}</dl></details>
${form(
  view,
  `${paths.questions}/${id}/preview`,
  html`<fieldset><legend>${say('target')}</legend><ul class="plain">${detail.targets.map((one) => target(one.id, one.label, one.id))}${target('outside', say('outside'), '')}</ul>
<label>${say('otherTarget')} <input name="other" maxlength="80"></label></fieldset>
<h3>${say('make')}</h3><ul class="plain">${buttons}</ul>`,
)}`;
  return frame(view, 'questions', body, note);
}

export function previewPage(
  view: AdminView,
  { text, targets }: QuestionDetail,
  teaching: Teaching,
  preview: TeachingPreview,
): Html {
  const say = sayFor(view);
  const { as, target, question } = teaching;
  const shown = (reply: string) => html`<span lang="zh-CN" class="as-shown">${reply}</span>`;
  const changes = preview.changes.map((change) => [
    chinese(change.question),
    shown(change.before),
    shown(change.after),
  ]);
  const asked = say('previewAsked', { asked: preview.asked, changed: preview.changes.length });
  const label = targets.find(({ id }) => id === target)?.label;
  const what = target === 'outside' ? say('outside') : [label, target].filter(Boolean).join(' ');
  const body = html`<p>${say('asIts', { text, target: what, as: say(as) })}</p>
<p>${as === 'golden' ? say('goldenChangesNothing') : say('replyAfter')}</p><blockquote class="as-shown" lang="zh-CN">${preview.after}</blockquote>
${as === 'golden' ? '' : html`<h2>${say('preview')}</h2><p>${asked}</p>${changes.length ? table([say('question'), say('before'), say('after')], changes) : ''}`}
${form(
  view,
  `${paths.questions}/${question}/teach`,
  html`<input type="hidden" name="as" value="${as}"><input type="hidden" name="target" value="${target}"><button class="primary">${say('confirm')}</button> <a href="${href(view, `${paths.questions}/${question}`)}">${say('back')}</a>`,
)}`;
  return frame(view, 'questions', body);
}

/** Where a delivery goes: the door in the words of the log, its channel below. */
function place(where: string): Html {
  const [door, ...channel] = where.split(' ');
  return html`<span class="soft">${door}</span> ${channel.join(' ')}`;
}

export function deliveriesPage(
  view: AdminView,
  { deliveries, subscriptions }: { deliveries: readonly AdminDelivery[]; subscriptions: readonly AdminSubscription[] },
  note?: string,
): Html {
  const say = sayFor(view);
  const word = (name: string | null) => (name ? logWord(view.language, name) : '');
  const rows = deliveries.map(({ id, slotAt, where, state, reason, error, attempts, mayRetry }) => [
    time(view, slotAt),
    place(where),
    html`${state === 'failed' ? say('notDelivered') : word(state)}${attempts > 1 ? say('attempts', { count: attempts }) : ''}`,
    html`${word(reason)}${error ? html` <span class="soft">${error}</span>` : ''}`,
    mayRetry ? form(view, `${paths.deliveries}/${id}/retry`, html`<button>${say('retry')}</button>`) : plain(''),
  ]);
  const live = subscriptions.map(({ where, requestText, state, reason, nextAt }) => [
    place(where),
    chinese(requestText),
    html`${word(state)}${reason ? html` <span class="soft">${word(reason)}</span>` : ''}`,
    nextAt ? time(view, nextAt) : plain(''),
  ]);
  const log = [say('when'), say('where'), say('state'), say('reason'), ''];
  const body = html`<p class="soft">${say('deliveriesLead', { zone: zoneName(view) })}</p>
${rows.length ? table(log, rows) : html`<p>${say('noDeliveries')}</p>`}
<h2>${say('subscriptions')}</h2>${live.length ? table([say('where'), say('request'), say('state'), say('next')], live) : html`<p>${say('noSubscriptions')}</p>`}`;
  return frame(view, 'deliveries', body, note);
}

export function contactsPage(view: AdminView, contacts: readonly AdminContact[], note?: string): Html {
  const say = sayFor(view);
  const item = ({ pack, servicePoint, name, runBy, text, confirmedOn }: AdminContact) =>
    html`<li class="contact"><div><h3 lang="zh-CN">${name}</h3><p class="soft" lang="zh-CN">${runBy.join('、')}</p></div>${form(
      view,
      paths.contacts,
      html`<input type="hidden" name="pack" value="${pack}"><input type="hidden" name="servicePoint" value="${servicePoint}">
<label class="grow">${say('contact')} <input name="text" value="${text}" maxlength="200"></label>
<label>${say('confirmedOn')} <input name="confirmedOn" type="date" value="${confirmedOn}"></label> <button>${say('save')}</button>`,
    )}</li>`;
  const part = (title: AdminWord, some: readonly AdminContact[]) =>
    some.length
      ? html`<h2>${say(title)} <span class="soft">${some.length}</span></h2><ul class="plain">${some.map(item)}</ul>`
      : '';
  const known = contacts.filter(({ text }) => text);
  const missing = contacts.filter(({ isMissing }) => isMissing);
  const others = contacts.filter(({ text, isMissing }) => !text && !isMissing);
  const body = html`<p>${say('contactsLead')}</p>${part('contactsMissing', missing)}${part('contactsKnown', known)}${others.length ? html`<details><summary>${say('contactsOther')} <span class="soft">${others.length}</span></summary><ul class="plain">${others.map(item)}</ul></details>` : ''}${contacts.length ? '' : html`<p>${say('none')}</p>`}`;
  return frame(view, 'contacts', body, note);
}

export function packsPage(view: AdminView, faults: readonly Text[], note?: string): Html {
  const say = sayFor(view);
  const list = faults.map((fault) => html`<li><code>${fault[view.language]}</code></li>`);
  const body = html`${faults.length ? html`<p>${say('packsFaulty')}</p><ul>${list}</ul>` : html`<p>${say('packsWell')}</p>`}
${form(view, `${paths.packs}/reload`, html`<button>${say('reload')}</button>`)}`;
  return frame(view, 'packs', body, note);
}
