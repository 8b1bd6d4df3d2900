/** What Slack sends to an app: events, slash commands, interactions; shaped as the documentation of each shows. */
import type { Element, Posted } from './message.ts';

const team = 'T000000001';
export const app = 'A000000001';
/** Long out of use and still sent. */
const token = 'verification-token';

interface Person {
  id: string;
  name: string;
}
export interface Room {
  id: string;
  name: string;
}

export const eventEnvelope = (event: Record<string, unknown>, botUser: string, eventId: string) => ({
  token,
  team_id: team,
  api_app_id: app,
  event,
  type: 'event_callback',
  event_id: eventId,
  event_time: Math.floor(Date.now() / 1000),
  authorizations: [
    { enterprise_id: null, team_id: team, user_id: botUser, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
});

export const slashCommand = (person: Person, room: Room, command: string, text: string, responseUrl: string) => ({
  token,
  team_id: team,
  team_domain: 'qinzhi',
  channel_id: room.id,
  channel_name: room.name,
  user_id: person.id,
  user_name: person.name,
  command,
  text,
  api_app_id: app,
  is_enterprise_install: 'false',
  response_url: responseUrl,
  trigger_id: 'trigger-of-a-command',
});

const interaction = (type: string, person: Person, trigger: string) => ({
  type,
  team: { id: team, domain: 'qinzhi' },
  user: { id: person.id, username: person.name, name: person.name, team_id: team },
  api_app_id: app,
  token,
  trigger_id: trigger,
  enterprise: null,
  is_enterprise_install: false,
});

/** Slack gives the words of a message back with their three characters as entities, those of buttons included (bolt-python#513). */
const givenBack = <T>(part: T): T =>
  JSON.parse(JSON.stringify(part), (key, value: unknown) =>
    key === 'text' && typeof value === 'string'
      ? value
          .replace(/&(?!amp;|lt;|gt;)/g, '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
      : value,
  ) as T;

export const blockAction = (
  person: Person,
  room: Room,
  bot: { user: string; bot: string },
  { metadata: _unpromised, ...message }: Posted,
  pressed: { block_id: string; element: Element },
  more: { trigger: string; responseUrl: string; at: string; ephemeral?: boolean },
) => ({
  ...interaction('block_actions', person, more.trigger),
  container: {
    type: 'message',
    message_ts: message.ts,
    channel_id: room.id,
    is_ephemeral: more.ephemeral ?? false,
    ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
  },
  channel: { id: room.id, name: room.name },
  // Of an ephemeral message Slack gives no more than that. Metadata are nowhere promised here.
  ...(more.ephemeral
    ? {}
    : { message: { type: 'message', user: bot.user, bot_id: bot.bot, app_id: app, team, ...givenBack(message) } }),
  state: { values: {} },
  response_url: more.responseUrl,
  actions: [{ ...givenBack(pressed.element), block_id: pressed.block_id, action_ts: more.at }],
});

/** A button on the home page or in a modal. */
export const viewAction = (
  person: Person,
  view: Record<string, unknown>,
  pressed: { block_id: string; element: Element },
  trigger: string,
) => ({
  ...interaction('block_actions', person, trigger),
  container: { type: 'view', view_id: view.id },
  view,
  actions: [{ ...pressed.element, block_id: pressed.block_id, action_ts: '1' }],
});

/** A shortcut from the menu of all shortcuts. */
export const globalShortcut = (person: Person, callback: string, trigger: string) => ({
  ...interaction('shortcut', person, trigger),
  callback_id: callback,
  action_ts: '1',
});

export const viewSubmission = (
  person: Person,
  view: Record<string, unknown>,
  values: Record<string, Record<string, unknown>>,
  trigger: string,
) => ({
  ...interaction('view_submission', person, trigger),
  view: { ...view, state: { values } },
  response_urls: [],
});
