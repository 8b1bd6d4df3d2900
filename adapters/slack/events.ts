/** Slack event handlers: texts, reactions, the slash command and the home page become messages. */
import type { App, RespondFn } from '@slack/bolt';
import type { Message } from '../../src/model/message.ts';
import { readInstant } from '../shared/instant.ts';
import { actionIds, toHome } from './blocks.ts';
import { channelsOf } from './channels.ts';
import { Inbox, type InboxOptions, isDirect, whisperBy } from './inbox.ts';
import { Interactions } from './interactions.ts';
import { modalId, type Values } from './modal.ts';
import { readMessageText } from './text.ts';

export const commandName = '/qinzhi';

/** Slack redelivers what was not acknowledged after one and five minutes; older events are backlog that nobody waits for. */
const staleMs = 15 * 60_000;

/** What is read of a `message` or `app_mention` event. */
interface TextEvent {
  channel: string;
  user?: string;
  bot_id?: string;
  text?: string;
  files?: unknown[];
  ts: string;
  thread_ts?: string;
}

/** What is read of a `reaction_added` event. */
interface ReactionEvent {
  reaction: string;
  user: string;
  item: { type: string; channel: string; ts: string };
  item_user?: string;
  event_ts: string;
}

/** What is read of a slash command. */
interface CommandEvent {
  channel_id: string;
  user_id: string;
  user_name: string;
  trigger_id: string;
  text?: string;
}

const feedbackReactions: Record<string, boolean> = { '+1': true, thumbsup: true, '-1': false, thumbsdown: false };

/** Subtypes of `message` events that hold what a person wrote. */
const writtenSubtypes = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast']);

/** Registers every handler on the app; each returns as soon as Slack can be acknowledged, and works on afterwards. */
export function registerEvents(app: App, options: InboxOptions): void {
  const inbox = new Inbox(options);
  const events = new Events(inbox);
  const interactions = new Interactions(inbox);
  app.event('message', async ({ event }) => {
    if (writtenSubtypes.has(event.subtype)) events.onText(event as TextEvent);
  });
  app.event('app_mention', async ({ event }) => events.onText(event as TextEvent));
  app.event('reaction_added', async ({ event }) => events.onReaction(event));
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') events.onHomeOpened(event.user, event.channel, event.event_ts);
  });
  app.command(commandName, async ({ command, ack, respond }) => {
    await ack();
    events.onCommand(command, respond);
  });
  app.action({ type: 'block_actions', action_id: actionIds.ask }, async ({ ack, ...args }) => {
    await ack();
    interactions.onChoice(args);
  });
  app.action({ type: 'block_actions', action_id: actionIds.judge }, async ({ ack, ...args }) => {
    await ack();
    interactions.onFeedback(args);
  });
  app.action({ type: 'block_actions', action_id: actionIds.subscribe }, async ({ ack, body, action }) => {
    await ack();
    interactions.openForm(body.trigger_id, action.type === 'button' && action.value === 'en' ? 'en' : 'zh');
  });
  app.shortcut(modalId, async ({ ack, shortcut }) => {
    await ack();
    interactions.openForm(shortcut.trigger_id, 'zh');
  });
  app.view(modalId, async ({ ack, body, view }) => {
    await ack();
    interactions.onFormSubmitted(view.id, body.user, view.state.values as Values);
  });
}

/** A file without words is said to be one, so that its sender gets an answer. */
const contentOf = (text: string, { files = [] }: TextEvent): Message['content'] =>
  !text && files.length ? { type: 'text', text, wordless: true } : { type: 'text', text };

class Events {
  readonly #inbox: Inbox;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  onText(event: TextEvent): void {
    const { door, listening: slack, now } = this.#inbox;
    const { channel, user, ts } = event;
    if (!slack || !user || event.bot_id || user === slack.botUserId) return;
    const at = readInstant(Number(ts) * 1000, now());
    if (now().getTime() - at.getTime() > staleMs) return;
    const direct = isDirect(channel);
    const { text, mentioned, toOthers } = readMessageText(event.text ?? '', slack.botUserId);
    const mayBeMeant = direct || mentioned || (event.thread_ts !== undefined && !toOthers);
    const id = `${channel}:${ts}`;
    // One text comes as `message` and as `app_mention`, whichever the app is subscribed to.
    if (!mayBeMeant || this.#inbox.isRepeat(id)) return;
    const thread = event.thread_ts ?? (direct ? undefined : ts);
    const message: Message = { id, door, channel, direct, user, at, content: contentOf(text, event) };
    if (thread) message.thread = thread;
    const reply = () =>
      this.#inbox.answer('a message', slack, message, (card) => slack.poster.reply({ channel, thread }, card));
    if (direct || !thread) {
      reply();
      return;
    }
    const joined = slack.history.joined(channel, thread, { mentioned, botUserId: slack.botUserId });
    this.#inbox.track(
      'a thread',
      joined.then((isJoined) => isJoined && reply()),
    );
  }

  onReaction({ reaction, user, item, item_user: author, event_ts: eventTs }: ReactionEvent): void {
    const { door, listening: slack, now } = this.#inbox;
    const useful = feedbackReactions[reaction.split('::')[0]!];
    if (!slack || useful === undefined || item.type !== 'message') return;
    if (user === slack.botUserId || author !== slack.botUserId) return;
    const { channel, ts } = item;
    const handle = async () => {
      const card = await slack.history.cardOf(channel, ts);
      if (!card) return;
      const id = `reaction:${channel}:${ts}:${user}:${eventTs}`;
      const content = { type: 'feedback' as const, card, useful };
      this.#inbox.answer('a reaction', slack, {
        id,
        door,
        channel,
        direct: isDirect(channel),
        user,
        at: now(),
        content,
      });
    };
    this.#inbox.track('a reaction', handle());
  }

  onHomeOpened(user: string, channel: string, eventTs: string): void {
    const { door, listening: slack, now } = this.#inbox;
    if (!slack) return;
    const { poster } = slack;
    const publish = async () => {
      const content = { type: 'visit' as const, channels: await channelsOf(poster, user) };
      const id = `home:${user}:${eventTs}`;
      const card = await slack.receive({ id, door, channel, direct: true, user, at: now(), content });
      if (!card) return;
      const view = { type: 'home' as const, blocks: toHome(card) };
      await poster.patiently(() => poster.call((client) => client.views.publish({ user_id: user, view })));
    };
    this.#inbox.track('the home page', publish());
  }

  onCommand({ channel_id: channel, user_id: user, user_name: userName, ...event }: CommandEvent, respond: RespondFn) {
    const { door, listening: slack, now } = this.#inbox;
    const id = `command:${event.trigger_id}`;
    if (!slack || this.#inbox.isRepeat(id)) return;
    const { text } = readMessageText(event.text ?? '', slack.botUserId);
    const content = { type: 'text' as const, text };
    const message: Message = { id, door, channel, direct: isDirect(channel), user, userName, at: now(), content };
    // Ephemeral, because only its author sees a slash command.
    this.#inbox.answer('a command', slack, message, (card) => slack.poster.whisper(whisperBy(respond), user, card));
  }
}
