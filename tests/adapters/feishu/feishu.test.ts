/** The robot of Feishu: the stand-in against the official SDK, then drops, dead connections, repeats, rates, recalls, the form, permissions. */
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { FeishuOptions } from '../../../adapters/feishu/feishu.ts';
import { loadSdk } from '../../../adapters/feishu/load.ts';
import type { Card } from '../../../src/model/card.ts';
import type { Message } from '../../../src/model/message.ts';
import { DeliveryError, type Receive } from '../../../src/model/port.ts';
import type { Said } from '../contract/rig.ts';
import { chatOf, messageEvent, openDoor, sdk } from './rig.ts';
import { app, FeishuStandIn } from './stand-in.ts';

const plain = (text: string): Card => ({ blocks: [{ type: 'text', text }], choices: [], sources: [] });

const echo: Receive = async ({ content }) => plain(`回声：${content.type === 'text' ? content.text : content.type}`);

async function standIn() {
  const feishu = await new FeishuStandIn().open();
  onTestFinished(() => feishu.close());
  feishu.directChats.add(chatOf('direct'));
  return feishu;
}

async function scene(more: Partial<FeishuOptions> = {}, answer: Receive = echo) {
  const feishu = await standIn();
  const reports: string[] = [];
  const door = openDoor(feishu, { report: (line) => void reports.push(line), ...more });
  const received: Message[] = [];
  const receive: Receive = async (message) => {
    received.push(message);
    return answer(message);
  };
  await door.start(receive);
  onTestFinished(() => door.stop());
  const say = (text: string, more: Partial<Said> = {}) => {
    const event = messageEvent({ text, in: 'direct', ...more });
    feishu.noteMessage(event.message.message_id, event.message.chat_id, event.message.thread_id);
    return { event, ...feishu.push('im.message.receive_v1', event) };
  };
  const shown = (place: 'direct' | 'group' = 'direct') =>
    (feishu.posts.get(chatOf(place)) ?? []).map(({ text }) => text);
  return { feishu, door, received, reports, say, shown, receive };
}

interface RestClient {
  im: {
    message: { create(request: object): Promise<{ code?: number; data?: { message_id?: string } }> };
    file: { create(request: object): Promise<{ file_key?: string } | null> };
  };
}

it('has a stand-in that the official SDK accepts', async () => {
  const feishu = await standIn();
  const domain = feishu.apiUrl.replace(/\/$/, '');
  const nothing = () => {};
  const logger = { error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing };
  const heard: unknown[] = [];
  const eventDispatcher = new sdk.EventDispatcher({ logger }).register({
    'im.message.receive_v1': (data) => {
      heard.push(JSON.parse((data as { message: { content: string } }).message.content));
      return { answer: '好' };
    },
  });
  const { promise: ready, resolve: onReady } = Promise.withResolvers<void>();
  const client = new sdk.WSClient({ ...app, domain, logger, onReady });
  await client.start({ eventDispatcher });
  onTestFinished(() => client.close({ force: true }));
  await ready;
  const { acknowledged } = feishu.push('im.message.receive_v1', messageEvent({ text: '在吗', in: 'direct' }));
  expect(await acknowledged).toEqual({ answer: '好' });
  expect(heard).toEqual([{ text: '在吗' }]);
  const { Client } = sdk as unknown as { Client: new (options: object) => RestClient };
  const content = JSON.stringify({
    schema: '2.0',
    body: { elements: [{ tag: 'div', text: { tag: 'plain_text', content: '好' } }] },
  });
  const rest = new Client({ ...app, domain, logger });
  const sent = await rest.im.message.create({
    params: { receive_id_type: 'chat_id' },
    data: { receive_id: 'oc_x', msg_type: 'interactive', content, uuid: 'u' },
  });
  expect(sent).toMatchObject({ code: 0, data: { message_id: feishu.posts.get('oc_x')![0]!.id } });
  const bytes = Buffer.from('表格');
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-feishu-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'x.xlsx'), bytes);
  const file = createReadStream(join(folder, 'x.xlsx'));
  const uploaded = await rest.im.file.create({ data: { file_type: 'xls', file_name: '任务.xlsx', file } });
  await rest.im.message.create({
    params: { receive_id_type: 'chat_id' },
    data: { receive_id: 'oc_x', msg_type: 'file', content: JSON.stringify({ file_key: uploaded?.file_key }) },
  });
  expect(feishu.files).toEqual([{ chat: 'oc_x', name: '任务.xlsx', bytes }]);
});

