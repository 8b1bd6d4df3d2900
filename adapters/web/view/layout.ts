/** The frame of every page: head, header with the parts of the plan, and the foot. */
import { html, raw } from 'hono/html';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import { type Html, href, planHref, type View } from './view.ts';

const sections = ['tasks', 'time', 'units', 'measures', 'indicators', 'services', 'source'] as const;
export type SectionName = (typeof sections)[number] | 'ask' | 'search';

export interface PageParts {
  title: string;
  /** The plan whose parts the header names. */
  pack: KnowledgePack | undefined;
  section?: SectionName;
  body: Html;
  scripts?: readonly string[];
  /** One column of the width of a table instead of text with a side column. */
  wide?: boolean;
}

function nav(view: View, { pack, section }: PageParts): Html {
  const { say } = view;
  const current = (name: SectionName) => (name === section ? raw(' aria-current="page"') : '');
  return html`<nav aria-label="${say('plans')}"><a href="${href(view, '/')}"${current('ask')}>${say('ask')}</a>${
    pack ? sections.map((name) => html`<a href="${planHref(view, pack, name)}"${current(name)}>${say(name)}</a>`) : ''
  }${pack ? html`<a href="${planHref(view, pack, 'search')}"${current('search')}>${say('search')}</a>` : ''}</nav>`;
}

function header(view: View, parts: PageParts): Html {
  const { say, language } = view;
  const { pack } = parts;
  const number = pack?.plan.document.number?.text;
  const other = language === 'zh' ? 'en' : 'zh';
  const back = href(view, '/language', { to: other, back: view.here });
  return html`<header><div class="bar"><a class="brand" href="${href(view, '/')}" lang="zh-CN">秦知</a>
<span class="plan-name" lang="zh-CN">${pack ? html`${pack.facts.title}${number ? html` · ${number}` : ''}` : ''}</span>
<a class="language" href="${back}" lang="${other === 'zh' ? 'zh-CN' : 'en'}" rel="nofollow">${say('otherLanguage')}</a>
${nav(view, parts)}</div></header>`;
}

export function page(view: View, parts: PageParts): Html {
  const { say, language, asset, embedded } = view;
  const { title, body, scripts = [], wide } = parts;
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title} · ${say('name')}</title>
<link rel="icon" href="${asset('seal.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${asset('site.css')}">
${scripts.map((name) => html`<script type="module" src="${asset(name)}"></script>`)}
</head>
<body class="${embedded ? 'embedded' : ''}">
<a class="skip" href="#main">${say('skip')}</a>
${embedded ? '' : header(view, parts)}
<main id="main" class="${wide ? 'wide' : ''}" tabindex="-1">
${body}
</main>
${embedded ? '' : html`<footer><div class="foot">${say('poweredBy')} · <a href="${href(view, '/api')}">${say('api')}</a></div></footer>`}
</body>
</html>`;
}
