/** Opens the WeChat door from its settings. */
import { setTimeout } from 'node:timers/promises';
import type { DoorContext, WechatSettings } from '../../src/model/door.ts';
import type { Wait } from './send-queue.ts';
import { Wechat } from './wechat.ts';

const sendTimeoutMs = 20_000;
const firstWaitMs = 1_000;

export const realWait: Wait = async (ms, signal) => {
  await setTimeout(ms, undefined, { signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
};

export function openWechat(settings: WechatSettings, { output, warn: note, now, rooms }: DoorContext): Wechat {
  const own = { sendTimeoutMs, firstWaitMs, wait: realWait, random: Math.random };
  return new Wechat({ ...settings, ...own, output, note, now, rooms: rooms('wechat') });
}
