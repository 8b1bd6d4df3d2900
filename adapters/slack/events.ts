/** What Slack delivers becomes messages: texts, buttons, reactions, the slash command, the form and the home page. */
import type { App, RespondFn } from '@slack/bolt';
import type { Card } from '../../src/model/card.ts';
import type { Message } from '../../src/model/message.ts';
import type { Receive } from '../../src/model/port.ts';
import { LruMap } from '../../src/shared/lru-map.ts';
import { actionIds, type Posting, toHome } from './blocks.ts';
import { channelsOf, directChannel, isMember } from './channels.ts';
import { type History, mostRemembered } from './history.ts';
import { modalId, readModal, subscribeModal, type Values } from './modal.ts';
import type { Poster, Where } from './poster.ts';
import { words } from './strings.ts';
import { readSaid } from './text.ts';

export const commandName = '/qinzhi';

/** What is given when the door starts. */
export interface Listening {
  receive: Receive;
  botUserId: string;
  poster: Poster;
  history: History;
}

export interface HearingOptions {
  door: string;
  /** Undefined = nobody listens: not started yet, or stopped. */
  listening: () => Listening | undefined;
  /** Work that a stop waits for; its trouble is told. */
  track: (what: string, work: Promise<unknown>) => void;
  now: () => Date;
}

/** Slack repeats what was not acknowledged after a minute and after five; what is older is of no use to anybody. */
const staleMs = 15 * 60_000;

/** Of an event of either kind, what is read of it. */
interface Written {
  channel: string;
  user?: string;
  bot_id?: string;
  text?: string;
  ts: string;
  thread_ts?: string;
}

const judgements: Record<string, boolean> = { '+1': true, thumbsup: true, '-1': false, thumbsdown: false };

const isDirect = (channel: string) => channel.startsWith('D');

