/** What a door owes to those who speak: all that is meant for the assistant is received, once and word for word, and nothing else. */
import { expect } from 'vitest';
import type { Message } from '../../../src/model/message.ts';
import type { Requirement } from './rig.ts';
import { countOf, echo, type Scene, textOf } from './scene.ts';

/** With what platforms encode, and what they take for markup. */
const wording = '把 A&B <甲> 的“商标”抄了 50%，*怎么办*？';

/** A button and a typed number come to the same. */
const questionOf = ({ content: what }: Message) =>
  what.type === 'press' ? what.question : what.type === 'text' ? what.text : undefined;

const compact = (text: string) => text.replace(/\s/g, '');

export const hearing = {
  'hears-direct': async (scene: Scene) => {
    await scene.tell('direct', wording);
    const message = await scene.waitForText(wording);
    expect(message).toMatchObject({ door: scene.door.name, direct: true });
    expect(message.at).toBeInstanceOf(Date);
    for (const word of [message.id, message.channel, message.user]) expect(word).not.toBe('');
    await scene.see('direct', `回声：${wording}`);
    await scene.tell('direct', '第二句');
    const second = await scene.waitForText('第二句');
    expect(second).toMatchObject({ channel: message.channel, user: message.user });
    expect(second.id).not.toBe(message.id);
    await scene.fence('direct');
    expect(scene.texts()).toEqual([wording, '第二句']);
    expect(countOf(scene.rig.shown('direct'), '回声：第二句')).toBe(1);
    expect(scene.rig.shown('group')).toEqual([]);
  },

  'hears-group-mention': async (scene: Scene) => {
    await scene.tell('group', wording);
    const message = await scene.waitForText(wording);
    expect(message).toMatchObject({ door: scene.door.name, direct: false });
    await scene.see('group', `回声：${wording}`);
    await scene.tell('group', '公安牵头的 {@} 有几项', { by: 'bob' });
    const inside = await scene.hear((each) => compact(textOf(each)) === '公安牵头的有几项');
    expect(inside.channel).toBe(message.channel);
    expect(inside.user).not.toBe(message.user);
    await scene.tell('group', '到6月的呢 {@}');
    await scene.waitForText('到6月的呢');
    await scene.fence('group');
    expect(scene.texts()).toHaveLength(3);
    expect(scene.rig.shown('direct')).toEqual([]);
  },

  'ignores-group-without-mention': async (scene: Scene) => {
    for (const text of ['中午吃什么', '@所有人 明天九点开会', '@bob 你来答', '1'])
      await scene.rig.say({ text, in: 'group' });
    await scene.rig.say({ text: '知识产权归谁管', in: 'group', by: 'bob' });
    await scene.fence('group');
    expect(scene.texts()).toEqual([]);
    expect(countOf(scene.rig.shown('group'), '回声')).toBe(1);
  },

  'follows-thread': async (scene: Scene) => {
    await scene.rig.say({ text: '你们先聊', in: 'thread', by: 'bob' });
    await scene.tell('thread', '第24项谁负责');
    const first = await scene.waitForText('第24项谁负责');
    expect(first.thread).toBeTruthy();
    expect(first.direct).toBe(false);
    await scene.see('thread', '回声：第24项谁负责');
    await scene.rig.say({ text: '那配合单位呢', in: 'thread' });
    expect(await scene.waitForText('那配合单位呢')).toMatchObject({ channel: first.channel, thread: first.thread });
    await scene.see('thread', '回声：那配合单位呢');
    await scene.rig.say({ text: '群里不相干的话', in: 'group' });
    await scene.fence('group');
    await scene.fence('thread');
    expect(scene.texts()).toEqual(['第24项谁负责', '那配合单位呢']);
    expect(countOf(scene.rig.shown('group'), '配合单位')).toBe(0);
  },

  'never-hears-itself': async (scene: Scene) => {
    for (const place of scene.places) {
      await scene.tell(place, '我自己说的', { by: 'self' });
      await scene.fence(place);
      await scene.fence(place);
      expect(countOf(scene.rig.shown(place), '回声')).toBe(2);
    }
    // Of the echoes none came back either.
    expect(scene.received).toHaveLength(2 * scene.places.length);
  },

  'same-id': async (scene: Scene) => {
    const [place] = scene.places;
    const id = await scene.tell(place!, '说一遍');
    const first = await scene.waitForText('说一遍');
    await scene.rig.repeat(id);
    await scene.fence(place!);
    const here = scene.received;
    await scene.restart();
    await scene.rig.repeat(id);
    await scene.fence(place!);
    const all = [...here, ...scene.received];
    const repeats = all.filter((message) => textOf(message) === '说一遍');
    expect(repeats.map((message) => message.id)).toEqual(repeats.map(() => first.id));
    const others = all.filter((message) => textOf(message) !== '说一遍').map((message) => message.id);
    expect(new Set([first.id, ...others]).size).toBe(3);
  },

  'drops-old': async (scene: Scene) => {
    for (const place of scene.places) {
      await scene.tell(place, '一小时前的话', { ageMs: 3_600_000 });
      await scene.fence(place);
      expect(countOf(scene.rig.shown(place), '回声')).toBe(1);
    }
    expect(scene.texts()).toEqual([]);
  },

  choices: async (scene: Scene) => {
    const choices = ['甲', '乙'].map((label) => ({ label: `${label}的事`, question: `请问${label}归谁管？` }));
    const card = { id: 'card-1', blocks: [{ type: 'text' as const, text: '哪一件？' }], choices, sources: [] };
    for (const place of scene.places) {
      scene.receive = async () => card;
      await scene.tell(place, '问一件事');
      const asked = await scene.waitForText('问一件事');
      await scene.see(place, '乙的事');
      scene.receive = async () => undefined;
      await scene.rig.choose(place, '乙的事');
      const chosen = await scene.hear((message) => questionOf(message) === '请问乙归谁管？');
      const { channel, user, direct } = asked;
      expect(chosen).toMatchObject({ channel, user, direct });
      if (chosen.content.type === 'press')
        expect(chosen.content).toEqual({ type: 'press', card: 'card-1', question: '请问乙归谁管？' });
      await scene.fence(place);
      expect(scene.received.filter(({ id }) => id === chosen.id)).toHaveLength(1);
      expect(scene.received).toHaveLength(3);
      scene.received.length = 0;
    }
  },

  /** Nothing of what a platform delivers may reach the core as an Invalid Date, or hold the process. */
  'bad-input': async (scene: Scene) => {
    const [place] = scene.places;
    const before = Date.now();
    await scene.tell(place!, '没有时间的', { ageMs: Number.NaN });
    const { at } = await scene.waitForText('没有时间的');
    expect(at.getTime()).toBeGreaterThanOrEqual(before - 60_000);
    expect(at.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
    scene.receive = async () => undefined;
    for (const unit of ['.', '@', '<', ' 「', '每周 ']) await scene.tell(place!, `长${unit.repeat(30_000)}`);
    scene.receive = echo;
    await scene.fence(place!);
  },

  feedback: async (scene: Scene) => {
    for (const place of scene.places) {
      const card = { id: `card-${place}`, blocks: [{ type: 'text' as const, text: '答复' }], choices: [], sources: [] };
      scene.receive = async () => card;
      await scene.tell(place, '问一件事');
      await scene.see(place, '答复');
      scene.receive = async () => undefined;
      await scene.rig.judge(place, true);
      const judged = await scene.hear(({ content: what }) => what.type === 'feedback');
      expect(judged.content).toEqual({ type: 'feedback', card: card.id, useful: true });
      // Known again from the platform's own message, not from memory.
      await scene.restart();
      await scene.rig.judge(place, false);
      const again = await scene.hear(({ content: what }) => what.type === 'feedback');
      expect(again.content).toEqual({ type: 'feedback', card: card.id, useful: false });
      expect(again.user).toBe(judged.user);
      scene.received.length = 0;
    }
  },
} satisfies Partial<Record<Requirement, (scene: Scene) => Promise<void>>>;
