/** Private deployments of group robots: only what is encrypted, or stays on this machine. */
import { expect, it } from 'vitest';
import { readDoorSettings } from '../../src/config/doors.ts';
import { SetupError } from '../../src/model/fault.ts';

it('reads origins, and has none by default', () => {
  expect(readDoorSettings({}).robot).toEqual({ origins: [] });
  const QINZHI_ROBOT_ORIGINS = 'https://wework.example.gov.cn, http://127.0.0.1:8080';
  expect(readDoorSettings({ QINZHI_ROBOT_ORIGINS }).robot.origins).toEqual([
    'https://wework.example.gov.cn',
    'http://127.0.0.1:8080',
  ]);
});

it.each([
  'http://wework.example.gov.cn',
  'https://wework.example.gov.cn/',
  'wework.example.gov.cn',
  'http://localhost.example.com',
])('refuses %s', (QINZHI_ROBOT_ORIGINS) => {
  expect(() => readDoorSettings({ QINZHI_ROBOT_ORIGINS })).toThrow(SetupError);
});
