/** Whom a message of a group speaks to, and what it says without the mention. */
import { describe, expect, it } from 'vitest';
import { readMention, withoutQuote } from '../../../adapters/wechat/mention.ts';
import { openDoor } from './open-door.ts';
import { mentionOf, Stage } from './stage/stage.ts';

const others = ['王处长', '小助手2号', '小助手 二号', 'Anna'];
const received = (text: string, own: readonly string[] = ['小助手'], mentioned = false) =>
  readMention({ text, own, others, mentioned });

describe('readMention', () => {
  it.each([
    ['@小助手\u2005查流程', '查流程'],
    ['@小助手 查流程', '查流程'],
    ['@小助手查流程', '查流程'],
    ['＠小助手，查流程', '，查流程'],
    ['查流程@小助手', '查流程'],
    ['查流程 @小助手\u2005', '查流程'],
    ['请问 @小助手\u2005公安牵头的有几项', '请问 公安牵头的有几项'],
    ['@王处长\u2005@小助手\u2005  24 号', '@王处长\u2005  24 号'],
    ['@小助手\u2005@小助手\u2005说', '说'],
    ['@所有人\u2005请 @小助手\u2005 说', '@所有人\u2005请  说'],
    ['@小助手\u2005第一行\n  第二行', '第一行\n  第二行'],
    ['@小助手', ''],
    ['@小助手\u2005', ''],
  ])('hears %j as %j', (text, words) => {
    expect(received(text)).toBe(words);
  });

  it.each([
    '查流程',
    '小助手 查流程',
    '@所有人 明天九点开会',
    '@王处长\u2005你来答',
    '@小助手2号\u2005你来答',
    '@小助手 二号\u2005你来答',
    'info@小助手.example',
  ])('does not hear %j', (text) => {
    expect(received(text)).toBeUndefined();
  });

  it('reads names with spaces, with signs and in two forms, and an English name to its end', () => {
    const own = ['秦知 政策 助手', '(^_^)[1].*', 'Ann'];
    expect(received('@秦知 政策 助手\u2005查流程', own)).toBe('查流程');
    expect(received('@秦知\u2005政策  助手 查流程', own)).toBe('查流程');
    expect(received('@(^_^)[1].* 查流程', own)).toBe('查流程');
    expect(received('@Ann 查流程', own)).toBe('查流程');
    expect(received('@Anna 查流程', own)).toBeUndefined();
    expect(received('@Annabel 查流程', own)).toBeUndefined();
    expect(received('@秦知 查流程', own)).toBeUndefined();
  });

  it('believes the platform where it tells of a mention, but for everybody', () => {
    expect(received('@小秘书\u2005查流程', ['小助手'], true)).toBe('查流程');
    expect(received('@王处长\u2005@小秘书\u2005查流程', ['小助手'], true)).toBe('@王处长\u2005查流程');
    expect(received('@小秘书 查流程', ['小助手'], true)).toBe('查流程');
    expect(received('查流程', ['小助手'], true)).toBe('查流程');
    expect(received('@所有人\u2005开会', ['小助手'], true)).toBeUndefined();
    expect(received('@All 开会', ['小助手'], true)).toBeUndefined();
    expect(received('@Allen 查流程', ['小助手'], true)).toBe('查流程');
  });

  it('takes no words of somebody else for words to it', () => {
    const text = '「张三：@小助手 查流程」\n- - - - - - - - - - - - - - -\n收到';
    expect(withoutQuote(text)).toBe('收到');
    expect(withoutQuote('「这样」的话要留下\n第二行')).toBe('「这样」的话要留下\n第二行');
  });
});

describe('in a group', () => {
  it('knows what it is called there, also where the platform tells of no mentions, or tells wrongly', async () => {
    const stage = new Stage('秦知 助手');
    stage.aliases.set('self', '小秦');
    const { texts, waitForText, received: messages } = await openDoor(stage);
    const { group, self, ann, bob } = stage;
    stage.say({ in: group, text: `${mentionOf('秦知 助手')}按名字` });
    stage.say({ in: group, text: `${mentionOf('小秦')}按群昵称`, mentioned: [] });
    stage.say({ in: group, text: `${mentionOf('不认得的名字')}平台说的`, mentioned: [self] });
    stage.say({ in: group, text: `${mentionOf('所有人')}开会`, mentioned: [self, ann, bob] });
    stage.say({ in: group, text: '没有提到谁' });
    stage.say({ in: group, text: `${mentionOf('老李')}你来`, mentioned: [bob] });
    stage.say({ in: group, text: mentionOf('小秦') });
    stage.say({ in: group, text: `${mentionOf('小秦')}到此为止` });
    await waitForText('到此为止');
    expect(texts()).toEqual(['按名字', '按群昵称', '平台说的', '(visit)', '到此为止']);
    expect(messages[0]).toMatchObject({ direct: false, channel: group.id, user: 'ann', userName: '王处长' });
  });

  it('hears words and signs, not pictures', async () => {
    const stage = new Stage();
    const { texts, waitForText } = await openDoor(stage);
    stage.say({ text: '😀👍🏽' });
    stage.say({ text: '<msg>…</msg>', type: 6 });
    stage.say({ text: '到此为止' });
    await waitForText('到此为止');
    // A picture comes without words, and is answered with a line.
    expect(texts()).toEqual(['😀👍🏽', '', '到此为止']);
  });
});

it('does not talk to machines', async () => {
  const stage = new Stage();
  const { texts, waitForText } = await openDoor(stage);
  stage.say({ text: '自动消息', by: stage.createContact({ id: 'filehelper', name: '文件传输助手' }) });
  stage.say({ text: '自动消息', by: stage.createContact({ id: 'gh_1', name: '某公众号' }) });
  stage.say({ text: '自动消息', by: stage.createContact({ id: 'news', name: '某服务号', type: 2 }) });
  stage.say({ text: '到此为止' });
  await waitForText('到此为止');
  expect(texts()).toEqual(['到此为止']);
});