it('names the command that installs the SDK', async () => {
  await expect(loadSdk('@larksuiteoapi/node-sdk-missing')).rejects.toThrow('npm install @larksuiteoapi/node-sdk@');
});

it('connects anew after a drop, and answers once what comes again', async () => {
  const { feishu, door, received, say, shown } = await scene();
  await say('甲').acknowledged;
  const { event } = say('乙');
  feishu.drop();
  await expect.poll(() => feishu.connections).toBe(2);
  await expect.poll(() => door.problem()).toBeUndefined();
  await feishu.push('im.message.receive_v1', event).acknowledged;
  await say('丙').acknowledged;
  await expect.poll(() => shown()).toHaveLength(3);
  expect(received.map(({ content }) => content.type === 'text' && content.text).toSorted()).toEqual(
    ['丙', '乙', '甲'].toSorted(),
  );
});

it('ends a connection that is dead and open', async () => {
  const { feishu, say, shown } = await scene({ pongMs: 100 });
  feishu.isMute = true;
  await expect.poll(() => feishu.connections, { timeout: 5_000 }).toBeGreaterThan(1);
  feishu.isMute = false;
  // What is said into a connection that is just being given up is lost here; Feishu would say it again.
  const sayAndLook = () => {
    say('还在吗');
    return shown();
  };
  await expect.poll(sayAndLook, { timeout: 15_000, interval: 500 }).toContain('回声：还在吗');
});

it('goes on trying where Feishu refuses a new connection for good, which its SDK does not', async () => {
  const { feishu, door, reports, say, shown } = await scene();
  feishu.endpointCode = 1000040350;
  feishu.drop();
  await expect.poll(() => reports.length, { timeout: 5_000 }).toBeGreaterThan(1);
  expect(door.problem()).toMatch(/1000040350/);
  feishu.endpointCode = 0;
  await expect.poll(() => door.problem(), { timeout: 5_000 }).toBeUndefined();
  say('好了');
  await expect.poll(() => shown()).toEqual(['回声：好了']);
});

it('reads no frame that is none, and goes on', async () => {
  const { feishu, reports, say, shown } = await scene();
  feishu.sendRaw(Buffer.from('机密的话'));
  feishu.sendRaw(Buffer.from([8, 1]));
  for (const event of [{}, { sender: 1 }, { sender: { sender_id: {}, sender_type: 'user' }, message: {} }])
    feishu.push('im.message.receive_v1', event);
  feishu.push('card.action.trigger', { operator: { open_id: 'ou_ann' }, action: { value: 'x' } });
  say('照常');
  await expect.poll(() => shown()).toEqual(['回声：照常']);
  expect(reports.join()).not.toContain('机密');
});

it('hears an event once, also in pieces, and acknowledges before the answer', async () => {
  const gate = Promise.withResolvers<void>();
  const { received, say, shown, feishu } = await scene({}, async (message) => {
    await gate.promise;
    return echo(message);
  });
  const { event, acknowledged } = say(`长${'长'.repeat(8_000)}`);
  await acknowledged;
  await feishu.push('im.message.receive_v1', event).acknowledged;
  expect(shown()).toEqual([]);
  gate.resolve();
  // One answer, in as many cards as its bytes need.
  await expect.poll(() => shown().join('').replace(/[^长]/g, '')).toHaveLength(8_001);
  expect(received).toHaveLength(1);
});

