/** Slack's buttons and the subscribe form: what is pressed or submitted becomes a message, answered where it was pressed. */
import type { BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Card } from '../../src/model/card.ts';
import type { Message } from '../../src/model/message.ts';
import { isMember } from './channels.ts';
import { type Inbox, isDirect, whisperBy } from './inbox.ts';
import { readModal, subscribeModal, type Values } from './modal.ts';
import type { Poster, Where } from './poster.ts';
import { words } from './strings.ts';

type ButtonArgs = Pick<SlackActionMiddlewareArgs<BlockAction>, 'action' | 'body' | 'respond'>;

export class Interactions {
  readonly #inbox: Inbox;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** A choice of a card was pressed: it is answered where the card is. */
  onChoice({ action, body, respond }: ButtonArgs): void {
    const { door, listening: slack, now } = this.#inbox;
    const choice = action.type === 'button' ? readChoice(action.value) : undefined;
    if (!slack || !choice) return;
    const { user, container, message: shown } = body;
    const id = `press:${container.message_ts ?? container.view_id}:${user.id}:${action.action_ts}`;
    if (this.#inbox.isRepeat(id)) return;
    const content = { type: 'press' as const, ...choice };
    const from = { id, door, user: user.id, ...nameOf(user), at: now(), content };
    const channel = body.channel?.id;
    if (channel && container.is_ephemeral) {
      const message = { ...from, channel, direct: isDirect(channel) };
      const whisper = (card: Card) => slack.poster.whisper(whisperBy(respond), user.id, card);
      this.#inbox.answer('a button', slack, message, whisper);
      return;
    }
    const reply = async () => {
      const where = await placeOf(slack.poster, user.id, channel, shown);
      const message: Message = { ...from, channel: where.channel, direct: isDirect(where.channel) };
      if (where.thread) message.thread = where.thread;
      this.#inbox.answer('a button', slack, message, (card) => slack.poster.reply(where, card));
    };
    this.#inbox.track('a button', reply());
  }

  onFeedback({ action, body, respond }: ButtonArgs): void {
    const { door, listening: slack, now } = this.#inbox;
    const channel = body.channel?.id;
    if (!slack || action.type !== 'button' || !action.value || !channel) return;
    const { user, container } = body;
    const id = `judge:${container.message_ts}:${user.id}:${action.action_ts}`;
    if (this.#inbox.isRepeat(id)) return;
    const content = { type: 'feedback' as const, card: action.value, useful: action.action_id === 'useful' };
    const message = { id, door, channel, direct: isDirect(channel), user: user.id, at: now(), content };
    this.#inbox.answer('feedback', slack, message);
    this.#inbox.track(
      'a thank-you',
      respond({ response_type: 'ephemeral', replace_original: false, text: words.zh.thanks }),
    );
  }

  openForm(trigger: string, language: keyof typeof words): void {
    const slack = this.#inbox.listening;
    if (!slack) return;
    // Not retried: the trigger expires after three seconds.
    const view = subscribeModal(language);
    this.#inbox.track(
      'the form',
      slack.poster.call((client) => client.views.open({ trigger_id: trigger, view })),
    );
  }

  /** The submitted form is asked as the command that it stands for; the reply goes to the person's own chat. */
  onFormSubmitted(view: string, user: { id: string; name?: string }, values: Values): void {
    const { door, listening: slack, now } = this.#inbox;
    const form = readModal(values);
    const id = `form:${view}`;
    if (!slack || !form || this.#inbox.isRepeat(id)) return;
    const { channel, text } = form;
    const { poster } = slack;
    const subscribe = async () => {
      const own = { channel: await poster.openChat(user.id) };
      if (!(await isMember(poster, channel))) {
        const blocks = [{ type: 'text' as const, text: words.zh.notMember }];
        return poster.reply(own, { blocks, choices: [], sources: [] });
      }
      const content = { type: 'text' as const, text };
      const from = { id, door, channel, direct: false, user: user.id, ...nameOf(user), at: now() };
      const card = await slack.receive({ ...from, content });
      if (card) await poster.reply(own, card);
    };
    this.#inbox.track('the form', subscribe());
  }
}

/** Where a pressed button is answered: in its thread; from the home page, in the person's own chat. */
async function placeOf(
  poster: Poster,
  user: string,
  channel: string | undefined,
  shown: BlockAction['message'],
): Promise<Where> {
  if (!channel) return { channel: await poster.openChat(user) };
  const thread = (shown?.thread_ts as string | undefined) ?? (isDirect(channel) ? undefined : shown?.ts);
  return { channel, thread };
}

const nameOf = (user: { name?: string; username?: string }) => {
  const userName = user.name ?? user.username;
  return userName ? { userName } : {};
};

/** Undefined for a button of an older version of the app, whose value can't be read. */
function readChoice(value: string | undefined): { card: string; question: string } | undefined {
  try {
    const { card, question } = JSON.parse(value ?? '') as { card?: unknown; question?: unknown };
    return typeof card === 'string' && typeof question === 'string' ? { card, question } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
