/** Who may see and do what on the maintainers' pages: a strict cookie, and a token in every form. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { AdminDesk, AdminSession } from '../../../src/model/admin-desk.ts';
import { messagePage } from '../pages/message.ts';
import { type Responder, respond } from '../responder.ts';
import { isSameOrigin, isSecure, readCookie } from '../session.ts';
import type { Html } from '../view/view.ts';
import { type AdminView, signInPage } from './pages.ts';
import { type AdminWord, adminSpeaker } from './strings.ts';

const cookieName = 'qinzhi_admin';
const tokenPattern = /^[0-9a-f]{64}$/;

/** Bound to the session, so that a token of another one is worth nothing. */
const csrfOf = (token: string) => createHash('sha256').update(`form ${token}`).digest('hex').slice(0, 32);

export interface SignedIn {
  desk: AdminDesk;
  session: AdminSession;
  view: AdminView;
}

export type Field = (name: string) => string;
type Made = Promise<Html | undefined> | Html | undefined;

const forbidden = () => new Response('', { status: 403 });

export class AdminGuard {
  readonly #pages: Responder;
  readonly desk: AdminDesk | undefined;

  constructor(pages: Responder) {
    this.#pages = pages;
    this.desk = pages.parts.site.admin;
  }

  signInForm(c: Context, message: AdminWord | undefined, status = 200): Promise<Response> {
    return respond(signInPage(this.#pages.viewOf(c.req.raw), message), { status });
  }

  /** Back to the first page with the cookie of the session; an empty token takes it away. */
  redirect(c: Context, token: string, maxAgeSeconds: number): Response {
    const { base } = this.#pages.parts.site;
    const secure = isSecure(c.req.raw) ? '; Secure' : '';
    const cookie = `${cookieName}=${token}; Path=${base}/admin; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
    return new Response(null, { status: 303, headers: { location: `${base}/admin`, 'set-cookie': cookie } });
  }

  async #page(c: Context, make: (at: SignedIn, c: Context) => Made): Promise<Response> {
    const view = this.#pages.viewOf(c.req.raw);
    const say = adminSpeaker(view.language);
    if (!this.desk) return respond(messagePage(view, say('title'), say('unavailable')), { status: 503 });
    const token = readCookie(c.req.raw, cookieName);
    if (!token) return this.signInForm(c, undefined);
    const session = tokenPattern.test(token) ? await this.desk.session(token) : undefined;
    if (!session) return this.signInForm(c, 'expired', 401);
    const body = await make(
      { desk: this.desk, session, view: { ...view, csrf: csrfOf(token), name: session.name } },
      c,
    );
    return body === undefined ? this.#pages.message(c.req.raw, 'notFound', 404) : respond(body);
  }

  show = (make: (at: SignedIn, c: Context) => Made) => (c: Context) => this.#page(c, make);

  /** The fields of a form that a page of this session sent; undefined for anything else. */
  async form(c: Context): Promise<{ token: string; field: Field } | undefined> {
    const token = readCookie(c.req.raw, cookieName);
    if (!token || !isSameOrigin(c.req.raw)) return undefined;
    const body = await c.req.raw.formData();
    const field = (name: string) => {
      const value = body.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    return field('csrf') === csrfOf(token) ? { token, field } : undefined;
  }

  act = (make: (at: SignedIn, field: Field, c: Context) => Made) => async (c: Context) => {
    const form = await this.form(c);
    return form ? this.#page(c, (at) => make(at, form.field, c)) : forbidden();
  };

  signIn = async (c: Context, client: string): Promise<Response> => {
    if (!this.desk || !isSameOrigin(c.req.raw)) return forbidden();
    const body = await c.req.raw.formData();
    const field = (name: string, length: number) =>
      String(body.get(name) ?? '')
        .trim()
        .slice(0, length);
    const result = await this.desk.signIn(field('code', 40), field('name', 60), client);
    if (result === 'wrong') return this.signInForm(c, 'wrong', 401);
    if (result === 'limited') return this.signInForm(c, 'limited', 429);
    // Always a new token: one that the browser came with is never taken over.
    return this.redirect(c, result.token, 12 * 3600);
  };

  signOut = async (c: Context): Promise<Response> => {
    const form = await this.form(c);
    if (!form || !this.desk) return forbidden();
    await this.desk.signOut(form.token);
    return this.redirect(c, '', 0);
  };
}
