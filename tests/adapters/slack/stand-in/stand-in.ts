/** A Slack of one's own on this machine: people who write, press and judge in it, and an app that it talks to over HTTP or Socket Mode. */
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator } from 'emulate';
import {
  app,
  blockAction,
  eventEnvelope,
  globalShortcut,
  type Room,
  slashCommand,
  viewAction,
  viewSubmission,
} from './envelopes.ts';
import type { Block, Draft, Element, Posted } from './message.ts';
import { Connections } from './socket.ts';
import { type Args, emulatorTokens, readBody, WebApi } from './web-api.ts';

const bot = { user: 'U0QINZHI00', bot: 'B0QINZHI00', token: 'xoxb-stand-in', appToken: 'xapp-stand-in' };
const signingSecret = 'stand-in-signing-secret';

/** What the app made of a delivery. */
export interface Delivered {
  /** `nobody` = no connection, or nothing listens there; `late` = someone is there and says nothing. */
  became: 'acknowledged' | 'refused' | 'late' | 'nobody';
  status?: number;
  body?: unknown;
}

export interface SlackSettings {
  /** Beside ann and bob. */
  people?: string[];
  /** Groups beside the one that is always there; everybody and the assistant are in them. */
  rooms?: number;
  /** Of the assistant's token; absent = all. */
  scopes?: string[];
  /** For so long an acknowledgement is waited for. Slack itself waits three seconds; a machine under load may need more. */
  patienceMs?: number;
}

export class StandIn {
  readonly botToken = bot.token;
  readonly appToken = bot.appToken;
  readonly signingSecret = signingSecret;
  readonly botUserId = bot.user;
  readonly api: WebApi;
  readonly connections: Connections;
  /** Ids of users by name. */
  readonly users: ReadonlyMap<string, string>;
  readonly rooms: readonly Room[];
  /** A group without the assistant. */
  readonly elsewhere: Room;
  /** Set: events, commands and interactions go there, signed. Else over the socket. */
  requestUrl: string | undefined;
  readonly #posts: Posted[] = [];
  /** What came to response addresses. */
  readonly responses: { url: string; draft: Args }[] = [];
  readonly #server: Server;
  readonly #port: number;
  readonly #patienceMs: number;
  readonly #closeEmulator: () => Promise<void>;
  readonly #directs = new Map<string, string>();
  /** Deliveries that nobody waits for. */
  readonly #loose = new Set<Promise<unknown>>();
  #count = 0;

  constructor(parts: {
    server: Server;
    api: WebApi;
    connections: Connections;
    users: Map<string, string>;
    rooms: Room[];
    elsewhere: Room;
    patienceMs: number;
    closeEmulator: () => Promise<void>;
  }) {
    this.api = parts.api;
    this.connections = parts.connections;
    this.users = parts.users;
    this.rooms = parts.rooms;
    this.elsewhere = parts.elsewhere;
    this.#server = parts.server;
    this.#port = (parts.server.address() as AddressInfo).port;
    this.#patienceMs = parts.patienceMs;
    this.#closeEmulator = parts.closeEmulator;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }
  get apiUrl(): string {
    return `${this.origin}/api/`;
  }
  get general(): Room {
    return this.rooms[0]!;
  }

  user(name: string): string {
    return this.users.get(name)!;
  }

  /** The channel of the direct chat of a person with the assistant. */
  async direct(name: string): Promise<Room> {
    const known = this.#directs.get(name);
    if (known) return { id: known, name: 'directmessage' };
    const answer = await this.api.pass('conversations.open', { users: bot.user }, `xoxp-${name}`);
    const { id } = answer.channel as { id: string };
    this.#directs.set(name, id);
    return { id, name: 'directmessage' };
  }

  /** What the assistant has posted, oldest first. */
  posted(channel?: string): Posted[] {
    return this.#posts.filter((post) => channel === undefined || post.channel === channel);
  }

  /** Slack shows an app its own words, too. */
  took(post: Posted): void {
    this.#posts.push(post);
    this.#inPassing(this.deliver(this.#ownEvent(post)));
  }

  #ownEvent({ metadata: _metadata, ...post }: Posted) {
    const type = post.channel.startsWith('D') ? 'im' : 'channel';
    return { type: 'message', ...post, ...this.#self, channel_type: type, event_ts: post.ts };
  }

  readonly #self = { user: bot.user, bot_id: bot.bot, app_id: app };

  #inPassing(work: Promise<unknown>): void {
    const settled = work
      .catch(() => undefined)
      .finally(() => {
        this.#loose.delete(settled);
      });
    this.#loose.add(settled);
  }

