/** Group robots: addresses, signatures, keywords, codes inside a 200, rates, and what is never told. */
import DingtalkRobot from 'dingtalk-robot-sender';
import { expect, it, onTestFinished } from 'vitest';
import { readAddress } from '../../../adapters/robot/address.ts';
import { platforms } from '../../../adapters/robot/platforms.ts';
import { Robot } from '../../../adapters/robot/robot.ts';
import type { Card } from '../../../src/model/card.ts';
import { maskAddresses } from '../../../src/shared/mask.ts';
import { openRobots, type PlatformName, paths } from './stand-in.ts';

const card: Card = { title: '到期提醒', blocks: [{ type: 'text', text: '一项' }], choices: [], sources: ['附件1'] };
const all = ['wecom', 'dingtalk', 'feishu'] as const;

async function open() {
  const robots = await openRobots();
  onTestFinished(() => robots.close());
  const spacingMs = { short: 1, long: 1 };
  const reports: string[] = [];
  const report = (line: string) => void reports.push(line);
  const door = new Robot({ origins: [robots.origin], timeoutMs: 10_000, spacingMs, now: () => new Date(), report });
  const channel = (platform: PlatformName, query = '') =>
    `${robots.origin}${paths[platform]}${platform === 'feishu' ? query.replace('&', '?') : query}`;
  return { robots, door, channel, reports };
}

it('has a stand-in that takes what an independent client of DingTalk signs, and refuses what it signs wrongly', async () => {
  const { robots } = await open();
  robots.secret = 'SEC0123';
  const webhook = `${robots.origin}${paths.dingtalk}`;
  const { data } = await new DingtalkRobot({ webhook, secret: 'SEC0123' }).text('一项', {});
  expect(data).toEqual({ errcode: 0, errmsg: 'ok' });
  const wrong = await new DingtalkRobot({ webhook, secret: 'SEC9999' }).text('一项', {});
  expect(wrong.data).toMatchObject({ errcode: 310000 });
  expect(robots.shown).toEqual([{ text: '一项', pings: [] }]);
});

it('signs for Feishu as the example of its documentation does', () => {
  const feishu = platforms.find(({ origins }) => origins.includes('https://open.feishu.cn'))!;
  const { body } = feishu.toRequest(new URL('https://open.feishu.cn/x'), '一项', 'demo-secret', 1_599_360_473_000);
  // Computed by Python's hmac: key = timestamp + "\n" + secret, message empty.
  expect(JSON.parse(body)).toMatchObject({
    timestamp: '1599360473',
    sign: '3/MaVZ8JLIy4TUG+7KSFJqvUkTKd+HWY8g+56DZWq8s=',
  });
});

it.each(all)('posts to %s, and a secret never leaves in the address', async (platform) => {
  const { robots, door, channel } = await open();
  const wrongly = door.send(channel(platform, '&secret=SEC-wrong'), card, 'k');
  if (platform === 'wecom') await wrongly;
  else {
    await wrongly;
    robots.secret = 'SEC-right';
    const error = await door.send(channel(platform, '&secret=SEC-wrong'), card, 'k').catch((one: Error) => one);
    expect(error).toMatchObject({ outcome: 'final', message: expect.stringContaining('secret') });
    await door.send(channel(platform, '&secret=SEC-right'), card, 'k');
  }
  expect(robots.shown.at(-1)!.text).toBe('到期提醒\n一项\n——附件1');
});

it.each(['dingtalk', 'feishu'] as const)('adds the keyword that %s asks for to a text without it', async (platform) => {
  const { robots, door, channel } = await open();
  robots.keyword = '秦知';
  await expect(door.send(channel(platform), card, 'k')).rejects.toMatchObject({
    outcome: 'final',
    message: /keyword=/,
  });
  await door.send(channel(platform, '&keyword=秦知'), card, 'k');
  await door.send(channel(platform, '&keyword=秦知'), { ...card, title: '秦知到期提醒' }, 'k');
  expect(robots.shown.map(({ text }) => text.split('\n').at(-1))).toEqual(['秦知', '——附件1']);
});

it.each([
  ['wecom', 60_000],
  ['dingtalk', 600_000],
  ['feishu', 60_000],
] as const)('leaves %s alone for as long as it blocks a robot that was too fast', async (platform, retryAfterMs) => {
  const { robots, door, channel } = await open();
  robots.perMinute = 1;
  await door.send(channel(platform), card, 'k1');
  await expect(door.send(channel(platform), card, 'k2')).rejects.toMatchObject({ outcome: 'retry', retryAfterMs });
  const { channelMs } = door.sendInterval;
  expect((60_000 / channelMs) * 5).toBeLessThanOrEqual(20);
});