it('leaves to Feishu what comes while it stops, and answers it after the restart', async () => {
  const gate = Promise.withResolvers<void>();
  const { feishu, door, say, shown, receive } = await scene({}, async (message) => {
    await gate.promise;
    return echo(message);
  });
  await say('停之前').acknowledged;
  const stopping = door.stop();
  const { id } = say('正在停');
  await expect.poll(() => feishu.acknowledged.length).toBe(1);
  gate.resolve();
  await stopping;
  await expect.poll(() => shown()).toEqual(['回声：停之前']);
  await door.start(receive);
  await expect.poll(() => feishu.acknowledged).toContain(id);
  await expect.poll(() => shown()).toEqual(['回声：停之前', '回声：正在停']);
});

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof DeliveryError ? error : undefined),
  );

it('takes codes for what they mean', async () => {
  const { feishu, door } = await scene();
  const meets = async (status: number, code: number, headers?: Record<string, string>) => {
    feishu.codes.push([status, { code, msg: 'refused' }, ...(headers ? ([headers] as const) : [])] as never);
    return refusalOf(door.send('oc_group', plain('一张'), `${code}`));
  };
  expect(await meets(400, 230020)).toMatchObject({ outcome: 'retry', retryAfterMs: 2_000, wholeDoor: false });
  expect(await meets(429, 99991400, { 'x-ogw-ratelimit-reset': '7' })).toMatchObject({
    ...{ outcome: 'retry', retryAfterMs: 7_000, wholeDoor: true },
  });
  expect(await meets(400, 230049)).toMatchObject({ outcome: 'retry' });
  for (const final of [230002, 230013, 230025, 230053])
    expect(await meets(400, final)).toMatchObject({ outcome: 'final' });
  expect(door.problem()).toBeUndefined();
  expect(await meets(400, 99991672)).toMatchObject({ outcome: 'retry', wholeDoor: true });
  expect(door.problem()).toMatch(/权限管理/);
  expect(await meets(500, 1500)).toMatchObject({ outcome: 'unknown' });
  await door.send('oc_group', plain('一张'), 'fine');
  expect(door.problem()).toBeUndefined();
});

it('shows a card once that is sent twice with one key, and all of a long one', async () => {
  const { door, shown } = await scene();
  const long = plain(Array.from({ length: 900 }, (_, at) => `第${at}行：知识产权保护示范区建设`).join('\n'));
  for (const _ of [1, 2]) await door.send('oc_group', long, 'key');
  const parts = shown('group');
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.join('\n')).toBe(long.blocks.map((block) => block.type === 'text' && block.text).join());
  await door.send('oc_group', plain('另一张'), 'key-2');
  expect(shown('group')).toHaveLength(parts.length + 1);
});

it('asks for one token for all, and for another when it has ended', async () => {
  const { feishu, door } = await scene();
  const tokens = feishu.tokens;
  await Promise.all(Array.from({ length: 5 }, (_, at) => door.send('oc_group', plain(`第${at}张`), `k${at}`)));
  expect(feishu.tokens).toBe(tokens);
  feishu.tokens = 7;
  await door.send('ou_ann', plain('又一张'), 'k');
  expect(feishu.tokens).toBe(8);
});

it('takes a token that is refused once for an odd moment, and blames no channel for it', async () => {
  const { feishu, door } = await scene();
  feishu.refusesTokens = 2;
  const odd = { outcome: 'retry', wholeDoor: false, retryAfterMs: 15_000, message: /99991663/ };
  await expect(door.send('oc_group', plain('一张'), 'k')).rejects.toMatchObject(odd);
  expect(door.problem()).toBeUndefined();
  await door.send('oc_group', plain('一张'), 'k');
});

