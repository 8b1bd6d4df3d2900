/** What a stage of WeChat lets the contract suite do and see, whatever puppet stands between. */
import { vi } from 'vitest';
import { Wechat, type WechatOptions } from '../../../adapters/wechat/wechat.ts';
import { maxWaitMs } from '../../setup/max-wait.ts';
import { type Requirement, type Rig, withMention } from '../contract/rig.ts';
import { MemoryRooms } from './memory-rooms.ts';
import { quickOptions } from './quick-options.ts';
import { mentionOf, type Stage } from './stage/stage.ts';

const cannot: Partial<Record<Requirement, string>> = {
  'follows-thread': 'a WeChat group has no threads',
  'send-slow-down': 'WeChat names no wait, and wechaty has no error for it; what puppets say is in its own tests',
  feedback: 'WeChat shows no reactions and no buttons; the words 有用 and 没用 are read by the bot',
};

export interface WechatRigOptions {
  name: string;
  stage: Stage;
  folder: string;
  options: Partial<WechatOptions>;
  close: () => Promise<void>;
  /** Beside what WeChat itself can't. */
  cannot?: Rig['cannot'];
}

export function wechatRig({ name, stage, folder, options, close, cannot: more = {} }: WechatRigOptions): Rig {
  stage.limit = 2000;
  const rooms = new MemoryRooms();
  const { self, ann, bob, group } = stage;
  const people = { self, ann, bob };
  const idOf = (place: string) => (place === 'group' ? group.id : ann.id);
  const shown = (place: string) =>
    stage.posted.filter(({ to }) => to === idOf(place)).map(({ text, mentions }) => ({ text, pings: mentions }));
  const rig: Rig = {
    name,
    folder: 'wechat',
    open() {
      const notes: string[] = [];
      const note = (line: string) => void notes.push(line);
      const door = new Wechat({ ...quickOptions(stage, folder), rooms, note, ...options });
      const start = door.start.bind(door);
      // The requirements are those of an account that is logged in.
      door.start = async (receive) => {
        notes.length = 0;
        await start(receive);
        await vi.waitFor(
          () => {
            if (!notes.some((line) => line.includes('logged in as'))) throw new Error(notes.join('\n'));
          },
          { timeout: maxWaitMs, interval: 5 },
        );
      };
      return door;
    },
    channel: (place) => idOf(place),
    async say({ text, by = 'ann', in: place, mention, ageMs = 0 }) {
      const words = mention && place === 'group' ? withMention(text, mentionOf('小助手')) : text;
      const at = new Date(Date.now() - ageMs);
      const where = place === 'group' ? { in: group, mentioned: mention ? [self] : [] } : {};
      return stage.say({ text: words, by: people[by], at, ...where });
    },
    async repeat(id) {
      stage.tell(id);
    },
    async choose(place, label) {
      const number = new RegExp(`(\\d+) ${label}`).exec(shown(place).at(-1)!.text)![1]!;
      await rig.say({ text: number, in: place, mention: place === 'group' });
    },
    async judge() {
      throw new Error(cannot.feedback);
    },
    shown,
    files: (place) => stage.files.filter(({ to }) => to === idOf(place)).map(({ name }) => name),
    refuseFile: () => {
      stage.fileError = new Error('the puppet sends no files');
    },
    refuseNext: (refusal) => {
      stage.refusal = refusal;
    },
    limit: { size: 2000, measure: (text) => text.length },
    cannot: { ...cannot, ...more },
    close,
  };
  return rig;
}
