/** The stand-in is no invention: Slack's own client and a bare Bolt app work with it, and its refusals are the ones that they know. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { maxWaitMs } from '../../../setup/max-wait.ts';
import { look } from './screen.ts';
import { openSlack, type StandIn } from './stand-in.ts';
import type { Args } from './web-api.ts';

const patience = { timeout: maxWaitMs, interval: 10 };

let slack: StandIn;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  slack = await openSlack();
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  await slack.close();
});

const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

const options = () => ({
  slackApiUrl: slack.apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  logger: silent,
});
const client = (token = slack.botToken) => new webApi.WebClient(token, options());
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { data?: { error?: string }; code?: string }) => error.data?.error ?? error.code,
  );

describe('the Web API, by the official client', () => {
  it('knows its tokens', async () => {
    expect(await client().auth.test()).toMatchObject({ user_id: slack.botUserId, bot_id: expect.any(String) });
    expect(await codeOf(client('xoxb-forged').auth.test())).toBe('invalid_auth');
    expect(await codeOf(client().apps.connections.open({}))).toBe('not_allowed_token_type');
  });

  it('keeps what is posted, and shows metadata only to who asks for them', async () => {
    const channel = slack.general.id;
    const metadata = { event_type: 'qinzhi', event_payload: { key: 'k1' } };
    const { ts } = await client().chat.postMessage({ channel, text: '早', metadata });
    const without = await client().conversations.history({ channel });
    expect(without.messages).toMatchObject([{ ts, text: '早', user: slack.botUserId, bot_id: expect.any(String) }]);
    expect(without.messages![0]).not.toHaveProperty('metadata');
    const withThem = await client().conversations.history({ channel, include_all_metadata: true });
    expect(withThem.messages![0]).toMatchObject({ metadata });
    const later = await client().conversations.history({ channel, oldest: ts! });
    expect(later.messages).toEqual([]);
    const direct = await client().chat.postMessage({ channel: slack.user('ann'), text: '悄悄话' });
    expect(direct.channel).toBe((await slack.direct('ann')).id);
    expect(slack.posted().map(({ text }) => text)).toEqual(['早', '悄悄话']);
  });

  it.each([
    ['invalid_blocks', { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }],
    ['invalid_blocks', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '长'.repeat(3_001) } }] }],
    ['invalid_blocks', { blocks: [{ type: 'header', text: { type: 'plain_text', text: '长'.repeat(151) } }] }],
    ['invalid_blocks', { blocks: [{ type: 'carpet' }] }],
    [
      'msg_blocks_too_long',
      {
        blocks: Array.from({ length: 5 }, () => ({
          type: 'section',
          text: { type: 'mrkdwn', text: '长'.repeat(2_900) },
        })),
      },
    ],
    ['channel_not_found', { channel: 'C0NOWHERE0' }],
    ['no_text', { text: '' }],
  ])('refuses with %s', async (error, wrong) => {
    const draft = { channel: slack.general.id, text: '早', ...wrong } as never;
    expect(await codeOf(client().chat.postMessage(draft))).toBe(error);
    expect(slack.posted()).toEqual([]);
  });

  it('is too fast, away, or silent once told so', async () => {
    const draft = { channel: slack.general.id, text: '早' };
    slack.api.failNext('chat.postMessage', { status: 429, retryAfter: 30 });
    await expect(client().chat.postMessage(draft)).rejects.toMatchObject({
      code: 'slack_webapi_rate_limited_error',
      retryAfter: 30,
    });
    slack.api.failNext('chat.postMessage', { status: 503 });
    expect(await codeOf(client().chat.postMessage(draft))).toBe('slack_webapi_http_error');
    expect(slack.posted()).toHaveLength(0);
    slack.api.failNext('chat.postMessage', { noAnswer: true });
    expect(await codeOf(client().chat.postMessage(draft))).toBe('slack_webapi_request_error');
    expect(slack.posted()).toHaveLength(1);
    await slack.goDown();
    expect(await codeOf(client().chat.postMessage(draft))).toBe('slack_webapi_request_error');
    await slack.comeBack();
    expect(await codeOf(client().chat.postMessage(draft))).toBe('none');
  });

  it('tells which channels a person shares with the assistant', async () => {
    const { channels } = await client().users.conversations({ user: slack.user('ann') });
    expect(channels!.map(({ id }) => id)).toEqual([slack.general.id]);
  });
});

/** A Bolt app that notes all it gets. */
async function startBolt(mode: 'http' | 'socket') {
  const seen: Args[] = [];
  const receiver =
    mode === 'http'
      ? new HTTPReceiver({ signingSecret: slack.signingSecret, endpoints: ['/slack/events'], logger: silent })
      : new SocketModeReceiver({
          appToken: slack.appToken,
          installerOptions: { clientOptions: options() },
          clientPingTimeout: 200,
          logger: silent,
        });
  const app = new App({ token: slack.botToken, receiver, clientOptions: options(), logger: silent });
  app.event(/.*/, async ({ event }) => void seen.push(event as unknown as Args));
  app.command('/qinzhi', async ({ ack, respond, command }) => {
    await ack({ response_type: 'ephemeral', text: '好' });
    seen.push({ command: command.text });
    await respond({ text: '答复', replace_original: false });
  });
  app.action('choose', async ({ ack, action, body }) => {
    await ack();
    seen.push({ action, in: body.channel?.id });
  });
  app.shortcut('subscribe', async ({ ack, client: bolted, shortcut }) => {
    await ack();
    const title = { type: 'plain_text' as const, text: '订阅' };
    await bolted.views.open({
      trigger_id: shortcut.trigger_id,
      view: { type: 'modal', callback_id: 'subscribe', title, blocks: [] },
    });
  });
  app.view('subscribe', async ({ ack, view }) => {
    await ack();
    seen.push({ submitted: view.state.values });
  });
  if (receiver instanceof HTTPReceiver) {
    const server = createServer((request, response) => receiver.requestListener(request, response)).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    slack.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
    closing.push(() => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    });
  } else {
    await app.start();
    closing.push(() => app.stop());
  }
  return seen;
}

