/** What the stand-in of WeCom lets the contract suite do and see. */
import { randomUUID } from 'node:crypto';
import { Wecom, type WecomOptions } from '../../../adapters/wecom/wecom.ts';
import { type Place, type Rig, withMention } from '../contract/rig.ts';
import { bot, WecomStandIn } from './stand-in.ts';

const group = 'wr0123456789-group';
const chatOf = (place: Place) => (place === 'group' ? group : 'ann');

export const openDoor = (wecom: WecomStandIn, more: Partial<WecomOptions> = {}) =>
  new Wecom({
    ...bot,
    botName: '小助手',
    url: wecom.url,
    ackMs: 1_000,
    beatMs: 1_000,
    waitMs: { first: 20, longest: 100 },
    report: () => {},
    now: () => new Date(),
    ...more,
  });

interface Told {
  cmd: 'aibot_msg_callback' | 'aibot_event_callback';
  body: { msgid: string };
  chat: string;
}

export async function openRig(): Promise<Rig> {
  const wecom = await new WecomStandIn().open();
  const told = new Map<string, Told>();
  const deliver = async (one: Told) => {
    told.set(one.body.msgid, one);
    wecom.tell(one.cmd, one.body, one.chat);
    return one.body.msgid;
  };
  const bodyOf = (place: Place, by: string) => ({
    msgid: randomUUID(),
    aibotid: bot.botId,
    ...(place === 'group' ? { chatid: group, chattype: 'group' } : { chattype: 'single' }),
    from: { userid: by },
    create_time: Math.floor(Date.now() / 1000),
  });
  const event = (place: Place, name: string, data: object) =>
    deliver({
      cmd: 'aibot_event_callback',
      body: { ...bodyOf(place, 'ann'), ...{ msgtype: 'event', event: { eventtype: name, [name]: data } } },
      chat: chatOf(place),
    });
  const posts = (place: Place) => (place === 'thread' ? [] : (wecom.posts.get(chatOf(place)) ?? []));
  const rig: Rig = {
    name: 'wecom',
    folder: 'wecom',
    open: () => openDoor(wecom),
    channel: chatOf,
    async say({ text, by = 'ann', in: place, mention, ageMs = 0 }) {
      // WeCom delivers of a group what mentions the robot, and nothing else.
      if (place === 'group' && !mention) return 'not-delivered';
      const content = place === 'group' ? withMention(text, '@小助手 ') : text;
      const time = Number.isNaN(ageMs) ? 'unknown' : Math.floor((Date.now() - ageMs) / 1000);
      const body = { ...bodyOf(place, by), create_time: time, msgtype: 'text', text: { content } };
      return deliver({ cmd: 'aibot_msg_callback', body, chat: chatOf(place) });
    },
    async repeat(id) {
      await deliver(told.get(id)!);
    },
    async choose(place, label) {
      const post = posts(place).at(-1)!;
      const button = post.buttons.find(({ text }) => text === label)!;
      await event(place, 'template_card_event', { event_key: button.key, task_id: post.task });
    },
    async judge(place, useful) {
      await event(place, 'feedback_event', {
        id: posts(place).findLast(({ feedback }) => feedback)!.feedback,
        type: useful ? 1 : 2,
      });
    },
    shown: (place) => posts(place).map(({ text, pings }) => ({ text, pings })),
    files: (place) => wecom.files.filter(({ to }) => to === chatOf(place)).map(({ name }) => name),
    refuseFile: () => {
      wecom.uploadCode = 40058;
    },
    refuseNext: (refusal) => {
      wecom.refusal = refusal;
    },
    limit: { size: 20_480, measure: (text) => Buffer.byteLength(text, 'utf8') },
    cannot: {
      'follows-thread': 'a WeCom group has no threads',
      'never-hears-itself': 'what the robot says is never delivered to it',
      'send-slow-down': 'WeCom names no wait; after 45009 a chat is left alone for a minute, see its own tests',
    },
    close: () => wecom.close(),
  };
  return rig;
}
