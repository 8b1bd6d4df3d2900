/** The manifest has the shape that Slack reads, asks for all that the door uses, and for nothing more. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commandName } from '../../../adapters/slack/events.ts';
import { modalId } from '../../../adapters/slack/modal.ts';
import { eventsPath } from '../../../adapters/slack/transport/request-guard.ts';

const folder = resolve(import.meta.dirname, '../../../adapters/slack');
const source = readFileSync(join(folder, 'manifest.yaml'), 'utf8');

const url = z.url({ protocol: /^https$/ });

/** https://docs.slack.dev/reference/app-manifest, with its limits; what it does not name is a fault. */
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.int(), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          url: url.optional(),
          description: z.string().min(1).max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: url.optional(), bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: url.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

const manifest = Manifest.parse(parse(source));
const code = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

const found = (pattern: RegExp) => [...new Set([...code.matchAll(pattern)].map(([, name]) => name!))].toSorted();

/** What Slack asks for each event, https://docs.slack.dev/reference/events */
const scopeOfEvent: Record<string, string[]> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  reaction_added: ['reactions:read'],
};

/** And for each method in the conversations that the door looks at, https://docs.slack.dev/reference/methods */
const scopeOfMethod: Record<string, string[]> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.uploadV2': ['files:write'],
  'users.conversations': ['channels:read', 'groups:read'],
  'views.open': [],
  'views.publish': [],
};

it('subscribes to the events that the door hears, and to no other', () => {
  const received = found(/app\.event\('([^']+)'/g);
  expect(received).toContain('message');
  const { bot_events: events } = manifest.settings.event_subscriptions;
  expect([...new Set(events.map((event) => event.split('.')[0]!))].toSorted()).toEqual(received);
  expect(events.toSorted()).toEqual(Object.keys(scopeOfEvent).toSorted());
});

it('asks for the scopes that events, methods and commands need, and for no other', () => {
  const called = found(/\bclient\.([a-z]+\.[a-zA-Z\d]+)\(/g);
  expect(called).toEqual(Object.keys(scopeOfMethod).toSorted());
  const needed = [...Object.values(scopeOfEvent), ...Object.values(scopeOfMethod), ['commands']].flat();
  const { bot } = manifest.oauth_config.scopes;
  expect(bot).toEqual([...new Set(needed)].toSorted());
});

it('knows the command, the shortcut and the home page by the names that the door knows', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([commandName]);
  expect(manifest.features.shortcuts.map(({ callback_id: id }) => id)).toEqual([modalId]);
  expect(manifest.features.app_home).toEqual({
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  });
  expect(manifest.settings.interactivity.is_enabled).toBe(true);
});

it('is for Socket Mode as it stands, and for HTTP with what its comments say', () => {
  expect(manifest.settings.socket_mode_enabled).toBe(true);
  const http = source
    .replace(/# (?=(?:url|request_url): )/g, '')
    .replaceAll('YOUR-HOST', 'qinzhi.example')
    .replace('socket_mode_enabled: true', 'socket_mode_enabled: false');
  const { features, settings } = Manifest.parse(parse(http));
  const address = `https://qinzhi.example${eventsPath}`;
  expect(features.slash_commands[0]!.url).toBe(address);
  expect(settings.event_subscriptions.request_url).toBe(address);
  expect(settings.interactivity.request_url).toBe(address);
});