it('posts nothing under a message that was recalled', async () => {
  const gate = Promise.withResolvers<void>();
  const { feishu, reports, say, shown } = await scene({}, async (message) => {
    if (message.content.type === 'text' && message.content.text.startsWith('撤回')) await gate.promise;
    return echo(message);
  });
  const first = say('撤回甲', { in: 'group', mention: true });
  const second = say('撤回乙', { in: 'group', mention: true });
  await Promise.all([first.acknowledged, second.acknowledged]);
  // The one is told of in time; of the other only the platform knows.
  await feishu.push('im.message.recalled_v1', { message_id: first.event.message.message_id }).acknowledged;
  feishu.recalled.add(second.event.message.message_id);
  gate.resolve();
  say('照常', { in: 'group', mention: true });
  await expect.poll(() => shown('group')).toEqual(['回声：照常']);
  await expect.poll(() => feishu.sends).toBe(2);
  expect(reports).toEqual([]);
});

it.each(['refused', 'no-answer'] as const)('answers once, though the first answer was met with %s', async (refusal) => {
  const { feishu, say, shown, reports } = await scene();
  feishu.refusal = refusal;
  say('在吗', { in: 'group', mention: true });
  await expect.poll(() => feishu.sends, { timeout: 20_000 }).toBe(2);
  await expect.poll(() => shown('group')).toEqual(['回声：在吗']);
  expect(reports).toEqual([]);
});

it('greets in a chat that is opened for the first time and in a group that it was added to', async () => {
  const { feishu, received, shown } = await scene();
  const entry = { operator_id: { open_id: 'ou_ann' }, chat_id: chatOf('direct') };
  const opened = 'im.chat.access_event.bot_p2p_chat_entered_v1';
  await feishu.push(opened, { ...entry, last_message_id: 'om_1' }).acknowledged;
  await feishu.push(opened, entry).acknowledged;
  const added = { ...entry, chat_id: chatOf('group'), name: '一个群' };
  await feishu.push('im.chat.member.bot.added_v1', added).acknowledged;
  await expect.poll(() => [shown().length, shown('group').length]).toEqual([1, 1]);
  expect(received.map(({ direct, content }) => [direct, content.type])).toEqual([
    [true, 'visit'],
    [false, 'visit'],
  ]);
  expect(shown('group')[0]).toContain('订阅到期提醒');
});

it('offers a form to subscribe, and hears it as the command', async () => {
  const { feishu, received, say } = await scene();
  say('订阅', { in: 'group', mention: true });
  await expect.poll(() => feishu.posts.get(chatOf('group'))?.[0]?.submit).toBe('subscribe');
  const form_value = { content: ' 某局牵头 ', when: '每周一', time: '08:30 +0800' };
  await feishu.push('card.action.trigger', {
    operator: { open_id: 'ou_bob' },
    action: { tag: 'button', name: 'subscribe', form_value },
    context: { open_message_id: feishu.posts.get(chatOf('group'))![0]!.id, open_chat_id: chatOf('group') },
  }).acknowledged;
  await expect.poll(() => received.length).toBe(2);
  expect(received[1]).toMatchObject({
    ...{ direct: false, user: 'ou_bob', channel: chatOf('group') },
    content: { type: 'text', text: '订阅 某局牵头 每周一 08:30' },
  });
});

it('thanks for a judgement beside the acknowledgement', async () => {
  const { feishu, say } = await scene({}, async () => ({ ...plain('答复'), id: 'card-1' }));
  say('问');
  await expect.poll(() => feishu.posts.get(chatOf('direct'))?.length).toBe(1);
  const [post] = feishu.posts.get(chatOf('direct'))!;
  const { value } = post!.buttons.find(({ label }) => label === '有用')!;
  const { acknowledged } = feishu.push('card.action.trigger', {
    ...{ operator: { open_id: 'ou_ann' }, action: { tag: 'button', value } },
    context: { open_message_id: post!.id, open_chat_id: chatOf('direct') },
  });
  expect(await acknowledged).toEqual({ toast: { type: 'success', content: '记下了，谢谢。' } });
});

