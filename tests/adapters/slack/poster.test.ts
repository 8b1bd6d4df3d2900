/** What Slack's refusals mean: for a reply, for a card that is sent, and for whoever asks whether it was posted. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card } from '../../../src/model/card.ts';
import { DeliveryError } from '../../../src/model/port.ts';
import { maxWaitMs } from '../../setup/max-wait.ts';
import { plain } from '../contract/scene.ts';
import { openAtHand, type SlackAtHand } from './stand-in/rig.ts';
import type { Failure } from './stand-in/web-api.ts';

const patience = { timeout: maxWaitMs, interval: 10 };
let hand: SlackAtHand;
let door: ReturnType<SlackAtHand['open']>;
let reply: Card;

beforeEach(async () => {
  hand = await openAtHand('http');
  door = hand.open();
  reply = plain('答复');
  await door.start(async () => reply);
});
afterEach(async () => {
  await door.stop();
  await hand.close();
});

const errorOf = async (card: Card = plain('早报'), channel = hand.slack.general.id) => {
  const error = await door.send(channel, card, 'key-1').catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DeliveryError);
  const { outcome, retryAfterMs, message } = error as DeliveryError;
  expect(message).not.toMatch(/xoxb|stand-in/);
  return { outcome, retryAfterMs };
};
const postCalls = () => hand.slack.api.calls.filter(({ method }) => method === 'chat.postMessage');
const ask = async () => {
  const { tell } = await hand.slack.write('问', { room: await hand.slack.direct('ann') });
  await tell();
};
/** More than one message holds. */
const long = plain(Array.from({ length: 1_500 }, (_, n) => `第${n}行，知识产权。`).join('\n'));

