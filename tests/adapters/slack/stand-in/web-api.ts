/** Slack's Web API: emulate keeps the state, and this stands before it with what emulate lacks: tokens, limits, refusals, Socket Mode. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { faultOfBlocks, refusalOf } from './limits.ts';
import type { Block, Draft, Posted } from './message.ts';
import type { Connections } from './socket.ts';

export type Args = Record<string, unknown>;
type Answer = Record<string, unknown>;

/** What becomes of a call: an error in Slack's words, a status, or no answer though all is done. */
export interface Failure {
  error?: string;
  status?: number;
  retryAfter?: number;
  noAnswer?: true;
}

export interface WebApiParts {
  emulator: string;
  bot: { user: string; bot: string; token: string; appToken: string };
  /** Tokens of people, by which the stand-in itself speaks for them. */
  people: ReadonlySet<string>;
  members: ReadonlyMap<string, ReadonlySet<string>>;
  connections: Connections;
  /** Where the WebSockets end. */
  socketUrl: () => string;
  posted: (message: Posted) => void;
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const structured = new Set(['blocks', 'metadata', 'view', 'attachments']);

function parse(body: string, type = ''): Args {
  if (type.includes('json')) return JSON.parse(body || '{}') as Args;
  const read = ([key, value]: [string, string]) => [key, structured.has(key) ? JSON.parse(value) : value];
  return Object.fromEntries([...new URLSearchParams(body)].map(read));
}

const isTrue = (value: unknown) => value === true || value === 'true' || value === '1';

/** The emulator takes 5,000 calls of a token in an hour, and answers none after that; a long run makes more. */
export const emulatorTokens = (token: string): string[] => [
  token,
  ...Array.from({ length: 19 }, (_, index) => `${token}-${index + 1}`),
];

export class WebApi {
  /** Every call of the app, oldest first. */
  readonly calls: { method: string; args: Args; at: number }[] = [];
  readonly ephemerals: (Draft & { user: string; ts: string })[] = [];
  /** Shared with a channel by the assistant; emulate has checked that they were uploaded. */
  readonly files: { channel: string; thread_ts?: string; name: string; size: number }[] = [];
  readonly views: { method: string; user: string; view: Args & { id: string; blocks: Block[] } }[] = [];
  /** Why a message was refused, for whoever reads a failed test. */
  readonly faults: string[] = [];
  readonly #parts: WebApiParts;
  #passed = 0;
  #failures: { method: string; failure: Failure; channel: string | undefined }[] = [];

  constructor(parts: WebApiParts) {
    this.#parts = parts;
  }

  /** The next call of that method (to that channel) fails, once. */
  failNext(method: string, failure: Failure, channel?: string): void {
    this.#failures.push({ method, failure, channel });
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = new URL(request.url ?? '', 'http://localhost').pathname.replace(/^\/api\//, '');
    const args = parse(await readBody(request), request.headers['content-type']);
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? String(args.token ?? '');
    const { people } = this.#parts;
    if (!people.has(token)) this.calls.push({ method, args, at: Date.now() });
    const answer = (body: Answer) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

    const failure = people.has(token) ? undefined : this.#failureOf(method, args);
    if (failure?.status === 429) {
      response.writeHead(429, { 'retry-after': `${failure.retryAfter ?? 1}`, 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
    }
    if (failure?.status) return void response.writeHead(failure.status).end();
    if (failure?.error) return answer({ ok: false, error: failure.error });
    const body = await this.#answer(method, args, token);
    if (failure?.noAnswer) return void request.socket.destroy();
    answer(body);
  }

  #failureOf(method: string, { channel }: Args): Failure | undefined {
    const at = this.#failures.findIndex(
      (each) => each.method === method && (each.channel === undefined || each.channel === channel),
    );
    return at < 0 ? undefined : this.#failures.splice(at, 1)[0]!.failure;
  }

  async #answer(method: string, args: Args, token: string): Promise<Answer> {
    const { bot, people, connections, socketUrl } = this.#parts;
    if (!token) return { ok: false, error: 'not_authed' };
    if (token !== bot.token && token !== bot.appToken && !people.has(token))
      return { ok: false, error: 'invalid_auth' };
    if ((method === 'apps.connections.open') !== (token === bot.appToken))
      return { ok: false, error: 'not_allowed_token_type' };
    if (method === 'apps.connections.open') return { ok: true, url: `${socketUrl()}?ticket=${connections.ticket()}` };
    if (method === 'chat.postMessage' || method === 'chat.postEphemeral' || method === 'chat.update')
      return await this.#post(method, args as unknown as Draft & { user: string }, token);
    if (method === 'conversations.history' || method === 'conversations.replies')
      return await this.#read(method, args, token);
    if (method === 'users.conversations') return this.#conversations(args);
    if (method === 'conversations.info') return await this.#info(args, token);
    if (method === 'files.completeUploadExternal') return await this.#share(args, token);
    if (method.startsWith('views.')) return await this.#view(method, args, token);
    return await this.pass(method, args, token);
  }

