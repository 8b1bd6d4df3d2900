/** The intelligent robot: the stand-in against the official client, then reconnecting, kicks, silence, welcomes, codes. */
import { WSClient } from '@wecom/aibot-node-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Card, CardFile } from '../../../src/model/card.ts';
import type { Message } from '../../../src/model/message.ts';
import { openDoor } from './rig.ts';
import { bot, WecomStandIn } from './stand-in.ts';

const plain = (text: string): Card => ({ blocks: [{ type: 'text', text }], choices: [], sources: [] });
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

async function standIn() {
  const wecom = await new WecomStandIn().open();
  onTestFinished(() => wecom.close());
  return wecom;
}

async function scene(more: Parameters<typeof openDoor>[1] = {}) {
  const wecom = await standIn();
  const reports: string[] = [];
  const door = openDoor(wecom, { report: (line) => void reports.push(line), ...more });
  const received: Message[] = [];
  await door.start(async (message) => {
    received.push(message);
    return plain(message.content.type === 'text' ? `回声：${message.content.text}` : `（${message.content.type}）`);
  });
  onTestFinished(() => door.stop());
  const body = (text: string, msgid: string) => ({
    msgid,
    chattype: 'single',
    from: { userid: 'ann' },
    msgtype: 'text',
    text: { content: text },
  });
  const say = (text: string, id = String(Math.random())) => wecom.tell('aibot_msg_callback', body(text, id), 'ann');
  const shown = () => (wecom.posts.get('ann') ?? []).map(({ text }) => text);
  return { wecom, door, received, reports, say, shown };
}

it('has a stand-in that the official client accepts', async () => {
  const wecom = await standIn();
  const client = new WSClient({ ...bot, wsUrl: wecom.url, logger: quiet, reconnectInterval: 20 });
  onTestFinished(() => client.disconnect());
  const errors: Error[] = [];
  client.on('error', (error) => errors.push(error));
  client.on('message.text', async (frame) => {
    await client.replyStream(frame, 'stream-1', `回声：${frame.body?.text.content}`, true, undefined, { id: 'card-1' });
  });
  client.on(
    'event.enter_chat',
    (frame) => void client.replyWelcome(frame, { msgtype: 'text', text: { content: '您好' } }),
  );
  const ready = Promise.withResolvers<void>();
  client.on('authenticated', () => ready.resolve());
  client.connect();
  await ready.promise;
  wecom.tell(
    'aibot_msg_callback',
    { msgid: '1', chattype: 'single', from: { userid: 'ann' }, msgtype: 'text', text: { content: '在吗' } },
    'ann',
  );
  wecom.tell(
    'aibot_event_callback',
    { msgid: '2', from: { userid: 'ann' }, msgtype: 'event', event: { eventtype: 'enter_chat', enter_chat: {} } },
    'ann',
  );
  await expect.poll(() => wecom.posts.get('ann')?.map(({ text }) => text)).toEqual(['回声：在吗', '您好']);
  await client.sendMessage('wr-group', { msgtype: 'markdown', markdown: { content: '到期提醒' } });
  await expect(
    client.sendMessage('wr-group', { msgtype: 'markdown', markdown: { content: '长'.repeat(7_000) } }),
  ).rejects.toMatchObject({ errcode: 40058 });
  const card = {
    card_type: 'button_interaction',
    main_title: { title: '哪一件' },
    button_list: [{ text: '甲', key: 'a' }],
    task_id: 't1',
  };
  await client.sendMessage('wr-group', { msgtype: 'template_card', template_card: card });
  await expect(client.sendMessage('wr-group', { msgtype: 'template_card', template_card: card })).rejects.toMatchObject(
    { errcode: 42014 },
  );
  expect(wecom.posts.get('wr-group')!.map(({ text }) => text)).toEqual(['到期提醒', '哪一件\n甲']);
  const bytes = Buffer.alloc(1_200_000, '表');
  const { media_id } = await client.uploadMedia(bytes, { type: 'file', filename: '任务.xlsx' });
  await client.sendMediaMessage('wr-group', 'file', media_id);
  expect(wecom.files).toEqual([{ to: 'wr-group', name: '任务.xlsx', bytes }]);
  wecom.drop();
  await expect.poll(() => wecom.subscriptions).toBe(2);
  expect(errors).toEqual([]);
});

it('refuses to start with a secret that WeCom does not know, and says so without it', async () => {
  const wecom = await standIn();
  const door = openDoor(wecom, { secret: 'SECRET-that-is-wrong' });
  const error = await door.start(async () => undefined).catch((one: Error) => one);
  expect(String(error)).toMatch(/Bot ID and Secret.*853000/);
  expect(String(error)).not.toContain('SECRET-');
  await door.stop();
});

it('connects again after a drop, again and again, and answers', async () => {
  const { wecom, door, say, shown } = await scene();
  for (let time = 1; time <= 3; time += 1) {
    wecom.drop();
    await expect.poll(() => wecom.subscriptions).toBe(time + 1);
    await expect.poll(() => door.problem()).toBeUndefined();
  }
  say('还在吗');
  await expect.poll(shown).toEqual(['回声：还在吗']);
});

it('answers again where WeCom was busy', async () => {
  const { wecom, say, shown } = await scene();
  wecom.busyReplies = 1;
  say('在吗');
  await expect.poll(shown, { timeout: 20_000 }).toEqual(['回声：在吗']);
});

it('ends a connection that is open and dead, and opens another', async () => {
  const { wecom, door, say, shown } = await scene({ beatMs: 20 });
  wecom.isMute = true;
  await expect.poll(() => wecom.connections).toBeGreaterThan(1);
  expect(door.problem()).toBeTruthy();
  wecom.isMute = false;
  await expect.poll(() => door.problem()).toBeUndefined();
  say('醒了');
  await expect.poll(shown).toEqual(['回声：醒了']);
});