it('knows its threads after a restart, by asking once', async () => {
  const { feishu, door, received, say, receive } = await scene();
  await say('第24项谁负责', { in: 'thread', mention: true }).acknowledged;
  await expect.poll(() => feishu.posts.get(chatOf('group'))).toHaveLength(1);
  await door.stop();
  const next = openDoor(feishu);
  await next.start(receive);
  onTestFinished(() => next.stop());
  await say('那配合单位呢', { in: 'thread' }).acknowledged;
  await expect.poll(() => feishu.posts.get(chatOf('group'))).toHaveLength(2);
  expect(received).toHaveLength(2);
});

it('reads posts and names of others, and takes a file for what it is', async () => {
  const { feishu, received } = await scene();
  const event = messageEvent({ text: '', in: 'group', mention: true });
  const [me] = event.message.mentions!;
  const bob = { key: '@_user_2', id: { open_id: 'ou_bob' }, name: '甲' };
  const line = [
    { tag: 'at', user_id: '@_user_1' },
    { tag: 'text', text: ' 问 ' },
    { tag: 'at', user_id: '@_user_2' },
  ];
  const post = JSON.stringify({ title: '题目', content: [line, [{ tag: 'text', text: '第二行' }]] });
  const told = { ...event.message, message_type: 'post', content: post, mentions: [me, bob] };
  await feishu.push('im.message.receive_v1', { ...event, message: told }).acknowledged;
  const file = { ...messageEvent({ text: '', in: 'direct' }) };
  const content = JSON.stringify({ file_key: 'x' });
  await feishu.push('im.message.receive_v1', { ...file, message: { ...file.message, message_type: 'file', content } })
    .acknowledged;
  expect(received.map((message) => message.content)).toEqual([
    { type: 'text', text: '题目\n问 @甲\n第二行' },
    { type: 'text', text: '', wordless: true },
  ]);
});

it('says what is missing: a secret, a permission', async () => {
  const feishu = await standIn();
  const door = openDoor(feishu, { appSecret: 'SECRET-that-is-wrong' });
  const error = await door.start(async () => undefined).catch((one: Error) => one);
  expect(String(error)).toMatch(/10014 .*凭证与基础信息/);
  expect(String(error)).not.toContain('SECRET-');
  await door.stop();
  const right = openDoor(feishu);
  expect(await right.check()).toBeInstanceOf(Date);
  feishu.granted = ['im:message:send_as_bot', 'im:message.p2p_msg:readonly'];
  await expect(right.check()).rejects.toThrow('im:message.group_at_msg:readonly');
  expect(right.channelFault('oc_0123')).toBeUndefined();
  expect(right.channelFault('一个群')).toBeDefined();
});

it('sends a file once also where the digest is sent again, and words where the permission is missing', async () => {
  const { feishu, door, reports } = await scene();
  const bytes = Buffer.from('表格');
  const instead = '文件没有发出来，可在这里下载：https://plan.example/tasks_1.xlsx';
  const file = { name: '任务.xlsx', type: 'text/plain', data: bytes.toString('base64'), instead };
  for (let attempt = 0; attempt < 2; attempt += 1) await door.send('oc_x', { ...plain('早报'), file }, 'k1');
  expect(feishu.files).toEqual([{ chat: 'oc_x', name: file.name, bytes }]);
  feishu.uploadAnswer = [400, { code: 99991672, msg: 'Access denied. im:resource' }];
  await door.send('oc_x', { ...plain('晚报'), file }, 'k2');
  expect(feishu.posts.get('oc_x')!.map(({ text }) => text)).toEqual(['早报', '晚报', instead]);
  expect(reports.join()).toContain('99991672');
  expect(door.problem()).toBeUndefined();
});
