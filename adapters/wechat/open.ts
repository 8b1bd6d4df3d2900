/** Opens the WeChat door from its settings. */
import { setTimeout } from 'node:timers/promises';
import type { DoorContext, WechatSettings } from '../../src/model/door.ts';
import { connectAndLeave, discoverEndpoint } from './discovery.ts';
import type { Wait } from './send-queue.ts';
import { Wechat } from './wechat.ts';

const sendTimeoutMs = 20_000;
const firstWaitMs = 1_000;
const discoverTimeoutMs = 10_000;
/** The client of a token, of wechaty and of its forks. */
const servicePuppet = /(?:^|\/)wechaty-puppet-service$/;

export const realWait: Wait = async (ms, signal) => {
  await setTimeout(ms, undefined, { signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
};

export function openWechat(settings: WechatSettings, { output, warn: note, now, rooms }: DoorContext): Wechat {
  const { puppet, puppetOptions } = settings;
  const { token, endpoint, authority } = puppetOptions;
  const discover =
    token && !endpoint && servicePuppet.test(puppet)
      ? () => discoverEndpoint({ token, timeoutMs: discoverTimeoutMs, ...(authority ? { authority } : {}) })
      : undefined;
  const reach = servicePuppet.test(puppet)
    ? async () => connectAndLeave(endpoint ?? (await discover?.()) ?? '', discoverTimeoutMs)
    : undefined;
  const own = { sendTimeoutMs, firstWaitMs, wait: realWait, random: Math.random, discover, reach };
  return new Wechat({ ...settings, ...own, output, note, now, rooms: rooms('wechat') });
}
