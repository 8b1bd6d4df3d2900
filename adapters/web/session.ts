/** Who asks: a random cookie that never leaves the browser, and the name under which the rest of the program knows it. */
import { createHash, randomBytes } from 'node:crypto';

const cookieName = 'qinzhi';
const secret = /^[0-9a-f]{32}$/;
const maxAgeSeconds = 60 * 60 * 24 * 30;

export interface Session {
  /** A digest of the cookie: who reads the store cannot take over a session. */
  user: string;
  /** To be set in the reply; undefined where the browser has it already. */
  cookie: string | undefined;
}

export const readCookie = (request: Request, name: string): string | undefined =>
  request.headers
    .get('cookie')
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

const userOf = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 24);

export const isSecure = (request: Request) =>
  new URL(request.url).protocol === 'https:' || request.headers.get('x-forwarded-proto') === 'https';

/** In a frame of another site a cookie needs HTTPS and a partition of its own. */
function attributes(request: Request, base: string, embedded: boolean): string {
  const sameSite = embedded && isSecure(request) ? 'SameSite=None; Partitioned' : 'SameSite=Lax';
  return `Path=${base || '/'}; HttpOnly; ${sameSite}${isSecure(request) ? '; Secure' : ''}`;
}

export function sessionOf(request: Request, base: string, embedded = false): Session {
  const known = readCookie(request, cookieName);
  if (known && secret.test(known)) return { user: userOf(known), cookie: undefined };
  const value = randomBytes(16).toString('hex');
  const cookie = `${cookieName}=${value}; Max-Age=${maxAgeSeconds}; ${attributes(request, base, embedded)}`;
  return { user: userOf(value), cookie };
}

/** A session that is not continued: for a link from another site, which must not act in the name of the person who follows it. */
export const strangerSession = (): Session => ({ user: userOf(randomBytes(16).toString('hex')), cookie: undefined });

/** Did a page of ours make this request? Older browsers tell by the origin or the referrer only. */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site) return site === 'same-origin';
  const from = request.headers.get('origin') ?? request.headers.get('referer');
  if (!from || !URL.canParse(from)) return false;
  return new URL(from).host === (request.headers.get('host') ?? new URL(request.url).host);
}
