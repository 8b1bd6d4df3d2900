/** Slack over HTTP: who is believed, how much is read, and that nobody is answered twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../src/model/message.ts';
import { echo, textOf } from '../contract/scene.ts';
import { openAtHand, type SlackAtHand } from './stand-in/rig.ts';

const json = 'application/json';
const minutes = 60_000;
let hand: SlackAtHand;
let door: ReturnType<SlackAtHand['open']>;
let received: Message[];

beforeEach(async () => {
  hand = await openAtHand('http');
  door = hand.open();
  received = [];
  await door.start((message) => {
    received.push(message);
    return echo(message);
  });
});
afterEach(async () => {
  await door.stop();
  await hand.close();
});

/** A message event, as Slack writes it, but for the envelope. */
async function written(text: string) {
  const { slack } = hand;
  const { events } = await slack.write(text, { room: await slack.direct('ann') });
  return JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event: events[0] });
}

/** What is said after all that was refused is the first that is received. */
async function expectFirstHeard(): Promise<void> {
  const { slack } = hand;
  const { tell } = await slack.write('真的', { room: await slack.direct('ann') });
  expect(await tell()).toMatchObject([{ became: 'acknowledged', status: 200 }]);
  await expect.poll(() => received.map(textOf)).toEqual(['真的']);
}

describe('believes nobody', () => {
  const at = (ms: number) => ({ at: new Date(Date.now() + ms) });
  it.each([
    [
      'whose signature is made with another secret',
      (body: string) => ({ more: hand.slack.sign(body, Math.floor(Date.now() / 1000), 'guessed') }),
    ],
    ['whose signature is of another body', () => ({ more: hand.slack.sign('{}', Math.floor(Date.now() / 1000)) })],
    ['whose signature is of another length', () => ({ more: { 'x-slack-signature': 'v0=00' } })],
    ['who signs nothing', () => ({ more: { 'x-slack-signature': '' } })],
    ['who names no time', () => ({ more: { 'x-slack-request-timestamp': '' } })],
    ['who names a time that is none', () => ({ more: { 'x-slack-request-timestamp': 'soon' } })],
    ['who comes too late', () => at(-6 * minutes)],
    ['who comes too early', () => at(6 * minutes)],
  ])('%s', async (_, forge) => {
    const body = await written('伪造的');
    expect(await hand.slack.post(body, json, forge(body))).toMatchObject({ became: 'refused', status: 401 });
    await expectFirstHeard();
  });
});

it('believes who comes four minutes late, or early', async () => {
  for (const ms of [-4 * minutes, 4 * minutes]) {
    const body = await written(`迟到 ${ms}`);
    const delivered = await hand.slack.post(body, json, { at: new Date(Date.now() + ms) });
    expect(delivered).toMatchObject({ became: 'acknowledged' });
  }
  await expect.poll(() => received).toHaveLength(2);
});

it('tells the operator once of many forged requests, without a secret', async () => {
  const more = { 'x-slack-signature': 'v0=00' };
  for (let n = 0; n < 5; n++) await hand.slack.post('{}', json, { more });
  expect(hand.reported).toHaveLength(1);
  expect(String(hand.reported[0])).not.toContain(hand.slack.signingSecret);
});

it('does not read a body of a megabyte', async () => {
  const { slack } = hand;
  const body = JSON.stringify({ type: 'event_callback', filler: 'x'.repeat(1024 * 1024) });
  expect(await slack.post(body, json)).toMatchObject({ became: 'refused', status: 413 });
  await expectFirstHeard();
});

it('answers the question by which Slack checks the address', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: '一问' });
  expect(await hand.slack.post(body, json)).toEqual({
    became: 'acknowledged',
    status: 200,
    body: { challenge: '一问' },
  });
});

it('is found at one address and by one method', async () => {
  const url = hand.slack.requestUrl!;
  expect((await fetch(url)).status).toBe(405);
  expect((await fetch(url.replace('/slack/events', '/'), { method: 'POST' })).status).toBe(404);
});

it('survives what is signed and yet is nonsense', async () => {
  const nonsense = [
    ['{', json],
    ['null', json],
    ['[]', json],
    ['{}', json],
    ['{"type":"event_callback"}', json],
    ['{"type":"event_callback","event":{"type":"message"}}', json],
    ['payload=null', 'application/x-www-form-urlencoded'],
    ['payload=%22x%22', 'application/x-www-form-urlencoded'],
    ['payload=%7B', 'application/x-www-form-urlencoded'],
    ['payload=%7B%22type%22%3A%22block_actions%22%7D', 'application/x-www-form-urlencoded'],
    ['', 'text/plain'],
  ] as const;
  const became = await Promise.all(nonsense.map(([body, type]) => hand.slack.post(body, type)));
  expect(became.filter(({ status }) => status === undefined)).toEqual([]);
  await expectFirstHeard();
});

it('answers an event once that Slack delivers three times', async () => {
  const { slack } = hand;
  const { events, tell } = await slack.write(`<@${slack.botUserId}> 一次`, { room: slack.general });
  await tell();
  for (const retry of [1, 2, 3])
    for (const event of events) expect(await slack.deliver(event, { retry })).toMatchObject({ became: 'acknowledged' });
  await expect.poll(() => slack.posted().length).toBe(1);
  await expectRestHeard('一次');
});

/** By then all that went before has been received. */
async function expectRestHeard(before: string): Promise<void> {
  const { slack } = hand;
  const { tell } = await slack.write('之后', { room: await slack.direct('ann') });
  await tell();
  await expect.poll(() => received.map(textOf)).toEqual([before, '之后']);
}

it('tells Slack to come again while it is not open', async () => {
  const { slack } = hand;
  await door.stop();
  const { tell } = await slack.write('没人', { room: await slack.direct('ann') });
  expect(await tell()).toMatchObject([{ became: 'refused', status: 503 }]);
  expect(received).toEqual([]);
});

it('is checked with Slack, whose clock it tells', async () => {
  const time = await door.check();
  expect(Math.abs(time!.getTime() - Date.now())).toBeLessThan(60_000);
  const other = hand.open({ botToken: 'xoxb-SECRET-that-is-wrong' });
  const error = await other.check().catch((one: Error) => one);
  expect(String(error)).toContain('invalid_auth');
  expect(String(error)).not.toContain('SECRET');
});