  /** Writes as the person would, and tells the app: with a mention in a group twice, as Slack does. @returns the events told */
  async write(
    text: string,
    { by = 'ann', room, thread, at }: { by?: string; room: Room; thread?: string; at?: Date },
  ): Promise<{ ts: string; events: Args[]; tell: () => Promise<Delivered[]> }> {
    const isSelf = by === 'self';
    const message: Draft = { channel: room.id, text, ...(thread ? { thread_ts: thread } : {}) };
    // What is long past is not in the channel any more; only the event is replayed.
    const ts = at
      ? `${Math.floor(at.getTime() / 1000)}.${String(++this.#count).padStart(6, '0')}`
      : String((await this.api.pass('chat.postMessage', { ...message }, isSelf ? bot.token : `xoxp-${by}`)).ts);
    const event = {
      ...message,
      ts,
      event_ts: ts,
      ...(isSelf ? this.#self : { user: this.user(by), client_msg_id: randomUUID() }),
      ...(thread ? { parent_user_id: this.user('bob') } : {}),
    };
    const channel_type = room.id.startsWith('D') ? 'im' : 'channel';
    const plain = { type: 'message', ...event, channel_type };
    const isMention = channel_type === 'channel' && text.includes(`<@${bot.user}>`);
    const both = isMention ? [plain, { type: 'app_mention', ...event }] : [plain];
    // Either may be the first.
    const events = ++this.#count % 2 ? both : both.toReversed();
    const ids = events.map(() => this.#eventId());
    return { ts, events, tell: () => Promise.all(events.map((each, n) => this.deliver(each, { eventId: ids[n]! }))) };
  }

  #eventId(): string {
    return `Ev${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`;
  }

  deliver(
    event: Args,
    { eventId = this.#eventId(), retry = 0 }: { eventId?: string; retry?: number } = {},
  ): Promise<Delivered> {
    const payload = eventEnvelope(event, bot.user, eventId);
    if (this.requestUrl === undefined) return this.#overSocket({ type: 'events_api', payload, retry_attempt: retry });
    const more = retry ? { 'x-slack-retry-num': `${retry}`, 'x-slack-retry-reason': 'http_timeout' } : {};
    return this.post(JSON.stringify(payload), 'application/json', { more });
  }

  async react(
    reaction: string,
    post: Posted,
    by = 'ann',
    type: 'reaction_added' | 'reaction_removed' = 'reaction_added',
  ) {
    const item = { type: 'message', channel: post.channel, ts: post.ts };
    const at = `${Math.floor(Date.now() / 1000)}.${String(++this.#count).padStart(6, '0')}`;
    return await this.deliver({ type, user: this.user(by), reaction, item, item_user: bot.user, event_ts: at });
  }

  async openHome(by = 'ann'): Promise<Delivered> {
    const { id: channel } = await this.direct(by);
    return await this.deliver({
      type: 'app_home_opened',
      user: this.user(by),
      channel,
      tab: 'home',
      event_ts: '1.000001',
    });
  }

  async slash(text: string, { by = 'ann', room, command = '/qinzhi' }: { by?: string; room: Room; command?: string }) {
    const url = this.#responseUrl();
    const payload = slashCommand({ id: this.user(by), name: by }, room, command, text, url);
    const trigger_id = await this.#trigger(by);
    const delivered = await this.#interact(
      'slash_commands',
      { ...payload, trigger_id },
      (body) => new URLSearchParams(body as never),
    );
    return { ...delivered, url };
  }

  /** A person presses the button with that label on a post (also on one that only they see). */
  async press(
    label: string,
    post: Posted,
    { by = 'ann', ephemeral = false }: { by?: string; ephemeral?: boolean } = {},
  ) {
    const pressed = this.#buttonOf(label, post.blocks ?? []);
    const room = this.rooms.find(({ id }) => id === post.channel) ?? { id: post.channel, name: 'directmessage' };
    const url = this.#responseUrl();
    const more = { trigger: await this.#trigger(by), responseUrl: url, at: `${Date.now() / 1000}`, ephemeral };
    const payload = blockAction({ id: this.user(by), name: by }, room, bot, post, pressed, more);
    return { ...(await this.#interactive(payload)), url };
  }

  async pressInView(label: string, view: Args & { blocks: Block[] }, by = 'ann'): Promise<Delivered> {
    const pressed = this.#buttonOf(label, view.blocks);
    return await this.#interactive(viewAction({ id: this.user(by), name: by }, view, pressed, await this.#trigger(by)));
  }

  async shortcut(callback: string, by = 'ann'): Promise<Delivered> {
    return await this.#interactive(globalShortcut({ id: this.user(by), name: by }, callback, await this.#trigger(by)));
  }

  async submit(view: Args, values: Record<string, Record<string, unknown>>, by = 'ann'): Promise<Delivered> {
    return await this.#interactive(
      viewSubmission({ id: this.user(by), name: by }, view, values, await this.#trigger(by)),
    );
  }

  #buttonOf(label: string, blocks: readonly Block[]): { block_id: string; element: Element } {
    for (const { block_id = 'given-by-slack', elements = [], accessory } of blocks)
      for (const element of [...elements, ...(accessory ? [accessory] : [])])
        if (typeof element.text === 'object' && element.text.text === label && element.action_id)
          return { block_id, element };
    throw new Error(`no button ${label} in ${JSON.stringify(blocks)}`);
  }

  #responseUrl = () => `${this.origin}/response/${++this.#count}`;

  async #trigger(by: string): Promise<string> {
    const answer = await this.api.pass('views.generateTriggerId', { user_id: this.user(by) }, bot.token);
    return String(answer.trigger_id);
  }

  #interactive(payload: unknown): Promise<Delivered> {
    return this.#interact('interactive', payload, (body) => new URLSearchParams({ payload: JSON.stringify(body) }));
  }

  #interact(type: string, payload: unknown, form: (payload: unknown) => URLSearchParams): Promise<Delivered> {
    if (this.requestUrl === undefined) return this.#overSocket({ type, payload });
    return this.post(form(payload).toString(), 'application/x-www-form-urlencoded');
  }

