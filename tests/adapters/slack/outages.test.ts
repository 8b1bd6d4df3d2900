/** Slack is away, slow or asks to come back: at the start, in the middle and at the stop. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../../src/model/message.ts';
import { maxWaitMs } from '../../setup/max-wait.ts';
import { echo, textOf } from '../contract/scene.ts';
import { openAtHand, type SlackAtHand } from './stand-in/rig.ts';

const patience = { timeout: maxWaitMs, interval: 10 };
let hand: SlackAtHand;
let received: Message[];
const doors: ReturnType<SlackAtHand['open']>[] = [];
const rejections: unknown[] = [];
const note = (reason: unknown) => rejections.push(reason);
beforeEach(() => {
  received = [];
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  for (const door of doors.splice(0)) await door.stop();
  await hand.close();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(rejections).toEqual([]);
});

function open(more: Parameters<SlackAtHand['open']>[0] = {}) {
  // Longer than any pause of a loaded machine, and yet no five seconds.
  const door = hand.open({ pingTimeoutMs: 2_000, ...more });
  doors.push(door);
  return door;
}
const start = (door: ReturnType<typeof open>) =>
  door.start((message) => {
    received.push(message);
    return echo(message);
  });

async function expectHeard(text: string): Promise<void> {
  const { slack } = hand;
  const { tell } = await slack.write(text, { room: await slack.direct('ann') });
  expect(await tell()).toMatchObject([{ became: 'acknowledged' }]);
  await vi.waitFor(() => expect(received.map(textOf)).toContain(text), patience);
  await vi.waitFor(() => expect(slack.posted().map((post) => post.text)).toContain(`回声：${text}`), patience);
}

describe.each(['http', 'socket'] as const)('over %s', (kind) => {
  beforeEach(async () => {
    hand = await openAtHand(kind);
  });

  it('fails to start where Slack is away, and starts when it is asked again', async () => {
    await hand.slack.goDown();
    const door = open();
    await expect(start(door)).rejects.toThrow(/^Slack: /);
    await expect(start(door)).rejects.toThrow(/^Slack: /);
    await hand.slack.comeBack();
    await start(door);
    await expectHeard('又来了');
  });

  it('says at the start that a token is not taken, and not which', async () => {
    const failed = await start(open({ botToken: 'xoxb-1-2-secretsecret' })).catch(String);
    expect(failed).toContain('invalid_auth');
    expect(failed).not.toContain('secretsecret');
  });

  it('stops while an answer is under way and Slack is away', async () => {
    const door = open();
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    await door.start(async (message) => {
      received.push(message);
      await gate;
      return echo(message);
    });
    const { tell } = await hand.slack.write('还没想好', { room: await hand.slack.direct('ann') });
    await tell();
    await vi.waitFor(() => expect(received).toHaveLength(1), patience);
    await hand.slack.goDown();
    const stopping = door.stop();
    release();
    await stopping;
    await hand.slack.comeBack();
    expect(hand.slack.posted()).toEqual([]);
    expect(hand.reported.map(String).join('\n')).toMatch(/not answered/);
  });
});

describe('over a socket', () => {
  beforeEach(async () => {
    hand = await openAtHand('socket');
  });

  it('comes back at once when it is asked to, and hears what is said then', async () => {
    await start(open());
    for (const opened of [2, 3]) {
      hand.slack.connections.refresh();
      await vi.waitFor(() => expect(hand.slack.connections).toMatchObject({ opened, size: 1 }), patience);
      await expectHeard(`第 ${opened} 回`);
    }
  });

  it('comes back after Slack was away, and says so meanwhile', async () => {
    const door = open();
    await start(door);
    await expectHeard('之前');
    expect(door.problem()).toBeUndefined();
    await hand.slack.goDown();
    await vi.waitFor(() => expect(door.problem()).toMatch(/connection to Slack/), patience);
    await vi.waitFor(() => expect(hand.reported).not.toEqual([]), patience);
    await hand.slack.comeBack();
    await vi.waitFor(() => expect(hand.slack.connections.size).toBe(1), patience);
    await expectHeard('之后');
    expect(door.problem()).toBeUndefined();
    // One line, not one a try, and no token in it.
    expect(hand.reported).toHaveLength(1);
    expect(String(hand.reported[0])).not.toMatch(/xapp|xoxb|stand-in/);
  });

  it('survives envelopes that hold nothing, or no object', async () => {
    const door = open();
    await start(door);
    for (const type of ['events_api', 'interactive', 'slash_commands'])
      for (const payload of [undefined, null, 7, 'x']) await hand.slack.connections.deliver({ type, payload }, 100);
    await expectHeard('之后');
    expect(hand.slack.connections.size).toBe(1);
  });

  it('waits as long as Slack says before it connects again', async () => {
    await start(open());
    const { api, connections } = hand.slack;
    api.failNext('apps.connections.open', { status: 429, retryAfter: 3 });
    connections.drop();
    await vi.waitFor(() => expect(connections).toMatchObject({ opened: 2, size: 1 }), patience);
    const [, refused, taken] = api.calls.filter(({ method }) => method === 'apps.connections.open');
    expect(taken!.at - refused!.at).toBeGreaterThanOrEqual(2_900);
  });

  // The client leaves a rejection behind there that ends the process (node-slack-sdk#2656).
  it.each(['at once', 'while it waits', 'while it asks for a connection', 'before hello'])(
    'can be stopped while it reconnects: %s',
    async (when) => {
      const door = open();
      await start(door);
      const { api, connections } = hand.slack;
      const before = api.calls.length;
      if (when === 'while it waits') api.failNext('apps.connections.open', { status: 429, retryAfter: 30 });
      if (when === 'before hello') connections.isMute = true;
      if (when === 'at once') connections.refresh();
      else connections.drop();
      if (when !== 'at once') await vi.waitFor(() => expect(api.calls.length).toBeGreaterThan(before), patience);
      if (when === 'before hello') await vi.waitFor(() => expect(connections.opened).toBe(2), patience);
      await door.stop();
      await vi.waitFor(() => expect(connections.size).toBe(0), patience);
      const { tell } = await hand.slack.write('没人听', { room: await hand.slack.direct('ann') });
      await tell();
      expect(received).toEqual([]);
    },
  );

  it('can be stopped while Slack is away', async () => {
    const door = open();
    await start(door);
    await hand.slack.goDown();
    await vi.waitFor(() => expect(hand.reported).not.toEqual([]), patience);
    await door.stop();
    await hand.slack.comeBack();
    const calls = hand.slack.api.calls.length;
    // Longer than the door waits between two tries to reconnect.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(hand.slack.connections.size).toBe(0);
    expect(hand.slack.api.calls.length - calls).toBe(0);
    await start(door);
    expect(hand.slack.connections.size).toBe(1);
  });

  it('can be stopped while it starts', async () => {
    const door = open();
    hand.slack.connections.isMute = true;
    const starting = start(door).catch(() => 'not started');
    await vi.waitFor(() => expect(hand.slack.connections.opened).toBe(1), patience);
    await door.stop();
    expect(await starting).toBe('not started');
    await vi.waitFor(() => expect(hand.slack.connections.size).toBe(0), patience);
  });
});
