/** The robot of DingTalk: the stand-in against the official client, then acknowledgements, moves of the gateway, webhooks, tokens. */
import { DWClient, EventAck } from 'dingtalk-stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Card, CardFile } from '../../../src/model/card.ts';
import type { Message } from '../../../src/model/message.ts';
import { openDoor, textMessage } from './rig.ts';
import { app, DingtalkStandIn, messageTopic } from './stand-in.ts';

/** As the documentation of the event shows it. */
const installed = {
  coolAppCode: 'COOLAPP-1-0123',
  operateTime: '1641866135051',
  openConversationCorpId: 'ding0123',
  robotCode: app.robotCode,
  openConversationId: 'cid-new-group',
  operator: 'ann',
};

const plain = (text: string): Card => ({ blocks: [{ type: 'text', text }], choices: [], sources: [] });

async function standIn() {
  const dingtalk = await new DingtalkStandIn().open();
  onTestFinished(() => dingtalk.close());
  return dingtalk;
}

async function scene(more: Parameters<typeof openDoor>[1] = {}) {
  const dingtalk = await standIn();
  const reports: string[] = [];
  const door = openDoor(dingtalk, { report: (line) => void reports.push(line), ...more });
  const received: Message[] = [];
  await door.start(async (message) => {
    received.push(message);
    return plain(message.content.type === 'text' ? `回声：${message.content.text}` : '您好');
  });
  onTestFinished(() => door.stop());
  const say = (text: string, more: object = {}) =>
    dingtalk.tell({ ...textMessage(dingtalk, 'direct', 'ann', text), ...more });
  const shown = () => (dingtalk.posts.get('ann') ?? []).map(({ text }) => text);
  return { dingtalk, door, received, reports, say, shown };
}

/** The official client has its addresses built in. */
class LocalClient extends DWClient {
  readonly #apiUrl: string;

  constructor(apiUrl: string) {
    super({ clientId: app.clientId, clientSecret: app.clientSecret });
    this.#apiUrl = apiUrl;
  }

