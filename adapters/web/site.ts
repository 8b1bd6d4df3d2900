/** The routes of the page: asking, feedback, language, files, and the pages of each plan. */
import { Hono } from 'hono';
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { adminRoutes } from './admin/routes.ts';
import { DoorClosed } from './asking.ts';
import { Downloads } from './download-routes.ts';
import { apiPage } from './pages/api.ts';
import { askPage } from './pages/ask.ts';
import { messagePage } from './pages/message.ts';
import { planRoutes } from './plan-routes.ts';
import { languageCookie, Responder, respond, type SiteParts } from './responder.ts';
import { isSameOrigin, sessionOf, strangerSession } from './session.ts';
import { turn } from './view/turn.ts';
import type { View } from './view/view.ts';

/** Longer addresses are no questions. */
const maxQueryLength = 16_000;
const yearSeconds = 31_536_000;

/** `/?q=…` asks; `/?plan=…&query=…` executes a query whose conditions were edited. */
async function showAsk(pages: Responder, request: Request): Promise<Response> {
  const view = pages.viewOf(request);
  const { searchParams } = new URL(request.url);
  const packs = view.plans.packs();
  const text = searchParams.get('q')?.trim();
  const [plan, query] = [searchParams.get('plan'), searchParams.get('query')];
  const named = packs.find(({ id }) => id === plan);
  if (named && query) return showQuery(pages, request, view, named, query);
  // A link from elsewhere must not act in the name of who follows it: it may hold a command.
  const session = isSameOrigin(request) || !text ? sessionOf(request, view.base, view.embedded) : strangerSession();
  // A browser that fetches ahead, or only looks for the head, asks nothing.
  if (!text || request.method !== 'GET' || request.headers.get('sec-purpose')?.includes('prefetch'))
    return respond(askPage(view, { pack: undefined }), { cookie: session.cookie });
  const card = await pages.answer(request, session, text);
  const pack = packs.find(({ id }) => id === card?.subject?.pack);
  const body = askPage(view, { pack, title: text.slice(0, 40), turn: turn(view, text, card) });
  return respond(body, { cookie: session.cookie });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function showQuery(
  pages: Responder,
  request: Request,
  view: View,
  pack: KnowledgePack,
  text: string,
): Promise<Response> {
  const query = parse(text);
  const result = view.plans.query(pack, query, { language: view.language });
  if ('faults' in result) return pages.message(request, 'notFound', 404);
  const { records, card, what } = result;
  const subject = { pack: pack.id, records: records.map(({ id }) => id), query: result.query };
  const title = what || view.say('tasks');
  return respond(askPage(view, { pack, title, turn: turn(view, undefined, { ...card, subject }) }));
}

/** The form of a page with a script: the turn alone comes back. */
async function postAsk(pages: Responder, request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return new Response('', { status: 403 });
  const form = await request.formData();
  const field = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const text = field('q')?.trim();
  if (!text) return new Response('', { status: 400 });
  const view = pages.viewOf(request);
  const session = sessionOf(request, view.base, field('embedded') === 'yes');
  const shown = { ...view, embedded: field('embedded') === 'yes' };
  const card = await pages.answer(request, session, text, field('id'));
  return respond(turn(shown, text, card), { cookie: session.cookie });
}

async function postFeedback(pages: Responder, request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return new Response('', { status: 403 });
  const form = await request.formData();
  const [card, useful] = [form.get('card'), form.get('useful')];
  if (typeof card !== 'string' || !card || (useful !== 'yes' && useful !== 'no'))
    return new Response('', { status: 400 });
  const view = pages.viewOf(request);
  const session = sessionOf(request, view.base);
  await pages.parts.judge(session, card, useful === 'yes');
  const thanks = view.say(useful === 'yes' ? 'thanksUseful' : 'thanksUseless');
  if (request.headers.get('x-part'))
    return new Response(thanks, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
  return respond(messagePage(view, thanks, ''), { cookie: session.cookie });
}

/** Back to where the switch was pressed; only paths of this page, never another site. */
function switchLanguage(request: Request, base: string): Response {
  const { searchParams, origin } = new URL(request.url);
  const back = searchParams.get('back') ?? '/';
  // A parser of addresses takes // and /\ for another host, and encodes what could end a header.
  const parsed = URL.canParse(`.${back}`, `${origin}${base}/`) ? new URL(`.${back}`, `${origin}${base}/`) : undefined;
  const isOwn = back.startsWith('/') && parsed?.origin === origin && parsed.pathname.startsWith(`${base}/`);
  const location = isOwn ? `${parsed.pathname.replace(/\/{2,}/g, '/')}${parsed.search}` : `${base}/`;
  const language = searchParams.get('to') === 'en' ? 'en' : 'zh';
  const cookie = `${languageCookie}=${language}; Path=${base || '/'}; Max-Age=${yearSeconds}; SameSite=Lax`;
  return new Response(null, { status: 303, headers: { location, 'set-cookie': cookie } });
}

export function createSite(parts: SiteParts): {
  fetch: (request: Request, env: { client: string }) => Promise<Response>;
} {
  const pages = new Responder(parts);
  const { base } = parts.site;
  const app = new Hono({ strict: false }).basePath(base || '/');
  app.get('/', (c) => showAsk(pages, c.req.raw));
  app.get('/embed', (c) => showAsk(pages, c.req.raw));
  app.post('/ask', (c) => postAsk(pages, c.req.raw));
  app.post('/feedback', (c) => postFeedback(pages, c.req.raw));
  app.get('/language', (c) => switchLanguage(c.req.raw, base));
  app.get('/embed.js', () => pages.asset('embed.js', { fresh: true })!);
  app.get('/assets/:name', (c) => pages.asset(c.req.param('name')) ?? pages.message(c.req.raw, 'notFound', 404));
  app.get('/favicon.ico', (c) => c.redirect(`${base}/assets/seal.svg`, 302));
  app.get('/api', (c) => respond(apiPage(pages.viewOf(c.req.raw), parts.site.openApi())));
  app.route('/calendar', new Downloads(pages).calendarRoutes());
  app.route('/plans/:plan', planRoutes(pages));
  app.route('/admin', adminRoutes(pages));
  app.notFound((c) => pages.message(c.req.raw, 'notFound', 404));
  app.onError((error, c) => {
    if (error instanceof DoorClosed) return pages.message(c.req.raw, 'starting', 503);
    parts.warn(`the page failed: ${messageOf(error)}`);
    return pages.message(c.req.raw, 'sorry', 500);
  });
  return {
    async fetch(request, env) {
      if (request.url.length > maxQueryLength) return pages.message(request, 'tooLong', 414);
      return app.fetch(request, env);
    },
  };
}
