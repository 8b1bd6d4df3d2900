/** The routes of the maintainers' pages. */
import { type Context, Hono } from 'hono';
import type { Teaching } from '../../../src/model/admin-desk.ts';
import type { Text } from '../../../src/model/text.ts';
import type { Responder } from '../responder.ts';
import { AdminGuard, type Field, type SignedIn } from './guard.ts';
import {
  attentionPage,
  contactsPage,
  deliveriesPage,
  packsPage,
  previewPage,
  questionPage,
  questionsPage,
} from './pages.ts';
import { type AdminWord, adminSpeaker } from './strings.ts';

type Env = { Bindings: { client: string } };

function outcomeOf({ view }: SignedIn, why: Text | undefined, done: AdminWord): string {
  const say = adminSpeaker(view.language);
  return why ? say('refused', { why: why[view.language] }) : say(done);
}

const numberOf = (c: Context) => (/^\d{1,15}$/.test(c.req.param('id') ?? '') ? Number(c.req.param('id')) : -1);

const teachingOf = (c: Context, field: Field): Teaching => ({
  question: numberOf(c),
  as: field('as') === 'golden' ? 'golden' : 'phrasing',
  target: field('other') || field('target'),
});

async function deliveries({ desk, view }: SignedIn, note?: string) {
  const [sent, subscriptions] = [await desk.deliveries(), await desk.subscriptions()];
  return deliveriesPage(view, { deliveries: sent, subscriptions }, note);
}

export function adminRoutes(pages: Responder): Hono<Env> {
  const app = new Hono<Env>();
  const { show, act, signIn, signOut } = new AdminGuard(pages);
  app.post('/sign-in', (c) => signIn(c, c.env.client));
  app.post('/sign-out', signOut);
  app.get(
    '/',
    show(async ({ desk, view }) => attentionPage(view, await desk.attention())),
  );
  app.get(
    '/questions',
    show(async ({ desk, view }, c) => {
      const which = c.req.query('which') === 'useless' ? 'useless' : 'in-vain';
      return questionsPage(view, which, await desk.questions(which));
    }),
  );
  app.get(
    '/questions/:id',
    show(async ({ desk, view }, c) => {
      const detail = await desk.question(numberOf(c));
      return detail && questionPage(view, numberOf(c), detail);
    }),
  );
  app.post(
    '/questions/:id/preview',
    act(async (at, field, c) => {
      const teaching = teachingOf(c, field);
      const detail = await at.desk.question(teaching.question);
      if (!detail) return undefined;
      const preview = await at.desk.preview(teaching);
      if ('zh' in preview) return questionPage(at.view, teaching.question, detail, outcomeOf(at, preview, 'done'));
      return previewPage(at.view, detail, teaching, preview);
    }),
  );
  app.post(
    '/questions/:id/teach',
    act(async (at, field, c) => {
      const teaching = teachingOf(c, field);
      const why = await at.desk.teach(teaching, at.session);
      const detail = await at.desk.question(teaching.question);
      return detail && questionPage(at.view, teaching.question, detail, outcomeOf(at, why, 'done'));
    }),
  );
  app.get(
    '/deliveries',
    show((at) => deliveries(at)),
  );
  app.post(
    '/deliveries/:id/retry',
    act(async (at, _field, c) => {
      const why = await at.desk.retry(c.req.param('id') ?? '', at.session);
      return deliveries(at, outcomeOf(at, why, 'retried'));
    }),
  );
  app.get(
    '/contacts',
    show(({ desk, view }) => contactsPage(view, desk.contacts())),
  );
  app.post(
    '/contacts',
    act(async (at, field) => {
      const names = ['pack', 'servicePoint', 'text', 'confirmedOn'] as const;
      const [pack, servicePoint, text, confirmedOn] = names.map(field) as [string, string, string, string];
      const contact = { pack, servicePoint, text: text.slice(0, 200), confirmedOn };
      const why = await at.desk.setContact(contact, at.session);
      return contactsPage(at.view, at.desk.contacts(), outcomeOf(at, why, 'saved'));
    }),
  );
  app.get(
    '/packs',
    show(({ desk, view }) => packsPage(view, desk.packFaults())),
  );
  app.post(
    '/packs/reload',
    act(async (at) => {
      await at.desk.reload(at.session);
      return packsPage(at.view, at.desk.packFaults(), outcomeOf(at, undefined, 'reloaded'));
    }),
  );
  return app;
}
