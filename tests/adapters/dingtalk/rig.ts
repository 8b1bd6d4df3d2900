/** What the stand-in of DingTalk lets the contract suite do and see. */
import { randomUUID } from 'node:crypto';
import { Dingtalk, type DingtalkOptions } from '../../../adapters/dingtalk/dingtalk.ts';
import { type Place, type Rig, withMention } from '../contract/rig.ts';
import { app, DingtalkStandIn } from './stand-in.ts';

const group = 'cid0123456789==';
const chatOf = (place: Place) => (place === 'group' ? group : 'ann');

export const openDoor = (dingtalk: DingtalkStandIn, more: Partial<DingtalkOptions> = {}) =>
  new Dingtalk({
    ...app,
    apiUrl: dingtalk.apiUrl,
    timeoutMs: 10_000,
    beatMs: 1_000,
    waitMs: { first: 20, longest: 100 },
    report: () => {},
    now: () => new Date(),
    ...more,
  });

/** As DingTalk tells of a text; the mention is taken out. */
export const textMessage = (dingtalk: DingtalkStandIn, place: Place, by: string, content: string) => ({
  msgId: randomUUID(),
  conversationId: place === 'group' ? group : `cid-with-${by}`,
  conversationType: place === 'group' ? '2' : '1',
  senderId: `$:LWCP_v1:${by}`,
  senderStaffId: by,
  senderNick: by,
  createAt: Date.now(),
  msgtype: 'text',
  text: { content },
  robotCode: app.robotCode,
  sessionWebhook: `${dingtalk.apiUrl}robot/sendBySession?session=${encodeURIComponent(place === 'group' ? group : by)}`,
  sessionWebhookExpiredTime: Date.now() + 5_400_000,
});

export async function openRig(): Promise<Rig> {
  const dingtalk = await new DingtalkStandIn().open();
  const told = new Map<string, object>();
  const posts = (place: Place) => (place === 'thread' ? [] : (dingtalk.posts.get(chatOf(place)) ?? []));
  const noButtons = 'texts have no buttons and no reactions that a robot hears; 有用 and 没用 are read by the bot';
  const rig: Rig = {
    name: 'dingtalk',
    folder: 'dingtalk',
    open: () => openDoor(dingtalk),
    channel: chatOf,
    async say({ text, by = 'ann', in: place, mention, ageMs = 0 }) {
      // DingTalk delivers of a group what mentions the robot, and nothing else.
      if (place === 'group' && !mention) return 'not-delivered';
      const content = place === 'group' ? withMention(text, ' ') : text;
      const createAt = Number.isNaN(ageMs) ? 'unknown' : Date.now() - ageMs;
      const data = { ...textMessage(dingtalk, place, by, content), createAt };
      told.set(data.msgId, data);
      dingtalk.tell(data);
      return data.msgId;
    },
    async repeat(id) {
      dingtalk.tell(told.get(id)!);
    },
    async choose(place, label) {
      const post = posts(place).at(-1)!;
      const button = post.buttons.find(({ title }) => title === label);
      // A button says its text in the name of who presses it.
      const said = button
        ? new URL(button.url).searchParams.get('content')!
        : new RegExp(`(\\d+) ${label}`).exec(post.text)![1]!;
      await rig.say({ text: said, in: place, mention: place === 'group' });
    },
    async judge() {
      throw new Error(noButtons);
    },
    shown: (place) => posts(place).map(({ text, pings }) => ({ text, pings })),
    files: (place) => dingtalk.files.filter(({ to }) => to === chatOf(place)).map(({ name }) => name),
    refuseFile: () => {
      dingtalk.uploadCode = 40035;
    },
    refuseNext: (refusal) => {
      dingtalk.refusal = refusal;
    },
    limit: { size: 5_000, measure: (text) => Buffer.byteLength(text, 'utf8') },
    cannot: {
      'follows-thread': 'a group of DingTalk has no threads',
      'never-hears-itself': 'what the robot says is never delivered to it',
      feedback: noButtons,
    },
    close: () => dingtalk.close(),
  };
  return rig;
}