  async #post(method: string, draft: Draft & { user: string }, token: string): Promise<Answer> {
    const { bot, members, posted } = this.#parts;
    const refusal = refusalOf(draft);
    if (refusal) {
      this.faults.push(`${method}: ${refusal.error}, ${refusal.why}`);
      return { ok: false, error: refusal.error, response_metadata: { messages: [`[ERROR] ${refusal.why}`] } };
    }
    const known = members.get(draft.channel);
    if (token === bot.token && known && !known.has(bot.user)) return { ok: false, error: 'not_in_channel' };
    const answer = await this.pass(method, draft as unknown as Args, token);
    if (answer.ok && token === bot.token) {
      if (method === 'chat.postEphemeral') this.ephemerals.push({ ...draft, ts: String(answer.message_ts) });
      if (method === 'chat.postMessage') posted({ ...draft, channel: String(answer.channel), ts: String(answer.ts) });
    }
    return answer;
  }

  /** With the bounds that emulate does not look at, and metadata only where they are asked for. */
  async #read(method: string, args: Args, token: string): Promise<Answer> {
    const { bot, members } = this.#parts;
    const known = members.get(String(args.channel));
    if (known && !known.has(bot.user)) return { ok: false, error: 'not_in_channel' };
    const answer = await this.pass(method, { channel: args.channel, ts: args.ts, limit: 1_000 }, token);
    if (!answer.ok) return answer;
    const { oldest = '0', latest = '9999999999', inclusive, limit = 100, cursor = '0' } = args;
    const within = (ts: string) =>
      (ts > String(oldest) || (isTrue(inclusive) && ts === oldest)) &&
      (ts < String(latest) || (isTrue(inclusive) && ts === latest));
    const all = (answer.messages as Posted[]).filter(({ ts }) => within(ts));
    if (method === 'conversations.replies' && all.length === 0) return { ok: false, error: 'thread_not_found' };
    const from = Number(cursor);
    const upTo = from + Number(limit);
    return {
      ...answer,
      messages: all.slice(from, upTo).map(({ metadata, ...message }) => ({
        ...message,
        ...((message as Args).user === bot.user ? { bot_id: bot.bot } : {}),
        ...(metadata && isTrue(args.include_all_metadata) ? { metadata } : {}),
      })),
      has_more: upTo < all.length,
      response_metadata: { next_cursor: upTo < all.length ? `${upTo}` : '' },
    };
  }

  /** Channels that this person and the assistant are in. */
  #conversations({ user, limit = 100, cursor = '0' }: Args): Answer {
    const { bot, members } = this.#parts;
    const who = String(user ?? bot.user);
    const shared = [...members].filter(([, inside]) => inside.has(who) && inside.has(bot.user)).map(([id]) => ({ id }));
    const upTo = Number(cursor) + Number(limit);
    return {
      ok: true,
      channels: shared.slice(Number(cursor), upTo),
      response_metadata: { next_cursor: upTo < shared.length ? `${upTo}` : '' },
    };
  }

  /** emulate puts nobody into a group who came after it. */
  async #info(args: Args, token: string): Promise<Answer> {
    const { bot, members } = this.#parts;
    const answer = await this.pass('conversations.info', args, token);
    const is_member = members.get(String(args.channel))?.has(bot.user);
    return answer.ok ? { ...answer, channel: { ...(answer.channel as Args), is_member } } : answer;
  }

  async #share(args: Args, token: string): Promise<Answer> {
    const answer = await this.pass('files.completeUploadExternal', args, token);
    const thread = args.thread_ts === undefined ? {} : { thread_ts: String(args.thread_ts) };
    for (const { name, size } of answer.ok ? (answer.files as { name: string; size: number }[]) : [])
      this.files.push({ channel: String(args.channel_id), ...thread, name, size });
    return answer;
  }

  async #view(method: string, args: Args, token: string): Promise<Answer> {
    const view = args.view as { blocks: Block[] };
    const fault = faultOfBlocks(view.blocks, 100);
    if (fault) {
      this.faults.push(`${method}: ${fault}`);
      return { ok: false, error: 'invalid_arguments', response_metadata: { messages: [`[ERROR] ${fault}`] } };
    }
    const answer = await this.pass(method, args, token);
    if (answer.ok)
      this.views.push({
        method,
        user: String(args.user_id ?? ''),
        view: answer.view as (typeof this.views)[0]['view'],
      });
    return answer;
  }

  /** To emulate, as it is. */
  async pass(method: string, args: Args, caller: string): Promise<Answer> {
    const own = this.#parts.bot.token;
    const tokens = caller === own ? emulatorTokens(own) : [caller];
    const token = tokens[this.#passed++ % tokens.length]!;
    const response = await fetch(`${this.#parts.emulator}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    if (response.status === 404) return { ok: false, error: 'unknown_method' };
    return (await response.json()) as Answer;
  }
}
