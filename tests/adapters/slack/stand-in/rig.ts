/** Slack for the contract: the door at the stand-in, over HTTP or over a socket. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { measureUtf16 } from '../../../../adapters/shared/split.ts';
import { Slack, type SlackOptions } from '../../../../adapters/slack/slack.ts';
import { type Place, type Refusal, type Rig, type Said, withMention } from '../../contract/rig.ts';
import type { Posted } from './message.ts';
import { look } from './screen.ts';
import { openSlack, type SlackSettings, type StandIn } from './stand-in.ts';
import type { Args, Failure } from './web-api.ts';

/** One message shows no more than that, whatever the limits of its blocks. */
const limit = { size: 12_000, measure: measureUtf16 };

const failures: Record<Refusal, Failure> = {
  gone: { error: 'channel_not_found' },
  'slow-down': { status: 429, retryAfter: 2 },
  refused: { status: 503 },
  'no-answer': { noAnswer: true },
};

const verdicts = { true: '有用', false: '没用' };

const encode = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export interface SlackAtHand {
  slack: StandIn;
  /** Errors that the door reports. */
  reported: unknown[];
  /** A new door; over HTTP it takes the place of the one before. */
  open(more?: Partial<SlackOptions>): Slack;
  close(): Promise<void>;
}

/** The stand-in, and doors to it. */
export async function openAtHand(kind: 'http' | 'socket', settings: SlackSettings = {}): Promise<SlackAtHand> {
  const slack = await openSlack(settings);
  const reported: unknown[] = [];
  let door: Slack | undefined;
  const server = createServer((request, response) => {
    if (door?.listener) door.listener(request, response);
    else response.writeHead(503).end();
  });
  if (kind === 'http') {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    slack.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  }
  const { botToken, appToken, signingSecret, apiUrl } = slack;
  return {
    slack,
    reported,
    open(more = {}) {
      door = new Slack({
        botToken,
        mode: kind === 'http' ? { kind, signingSecret } : { kind, appToken },
        apiUrl,
        now: () => new Date(),
        report: (error) => reported.push(error),
        ...more,
      });
      return door;
    },
    async close() {
      await slack.close();
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** @param judging the assistant’s messages are judged by their buttons, or by reactions */
export const openRig = (kind: 'http' | 'socket', judging: 'buttons' | 'reactions') => async (): Promise<Rig> => {
  const { slack, open, close } = await openAtHand(kind);
  const { general } = slack;
  const ann = await slack.direct('ann');
  const root = await slack.write('今天说说知识产权', { by: 'bob', room: general });
  const told = new Map<string, Args[]>();

  const isIn = (post: Posted, place: Place) =>
    place === 'direct'
      ? post.channel === ann.id
      : post.channel === general.id && (post.thread_ts === root.ts) === (place === 'thread');
  const postsIn = (place: Place) => slack.posted().filter((post) => isIn(post, place));
  const offering = (place: Place, label: string) => {
    const posts = postsIn(place).filter((post) => JSON.stringify(post.blocks ?? []).includes(JSON.stringify(label)));
    if (!posts.length) throw new Error(`${place} shows no button ${label}`);
    return posts.at(-1)!;
  };

  const whereOf = ({ by, in: place, ageMs }: Said) => ({
    ...(by ? { by } : {}),
    room: place === 'direct' ? ann : general,
    ...(place === 'thread' ? { thread: root.ts } : {}),
    ...(ageMs === undefined ? {} : { at: new Date(Date.now() - ageMs) }),
  });

  return {
    name: kind === 'http' ? 'slack over HTTP' : 'slack over Socket Mode',
    folder: 'slack',
    open: () => open(),
    channel: (place) => (place === 'group' ? general.id : slack.user('ann')),
    async say(said) {
      const { text, mention } = said;
      const marked = encode(text).replaceAll('@bob', `<@${slack.user('bob')}>`);
      const words = mention ? withMention(marked, `<@${slack.botUserId}> `) : marked;
      const { ts, events, tell } = await slack.write(words, whereOf(said));
      told.set(ts, events);
      const late = (await tell()).filter(({ became }) => became === 'late');
      if (late.length) throw new Error('the event was not acknowledged');
      return ts;
    },
    async repeat(id) {
      for (const event of told.get(id)!) await slack.deliver(event, { retry: 1 });
    },
    async choose(place, label) {
      await slack.press(label, offering(place, label));
    },
    async judge(place, useful) {
      if (judging === 'reactions') await slack.react(useful ? '+1' : '-1', postsIn(place).at(-1)!);
      else await slack.press(verdicts[`${useful}`], offering(place, verdicts[`${useful}`]));
    },
    shown: (place) => postsIn(place).map(look),
    files: (place) =>
      slack.api.files.filter((file) => isIn({ ...file, text: '', ts: '' }, place)).map(({ name }) => name),
    refuseFile: () => slack.api.failNext('files.getUploadURLExternal', { error: 'missing_scope' }),
    refuseNext: (refusal) => slack.api.failNext('chat.postMessage', failures[refusal], general.id),
    limit,
    cannot: {},
    close,
  };
};
