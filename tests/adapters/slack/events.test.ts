/** What only Slack has: threads, the slash command, buttons for one person, the form and the home page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card } from '../../../src/model/card.ts';
import type { Message } from '../../../src/model/message.ts';
import { maxWaitMs } from '../../setup/max-wait.ts';
import { echo, plain, textOf } from '../contract/scene.ts';
import type { Posted } from './stand-in/message.ts';
import { openAtHand, type SlackAtHand } from './stand-in/rig.ts';
import { look } from './stand-in/screen.ts';

const patience = { timeout: maxWaitMs, interval: 10 };
let hand: SlackAtHand;
let door: ReturnType<SlackAtHand['open']>;
let received: Message[];
let reply: (message: Message) => Promise<Card | undefined>;

beforeEach(async () => {
  hand = await openAtHand('http');
  received = [];
  reply = echo;
  await restart();
});
afterEach(async () => {
  await door.stop();
  await hand.close();
  expect(hand.slack.api.faults).toEqual([]);
});

async function restart(): Promise<void> {
  await door?.stop();
  door = hand.open();
  await door.start((message) => {
    received.push(message);
    return reply(message);
  });
}

const texts = () => received.map(textOf);
const say = async (text: string, more: { by?: string; thread?: string; direct?: boolean } = {}) => {
  const { slack } = hand;
  const room = more.direct ? await slack.direct('ann') : slack.general;
  const { ts, events, tell } = await slack.write(text, { room, ...more });
  await tell();
  return { ts, events };
};
const mention = () => `<@${hand.slack.botUserId}> `;
const posts = (count: number) =>
  vi.waitFor(() => {
    expect(hand.slack.posted()).toHaveLength(count);
    return hand.slack.posted();
  }, patience);

describe('threads', () => {
  it('answers a mention in a thread under it, and what follows there without one, also after a restart', async () => {
    const { ts } = await say(`${mention()}第24项谁负责`);
    const [first] = await posts(1);
    expect(first).toMatchObject({ channel: hand.slack.general.id, thread_ts: ts });
    await say('那配合单位呢', { thread: ts, by: 'bob' });
    await posts(2);
    await restart();
    await say('什么时候完成', { thread: ts });
    const all = await posts(3);
    expect(all.map(({ thread_ts }) => thread_ts)).toEqual([ts, ts, ts]);
    expect(new Set(received.map(({ thread }) => thread))).toEqual(new Set([ts]));
  });

  it('keeps out of threads that it is not in, and of what there is said to others', async () => {
    const { ts: foreign } = await say('我们自己聊', { by: 'bob' });
    await say('好', { thread: foreign });
    const { ts } = await say(`${mention()}在吗`);
    await posts(1);
    await say(`<@${hand.slack.user('bob')}> 你看呢`, { thread: ts });
    await say('到此', { thread: ts });
    await posts(2);
    expect(texts()).toEqual(['在吗', '到此']);
  });

  it('takes no notice of edits, deletions, joins and other apps', async () => {
    const { slack } = hand;
    const { id: channel } = await slack.direct('ann');
    const base = { type: 'message', channel, channel_type: 'im', user: slack.user('ann'), event_ts: '1' };
    const ts = `${Math.floor(Date.now() / 1000)}.000001`;
    for (const odd of [
      { subtype: 'message_changed', message: { text: '改了', user: slack.user('ann'), ts }, ts },
      { subtype: 'message_deleted', deleted_ts: ts, ts },
      { subtype: 'channel_join', text: '进来了', ts },
      { bot_id: 'B0OTHER', text: '我是别的机器人', ts },
    ])
      await slack.deliver({ ...base, ...odd });
    await say('到此', { direct: true });
    await posts(1);
    expect(texts()).toEqual(['到此']);
  });
});

describe('the slash command', () => {
  it('is answered to the one who typed it alone', async () => {
    const { slack } = hand;
    const { became, url } = await slack.slash('谁管 A&amp;B', { room: slack.general });
    expect(became).toBe('acknowledged');
    await vi.waitFor(() => expect(slack.responses).toHaveLength(1), patience);
    expect(slack.responses[0]).toMatchObject({ url, draft: { response_type: 'ephemeral' } });
    expect(look(slack.responses[0]!.draft as unknown as Posted).text).toContain('回声：谁管 A&B');
    expect(received).toMatchObject([{ channel: slack.general.id, direct: false, user: slack.user('ann') }]);
    expect(slack.posted()).toEqual([]);
  });

  it('offers buttons whose answers stay with that person, too', async () => {
    const { slack } = hand;
    reply = async () =>
      plain('哪一件？', { id: 'card-1', choices: [{ label: '甲 & 乙', question: '甲 & 乙归谁管？' }] });
    await slack.slash('问', { room: slack.general });
    await vi.waitFor(() => expect(slack.responses).toHaveLength(1), patience);
    const { blocks } = slack.responses[0]!.draft as unknown as Posted;
    const post = { channel: slack.general.id, ts: '1700000000.000001', blocks: blocks! };
    const label = look(post).text.includes('甲 & 乙') ? '甲 &amp; 乙' : '';
    await slack.press(label, post, { ephemeral: true });
    await vi.waitFor(() => expect(slack.responses).toHaveLength(2), patience);
    expect(received.at(-1)!.content).toEqual({ type: 'press', card: 'card-1', question: '甲 & 乙归谁管？' });
    expect(slack.posted()).toEqual([]);
  });
});

describe('buttons and reactions', () => {
  it('offers what the card offers beside its choices, and answers in the thread', async () => {
    reply = async () => plain('第24项', { id: 'card-1', actions: [{ label: '原文', question: '原文 24' }] });
    const { ts } = await say(`${mention()}第24项`);
    const [post] = await posts(1);
    reply = async ({ content: what }) => plain(what.type === 'press' ? `按下：${what.question}` : '');
    await hand.slack.press('原文', post!, { by: 'bob' });
    const [, answer] = await posts(2);
    expect(answer).toMatchObject({ thread_ts: ts });
    expect(received.at(-1)).toMatchObject({
      user: hand.slack.user('bob'),
      thread: ts,
      content: { question: '原文 24' },
    });
  });

  it('hears a press once, however often Slack tells of it', async () => {
    reply = async () => plain('？', { id: 'c', choices: [{ label: '甲', question: '甲？' }] });
    await say('问', { direct: true });
    const [post] = await posts(1);
    reply = async () => undefined;
    const fixed = vi.spyOn(Date, 'now').mockReturnValue(Date.now());
    try {
      await hand.slack.press('甲', post!);
      await hand.slack.press('甲', post!);
    } finally {
      fixed.mockRestore();
    }
    await hand.slack.press('甲', post!, { by: 'bob' });
    await vi.waitFor(() => expect(received.map(({ user }) => user)).toContain(hand.slack.user('bob')), patience);
    expect(received.filter(({ content: what }) => what.type === 'press')).toHaveLength(2);
  });

  it('takes judgement on its own messages only, and only by what is one', async () => {
    reply = async () => plain('答', { id: 'card-7' });
    const { ts } = await say('问', { direct: true });
    const [post] = await posts(1);
    reply = async () => undefined;
    const { slack } = hand;
    await slack.react('tada', post!);
    await slack.react('+1', { ...post!, ts });
    await slack.react('+1::skin-tone-3', post!);
    await vi.waitFor(() => expect(received.at(-1)!.content.type).toBe('feedback'), patience);
    expect(received.slice(1).map(({ content: what }) => what)).toEqual([
      { type: 'feedback', card: 'card-7', useful: true },
    ]);
  });
});

describe('the home page', () => {
  it('is a visit with the channels of that person, and the card is published', async () => {
    const { slack } = hand;
    reply = async () => plain('欢迎', { choices: [{ label: '试试', question: '公安牵头几项？' }] });
    expect(await slack.openHome()).toMatchObject({ became: 'acknowledged' });
    await vi.waitFor(() => expect(slack.api.views).toHaveLength(1), patience);
    expect(received[0]).toMatchObject({ direct: true, content: { type: 'visit', channels: [slack.general.id] } });
    const [{ method, user, view }] = slack.api.views as [(typeof slack.api.views)[0]];
    expect({ method, user }).toEqual({ method: 'views.publish', user: slack.user('ann') });
    expect(look({ channel: '', blocks: view.blocks }).text).toContain('欢迎');
    // A question chosen there is answered in the chat.
    reply = echo;
    await slack.pressInView('试试', view);
    const [post] = await posts(1);
    expect(post!.channel).toBe((await slack.direct('ann')).id);
  });
});

describe('the form', () => {
  const filled = (channel: string) => ({
    channel: { channel: { type: 'conversations_select', selected_conversation: channel } },
    content: { content: { type: 'plain_text_input', value: ' 公安牵头 ' } },
    when: { when: { type: 'static_select', selected_option: { value: '每周一' } } },
    time: { time: { type: 'timepicker', selected_time: '08:30' } },
  });

  async function openForm() {
    const { slack } = hand;
    const before = slack.api.views.length;
    expect(await slack.shortcut('qinzhi_subscribe')).toMatchObject({ became: 'acknowledged' });
    await vi.waitFor(() => expect(slack.api.views).toHaveLength(before + 1), patience);
    return slack.api.views.at(-1)!.view;
  }

  it('becomes one command, said by that person for that channel, and answered to them', async () => {
    const { slack } = hand;
    const view = await openForm();
    expect(await slack.submit(view, filled(slack.general.id))).toMatchObject({ became: 'acknowledged' });
    const [post] = await posts(1);
    expect(received).toMatchObject([
      { channel: slack.general.id, user: slack.user('ann'), content: { text: '订阅 公安牵头 每周一 08:30' } },
    ]);
    expect(post!.channel).toBe((await slack.direct('ann')).id);
    await slack.submit(view, filled(slack.general.id));
    await say('到此', { direct: true });
    await posts(2);
    expect(texts()).toEqual(['订阅 公安牵头 每周一 08:30', '到此']);
  });

  it('asks to be invited to a channel that it is not in', async () => {
    const { slack } = hand;
    await slack.submit(await openForm(), filled(slack.elsewhere.id));
    const [post] = await posts(1);
    expect(look(post!).text).toContain('/invite');
    expect(received).toEqual([]);
  });
});
