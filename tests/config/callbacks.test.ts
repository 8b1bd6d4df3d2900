/** Accounts by callback: half a configuration is one error that names everything missing and where to get it. */
import { expect, it } from 'vitest';
import { readBotSettings } from '../../src/config/bot.ts';
import { readDoorSettings } from '../../src/config/doors.ts';
import { readServiceSettings } from '../../src/config/service.ts';
import { SetupError } from '../../src/model/fault.ts';

const official = {
  QINZHI_OFFICIAL_APP_ID: 'wx0123456789abcdef',
  QINZHI_OFFICIAL_TOKEN: 'QDG6eK',
  QINZHI_OFFICIAL_AES_KEY: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const app = {
  QINZHI_WECOM_APP_CORP_ID: 'ww0123456789abcdef',
  QINZHI_WECOM_APP_AGENT_ID: '1000002',
  QINZHI_WECOM_APP_SECRET: 'a-secret-of-the-application',
  QINZHI_WECOM_APP_TOKEN: 'QDG6eK',
  QINZHI_WECOM_APP_AES_KEY: official.QINZHI_OFFICIAL_AES_KEY,
};

const faultsOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof SetupError)
      return error.faults.map(({ file, message }) => `${file}: ${JSON.stringify(message)}`);
    throw error;
  }
  return [];
};

it('reads whole ones, and none by default', () => {
  expect(readDoorSettings({})).not.toHaveProperty('wecomApp');
  const read = readDoorSettings({ ...official, ...app });
  expect(read.wechatOfficial).toEqual({
    appId: 'wx0123456789abcdef',
    token: 'QDG6eK',
    aesKey: official.QINZHI_OFFICIAL_AES_KEY,
    apiUrl: 'https://api.weixin.qq.com/',
  });
  expect(read.wecomApp).toMatchObject({ corpId: 'ww0123456789abcdef', agentId: 1_000_002 });
});

it.each([
  ...Object.keys(official).map((name) => [name, official] as const),
  ...Object.keys(app).map((name) => [name, app] as const),
])('says that %s is missing, and where it is', (name, whole) => {
  const faults = faultsOf(() => readDoorSettings({ ...whole, [name]: undefined }));
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(`^${name}: .*weixin.qq.com.*docs/`));
});

it('names all that is missing beside a secret alone', () => {
  const faults = faultsOf(() => readDoorSettings({ QINZHI_OFFICIAL_SECRET: 'a-secret-of-the-account' }));
  expect(faults.map((fault) => fault.split(':')[0])).toEqual(Object.keys(official));
});

it('tells no key that is wrong', () => {
  const faults = faultsOf(() => readDoorSettings({ ...app, QINZHI_WECOM_APP_AES_KEY: 'SECRET-short' }));
  expect(faults.join('')).toMatch(/QINZHI_WECOM_APP_AES_KEY/);
  expect(faults.join('')).not.toContain('SECRET');
});

it('reads a robot that connects itself, and what is missing of it', () => {
  const robot = { QINZHI_WECOM_BOT_ID: 'aib-0123456789', QINZHI_WECOM_BOT_SECRET: 'a-secret-of-the-robot' };
  expect(readDoorSettings(robot).wecom).toMatchObject({ botName: '秦知', url: 'wss://openws.work.weixin.qq.com' });
  for (const name of Object.keys(robot))
    expect(faultsOf(() => readDoorSettings({ ...robot, [name]: undefined }))).toEqual([
      expect.stringMatching(new RegExp(`^${name}: .*docs/wecom.md`)),
    ]);
  expect(faultsOf(() => readDoorSettings({ ...robot, QINZHI_WECOM_URL: 'ws://example.org/' }))).toHaveLength(1);
});

it('reads a robot of DingTalk, and what is missing of it', () => {
  const robot = {
    QINZHI_DINGTALK_CLIENT_ID: 'dingabcdefgh0123',
    QINZHI_DINGTALK_CLIENT_SECRET: 'a-secret-of-the-robot',
  };
  expect(readDoorSettings(robot).dingtalk).toMatchObject({ robotCode: 'dingabcdefgh0123' });
  for (const name of Object.keys(robot))
    expect(faultsOf(() => readDoorSettings({ ...robot, [name]: undefined }))).toEqual([
      expect.stringMatching(new RegExp(`^${name}: .*docs/dingtalk.md`)),
    ]);
});

it('reads a robot of Feishu, and what is missing of it', () => {
  const robot = {
    QINZHI_FEISHU_APP_ID: 'cli_0123456789abcdef',
    QINZHI_FEISHU_APP_SECRET: 'a-secret-of-the-robot',
  };
  expect(readDoorSettings(robot).feishu).toMatchObject({ apiUrl: 'https://open.feishu.cn/' });
  for (const name of Object.keys(robot))
    expect(faultsOf(() => readDoorSettings({ ...robot, [name]: undefined }))).toEqual([
      expect.stringMatching(new RegExp(`^${name}: .*docs/feishu.md`)),
    ]);
  expect(faultsOf(() => readDoorSettings({ ...robot, QINZHI_FEISHU_APP_ID: 'SECRET' }))).toHaveLength(1);
});

it('wants a port', () => {
  expect(faultsOf(() => readServiceSettings(app))[0]).toMatch(/^QINZHI_PORT: .*wecom-app/);
  expect(readServiceSettings({ ...app, QINZHI_PORT: '8080' }).port).toBe(8080);
});

it('reads the rights of a door whose name has a dash', () => {
  const { commandsForAnyone } = readBotSettings({ QINZHI_COMMANDS_WECOM_APP: 'anyone' });
  expect([...commandsForAnyone]).toEqual(['wecom-app']);
});
