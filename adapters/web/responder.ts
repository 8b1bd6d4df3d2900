/** Turns pages into responses: the language of the request, cookies, and what is said when something goes wrong. */
import { languageOf } from '../../src/language/detect.ts';
import type { Card } from '../../src/model/card.ts';
import type { Site } from '../../src/model/door.ts';
import type { Language } from '../../src/model/text.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { type Ask, DoorClosed } from './asking.ts';
import { type Assets, loadAssets } from './assets.ts';
import { messagePage } from './pages/message.ts';
import { readCookie, type Session } from './session.ts';
import { sayIn } from './strings/strings.ts';
import { notice } from './view/turn.ts';
import type { Html, View } from './view/view.ts';

export interface SiteParts {
  site: Site;
  now: () => Date;
  warn: (line: string) => void;
  ask: Ask;
  judge: (session: Session, card: string, useful: boolean) => Promise<void>;
}

export const languageCookie = 'qinzhi_language';

function languageIn(request: Request): Language {
  const chosen = readCookie(request, languageCookie);
  if (chosen === 'zh' || chosen === 'en') return chosen;
  const accepted = request.headers.get('accept-language') ?? '';
  const first = /\b(zh|en)\b/i.exec(accepted)?.[1]?.toLowerCase();
  return first === 'en' ? 'en' : 'zh';
}

export const respond = async (
  body: Html,
  { status = 200, cookie }: { status?: number; cookie?: string | undefined } = {},
) =>
  new Response(String(await body), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      vary: 'Cookie, Accept-Language',
      ...(cookie ? { 'set-cookie': cookie } : {}),
    },
  });

export class Responder {
  readonly parts: SiteParts;
  readonly #assets: Assets = loadAssets();

  constructor(parts: SiteParts) {
    this.parts = parts;
  }

  /** @param fresh the address does not change with the content */
  asset(name: string, { fresh = false } = {}): Response | undefined {
    return this.#assets.response(name, fresh);
  }

  /** Address at which people open the page, without a slash at its end. */
  pageAt(request: Request): string {
    const { publicUrl, base } = this.parts.site;
    return publicUrl ?? `${new URL(request.url).origin}${base}`;
  }

  viewOf(request: Request, language = languageIn(request)): View {
    const { base, plans } = this.parts.site;
    const url = new URL(request.url);
    return {
      language,
      say: sayIn(language),
      base,
      pageAt: this.pageAt(request),
      plans,
      asset: (name) => this.#assets.address(base, name),
      here: `${url.pathname.slice(base.length)}${url.search}`,
      embedded: url.pathname === `${base}/embed`,
    };
  }

  message(request: Request, kind: 'notFound' | 'starting' | 'sorry' | 'tooLong', status: number): Promise<Response> {
    const view = this.viewOf(request);
    return respond(messagePage(view, view.say(kind), kind === 'notFound' ? view.say('notFoundText') : ''), { status });
  }

  /** Asks, and puts what goes wrong into words of the page. */
  async answer(request: Request, session: Session, text: string, id?: string): Promise<Card | undefined> {
    try {
      return await this.parts.ask({ session, text, id, pageAt: this.pageAt(request) });
    } catch (error) {
      if (error instanceof DoorClosed) throw error;
      this.parts.warn(`the page could not answer: ${messageOf(error)}`);
      return notice(sayIn(languageOf(text))('sorry'));
    }
  }
}
