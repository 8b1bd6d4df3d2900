/** What the stand-in of Feishu lets the contract suite do and see. */
import { randomUUID } from 'node:crypto';
import { Feishu, type FeishuOptions } from '../../../adapters/feishu/feishu.ts';
import { loadSdk } from '../../../adapters/feishu/load.ts';
import { type Place, type Rig, type Said, withMention } from '../contract/rig.ts';
import { app, FeishuStandIn, robot } from './stand-in.ts';

export const sdk = await loadSdk();

const group = 'oc_group';
const directChat = 'oc_direct';
const thread = 'omt_thread';
export const chatOf = (place: Place) => (place === 'direct' ? directChat : group);

export const openDoor = (feishu: FeishuStandIn, more: Partial<FeishuOptions> = {}) =>
  new Feishu(sdk, {
    ...app,
    apiUrl: feishu.apiUrl,
    timeoutMs: 10_000,
    connectMs: 2_000,
    pongMs: 1_000,
    waitMs: { first: 20, longest: 100 },
    report: () => {},
    now: () => new Date(),
    ...more,
  });

/** As Feishu tells of a text. */
export function messageEvent({ text, by = 'ann', in: place, mention, ageMs = 0 }: Said) {
  const isMention = mention && place !== 'direct';
  const content = isMention ? withMention(text, '@_user_1 ') : text.replaceAll('@所有人', '@_all');
  const mentions = isMention ? [{ key: '@_user_1', id: { open_id: robot }, name: '小助手' }] : [];
  return {
    sender: { sender_id: { open_id: `ou_${by}` }, sender_type: by === 'self' ? 'app' : 'user' },
    message: {
      message_id: `om_${randomUUID()}`,
      create_time: Number.isNaN(ageMs) ? 'unknown' : `${Date.now() - ageMs}`,
      chat_id: chatOf(place),
      chat_type: place === 'direct' ? 'p2p' : 'group',
      ...(place === 'thread' ? { thread_id: thread, root_id: 'om_root' } : {}),
      message_type: 'text',
      content: JSON.stringify({ text: content }),
      ...(mentions.length ? { mentions } : {}),
    },
  };
}

export async function openRig(): Promise<Rig> {
  const feishu = await new FeishuStandIn().open();
  feishu.directChats.add(directChat);
  const told = new Map<string, ReturnType<typeof messageEvent>>();
  const deliver = async (event: ReturnType<typeof messageEvent>) => {
    const { message_id: id, chat_id: chat, thread_id: of } = event.message;
    told.set(id, event);
    feishu.noteMessage(id, chat, of);
    await feishu.push('im.message.receive_v1', event).acknowledged;
    return id;
  };
  const posts = (place: Place) =>
    (feishu.posts.get(chatOf(place)) ?? []).filter((post) => (post.thread === undefined) === (place !== 'thread'));
  const press = async (place: Place, label: string) => {
    const post = posts(place).findLast(({ buttons }) => buttons.some((one) => one.label === label))!;
    const { value } = post.buttons.find((one) => one.label === label)!;
    await feishu.push('card.action.trigger', {
      operator: { open_id: 'ou_ann' },
      action: { tag: 'button', value },
      context: { open_message_id: post.id, open_chat_id: chatOf(place) },
    }).acknowledged;
  };
  return {
    name: 'feishu',
    folder: 'feishu',
    open: () => openDoor(feishu),
    channel: chatOf,
    say: (said) => deliver(messageEvent(said)),
    repeat: async (id) => void (await deliver(told.get(id)!)),
    choose: press,
    judge: (place, useful) => press(place, useful ? '有用' : '没用'),
    shown: (place) => posts(place).map(({ text, pings }) => ({ text, pings })),
    files: (place) =>
      feishu.files
        .filter(({ chat, thread: of }) => chat === chatOf(place) && (of === undefined) === (place !== 'thread'))
        .map(({ name }) => name),
    refuseFile: () => {
      feishu.uploadAnswer = [400, { code: 99991672, msg: 'Access denied. im:resource' }];
    },
    refuseNext: (refusal) => {
      feishu.refusal = refusal;
    },
    limit: { size: 30 * 1024, measure: (text) => Buffer.byteLength(text, 'utf8') },
    cannot: {},
    close: () => feishu.close(),
  };
}