export function hear(app: App, { door, listening: ears, track, now }: HearingOptions): void {
  const seen = new LruMap<string, true>(mostRemembered);
  /** One text comes as `message` and as `app_mention`, whichever the app is subscribed to. */
  const isRepeat = (id: string) => {
    if (seen.get(id)) return true;
    seen.set(id, true);
    return false;
  };

  const answer = (what: string, at: Listening, message: Message, show: (card: Card) => Promise<unknown>) =>
    track(
      what,
      (async () => {
        const card = await at.receive(message);
        if (card) await show(card);
      })(),
    );

  function heard(event: Written): void {
    const at = ears();
    const { channel, user, bot_id: bot, ts, thread_ts: inThread } = event;
    if (!at || !user || bot || user === at.botUserId) return;
    const when = new Date(Math.floor(Number(ts) * 1000));
    if (now().getTime() - when.getTime() > staleMs) return;
    const direct = isDirect(channel);
    const { text, mentioned, toOthers } = readSaid(event.text ?? '', at.botUserId);
    if (!direct && !mentioned && (!inThread || toOthers)) return;
    const id = `${channel}:${ts}`;
    if (isRepeat(id)) return;
    const thread = inThread ?? (direct ? undefined : ts);
    const message: Message = { id, door, channel, direct, user, at: when, content: { type: 'text', text } };
    if (thread) message.thread = thread;
    const reply = (card: Card) => at.poster.reply({ channel, thread }, card);
    if (direct || !thread) answer('a message', at, message, reply);
    else
      track(
        'a thread',
        at.history.joined(channel, thread, { mentioned, botUserId: at.botUserId }).then((joined) => {
          if (joined) answer('a message', at, message, reply);
        }),
      );
  }

  app.event('message', async ({ event }) => {
    if (event.subtype === undefined || event.subtype === 'file_share' || event.subtype === 'thread_broadcast')
      heard(event as Written);
  });
  app.event('app_mention', async ({ event }) => heard(event as Written));

  app.event('reaction_added', async ({ event }) => {
    const at = ears();
    const useful = judgements[event.reaction.split('::')[0]!];
    const { user, item, event_ts: ts } = event;
    if (!at || useful === undefined || item.type !== 'message' || user === at.botUserId) return;
    if (event.item_user !== at.botUserId) return;
    const { channel } = item;
    track(
      'a reaction',
      at.history.cardOf(channel, item.ts).then((card) => {
        if (!card) return;
        const what = { type: 'feedback' as const, card, useful };
        const id = `reaction:${channel}:${item.ts}:${user}:${ts}`;
        answer(
          'a reaction',
          at,
          { id, door, channel, direct: isDirect(channel), user, at: now(), content: what },
          async () => {},
        );
      }),
    );
  });

  app.event('app_home_opened', async ({ event }) => {
    const at = ears();
    const { user, channel, tab, event_ts: ts } = event;
    if (!at || tab !== 'home') return;
    const visit = async () => {
      const channels = await channelsOf(at.poster, user);
      const what = { type: 'visit' as const, channels };
      const id = `home:${user}:${ts}`;
      const card = await at.receive({ id, door, channel, direct: true, user, at: now(), content: what });
      if (!card) return;
      const view = { type: 'home' as const, blocks: toHome(card) };
      await at.poster.patiently(() => at.poster.call((client) => client.views.publish({ user_id: user, view })));
    };
    track('the home page', visit());
  });

  app.command(commandName, async ({ command, ack, respond }) => {
    await ack();
    const at = ears();
    if (!at) return;
    const { channel_id: channel, user_id: user, user_name: userName, trigger_id: trigger } = command;
    const id = `command:${trigger}`;
    if (isRepeat(id)) return;
    const { text } = readSaid(command.text ?? '', at.botUserId);
    const what = { type: 'text' as const, text };
    const message: Message = { id, door, channel, direct: isDirect(channel), user, userName, at: now(), content: what };
    // What was typed as a command only its author has seen; so it is with the answer.
    answer('a command', at, message, (card) => at.poster.whisper(whisperBy(respond), user, card));
  });

  app.action({ type: 'block_actions', action_id: actionIds.ask }, async ({ ack, body, action, respond }) => {
    await ack();
    const at = ears();
    if (!at || action.type !== 'button' || !action.value) return;
    const pressed = readPressed(action.value);
    if (!pressed) return;
    const { user, container, message: shown } = body;
    const id = `press:${container.message_ts ?? container.view_id}:${user.id}:${action.action_ts}`;
    if (isRepeat(id)) return;
    const what = { type: 'press' as const, ...pressed };
    const from = { id, door, user: user.id, ...nameOf(user), at: now(), content: what };
    const channel = body.channel?.id;
    if (channel && container.is_ephemeral)
      return answer('a button', at, { ...from, channel, direct: isDirect(channel) }, (card) =>
        at.poster.whisper(whisperBy(respond), user.id, card),
      );
    const place = async (): Promise<Where> => {
      // On the home page it is answered in the person's own chat.
      if (!channel) return { channel: await directChannel(at.poster, user.id) };
      const thread = (shown?.thread_ts as string | undefined) ?? (isDirect(channel) ? undefined : shown?.ts);
      return { channel, thread };
    };
    track(
      'a button',
      place().then((where) => {
        const message: Message = { ...from, channel: where.channel, direct: isDirect(where.channel) };
        if (where.thread) message.thread = where.thread;
        answer('a button', at, message, (card) => at.poster.reply(where, card));
      }),
    );
  });

  app.action({ type: 'block_actions', action_id: actionIds.judge }, async ({ ack, body, action, respond }) => {
    await ack();
    const at = ears();
    const channel = body.channel?.id;
    if (!at || action.type !== 'button' || !action.value || !channel) return;
    const { user, container } = body;
    const what = { type: 'feedback' as const, card: action.value, useful: action.action_id === 'useful' };
    const id = `judge:${container.message_ts}:${user.id}:${action.action_ts}`;
    if (isRepeat(id)) return;
    answer(
      'a judgement',
      at,
      { id, door, channel, direct: isDirect(channel), user: user.id, at: now(), content: what },
      async () => {},
    );
    track('a thank-you', respond({ response_type: 'ephemeral', replace_original: false, text: words.zh.thanks }));
  });

  const openModal = (trigger: string, language: keyof typeof words) => {
    const at = ears();
    if (!at) return;
    // The trigger is good for three seconds, so this is not tried again.
    const view = subscribeModal(language);
    track(
      'the form',
      at.poster.call((client) => client.views.open({ trigger_id: trigger, view })),
    );
  };
  app.action({ type: 'block_actions', action_id: actionIds.subscribe }, async ({ ack, body, action }) => {
    await ack();
    openModal(body.trigger_id, action.type === 'button' && action.value === 'en' ? 'en' : 'zh');
  });
  app.shortcut(modalId, async ({ ack, shortcut }) => {
    await ack();
    openModal(shortcut.trigger_id, 'zh');
  });

  app.view(modalId, async ({ ack, body, view }) => {
    await ack();
    const at = ears();
    const form = readModal(view.state.values as Values);
    const id = `form:${view.id}`;
    if (!at || !form || isRepeat(id)) return;
    const { channel, text } = form;
    const { user } = body;
    const subscribe = async () => {
      const mine = { channel: await directChannel(at.poster, user.id) };
      if (!(await isMember(at.poster, channel))) {
        const blocks = [{ type: 'text' as const, text: words.zh.notMember }];
        return at.poster.reply(mine, { blocks, choices: [], sources: [] });
      }
      const what = { type: 'text' as const, text };
      const card = await at.receive({
        id,
        door,
        channel,
        direct: false,
        user: user.id,
        ...nameOf(user),
        at: now(),
        content: what,
      });
      if (card) await at.poster.reply(mine, card);
    };
    track('the form', subscribe());
  });
}

const nameOf = (user: { name?: string; username?: string }) => {
  const userName = user.name ?? user.username;
  return userName ? { userName } : {};
};

const whisperBy =
  (respond: RespondFn) =>
  ({ text, blocks }: Posting) =>
    respond({ response_type: 'ephemeral', replace_original: false, text, blocks });

function readPressed(value: string): { card: string; question: string } | undefined {
  try {
    const { card, question } = JSON.parse(value) as { card?: unknown; question?: unknown };
    return typeof card === 'string' && typeof question === 'string' ? { card, question } : undefined;
  } catch {
    // A button of an older version of the app; there is nothing that could be asked.
    return undefined;
  }
}
