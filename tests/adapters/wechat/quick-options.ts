/** The options of a WeChat door on a stage that waits for nothing. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { realWait } from '../../../adapters/wechat/open.ts';
import type { WechatOptions } from '../../../adapters/wechat/wechat.ts';
import { MemoryRooms } from './memory-rooms.ts';
import { stagePuppet } from './stage/stage.ts';

export const quickOptions = (stage: object, folder: string): WechatOptions => ({
  module: 'wechaty',
  puppet: stagePuppet,
  puppetOptions: { mocker: stage },
  folder,
  friends: 'none',
  pace: { spacingMs: [0, 0], perRoomPerMinute: 10_000 },
  sendTimeoutMs: 500,
  firstWaitMs: 10,
  rooms: new MemoryRooms(),
  output: new PassThrough().resume(),
  note: () => {},
  now: () => new Date(),
  wait: realWait,
  random: () => 0.5,
});

export const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'qinzhi-wechat-'));

/**
 * A home for the client of the puppet service, which keeps contacts and groups below it. A puppet that fell may write to it until its process
 * ends, so it is removed at the end of the run (tests/setup/leftovers.ts) and not with its test.
 */
export const homeFolder = () => mkdtempSync(join(tmpdir(), 'home-'));
