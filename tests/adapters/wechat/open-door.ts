/** A WeChat door on a stage, quick enough for a test. */
import { rmSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';
import { Wechat, type WechatOptions } from '../../../adapters/wechat/wechat.ts';
import type { Message } from '../../../src/model/message.ts';
import type { Receive } from '../../../src/model/port.ts';
import { maxWaitMs } from '../../setup/max-wait.ts';
import { plain } from '../contract/scene.ts';
import { quickOptions, temporaryFolder } from './quick-options.ts';
import type { Stage } from './stage/stage.ts';

interface OpenDoor {
  door: Wechat;
  options: WechatOptions;
  received: Message[];
  notes: string[];
  /** Settles once such a line was noted. */
  noted(words: string | RegExp): Promise<string>;
  texts(): string[];
  waitForText(text: string): Promise<Message>;
}

const patience = { timeout: maxWaitMs, interval: 5 };
const echo: Receive = async ({ content: what }) => plain(`回声：${what.type === 'text' ? what.text : what.type}`);

/** Starts one and waits until the account is logged in (`login: false`: not). Stopped with the test. */
export async function openDoor(
  stage: Stage,
  given: Partial<WechatOptions> & { receive?: Receive; login?: boolean } = {},
): Promise<OpenDoor> {
  const { receive = echo, login = true, ...more } = given;
  const folder = temporaryFolder();
  const notes: string[] = [];
  const received: Message[] = [];
  const options = { ...quickOptions(stage, folder), note: (line: string) => void notes.push(line), ...more };
  const door = new Wechat(options);
  onTestFinished(async () => {
    await door.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const noted = (words: string | RegExp) =>
    vi.waitFor(() => {
      const line = notes.find((one) => (typeof words === 'string' ? one.includes(words) : words.test(one)));
      if (line === undefined) throw new Error(`not noted: ${words}; but ${notes.join('\n')}`);
      return line;
    }, patience);
  const texts = () => received.map(({ content: what }) => (what.type === 'text' ? what.text : `(${what.type})`));
  const waitForText = (text: string) =>
    vi.waitFor(() => {
      const found = received[texts().indexOf(text)];
      if (!found) throw new Error(`not received: ${text}; but ${JSON.stringify(texts())}; ${notes.join('\n')}`);
      return found;
    }, patience);
  await door.start((message) => {
    received.push(message);
    return receive(message);
  });
  if (login) await noted('logged in as');
  return { door, options, received, notes, noted, texts, waitForText };
}
