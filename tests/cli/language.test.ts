/** Help, errors and notices are Chinese or English by the setting, and no sentence is both. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { en as cliEn } from '../../src/cli/messages/en.ts';
import { helpEn } from '../../src/cli/messages/help-en.ts';
import { helpZh } from '../../src/cli/messages/help-zh.ts';
import { wrapped } from '../../src/cli/messages/width.ts';
import { zh as cliZh } from '../../src/cli/messages/zh.ts';
import * as config from '../../src/config/messages.ts';
import * as delivery from '../../src/delivery/messages.ts';
import * as digest from '../../src/digest/messages.ts';
import * as knowledge from '../../src/knowledge/messages.ts';
import { openLog } from '../../src/service/log/log.ts';
import { logInChinese } from '../../src/service/log/log-messages.ts';
import * as service from '../../src/service/messages.ts';
import * as store from '../../src/store/messages.ts';
import { invoke } from './invoke.ts';
import { root } from './launch.ts';

const rooms: [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>][] = [
  ['help', helpZh, helpEn],
  ['cli', cliZh, cliEn],
  ['config', config.zh, config.en],
  ['delivery', delivery.zh, delivery.en],
  ['digest', digest.zh, digest.en],
  ['knowledge', knowledge.zh, knowledge.en],
  ['service', service.zh, service.en],
  ['store', store.zh, store.en],
];

const commands = [
  ...['ask', 'chat', 'import', 'check', 'tidy', 'schema', 'digest', 'run', 'migrate', 'backup', 'restore'].map(
    (name) => [name],
  ),
  ...['list', 'add', 'remove', 'pause', 'resume', 'preview', 'next', 'apply'].map((name) => ['subscriptions', name]),
  ...['list', 'retry', 'lag'].map((name) => ['deliveries', name]),
  ...['phrasing', 'golden'].map((name) => ['questions', name]),
  ...['invite', 'list', 'remove'].map((name) => ['admin', name]),
];

/** Examples and commands are the same in both languages, and so are the names that other programs print. */
const withoutCode = (text: string) =>
  text
    .replace(/^ *(?:qinzhi|echo) .*$/gm, '')
    .replace(/qinzhi(?: [a-z]+)+/g, '')
    .replace(/Bot User OAuth Token|npm install \S+|GRANT CREATE ON DATABASE|OAuth & Permissions/g, '');

/** Three words one after the other are no name. */
const englishIn = (text: string) => withoutCode(text).match(/[A-Za-z][a-z]+ [a-z]{2,} [a-z]{2,}/g) ?? [];

/** Words that are typed to the assistant, titles of columns and names of files stay Chinese; they stand in quotes, after a colon or in code. */
const chineseIn = (text: string) =>
  withoutCode(text)
    .replace(/“[^”]*”|指导部门=牵头|市教育局=教育局、教委|1=便民|每个工作日 9:00 公安牵头★ 本月到期|秦知/g, '')
    .match(/\p{Script=Han}+/gu) ?? [];

const slots = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].toSorted();

describe.each(rooms)('the sentences of %s', (_room, zh, en) => {
  it('exist in both languages, with the same slots', () => {
    expect(Object.keys(zh).toSorted()).toEqual(Object.keys(en).toSorted());
    for (const key of Object.keys(zh)) expect({ key, slots: slots(zh[key]!) }).toEqual({ key, slots: slots(en[key]!) });
  });

  it('are each in one language', () => {
    for (const [key, text] of Object.entries(zh))
      expect({ key, english: englishIn(text) }).toEqual({ key, english: [] });
    for (const [key, text] of Object.entries(en))
      expect({ key, chinese: chineseIn(text) }).toEqual({ key, chinese: [] });
  });
});