describe.each(['http', 'socket'] as const)('a bare Bolt app over %s', (mode) => {
  it('hears events, commands, buttons and modals, and is received to acknowledge each', async () => {
    const seen = await startBolt(mode);
    const room = slack.general;
    const { tell } = await slack.write(`<@${slack.botUserId}> 早`, { room });
    expect(await tell()).toMatchObject([{ became: 'acknowledged' }, { became: 'acknowledged' }]);
    expect(seen.map(({ type }) => type).toSorted()).toEqual(['app_mention', 'message']);

    const { body, became, url } = await slack.slash('谁负责', { room });
    expect({ body, became }).toEqual({ became: 'acknowledged', body: { response_type: 'ephemeral', text: '好' } });
    await vi.waitFor(() => expect(slack.responses).toMatchObject([{ url, draft: { text: '答复' } }]), patience);

    const button = {
      type: 'button' as const,
      action_id: 'choose',
      value: '1',
      text: { type: 'plain_text' as const, text: '甲' },
    };
    const blocks = [{ type: 'actions' as const, block_id: 'b', elements: [button] }];
    await client().chat.postMessage({ channel: room.id, text: '选', blocks });
    expect(await slack.press('甲', slack.posted().at(-1)!)).toMatchObject({ became: 'acknowledged' });
    await vi.waitFor(
      () =>
        expect(seen).toContainEqual({ action: expect.objectContaining({ value: '1', block_id: 'b' }), in: room.id }),
      patience,
    );

    expect(await slack.react('+1', slack.posted().at(-1)!)).toMatchObject({ became: 'acknowledged' });
    await vi.waitFor(
      () => expect(seen.at(-1)).toMatchObject({ type: 'reaction_added', item_user: slack.botUserId }),
      patience,
    );

    expect(await slack.shortcut('subscribe')).toMatchObject({ became: 'acknowledged' });
    await vi.waitFor(() => expect(slack.api.views).toHaveLength(1), patience);
    const values = { when: { at: { type: 'plain_text_input', value: '09:00' } } };
    expect(await slack.submit(slack.api.views[0]!.view, values)).toMatchObject({ became: 'acknowledged' });
    await vi.waitFor(() => expect(seen.at(-1)).toEqual({ submitted: values }), patience);
    expect(slack.api.faults).toEqual([]);
  });
});

it('reconnects a Bolt app that is asked to, and one that is cut off', async () => {
  const seen = await startBolt('socket');
  slack.connections.refresh();
  await vi.waitFor(() => expect(slack.connections).toMatchObject({ opened: 2, size: 1 }), { timeout: maxWaitMs });
  slack.connections.drop();
  await vi.waitFor(() => expect(slack.connections).toMatchObject({ opened: 3, size: 1 }), { timeout: maxWaitMs });
  expect(await slack.openHome()).toMatchObject({ became: 'acknowledged' });
  await vi.waitFor(() => expect(seen.at(-1)).toMatchObject({ type: 'app_home_opened', tab: 'home' }), patience);
});

it('is not believed when it forges a signature', async () => {
  await startBolt('http');
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c' });
  expect(await slack.post(body, 'application/json')).toEqual({
    became: 'acknowledged',
    status: 200,
    body: { challenge: 'c' },
  });
  const more = { 'x-slack-signature': 'v0=00' };
  expect(await slack.post(body, 'application/json', { more })).toMatchObject({ became: 'refused', status: 401 });
});

it('shows a message as people see it', () => {
  const text = { type: 'mrkdwn', text: '*粗* &lt;b&gt; <https://a.example|链接> <!channel> <@U0ANN00000>' };
  const plain = { type: 'plain_text', text: '*原样* &amp;' };
  const rich = {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: '*甲* &amp;\n' }] },
      { type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'here' }] },
    ],
  };
  const blocks = [{ type: 'section', text }, { type: 'header', text: plain }, rich];
  expect(look({ channel: 'C', text: '早', blocks })).toEqual({
    text: '粗 <b> 链接 !channel @U0ANN00000\n*原样* &\n*甲* &amp;\n\n',
    pings: ['<!channel>', '<@U0ANN00000>', 'broadcast'],
  });
  expect(look({ channel: 'C', text: '_斜_ @here', link_names: true })).toEqual({ text: '斜 @here', pings: ['@here'] });
});
