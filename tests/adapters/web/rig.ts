/** The page for the contract: a real server, and a browser that keeps its cookie, with scripts or without. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { WebDoor } from '../../../adapters/web/web.ts';
import type { Serve, Site } from '../../../src/model/door.ts';
import type { PlanReader } from '../../../src/model/plan-reader.ts';
import type { Rig, Shown } from '../contract/rig.ts';
import { readTurn, type Seen } from './read-html.ts';

const noGroup = 'a browser is one person with the page; it has no groups and no threads';
const noPush = 'a page shows what is asked; nobody can be sent to';
const pushed = ['sends', 'send-gone', 'send-slow-down', 'send-refused', 'send-no-answer'] as const;

/** No plan is needed to ask and be answered. */
const noPlans: PlanReader = {
  packs: () => [],
  today: () => ({ year: 2031, month: 1, day: 1 }),
  source: () => [],
  search: () => [],
  query: () => ({ faults: ['there is no plan'] }),
  download: async () => {
    throw new Error('there is no plan');
  },
};

/** @param scripts asks as the script of the page does; else by addresses and forms */
export const openWeb = (scripts: boolean) => async (): Promise<Rig> => {
  const shown: Shown[] = [];
  const seen: Seen[] = [];
  const sent = new Map<string, string>();
  let serve: Serve | undefined;
  let arrived = () => {};
  const server = createServer(
    getRequestListener(async (request) => {
      arrived();
      return serve!(request, '127.0.0.1');
    }),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let cookie: string | undefined;
  let count = 0;
  const pending: Promise<unknown>[] = [];

  const get = (path: string, form?: URLSearchParams) =>
    fetch(`${origin}${path}`, {
      ...(form ? { method: 'POST', body: form } : {}),
      headers: { 'sec-fetch-site': 'same-origin', ...(cookie ? { cookie } : {}) },
    });

  /** A browser has opened the page before it asks. */
  const ready = async () => {
    if (cookie) return;
    const page = await get('/');
    await page.text();
    cookie = page.headers.get('set-cookie')?.split(';')[0];
  };

  async function request(text: string, id: string): Promise<void> {
    const answer = scripts
      ? await get('/ask', new URLSearchParams({ q: text, id }))
      : await get(`/?${new URLSearchParams({ q: text })}`);
    const turn = readTurn(await answer.text());
    seen.push(turn);
    if (turn.text) shown.push({ text: turn.text, pings: [] });
  }

  /** Settles when the request has arrived: the reply comes as its response. */
  async function ask(text: string, id: string): Promise<void> {
    await ready();
    const { promise, resolve } = Promise.withResolvers<void>();
    arrived = resolve;
    pending.push(request(text, id).catch(() => {}));
    await promise;
  }

  const last = () => seen.findLast(({ text }) => text !== '')!;
  return {
    name: scripts ? 'web' : 'web without scripts',
    folder: 'web',
    open() {
      const site: Site = {
        plans: noPlans,
        openApi: () => {
          throw new Error('there is no API');
        },
        base: '',
        embedOrigins: [],
        serve: (next) => {
          serve = next;
        },
      };
      return new WebDoor({ site, now: () => new Date(), warn: () => {} });
    },
    channel: () => undefined,
    async say({ text }) {
      count += 1;
      const id = `message-${count}`;
      sent.set(id, text);
      await ask(text, id);
      return id;
    },
    repeat: (id) => ask(sent.get(id)!, id),
    async choose(_place, label) {
      const button = last().buttons.find((each) => each.label === label && each.name === 'q');
      if (!button) throw new Error(`no choice ${label}`);
      count += 1;
      await ask(button.value, `message-${count}`);
    },
    async judge(_place, useful) {
      await ready();
      const { card } = last();
      if (!card) throw new Error('nothing to judge');
      await (await get('/feedback', new URLSearchParams({ card, useful: useful ? 'yes' : 'no' }))).text();
    },
    shown: (place) => (place === 'direct' ? [...shown] : []),
    refuseNext: () => {
      throw new Error(noPush);
    },
    limit: { size: Number.POSITIVE_INFINITY, measure: (text) => text.length },
    cannot: {
      'hears-group-mention': noGroup,
      'ignores-group-without-mention': noGroup,
      'follows-thread': noGroup,
      'never-hears-itself': 'a reply is the response to a request; nothing sends it back as a request',
      'acknowledges-first': 'the reply is the response itself; the browser waits for it and asks once',
      files: 'a page offers lists as links, which the browser downloads',
      'drops-old': 'a request bears no date and is never replayed after a login',
      ...(scripts
        ? {}
        : {
            'same-id': 'an address that is opened again is asked again, as a person expects of a page',
            'bad-input':
              'the address of a question bears no time, and the server refuses one that is too long before the door sees it',
          }),
      ...Object.fromEntries(pushed.map((name) => [name, noPush])),
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await Promise.all([...pending, once(server, 'close')]);
    },
  };
};