describe('help', () => {
  it.each([[[]], ...commands.map((path) => [path])])('of %j is in one language', async (path) => {
    const inChinese = await invoke([...path, '--help'], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(inChinese).toMatchObject({ code: 0, err: '' });
    expect(inChinese.out).toMatch(new RegExp(`^用法： qinzhi ${path.join(' ')}`));
    expect(inChinese.out).not.toMatch(/Usage:|Options:|Commands:|Arguments:|\(default|\[options\]|\[command\]/);
    expect(englishIn(inChinese.out)).toEqual([]);
    const inEnglish = await invoke([...path, '--help'], { env: { LANG: 'en_US.UTF-8' } });
    expect(inEnglish).toMatchObject({ code: 0, err: '' });
    expect(chineseIn(inEnglish.out)).toEqual([]);
  });

  it('is as wide as the terminal, without a break inside a word or before punctuation', () => {
    const lines = wrapped('运行服务：在各聊天平台回答问题，按时发送到期提醒（SIGTERM、Ctrl-C）。', 20).split('\n');
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join('')).toBe('运行服务：在各聊天平台回答问题，按时发送到期提醒（SIGTERM、Ctrl-C）。');
    for (const line of lines) expect(line).not.toMatch(/^[，。、：）]/);
    expect(lines.some((line) => line.includes('SIGTERM'))).toBe(true);
  });
});

describe('an error', () => {
  it.each([
    [['chek'], 'unknown command', '没有命令 chek\n（是不是 check？）'],
    [['ask', '--explan', 'x'], 'unknown option', '没有选项 --explan\n（是不是 --explain？）'],
    [['backup'], 'missing required argument', '缺少参数 file'],
    [['subscriptions', 'add'], 'required option', '缺少必填的选项 --door <name>'],
    [['ask', '--now'], 'argument missing', '选项 --now <time> 后面缺少内容'],
    [['migrate', 'a', 'b'], 'too many arguments', '参数太多：应有 0 个，实有 2 个'],
    [['questions', '--limit', 'x'], '--limit x is no number', '--limit x 不是数字'],
    [['deliveries', 'list', '--state', 'gone'], '--state gone is none of', '--state gone 不对'],
    [['import', '/not/there'], 'there is no such file', '没有这个文件'],
    [['check', 'nowhere'], 'is no pack;', '不是方案包；'],
    [['digest', '--page', '9'], 'There is no page 9', '没有第 9 页'],
    [['digest', '--zone', 'Mars', '--due', 'never'], 'is no IANA time zone', '不是 IANA 时区'],
    [['ask', '--batch', '问题'], 'reads its questions from standard input', '从标准输入读取问题'],
    [['admin', 'remove', 'x'], 'is no DOOR:USER', '不是形如'],
  ])('of %j is told in the language of the setting', async (args, english, chinese) => {
    const inEnglish = await invoke(args, { env: { QINZHI_LANG: 'en' } });
    expect(inEnglish.code).toBe(2);
    expect(inEnglish.err).toContain(english);
    expect(chineseIn(inEnglish.err)).toEqual([]);
    const inChinese = await invoke(args, { env: { QINZHI_LANG: 'zh' } });
    expect(inChinese.code).toBe(2);
    expect(inChinese.err).toContain(chinese);
    expect(englishIn(inChinese.err)).toEqual([]);
  });
});

describe('the log of a running service', () => {
  const folder = (name: string) =>
    readdirSync(join(root, 'src', name))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, 'src', name, file), 'utf8'));

  it('is Chinese at a Chinese terminal, and its JSON lines are English', () => {
    for (const [isTTY, language, expected] of [
      [true, 'zh', '已回答'],
      [true, 'en', 'message answered'],
      [false, 'zh', '"msg":"message answered"'],
    ] as const) {
      const output = Object.assign(new PassThrough(), { isTTY });
      openLog({ level: 'info', output, now: () => new Date(0), language }).info({}, 'message answered');
      expect(String(output.read())).toContain(expected);
    }
  });

  it('has every sentence in Chinese too', () => {
    const calls = [...folder('bot'), ...folder('service')].flatMap((text) => [
      ...text.matchAll(/\blog\.(?:debug|info|warn|error)\(\s*(?:\{[^}]*\}|[^,{]*),\s*'([^']+)'/g),
    ]);
    expect(calls.length).toBeGreaterThan(5);
    expect(calls.map(([, message]) => message!).filter((message) => !(message in logInChinese))).toEqual([]);
  });
});