describe('a card that is sent', () => {
  it.each<[string, Failure, { outcome: string; retryAfterMs?: number }]>([
    ['no such channel', { error: 'channel_not_found' }, { outcome: 'final' }],
    ['not in the channel', { error: 'not_in_channel' }, { outcome: 'final' }],
    ['an archived channel', { error: 'is_archived' }, { outcome: 'final' }],
    ['too fast', { status: 429, retryAfter: 30 }, { outcome: 'retry', retryAfterMs: 30_000 }],
    ['away, by its own word', { error: 'service_unavailable' }, { outcome: 'retry' }],
    ['away, by a gateway', { status: 502 }, { outcome: 'retry' }],
    ['done or not, by its own word', { error: 'internal_error' }, { outcome: 'unknown' }],
    ['done or not, by a gateway', { status: 504 }, { outcome: 'unknown' }],
    ['no answer', { noAnswer: true }, { outcome: 'unknown' }],
  ])('%s', async (_, failure, meaning) => {
    hand.slack.api.failNext('chat.postMessage', failure);
    expect(await errorOf()).toMatchObject(meaning);
    expect(postCalls()).toHaveLength(1);
  });

  it.each(['invalid_auth', 'token_revoked', 'account_inactive', 'missing_scope'])(
    'is no fault of the channel where the token is at fault: %s',
    async (error) => {
      hand.slack.api.failNext('chat.postMessage', { error });
      const { outcome, retryAfterMs } = await errorOf();
      expect(outcome).toBe('retry');
      expect(retryAfterMs).toBeGreaterThanOrEqual(60_000);
      // Whoever looks after the program sees it, until it is fixed.
      expect(door.problem()).toContain(error);
      await door.send(hand.slack.general.id, plain('又好了'), 'key-2');
      expect(door.problem()).toBeUndefined();
    },
  );

  it('waits for another time where Slack cannot be reached', async () => {
    await hand.slack.goDown();
    expect(await errorOf()).toMatchObject({ outcome: 'retry' });
    await hand.slack.comeBack();
    expect(hand.slack.posted()).toEqual([]);
  });

  it('is not sent again as a whole where a part of it stands there', async () => {
    const { slack } = hand;
    const first = door.send(slack.general.id, long, 'key-1').catch((error: unknown) => error);
    await vi.waitFor(() => expect(slack.posted().length).toBeGreaterThan(0), patience);
    slack.api.failNext('chat.postMessage', { error: 'is_archived' });
    expect(await first).toMatchObject({ outcome: 'unknown' });
    // Nor is it said to be there.
    expect(await door.confirm(slack.general.id, 'key-1')).toBeUndefined();
  });

  it('previews nothing, links no names, and reads as text where blocks are not shown', async () => {
    await door.send(hand.slack.general.id, plain('见 https://a.example <!channel>'), 'key-1');
    const { args } = postCalls()[0]!;
    expect(args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
    expect(args.link_names).toBeUndefined();
    expect(args.text).toBe('见 https://a.example &lt;!channel&gt;');
  });
});

describe('whether it was posted', () => {
  it('is known again by another process, and only by its key', async () => {
    const { slack } = hand;
    const receipt = await door.send(slack.general.id, plain('早报'), 'key-1');
    const direct = await door.send(slack.user('ann'), long, 'key-2');
    await door.stop();
    const other = hand.open();
    expect(await other.confirm(slack.general.id, 'key-1')).toEqual(receipt);
    expect(await other.confirm(slack.user('ann'), 'key-2')).toEqual(direct);
    expect(await other.confirm(slack.general.id, 'key-2')).toBeUndefined();
  });

  it('is not known where Slack does not tell', async () => {
    const { slack } = hand;
    await expect(door.confirm(slack.elsewhere.id, 'key-1')).rejects.toMatchObject({ outcome: 'final' });
    slack.api.failNext('conversations.history', { error: 'token_revoked' });
    await expect(door.confirm(slack.general.id, 'key-1')).rejects.toMatchObject({ outcome: 'retry' });
  });
});

describe('a reply', () => {
  it('waits as long as Slack says, and is posted once', async () => {
    hand.slack.api.failNext('chat.postMessage', { status: 429, retryAfter: 2 });
    await ask();
    await vi.waitFor(() => expect(hand.slack.posted()).toHaveLength(1), patience);
    const [refused, taken, ...more] = postCalls();
    expect(taken!.at - refused!.at).toBeGreaterThanOrEqual(1_900);
    expect(more).toEqual([]);
  });

  it('is not waited for by a stop where Slack asks for half a minute', async () => {
    hand.slack.api.failNext('chat.postMessage', { status: 429, retryAfter: 30 });
    await ask();
    await vi.waitFor(() => expect(postCalls()).toHaveLength(1), patience);
    const before = Date.now();
    await door.stop();
    expect(Date.now() - before).toBeLessThan(29_000);
    expect(hand.slack.posted()).toEqual([]);
    await vi.waitFor(() => expect(hand.reported.map(String).join('\n')).toMatch(/not answered/), patience);
  });

  it('is not posted twice where nobody knows what became of it', async () => {
    hand.slack.api.failNext('chat.postMessage', { noAnswer: true });
    await ask();
    await vi.waitFor(() => expect(hand.reported).toHaveLength(1), patience);
    reply = plain('下一个');
    await ask();
    await vi.waitFor(() => expect(hand.slack.posted().map(({ text }) => text)).toEqual(['答复', '下一个']), patience);
  });
});

describe('a file', () => {
  const file = {
    name: '任务.xlsx',
    type: 'application/octet-stream',
    data: Buffer.from('表格').toString('base64'),
    instead: '没有发出来',
  };

  it('comes after its card, in the same thread', async () => {
    reply = { ...plain('已导出'), file };
    const { general } = hand.slack;
    const root = await hand.slack.write('起头', { by: 'bob', room: general });
    const { tell } = await hand.slack.write(`<@${hand.slack.botUserId}> 导出`, { room: general, thread: root.ts });
    await tell();
    await expect
      .poll(() => hand.slack.api.files, patience)
      .toEqual([{ channel: general.id, thread_ts: root.ts, name: file.name, size: 6 }]);
    expect(hand.slack.posted()).toHaveLength(1);
  });

  it('that Slack refuses is reported, and its card is not sent again', async () => {
    hand.slack.api.failNext('files.getUploadURLExternal', { error: 'missing_scope' });
    await door.send(hand.slack.general.id, { ...plain('早报'), file }, 'key-file');
    expect(postCalls()).toHaveLength(2);
    expect(JSON.stringify(postCalls()[1])).toContain('没有发出来');
    expect(hand.reported.join()).toMatch(/the file 任务\.xlsx was not sent: .*missing_scope/);
    expect(door.problem()).toBeUndefined();
  });
});