  override async getEndpoint() {
    const { subscriptions } = this.getConfig();
    const body = JSON.stringify({ clientId: app.clientId, clientSecret: app.clientSecret, subscriptions });
    const answer = await fetch(`${this.#apiUrl}v1.0/gateway/connections/open`, { method: 'POST', body });
    const { endpoint, ticket } = (await answer.json()) as { endpoint: string; ticket: string };
    Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` });
    return this;
  }
}

it('has a stand-in that the official client accepts', async () => {
  // It prints to standard output.
  const info = vi.spyOn(console, 'info').mockImplementation(() => {});
  onTestFinished(() => info.mockRestore());
  const dingtalk = await standIn();
  const client = new LocalClient(dingtalk.apiUrl);
  const heard: string[] = [];
  client.registerCallbackListener(messageTopic, (frame) => {
    heard.push(JSON.parse(frame.data).text.content);
    client.socketCallBackResponse(frame.headers.messageId, {});
  });
  client.registerAllEventListener(({ headers }) => {
    heard.push(String(headers.eventType));
    return { status: EventAck.SUCCESS };
  });
  await client.connect();
  onTestFinished(() => client.disconnect());
  const id = dingtalk.tell(textMessage(dingtalk, 'direct', 'ann', '在吗'));
  const ping = dingtalk.system('ping');
  const event = dingtalk.event('im_cool_app_install', installed)!;
  await expect.poll(() => dingtalk.acknowledged.toSorted()).toEqual([id, ping, event].toSorted());
  expect(dingtalk.events).toEqual([event]);
  expect(heard).toEqual(['在吗', 'im_cool_app_install']);
});

it('acknowledges each frame once and at once, also what it can’t read', async () => {
  const { dingtalk, reports, say, shown } = await scene();
  const ids = [dingtalk.system('ping'), dingtalk.tell({ none: true }), say('在吗')];
  await expect.poll(shown).toEqual(['回声：在吗']);
  expect(dingtalk.acknowledged).toEqual(ids);
  const inner = JSON.stringify({ type: 'CALLBACK', headers: { topic: messageTopic, messageId: '1' }, data: '{机密' });
  for (const raw of ['', '机密', '[]', '{}', inner]) dingtalk.sendRaw(raw);
  say('还在吗');
  await expect.poll(shown).toHaveLength(2);
  expect(reports.length).toBeGreaterThan(0);
  expect(reports.join()).not.toContain('机密');
});

it('greets a group into which it was brought with its 群聊酷应用, once, and no other robot’s', async () => {
  const { dingtalk, received } = await scene();
  const others: [string, object][] = [
    ['im_cool_app_install', { ...installed, robotCode: 'another' }],
    ['im_cool_app_install', { none: true }],
    ['im_cool_app_uninstall', installed],
    ['chat_update_title', { chatId: 'x', title: '机密' }],
  ];
  const ids = others.map(([type, data]) => dingtalk.event(type, data));
  for (let count = 0; count < 2; count++)
    ids.push(dingtalk.event('im_cool_app_install', installed, { eventId: 'the-same' }));
  await expect.poll(() => received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    channel: 'cid-new-group',
    direct: false,
    user: 'ann',
    content: { type: 'visit' },
  });
  await expect.poll(() => dingtalk.posts.get('cid-new-group')).toHaveLength(1);
  // Each is acknowledged, so that none comes again.
  await expect.poll(() => dingtalk.events).toEqual(ids);
});

it('opens another connection when the gateway says that it moves, and when one drops', async () => {
  const { dingtalk, door, say, shown } = await scene();
  dingtalk.system('disconnect');
  await expect.poll(() => dingtalk.connections).toBe(2);
  dingtalk.drop();
  await expect.poll(() => dingtalk.connections).toBe(3);
  await expect.poll(() => door.problem()).toBeUndefined();
  say('还在吗');
  await expect.poll(shown).toEqual(['回声：还在吗']);
});

it('ends a connection that brings a frame far longer than a message, and opens another', async () => {
  const { dingtalk, received, say, shown } = await scene();
  dingtalk.sendRaw(JSON.stringify({ type: 'CALLBACK', headers: {}, data: '长'.repeat(2_000_000) }));
  await expect.poll(() => dingtalk.connections).toBe(2);
  say('还在吗');
  await expect.poll(shown).toEqual(['回声：还在吗']);
  expect(received).toHaveLength(1);
});

it('opens no connection without encryption to another host', async () => {
  const dingtalk = await standIn();
  dingtalk.gateway = 'ws://gateway.example/connect';
  const door = openDoor(dingtalk);
  await expect(door.start(async () => undefined)).rejects.toThrow('a gateway without encryption');
  await door.stop();
});

it('hears a repeat once, and no message of long ago', async () => {
  const { received, say, shown } = await scene();
  say('说一遍', { msgId: 'same' });
  say('说一遍', { msgId: 'same' });
  say('很久以前', { createAt: Date.now() - 3_600_000 });
  say('再说');
  await expect.poll(shown).toHaveLength(2);
  expect(received).toHaveLength(2);
});

it('answers by the webhook while it lasts, then by the API, and posts to no other host', async () => {
  const { dingtalk, say, shown } = await scene();
  say('甲');
  await expect.poll(shown).toEqual(['回声：甲']);
  expect(dingtalk.sessions).toBe(1);
  say('乙', { sessionWebhookExpiredTime: Date.now() - 1 });
  await expect.poll(shown).toHaveLength(2);
  for (const sessionWebhook of [
    'http://127.0.0.1:1/in',
    'https://evil.example/dingtalk.com',
    'https://dingtalk.com.evil.example/',
    'x',
  ])
    say('丙', { sessionWebhook });
  await expect.poll(shown).toHaveLength(6);
  expect(dingtalk.sessions).toBe(1);
});

it('answers again where DingTalk was busy', async () => {
  const { dingtalk, say, shown } = await scene();
  dingtalk.refusal = 'refused';
  say('在吗', { sessionWebhookExpiredTime: Date.now() - 1 });
  await expect.poll(shown, { timeout: 20_000 }).toEqual(['回声：在吗']);
});

it('reads speech and rich text, and takes a picture for what it is', async () => {
  const { received, say } = await scene();
  say('', { msgtype: 'audio', text: undefined, content: { recognition: '商标怎么注册' } });
  say('', {
    msgtype: 'richText',
    text: undefined,
    content: { richText: [{ text: '公安' }, { downloadCode: 'x' }, { text: '几项' }] },
  });
  say('', { msgtype: 'picture', text: undefined, content: { downloadCode: 'x' } });
  await expect
    .poll(() => received.map(({ content }) => content))
    .toEqual([
      { type: 'text', text: '商标怎么注册' },
      { type: 'text', text: '公安几项' },
      { type: 'text', text: '', wordless: true },
    ]);
});

it('shows choices as buttons, pushed too, in a group beside the numbers', async () => {
  const { dingtalk, door } = await scene();
  const cardWith = (count: number, more: Partial<Card> = {}): Card => ({
    ...plain('哪一件？'),
    choices: Array.from({ length: count }, (_, at) => ({ label: `甲${at}`, question: `甲${at}归谁管？` })),
    choicesLabel: '也可以问',
    ...more,
  });
  for (const count of [1, 2, 5]) await door.send('ann', cardWith(count), `k${count}`);
  const posts = dingtalk.posts.get('ann')!;
  expect(posts.map(({ buttons }) => buttons.length)).toEqual([0, 1, 0, 2, 0, 5]);
  expect(posts[1]!.buttons[0]).toEqual({
    title: '甲0',
    url: `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('甲0归谁管？')}`,
  });
  await door.send('cid-group', cardWith(2), 'group');
  const [words, pressed] = dingtalk.posts.get('cid-group')!;
  expect(words!.text).toContain('2 甲1');
  expect(pressed!.buttons.map(({ title }) => title)).toEqual(['甲0', '甲1']);
  const inText: [string, Card][] = [
    ['bob', cardWith(6)],
    ['bob', cardWith(2, { choicesLabel: '[也](http://a.example)' })],
  ];
  for (const [channel, card] of inText) await door.send(channel, card, 'k');
  for (const { text, buttons } of dingtalk.posts.get('bob')!) {
    expect(buttons).toEqual([]);
    expect(text).toContain('2 甲1');
  }
});

it('asks for one token for all, and for another when it has ended', async () => {
  const { dingtalk, door } = await scene();
  await Promise.all(Array.from({ length: 5 }, (_, at) => door.send('ann', plain(`第${at}张`), `k${at}`)));
  expect(dingtalk.tokens).toBe(1);
  dingtalk.tokens = 7;
  await door.send('cid-group', plain('又一张'), 'k');
  expect(dingtalk.tokens).toBe(8);
});

it('takes a single 401 on a fresh token for an odd moment, which rests no other channel', async () => {
  const { dingtalk, door, reports } = await scene();
  // The token, and the fresh one after it.
  dingtalk.refusesTokens = 2;
  const odd = { outcome: 'retry', wholeDoor: false, retryAfterMs: 15_000, message: /401/ };
  await expect(door.send('ann', plain('一张'), 'k')).rejects.toMatchObject(odd);
  expect(door.problem()).toBeUndefined();
  await door.send('ann', plain('一张'), 'k');
  expect(reports).toEqual([]);
});

it('rests the door where fresh tokens are refused for a minute, and says so once', async () => {
  let nowMs = Date.now();
  const { dingtalk, door, reports } = await scene({ now: () => new Date(nowMs) });
  dingtalk.refusesTokens = 1_000;
  await expect(door.send('ann', plain('一张'), 'k')).rejects.toMatchObject({ wholeDoor: false });
  nowMs += 60_000;
  const refused = { outcome: 'retry', wholeDoor: true, retryAfterMs: 600_000 };
  for (const channel of ['ann', 'bob'])
    await expect(door.send(channel, plain('一张'), 'k')).rejects.toMatchObject(refused);
  expect(reports).toEqual([expect.stringContaining('401 InvalidAuthentication')]);
  expect(door.problem()).toBe(reports[0]);
  dingtalk.refusesTokens = 0;
  await door.send('ann', plain('一张'), 'k');
  expect(door.problem()).toBeUndefined();
});

it('blames no channel for a secret that was changed while it runs: said once, tried again slowly', async () => {
  const { dingtalk, door, reports } = await scene();
  dingtalk.hasNewSecret = true;
  const refused = { outcome: 'retry', wholeDoor: true, retryAfterMs: 600_000 };
  for (const channel of ['ann', 'cid-group'])
    await expect(door.send(channel, plain('一张'), 'k')).rejects.toMatchObject(refused);
  expect(reports).toEqual([expect.stringContaining('invalidClientIdOrSecret')]);
  expect(door.problem()).toBe(reports[0]);
  dingtalk.hasNewSecret = false;
  await door.send('ann', plain('一张'), 'k');
  expect(door.problem()).toBeUndefined();
});

it('refuses to start with a secret that DingTalk does not know, and says so without it', async () => {
  const dingtalk = await standIn();
  const door = openDoor(dingtalk, { clientSecret: 'SECRET-that-is-wrong' });
  const error = await door.start(async () => undefined).catch((one: Error) => one);
  expect(String(error)).toMatch(/401 authFailed/);
  expect(String(error)).not.toContain('SECRET-');
  expect(door.problem()).toMatch(/authFailed/);
  await door.stop();
});

it('sends a spreadsheet as a file, and words for what DingTalk does not take', async () => {
  const { dingtalk, door, reports, shown } = await scene();
  const bytes = Buffer.from('表格');
  const fileOf = (name: string): CardFile => ({
    ...{ name, type: 'text/plain', data: bytes.toString('base64') },
    instead: `文件没有发出来，可在这里下载：https://plan.example/${name}`,
  });
  await door.send('ann', { ...plain('早报'), file: fileOf('任务.xlsx') }, 'k1');
  await door.send('ann', { ...plain('日历'), file: fileOf('任务.ics') }, 'k2');
  dingtalk.tokens = 7;
  dingtalk.uploadCode = 40035;
  await door.send('ann', { ...plain('晚报'), file: fileOf('晚.xlsx') }, 'k3');
  expect(dingtalk.files).toEqual([{ to: 'ann', name: '任务.xlsx', bytes }]);
  expect(shown()).toEqual(['早报', '日历', fileOf('任务.ics').instead, '晚报', fileOf('晚.xlsx').instead]);
  expect(reports.join()).toContain('DingTalk takes no .ics');
  expect(reports.join()).not.toContain('token-');
});