it('does not know what arrived when a later part of a card is refused', async () => {
  const { robots, door, channel } = await open();
  robots.perMinute = 2;
  const long = { ...card, blocks: [{ type: 'text' as const, text: '很长的一行。\n'.repeat(400) }] };
  await expect(door.send(channel('wecom'), long, 'k')).rejects.toMatchObject({
    outcome: 'unknown',
    message: expect.stringMatching(/^part 3 of \d/),
  });
});

it('does not know what became of a card where no platform answered', async () => {
  const { robots, door, channel } = await open();
  robots.refusal = 'no-answer';
  await expect(door.send(channel('wecom'), card, 'k')).rejects.toMatchObject({ outcome: 'unknown' });
});

it.each([
  'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x',
  'https://evil.example/cgi-bin/webhook/send?key=x',
  'https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=x',
  'https://ann@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x',
  'https://qyapi.weixin.qq.com/cgi-bin/user/get?key=x',
  'https://qyapi.weixin.qq.com/robot/send?access_token=x',
  'http://127.0.0.1/robot/send?access_token=x',
  'https://qyapi.weixin.qq.com/cgi-bin/webhook/send',
  'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=',
  'https://oapi.dingtalk.com/robot/send?secret=SEC1',
  'https://oapi.dingtalk.com/robot/send?access_token=x&timestamp=1&sign=y',
  '市公安局',
])('refuses %s as a channel, before anything is sent', async (channel) => {
  const { door } = await open();
  expect(door.channelFault(channel)).toMatchObject({ zh: expect.any(String), en: expect.any(String) });
  await expect(door.send(channel, card, 'k')).rejects.toMatchObject({ outcome: 'final' });
});

it('takes the addresses of the three platforms as their groups show them', () => {
  const origins = {
    wecom: 'https://qyapi.weixin.qq.com',
    dingtalk: 'https://oapi.dingtalk.com',
    feishu: 'https://open.feishu.cn',
  };
  for (const platform of all) {
    const read = readAddress(`${origins[platform]}${paths[platform]}`, []);
    expect(read).toMatchObject({ url: new URL(`${origins[platform]}${paths[platform]}`) });
  }
});

it('tells no key, token, hook or secret, in no error and in no masked line', async () => {
  const { robots, door, channel } = await open();
  const secrets = /11111111|22222222|33333333|SEC-/;
  for (const platform of all)
    for (const refusal of ['gone', 'refused', 'slow-down', 'no-answer'] as const) {
      robots.refusal = refusal;
      const error = await door.send(channel(platform, '&secret=SEC-1'), card, 'k').catch((one: Error) => one);
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).not.toMatch(secrets);
      expect(maskAddresses(channel(platform, '&secret=SEC-1'))).not.toMatch(secrets);
    }
});

const sheet = {
  name: '清单.xlsx',
  type: 'application/x',
  data: Buffer.from('序号,内容').toString('base64'),
  instead: '见网页',
};

it('uploads the file of a card to a robot of WeCom after its words, and says what stands for one that is refused', async () => {
  const { robots, door, channel, reports } = await open();
  expect(all.filter((platform) => door.takesFiles(channel(platform)))).toEqual(['wecom']);
  expect(door.takesFiles('https://evil.example/cgi-bin/webhook/send?key=x')).toBe(false);
  await door.send(channel('wecom', '&keyword=提醒'), { ...card, file: sheet }, 'k');
  expect(robots.files.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([['清单.xlsx', '序号,内容']]);
  expect(robots.shown).toHaveLength(1);
  robots.refusesFile = true;
  await door.send(channel('wecom'), { ...card, file: sheet }, 'l');
  expect(robots.files).toHaveLength(1);
  expect(robots.shown.map(({ text }) => text).at(-1)).toBe('见网页');
  expect(reports).toEqual([expect.stringMatching(/^the file 清单\.xlsx was not sent: .*40006/)]);
  expect(reports.join()).not.toMatch(/11111111/);
  // A subscription whose channel was exchanged for one that takes none.
  await door.send(channel('feishu'), { ...card, file: sheet }, 'm');
  expect(robots.shown.at(-1)!.text).toBe('见网页');
});
