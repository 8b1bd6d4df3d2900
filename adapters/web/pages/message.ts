/** A page with one sentence: not found, thanks, or that something went wrong. */
import { html } from 'hono/html';
import { page } from '../view/layout.ts';
import { type Html, href, type View } from '../view/view.ts';

export function messagePage(view: View, title: string, text: string): Html {
  const [first] = view.plans.packs();
  const body = html`<div class="text"><h1>${title}</h1>${text ? html`<p>${text}</p>` : ''}<p><a href="${href(view, '/')}">${view.say('back')}</a></p></div>`;
  return page(view, { title, pack: first, body });
}
