/** Accounts by callback: what is refused, what is told of it, events, long and late answers, tokens, and whom an application writes to. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import * as wecomCrypto from '@wecom/crypto';
import { expect, it, onTestFinished, vi } from 'vitest';
import { WecomApp } from '../../../adapters/wecom-app/app.ts';
import type { Card } from '../../../src/model/card.ts';
import type { Message } from '../../../src/model/message.ts';
import type { Receive } from '../../../src/model/port.ts';
import { CallbackPlatform, type Kind, keys } from './platform.ts';
import { openApp, openOfficial } from './rig.ts';

const plain = (text: string, more: Partial<Card> = {}): Card => ({
  blocks: [{ type: 'text', text }],
  choices: [],
  sources: [],
  ...more,
});
const textOf = ({ content }: Message) => (content.type === 'text' ? content.text : content.type);
const echo: Receive = async (message) => plain(`回声：${textOf(message)}`);

async function scene(
  kind: Kind,
  { isVerified = true, receive = echo }: { isVerified?: boolean; receive?: Receive } = {},
) {
  const platform = await new CallbackPlatform(kind).open();
  const door = kind === 'wecom' ? openApp(platform) : openOfficial(platform, isVerified);
  platform.mount(door.listener);
  const received: Message[] = [];
  await door.start((message) => {
    received.push(message);
    return receive(message);
  });
  onTestFinished(async () => {
    await door.stop();
    await platform.close();
  });
  let count = 0;
  const fields = (more: Record<string, string | number>) => ({
    ToUserName: 'account',
    FromUserName: 'ann',
    CreateTime: Math.floor(Date.now() / 1000),
    MsgId: `${++count}`,
    ...more,
  });
  const say = (text: string) => platform.tell(fields({ MsgType: 'text', Content: text }));
  const event = (Event: string, EventKey = '') =>
    platform.tell(fields({ MsgType: 'event', Event, EventKey, MsgId: '' }));
  return { platform, door, received, fields, say, event };
}

const kinds = ['official', 'wecom'] as const;

it.each(kinds)('answers the check of its address by %s, and no other', async (kind) => {
  const { platform } = await scene(kind);
  expect(await platform.checkAddress('4375120948345356249')).toEqual({ status: 200, body: '4375120948345356249' });
  const signature = { signature: 'x'.repeat(40), msg_signature: 'x'.repeat(40) };
  expect(await platform.checkAddress('1', signature)).toEqual({ status: 401, body: 'refused' });
  expect(await platform.checkAddress('1', { timestamp: '1409659813' })).toEqual({ status: 401, body: 'refused' });
  expect(await platform.checkAddress('1', { timestamp: 'NaN' })).toEqual({ status: 401, body: 'refused' });
});

it.each(kinds)('hears nothing of %s that is forged, and tells nothing of it', async (kind) => {
  const reports: string[] = [];
  const platform = await new CallbackPlatform(kind).open();
  const report = (line: string) => void reports.push(line);
  // A clock that stands: a second of the test's own would decide at the edge of what is too late.
  const at = new Date();
  const options = { report, now: () => at };
  const door = kind === 'wecom' ? openApp(platform, options) : openOfficial(platform, true, options);
  platform.mount(door.listener);
  const received: Message[] = [];
  await door.start(async (message) => void received.push(message));
  onTestFinished(async () => {
    await door.stop();
    await platform.close();
  });
  const inner = `<xml><FromUserName>ann</FromUserName><MsgType>text</MsgType><Content>机密</Content><MsgId>9</MsgId></xml>`;
  const post = (body: string, query = '') => fetch(`${platform.doorUrl}?${query}`, { method: 'POST', body });
  const now = String(Math.floor(at.getTime() / 1000));
  const signed = (text?: string) => {
    const parts = [keys.token, now, 'n', ...(text === undefined ? [] : [text])].sort().join('');
    return `timestamp=${now}&nonce=n&msg_signature=${createHash('sha1').update(parts).digest('hex')}`;
  };
  // In plain words, as an account in 明文模式 would get it, though signed.
  expect((await post(inner, signed())).status).toBe(401);
  expect((await post(inner, `timestamp=${now}&nonce=n`)).status).toBe(401);
  // Encrypted, and not signed, or signed for another text.
  const encrypted = platform.crypto.encrypt(inner);
  const wrapped = `<xml><Encrypt>${encrypted}</Encrypt></xml>`;
  expect((await post(wrapped, `timestamp=${now}&nonce=n&msg_signature=`)).status).toBe(401);
  expect((await post(wrapped, signed('another'))).status).toBe(401);
  // For another enterprise or account with the same key.
  const elsewhere = wecomCrypto.encrypt(keys.aesKey, inner, 'wx9999999999999999');
  expect((await post(`<xml><Encrypt>${elsewhere}</Encrypt></xml>`, signed(elsewhere))).status).toBe(401);
  // Signed long ago, or for later.
  for (const ms of [-301_000, 301_000]) {
    await platform.post(encrypted, Math.ceil(at.getTime() / 1000) * 1000 + ms, 'ann');
    expect(platform.lastStatus).toBe(401);
  }
  // Entities, inside and outside.
  const bomb = '<!DOCTYPE xml [<!ENTITY a "aaaaaaaa">]><xml><Encrypt>&a;</Encrypt></xml>';
  expect((await post(bomb, signed('aaaaaaaa'))).status).toBe(401);
  const inside = platform.crypto.encrypt(`<!DOCTYPE x [<!ENTITY a "b">]>${inner}`);
  expect((await post(`<xml><Encrypt>${inside}</Encrypt></xml>`, signed(inside))).status).toBe(401);
  // Too long, and no XML.
  expect((await post(`<xml>${'x'.repeat(70_000)}</xml>`, signed())).status).toBe(401);
  expect((await post('{"Encrypt":"x"}', signed('x'))).status).toBe(401);
  expect((await fetch(platform.doorUrl, { method: 'PUT', body: inner })).status).toBe(405);
  expect((await fetch(`${platform.doorUrl}/x`)).status).toBe(404);
  expect(received).toEqual([]);
  expect(reports.length).toBeGreaterThan(8);
  expect(reports.join('\n')).not.toMatch(/机密|ann|aaaa/);
  expect(reports.join('\n')).not.toContain(encrypted.slice(0, 20));
});

it('survives a request line that is no address', async () => {
  const { platform, say } = await scene('wecom');
  const { port } = new URL(platform.doorUrl);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('GET //[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
  expect(await say('还在吗')).toBe('回声：还在吗');
});

it.each(kinds)('answers a repeat of %s with the same words, and asks once', async (kind) => {
  const { platform, received, fields } = await scene(kind);
  const said = fields({ MsgType: 'text', Content: '说一遍' });
  expect(await Promise.all([platform.tell(said), platform.tell(said)])).toEqual(['回声：说一遍', '回声：说一遍']);
  expect(await platform.tell(said)).toBe('回声：说一遍');
  expect(received).toHaveLength(1);
});

it.each(kinds)('asks nothing for a callback of %s that somebody has recorded and plays again', async (kind) => {
  const { platform, received, fields } = await scene(kind);
  const { FromUserName, CreateTime, MsgId } = fields({});
  const inner = `<xml><FromUserName>${FromUserName}</FromUserName><CreateTime>${CreateTime}</CreateTime><MsgType>text</MsgType><Content>在吗</Content><MsgId>${MsgId}</MsgId></xml>`;
  const encrypted = platform.crypto.encrypt(inner);
  const signedAt = Date.now();
  // The same body: within the window it has the same answer, encrypted, and later it is refused.
  for (let count = 0; count < 3; count++) expect(await platform.post(encrypted, signedAt, 'ann')).toBe('回声：在吗');
  expect(received).toHaveLength(1);
  await platform.post(encrypted, signedAt - 302_000, 'ann');
  expect(platform.lastStatus).toBe(401);
});

it('greets a new follower, takes a key of the menu for its question, and reads no other event', async () => {
  const { received, event, platform, fields } = await scene('official');
  expect(await event('subscribe')).toBe('回声：你好');
  expect(await event('CLICK', '知识产权保护中心能办什么')).toBe('回声：知识产权保护中心能办什么');
  for (const name of ['unsubscribe', 'VIEW', 'LOCATION', 'TEMPLATESENDJOBFINISH'])
    expect(await event(name, 'x')).toBeUndefined();
  expect(await platform.tell(fields({ MsgType: 'voice', Recognition: '商标怎么注册' }))).toBe('回声：商标怎么注册');
  await platform.tell(fields({ MsgType: 'image', PicUrl: 'http://127.0.0.1/x' }));
  expect(received.at(-1)!.content).toEqual({ type: 'text', text: '', wordless: true });
  expect(new Set(received.map(({ id }) => id)).size).toBe(received.length);
});

it('greets who opens the application, once a day and a person', async () => {
  const { received, event } = await scene('wecom');
  expect(await event('enter_agent')).toBe('回声：visit');
  // The same event again has the same answer.
  expect(await event('enter_agent')).toBe('回声：visit');
  expect(await event('enter_agent', 'later')).toBeUndefined();
  expect(received).toHaveLength(1);
});

const long = plain(Array.from({ length: 120 }, (_, at) => `第${at + 1}行，知识产权保护示范区建设。`).join('\n'), {
  choices: [{ label: '行政裁决', question: '行政裁决怎么走？' }],
});

it('goes on with a long answer when asked to, where it can only answer passively', async () => {
  const receive: Receive = async (message) => (textOf(message) === '很长' ? long : echo(message));
  const { received, say } = await scene('official', { isVerified: false, receive });
  const first = (await say('很长'))!;
  expect(first).toMatch(/第1行[\s\S]*（还有 \d 条，回复 1 继续）$/);
  const rest: string[] = [first];
  while (/继续）$/.test(rest.at(-1)!)) rest.push((await say(rest.length === 1 ? '1' : '继续'))!);
  expect(rest.length).toBeGreaterThan(2);
  const whole = rest.map((text) => text.replace(/\n（还有.*$/, '')).join('\n');
  for (let at = 1; at <= 120; at += 1) expect(whole.split(`第${at}行`)).toHaveLength(2);
  expect(received).toHaveLength(1);
  // Nothing is left to go on with: the number is a choice again.
  expect(await say('1')).toBe('回声：行政裁决怎么走？');
});

it('forgets the rest of an answer when something else is asked', async () => {
  const receive: Receive = async (message) => (textOf(message) === '很长' ? long : echo(message));
  const { say } = await scene('official', { isVerified: false, receive });
  await say('很长');
  expect(await say('第24项')).toBe('回声：第24项');
  expect(await say('继续')).toBe('回声：继续');
});

it('says to ask again for an answer that is not ready in time', async () => {
  const { promise, resolve } = Promise.withResolvers<Card>();
  const { say, received } = await scene('official', { isVerified: false, receive: () => promise });
  expect(await say('要想很久')).toBe('正在查，请稍后回复 1 看结果。');
  expect(await say('1')).toBe('正在查，请稍后回复 1 看结果。');
  resolve(plain('想好了'));
  expect(await say('1')).toBe('想好了');
  expect(received).toHaveLength(1);
});

it('keeps what the API refuses to bring', async () => {
  const { platform, say, door } = await scene('official', { receive: async () => long });
  platform.refusesUs = 48001;
  expect(await say('很长')).toBeUndefined();
  await expect.poll(() => door.problem()).toMatch(/48001.*QINZHI_OFFICIAL_SECRET/);
  platform.refusesUs = undefined;
  await say('1');
  await expect.poll(() => (platform.shown.get('ann') ?? []).map(({ text }) => text).join('\n')).toContain('第120行');
  expect(door.problem()).toBeUndefined();
});

it.each([
  ['official', 'refused'],
  ['official', 'slow-down'],
  ['official', 'no-answer'],
  ['wecom', 'refused'],
  ['wecom', 'slow-down'],
  ['wecom', 'no-answer'],
] as const)('brings a late answer to %s also where the API is first %s', async (kind, refusal) => {
  const { promise, resolve } = Promise.withResolvers<Card>();
  const { platform, say } = await scene(kind, { receive: () => promise });
  expect(await say('要想很久')).toBeUndefined();
  platform.refusal = refusal;
  resolve(plain('想好了'));
  const shown = () => (platform.shown.get('ann') ?? []).map(({ text }) => text);
  await expect.poll(shown, { timeout: 20_000 }).toContain('想好了');
  expect(platform.refusal).toBeUndefined();
  // Twice where it was shown and the acknowledgement was lost: better than an answer that is lost.
  await expect.poll(shown).toHaveLength(refusal === 'no-answer' ? 2 : 1);
});

it('gives a late answer up after a bounded time, and at the stop', async () => {
  const { platform, say, door } = await scene('official', { receive: async () => long });
  platform.refusal = 'refused';
  const calls = vi.spyOn(platform, 'show');
  await say('很长');
  // The first attempt is refused; the second would follow after a second.
  await expect.poll(() => platform.refusal).toBeUndefined();
  await door.stop();
  await new Promise((done) => setTimeout(done, 1_500));
  expect(calls).not.toHaveBeenCalled();
});

async function openWecom() {
  const { platform, door } = await scene('wecom');
  if (!(door instanceof WecomApp)) throw new Error('no application');
  return { platform, door };
}

it('asks for one token for all, and for another only when it has ended', async () => {
  const { platform, door } = await openWecom();
  await Promise.all(Array.from({ length: 10 }, (_, at) => door.send('ann', plain(`第${at}张`), `k${at}`)));
  expect(platform.tokens).toBe(1);
  platform.tokens = 7;
  await Promise.all(Array.from({ length: 10 }, (_, at) => door.send('ann', plain(`又第${at}张`), `l${at}`)));
  expect(platform.tokens).toBe(8);
  expect(platform.shown.get('ann')).toHaveLength(20);
});

it('blames no channel for a secret or an address that WeCom refuses, and says what to do', async () => {
  const { platform, door } = await openWecom();
  platform.refusesUs = 60020;
  const refused = {
    outcome: 'retry',
    wholeDoor: true,
    retryAfterMs: 600_000,
    message: expect.stringContaining('企业可信IP'),
  };
  await expect(door.send('ann', plain('一张'), 'k')).rejects.toMatchObject(refused);
  expect(door.problem()).toContain('60020');
  platform.refusesUs = undefined;
  await door.send('ann', plain('一张'), 'k');
  expect(door.problem()).toBeUndefined();
});

it('takes a token that is refused once for an odd moment, and a lasting refusal for what it is, said once', async () => {
  const platform = await new CallbackPlatform('wecom').open();
  onTestFinished(() => platform.close());
  const reports: string[] = [];
  let nowMs = Date.now();
  const now = () => new Date(nowMs);
  const door = openApp(platform, { now, report: (line) => void reports.push(line) });
  const send = () => door.send('ann', plain('一张'), 'k').catch((error: unknown) => error);
  // The token, and the fresh one after it.
  platform.refusesTokens = 2;
  expect(await send()).toMatchObject({ outcome: 'retry', wholeDoor: false, retryAfterMs: 15_000 });
  expect(door.problem()).toBeUndefined();
  expect(await send()).toMatchObject({ message: expect.stringMatching(/^msg-/) });
  platform.refusesTokens = 1_000;
  expect(await send()).toMatchObject({ outcome: 'retry', wholeDoor: false });
  nowMs += 60_000;
  for (let count = 0; count < 2; count++)
    expect(await send()).toMatchObject({ outcome: 'retry', wholeDoor: true, retryAfterMs: 600_000 });
  expect(door.problem()).toContain('40014');
  expect(reports).toEqual([expect.stringContaining('40014')]);
  platform.refusesTokens = 0;
  await send();
  expect(door.problem()).toBeUndefined();
});

it('blames no channel where no token is given: for a code that it does not know, or without an answer', async () => {
  const { platform, door } = await openWecom();
  platform.refusesUs = 50007;
  const refused = { outcome: 'retry', wholeDoor: true, retryAfterMs: 600_000 };
  await expect(door.send('ann', plain('一张'), 'k')).rejects.toMatchObject(refused);
  platform.refusesUs = undefined;
  platform.losesToken = true;
  await expect(door.send('ann', plain('一张'), 'k')).rejects.toMatchObject({ outcome: 'retry', wholeDoor: false });
  await door.send('ann', plain('一张'), 'k');
  expect(platform.shown.get('ann')).toHaveLength(1);
});

it('writes to members, departments and tags, and to nothing else', async () => {
  const { platform, door } = await openWecom();
  for (const channel of ['ann', 'party:12', 'tag:3']) {
    await door.send(channel, plain('到期提醒'), channel);
    expect(platform.shown.get(channel)!.map(({ text }) => text)).toEqual(['到期提醒']);
  }
  for (const channel of ['@all', 'ann|bob', 'party:x', 'tag:', '', '市公安局', `a${'b'.repeat(64)}`]) {
    expect(door.channelFault(channel)).toBeDefined();
    await expect(door.send(channel, plain('x'), 'k')).rejects.toMatchObject({ outcome: 'final' });
  }
});

it('repeats a card of several messages as a whole, and WeCom shows no part twice', async () => {
  const { platform, door } = await openWecom();
  await door.send('ann', long, 'k');
  const shown = platform.shown.get('ann')!.length;
  expect(shown).toBeGreaterThan(2);
  await door.send('ann', long, 'k');
  expect(platform.shown.get('ann')).toHaveLength(shown);
});
