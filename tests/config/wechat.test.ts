/** The settings of the WeChat door, and every fault in them at once. */
import { expect, it } from 'vitest';
import { readDoorSettings } from '../../src/config/doors.ts';
import { SetupError } from '../../src/model/fault.ts';

const read = (variables: Record<string, string>) => readDoorSettings({ QINZHI_DATA: '/srv/data', ...variables }).wechat;

function faultsOf(variables: Record<string, string>): Record<string, string> {
  try {
    read(variables);
  } catch (error) {
    expect(error).toBeInstanceOf(SetupError);
    return Object.fromEntries((error as SetupError).faults.map(({ file, message }) => [file, message]));
  }
  return expect.fail('no fault');
}

it('is off without a puppet and without a token', () => {
  expect(read({})).toBeUndefined();
  expect(read({ QINZHI_WECHAT_PUPPET: ' ', QINZHI_WECHAT_FRIENDS: 'accept' })).toBeUndefined();
});

it('needs no more than a token', () => {
  expect(read({ QINZHI_WECHAT_TOKEN: 'puppet_workpro_0123' })).toEqual({
    module: 'wechaty',
    puppet: 'wechaty-puppet-service',
    puppetOptions: { token: 'puppet_workpro_0123' },
    folder: '/srv/data/wechat',
    friends: 'none',
    pace: { spacingMs: [1000, 2000], perRoomPerMinute: 10 },
  });
});

it('takes a fork, an endpoint without TLS, a folder, words and a pace', () => {
  const settings = read({
    QINZHI_WECHAT_MODULE: '@juzi/wechaty',
    QINZHI_WECHAT_TOKEN: 'puppet_workpro_0123',
    QINZHI_WECHAT_ENDPOINT: '127.0.0.1:8788',
    QINZHI_WECHAT_AUTHORITY: 'discovery.example',
    QINZHI_WECHAT_TLS: 'off',
    QINZHI_WECHAT_FOLDER: '/srv/wechat',
    QINZHI_WECHAT_FRIENDS: 'accept-with-words',
    QINZHI_WECHAT_FRIENDS_WORDS: '秦知， 方案',
    QINZHI_WECHAT_SPACING_SECONDS: '1.5 - 4',
    QINZHI_WECHAT_PER_ROOM_MINUTE: '5',
  });
  expect(settings).toEqual({
    module: '@juzi/wechaty',
    puppet: '@juzi/wechaty-puppet-service',
    puppetOptions: {
      token: 'puppet_workpro_0123',
      endpoint: '127.0.0.1:8788',
      authority: 'discovery.example',
      tls: { disable: true },
    },
    folder: '/srv/wechat',
    friends: ['秦知', '方案'],
    pace: { spacingMs: [1500, 4000], perRoomPerMinute: 5 },
  });
  expect(read({ QINZHI_WECHAT_PUPPET: 'wechaty-puppet-xp', QINZHI_WECHAT_FRIENDS: 'accept' })).toMatchObject({
    puppet: 'wechaty-puppet-xp',
    friends: 'all',
  });
});

it('tells every fault at once, and no secret', () => {
  const faults = faultsOf({
    QINZHI_WEBHOOK_KEY_HOURS: 'long',
    QINZHI_WECHAT_TOKEN: 'secretwithoutkind',
    QINZHI_WECHAT_ENDPOINT: 'https://example.org/',
    QINZHI_WECHAT_TLS: 'maybe',
    QINZHI_WECHAT_FRIENDS: 'some',
    QINZHI_WECHAT_SPACING_SECONDS: '3-1',
    QINZHI_WECHAT_PER_ROOM_MINUTE: '0',
  });
  expect(Object.keys(faults)).toEqual([
    'QINZHI_WEBHOOK_KEY_HOURS',
    'QINZHI_WECHAT_TOKEN',
    'QINZHI_WECHAT_ENDPOINT',
    'QINZHI_WECHAT_TLS',
    'QINZHI_WECHAT_FRIENDS',
    'QINZHI_WECHAT_SPACING_SECONDS',
    'QINZHI_WECHAT_PER_ROOM_MINUTE',
  ]);
  expect(Object.values(faults).join()).not.toContain('secretwithoutkind');
});

it('asks for what belongs together', () => {
  expect(faultsOf({ QINZHI_WECHAT_PUPPET: 'wechaty-puppet-service' })).toEqual({
    QINZHI_WECHAT_TOKEN: 'wechaty-puppet-service needs the token of a puppet service',
  });
  expect(
    faultsOf({
      QINZHI_WECHAT_PUPPET: 'wechaty-puppet-xp',
      QINZHI_WECHAT_FRIENDS: 'accept-with-words',
      WECHATY_TOKEN: 'x',
    }),
  ).toEqual({
    QINZHI_WECHAT_FRIENDS_WORDS: 'accept-with-words needs words, separated by commas',
    WECHATY_TOKEN: 'must not be set: QINZHI_WECHAT_TOKEN is what counts',
  });
});