  async #overSocket(envelope: { type: string; payload: unknown; retry_attempt?: number }): Promise<Delivered> {
    if (this.connections.size === 0) return { became: 'nobody' };
    const body = await this.connections.deliver(envelope, this.#patienceMs);
    if (body !== undefined) return { became: 'acknowledged', body };
    return { became: this.connections.size === 0 ? 'nobody' : 'late' };
  }

  sign(body: string, seconds: number, secret = signingSecret): Record<string, string> {
    const signature = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
    return { 'x-slack-request-timestamp': `${seconds}`, 'x-slack-signature': `v0=${signature}` };
  }

  /** One signed request to the app. `more` headers go over those of the signature. */
  async post(
    body: string,
    type: string,
    { at = new Date(), more = {} }: { at?: Date; more?: Record<string, string> } = {},
  ): Promise<Delivered> {
    const headers = { ...this.sign(body, Math.floor(at.getTime() / 1000)), 'content-type': type, ...more };
    try {
      const signal = AbortSignal.timeout(this.#patienceMs);
      const response = await fetch(this.requestUrl!, { method: 'POST', headers, body, signal });
      const text = await response.text();
      const { ok, status } = response;
      const isJson = response.headers.get('content-type')?.includes('json');
      return { became: ok ? 'acknowledged' : 'refused', status, body: isJson && text ? JSON.parse(text) : text };
    } catch (error) {
      return { became: error instanceof DOMException && error.name === 'TimeoutError' ? 'late' : 'nobody' };
    }
  }

  /** Nothing of Slack answers any more, and every connection ends. */
  async goDown(): Promise<void> {
    this.connections.drop();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async comeBack(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    await this.connections.close();
    await Promise.all(this.#loose);
    if (this.#server.listening) await this.goDown();
    await this.#closeEmulator();
  }
}

export async function openSlack({
  people = [],
  rooms = 0,
  scopes,
  patienceMs = 10_000,
}: SlackSettings = {}): Promise<StandIn> {
  const names = ['ann', 'bob', ...people];
  const titles = ['知识产权工作群', ...Array.from({ length: rooms }, (_, n) => `群${n + 1}`)];
  const botScopes = scopes ?? undefined;
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: '秦知', domain: 'qinzhi' },
        users: names.map((name) => ({ name, real_name: name })),
        channels: [...titles.map((name) => ({ name })), { name: '没有它的群' }],
        oauth_apps: [
          {
            app_id: app,
            client_id: '1',
            client_secret: '1',
            name: '秦知',
            redirect_uris: [],
            bot_id: bot.bot,
            bot_user_id: bot.user,
            bot_name: 'qinzhi',
          },
        ],
        tokens: [
          ...emulatorTokens(bot.token).map((token) => ({
            token,
            type: 'bot' as const,
            user_id: bot.user,
            app_id: app,
            bot_id: bot.bot,
            bot_user_id: bot.user,
            ...(botScopes ? { scopes: botScopes } : {}),
          })),
          ...names.map((name) => ({ token: `xoxp-${name}`, type: 'user', user: name })),
        ],
        strict_scopes: scopes !== undefined,
      },
    },
  });
  const connections = new Connections();
  const members = new Map<string, Set<string>>();
  let standIn: StandIn;
  const api = new WebApi({
    emulator: emulator.url,
    bot,
    people: new Set(names.map((name) => `xoxp-${name}`)),
    members,
    connections,
    socketUrl: () => `${standIn.origin.replace('http', 'ws')}/link/`,
    posted: (post) => standIn.took(post),
  });
  const server = createServer((request, response) => {
    const work = request.url?.startsWith('/response/')
      ? readBody(request).then((body) => {
          standIn.responses.push({ url: `${standIn.origin}${request.url}`, draft: JSON.parse(body) as Args });
          response.writeHead(200).end('ok');
        })
      : api.handle(request, response);
    work.catch((error: unknown) => {
      api.faults.push(String(error));
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => connections.upgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const users = new Map<string, string>();
  for (let cursor = ''; users.size === 0 || cursor; ) {
    const page = (await api.pass('users.list', { limit: 1_000, cursor }, 'xoxp-ann')) as {
      members: { id: string; name: string }[];
      response_metadata: { next_cursor: string };
    };
    for (const { id, name } of page.members) users.set(name, id);
    cursor = page.response_metadata.next_cursor;
  }
  const { channels } = (await api.pass('conversations.list', { limit: 1_000 }, 'xoxp-ann')) as unknown as {
    channels: Room[];
  };
  const found = titles.map((title) => channels.find(({ name }) => name === title)!);
  const persons = names.map((name) => users.get(name)!);
  for (const { id } of found) members.set(id, new Set([...persons, bot.user]));
  const elsewhere = channels.find(({ name }) => name === '没有它的群')!;
  members.set(elsewhere.id, new Set(persons));
  const closeEmulator = () => emulator.close();
  standIn = new StandIn({ server, api, connections, users, rooms: found, elsewhere, patienceMs, closeEmulator });
  return standIn;
}