it('stays away when another program takes over the bot, and says so', async () => {
  const { wecom, door, reports } = await scene();
  const client = new WSClient({ ...bot, wsUrl: wecom.url, logger: quiet });
  onTestFinished(() => client.disconnect());
  client.connect();
  await expect.poll(() => door.problem()).toMatch(/another program/);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(wecom.subscriptions).toBe(2);
  expect(reports).toHaveLength(1);
  await expect(door.send('ann', plain('x'), 'k')).rejects.toMatchObject({ outcome: 'retry' });
});

it('hears a repeat once', async () => {
  const { received, say, shown } = await scene();
  say('说一遍', 'same');
  say('说一遍', 'same');
  say('再说', 'other');
  await expect.poll(shown).toHaveLength(2);
  expect(received).toHaveLength(2);
});

it('shows the home page to who enters, and takes voice and pictures for what they are', async () => {
  const { wecom, received, shown } = await scene();
  const base = { chattype: 'single', from: { userid: 'ann' } };
  wecom.tell(
    'aibot_event_callback',
    { ...base, msgid: '1', msgtype: 'event', event: { eventtype: 'enter_chat', enter_chat: {} } },
    'ann',
  );
  wecom.tell(
    'aibot_msg_callback',
    { ...base, msgid: '2', msgtype: 'voice', voice: { content: '商标怎么注册' } },
    'ann',
  );
  wecom.tell(
    'aibot_msg_callback',
    { ...base, msgid: '3', msgtype: 'image', image: { url: 'http://127.0.0.1/x' } },
    'ann',
  );
  wecom.tell(
    'aibot_event_callback',
    {
      ...base,
      msgid: '4',
      msgtype: 'event',
      event: { eventtype: 'feedback_event', feedback_event: { id: 'c', type: 3 } },
    },
    'ann',
  );
  await expect.poll(() => shown().length).toBe(3);
  expect(received.map(({ content }) => content)).toEqual([
    { type: 'visit' },
    { type: 'text', text: '商标怎么注册' },
    { type: 'text', text: '', wordless: true },
  ]);
});

it.each([
  ['@小助手 公安有几项', '公安有几项'],
  ['公安有几项 @小助手', '公安有几项'],
  ['@旧名字 公安有几项', '公安有几项'],
  ['@小助手', ''],
  ['公安@小助手\u2005有几项', '公安有几项'],
])('reads %j of a group as %j', async (content, text) => {
  const { wecom, received } = await scene();
  const body = {
    msgid: '1',
    chatid: 'wr-1',
    chattype: 'group',
    from: { userid: 'ann' },
    msgtype: 'text',
    text: { content },
  };
  wecom.tell('aibot_msg_callback', body, 'wr-1');
  await expect.poll(() => received.map((message) => message.content)).toEqual([{ type: 'text', text }]);
  expect(received[0]).toMatchObject({ channel: 'wr-1', direct: false, user: 'ann' });
});

it('survives frames that are none', async () => {
  const { wecom, reports, say, shown } = await scene();
  for (const raw of [
    '',
    '机密',
    '[]',
    '{}',
    '{"headers":{}}',
    '{"cmd":"aibot_msg_callback","headers":{"req_id":"1"}}',
    '{"headers":{"req_id":"unknown"},"errcode":0}',
  ])
    wecom.sendRaw(raw);
  say('还在吗');
  await expect.poll(shown).toEqual(['回声：还在吗']);
  expect(reports.length).toBeGreaterThan(0);
  expect(reports.join()).not.toContain('机密');
});

it('leaves a chat alone for a minute after 45009, and does not know what arrived of two messages', async () => {
  const { wecom, door } = await scene();
  wecom.errcodes.push(45009);
  await expect(door.send('ann', plain('x'), 'k')).rejects.toMatchObject({ outcome: 'retry', retryAfterMs: 60_000 });
  wecom.errcodes.push(0, 45009);
  const choices = [{ label: '甲', question: '甲归谁管？' }];
  await expect(door.send('ann', { ...plain('y'), id: 'card-1', choices }, 'k')).rejects.toMatchObject({
    outcome: 'unknown',
  });
});

describe('a file', () => {
  const bytes = Buffer.alloc(1_200_000, '表');
  const file: CardFile = {
    name: '任务.xlsx',
    type: 'application/octet-stream',
    data: bytes.toString('base64'),
    instead: '文件没有发出来，可在这里下载：https://plan.example/tasks_1.xlsx',
  };

  it('arrives whole, in pieces', async () => {
    const { wecom, door } = await scene();
    await door.send('ann', { ...plain('早报'), file }, 'k');
    expect(wecom.files).toEqual([{ to: 'ann', name: file.name, bytes }]);
  });

  it('is tried again after a busy moment, and replaced by its words where it is refused or the connection drops', async () => {
    const { wecom, door, reports, shown } = await scene();
    wecom.uploadCode = -1;
    await door.send('ann', { ...plain('早报'), file }, 'k1');
    expect(wecom.files).toHaveLength(1);
    wecom.uploadCode = 40058;
    await door.send('ann', { ...plain('午报'), file }, 'k2');
    expect(shown()).toEqual(['早报', '午报', file.instead]);
    expect(reports.join()).toContain('the file 任务.xlsx was not sent: WeCom refused the card: 40058');
    wecom.onUpload = () => {
      wecom.onUpload = () => {};
      wecom.drop();
    };
    await door.send('ann', { ...plain('晚报'), file }, 'k3');
    expect(shown()).toEqual(['早报', '午报', file.instead, '晚报', file.instead]);
    expect(wecom.subscriptions).toBe(2);
  });
});
